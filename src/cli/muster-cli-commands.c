/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-commands.h"
#include "muster-cli-table.h"

#define MANY G_MAXUINT
#define LOOK (MUSTER_CLI_OPTION_HOST | MUSTER_CLI_OPTION_JSON)
#define ACT (LOOK | MUSTER_CLI_OPTION_WAIT)

#define ISSUE (MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_REQUEST | \
               MUSTER_CLI_OPTION_DAYS | MUSTER_CLI_OPTION_OUTPUT)

static const MusterCliCommand commands[] =
{
  { "host", "list", "", N_("List the hosts and how they are"),
    muster_cli_host_list, LOOK, 0, 0 },
  { "host", "add", "ADDRESS", N_("Add a host by name, IP address or libvirt URI"),
    muster_cli_host_add,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_IDENTITY |
    MUSTER_CLI_OPTION_USER | MUSTER_CLI_OPTION_NO_TEST, 1, 1 },
  { "host", "edit", "HOST", N_("Change a host’s name, address, identity or user"),
    muster_cli_host_edit,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_URI |
    MUSTER_CLI_OPTION_IDENTITY | MUSTER_CLI_OPTION_USER |
    MUSTER_CLI_OPTION_NO_TEST, 1, 1 },
  { "host", "remove", "HOST...", N_("Remove hosts from the list; nothing happens to their VMs"),
    muster_cli_host_remove, 0, 1, MANY },
  { "host", "show", "HOST", N_("Show all that is known of a host"),
    muster_cli_host_show, LOOK, 1, 1 },
  { "host", "test", "[HOST|ADDRESS]...", N_("Test connections and say what is wrong"),
    muster_cli_host_test, LOOK, 0, MANY },
  { "host", "doctor", "HOST|ADDRESS", N_("Examine the way to a host: name, port, certificates, login, screens, clock"),
    muster_cli_host_doctor, LOOK, 1, 1 },
  { "host", "script", "NAME...", N_("Write the script that makes a machine of these names a host; with --request, its second half"),
    muster_cli_host_script, ISSUE | MUSTER_CLI_OPTION_RENEW, 1, MANY },
  { "host", "deploy", "NAME...", N_("Make a machine of these names a host, over ssh"),
    muster_cli_host_deploy,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_DAYS | MUSTER_CLI_OPTION_SSH |
    MUSTER_CLI_OPTION_RENEW, 1, MANY },
  { "identity", "import", "[FOLDER]", N_("Import a TLS client identity from PEM files"),
    muster_cli_identity_import,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_FILES |
    MUSTER_CLI_OPTION_KEY, 0, 1 },
  { "identity", "list", "", N_("List the imported identities"),
    muster_cli_identity_list, MUSTER_CLI_OPTION_JSON, 0, 0 },
  { "identity", "remove", "IDENTITY...", N_("Remove imported identities"),
    muster_cli_identity_remove, 0, 1, MANY },
  { "ca", "init", "", N_("Create the certificate authority of the data center"),
    muster_cli_ca_init, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME, 0, 0 },
  { "ca", "import", "FILE|FOLDER", N_("Take over a certificate authority, as that of oVirt"),
    muster_cli_ca_import, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_KEY, 1, 1 },
  { "ca", "export", "FILE", N_("Write the certificate authority to an encrypted PKCS#12 file"),
    muster_cli_ca_export, MUSTER_CLI_OPTION_JSON, 1, 1 },
  { "ca", "status", "", N_("Show the certificate authority"),
    muster_cli_ca_status, MUSTER_CLI_OPTION_JSON, 0, 0 },
  { "cert", "issue", "KIND NAME...", N_("Issue a certificate: server, qemu-server or qemu-client for a host’s names, or client for an admin"),
    muster_cli_cert_issue, ISSUE, 2, MANY },
  { "cert", "list", "", N_("List the issued certificates"),
    muster_cli_cert_list, MUSTER_CLI_OPTION_JSON, 0, 0 },
  { "cert", "check", "", N_("Show every certificate in use, and the days it has left"),
    muster_cli_cert_check, LOOK, 0, 0 },
  { "cert", "renew", "SERIAL|NAME", N_("Issue a certificate like one that was issued before"),
    muster_cli_cert_renew, ISSUE, 1, 1 },
  { "cert", "revoke", "SERIAL|NAME...", N_("Revoke certificates"),
    muster_cli_cert_revoke, MUSTER_CLI_OPTION_JSON, 1, MANY },
  { "cert", "crl", "", N_("Write the list of revoked certificates, for the hosts"),
    muster_cli_cert_crl, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_OUTPUT, 0, 0 },
  { "vm", "list", "", N_("List the VMs of all hosts"),
    muster_cli_vm_list, LOOK, 0, 0 },
  { "vm", "show", "VM", N_("Show all that is known of a VM"),
    muster_cli_vm_show, LOOK, 1, 1 },
  { "vm", "start", "VM...", N_("Start VMs, or continue saved ones"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "shutdown", "VM...", N_("Ask guests to shut down"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "off", "VM...", N_("Force VMs off, as by pulling the plug"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "reboot", "VM...", N_("Ask guests to reboot"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "reset", "VM...", N_("Reset VMs, as by the reset button"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "pause", "VM...", N_("Pause VMs"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "resume", "VM...", N_("Let paused VMs go on"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "save", "VM...", N_("Save the state of VMs to disk and stop them"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "discard", "VM...", N_("Discard saved states; the next start is a boot"),
    muster_cli_vm_verb, ACT, 1, MANY },
  { "vm", "migrate", "VM... HOST", N_("Move VMs to another host, live when they run"),
    muster_cli_vm_migrate, ACT | MUSTER_CLI_OPTION_TO, 1, MANY },
  { "vm", "screenshot", "VM [FILE]", N_("Write the picture on a VM’s screen as PNG; FILE “-” is standard output"),
    muster_cli_vm_screenshot, MUSTER_CLI_OPTION_HOST, 1, 2 },
  { "vm", "send-key", "VM KEYS...", N_("Press keys in a VM, like ctrl+alt+delete"),
    muster_cli_vm_send_key, MUSTER_CLI_OPTION_HOST, 2, MANY },
  { "complete", "words", "", NULL,
    muster_cli_complete, MUSTER_CLI_OPTION_HOST, 1, 1 },
};

const MusterCliCommand *
muster_cli_commands_find (const char *group,
                          const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].group, group) &&
        g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

gboolean
muster_cli_commands_has_group (const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].group, group))
      return TRUE;

  return FALSE;
}

static char *
list_commands (const char *group)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].summary != NULL &&
        (group == NULL || g_str_equal (commands[i].group, group)))
      {
        g_autofree char *line = g_strdup_printf ("  %s %s %s", commands[i].group,
                                                 commands[i].name,
                                                 commands[i].arguments);

        muster_cli_table_add (table, g_strchomp (line), _(commands[i].summary), NULL);
      }

  return muster_cli_table_to_string (table);
}

char *
muster_cli_commands_describe (const char *group)
{
  g_autofree char *list = list_commands (group);
  g_autofree char *options = muster_cli_options_describe (LOOK);

  return g_strdup_printf ("%s\n\n%s\n%s\n%s\n%s\n\n%s\n",
                          _("Usage: musterctl COMMAND [OPTION...] [ARGUMENT...]"),
                          _("Commands:"), list,
                          _("Options of most commands:"), options,
                          _("A VM is named by NAME, UUID or HOST/NAME. “musterctl COMMAND --help” explains one command, “man musterctl” all of them."));
}

char *
muster_cli_command_usage (const MusterCliCommand *command)
{
  g_autofree char *usage = g_strdup_printf ("musterctl %s %s %s", command->group,
                                            command->name, command->arguments);

  return g_strdup (g_strchomp (usage));
}

char *
muster_cli_command_describe (const MusterCliCommand *command)
{
  g_autofree char *usage = muster_cli_command_usage (command);
  g_autofree char *options = muster_cli_options_describe (command->options);
  g_autofree char *first = g_strdup_printf (_("Usage: %s"), usage);
  g_autofree char *summary = NULL;

  /* Translators: what a command does, made a sentence */
  summary = g_strdup_printf (_("%s."),
                             command->summary != NULL ? _(command->summary) : "");

  return g_strdup_printf ("%s\n\n%s\n\n%s\n%s", first, summary,
                          _("Options:"), options);
}
