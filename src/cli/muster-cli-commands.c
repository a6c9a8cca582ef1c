/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-commands.h"
#include "muster-cli-table.h"

#define MANY G_MAXUINT
#define LOOK (MUSTER_CLI_OPTION_HOST | MUSTER_CLI_OPTION_JSON)
#define ACT (LOOK | MUSTER_CLI_OPTION_WAIT)

/* What is written for people about an object that is shared. */
#define EDIT (LOOK | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_DESCRIPTION)

#define ISSUE (MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_REQUEST | \
               MUSTER_CLI_OPTION_DAYS | MUSTER_CLI_OPTION_OUTPUT)

#define OVER_SSH (MUSTER_CLI_OPTION_SSH | MUSTER_CLI_OPTION_SSH_CONFIG)

static const MusterCliCommand commands[] =
{
  { "host", "list", "", N_("List the hosts and how they are"),
    muster_cli_host_list, LOOK, 0, 0 },
  { "host", "add", "ADDRESS...", N_("Add hosts by name, IP address or libvirt URI; “-” reads them from standard input"),
    muster_cli_host_add,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_IDENTITY |
    MUSTER_CLI_OPTION_USER | MUSTER_CLI_OPTION_SSH | MUSTER_CLI_OPTION_NO_TEST |
    MUSTER_CLI_OPTION_ANYWAY | MUSTER_CLI_OPTION_LOWER_CPU, 1, MANY },
  { "host", "edit", "HOST", N_("Change a host’s name, address, identity or user, or where ssh logs in"),
    muster_cli_host_edit,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_NAME | MUSTER_CLI_OPTION_URI |
    MUSTER_CLI_OPTION_IDENTITY | MUSTER_CLI_OPTION_USER | MUSTER_CLI_OPTION_SSH |
    MUSTER_CLI_OPTION_NO_TEST, 1, 1 },
  { "host", "remove", "HOST...", N_("Remove hosts from the data center and the list; nothing happens to their VMs"),
    muster_cli_host_remove, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_KEEP, 1, MANY },
  { "host", "forget", "HOST...", N_("Remove hosts that never answer any more from the data center and the list"),
    muster_cli_host_forget, MUSTER_CLI_OPTION_JSON, 1, MANY },
  { "host", "forget-login", "HOST...", N_("Forget the stored SASL login of hosts"),
    muster_cli_host_forget_login, 0, 1, MANY },
  { "host", "show", "HOST", N_("Show all that is known of a host"),
    muster_cli_host_show, LOOK, 1, 1 },
  { "host", "test", "[HOST|ADDRESS]...", N_("Test connections and say what is wrong"),
    muster_cli_host_test, LOOK | MUSTER_CLI_OPTION_IDENTITY, 0, MANY },
  { "host", "doctor", "HOST|ADDRESS", N_("Examine the way to a host, what it can do and how it fits to the others"),
    muster_cli_host_doctor,
    LOOK | OVER_SSH | MUSTER_CLI_OPTION_IDENTITY | MUSTER_CLI_OPTION_MIGRATION, 1, 1 },
  { "host", "script", "NAME...", N_("Write the script that makes a machine of these names a host; with --request, its second half"),
    muster_cli_host_script, ISSUE | MUSTER_CLI_OPTION_RENEW, 1, MANY },
  { "host", "deploy", "NAME...", N_("Make a machine of these names a host, over ssh"),
    muster_cli_host_deploy,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_DAYS | OVER_SSH |
    MUSTER_CLI_OPTION_RENEW, 1, MANY },
  { "host", "move", "HOST CLUSTER", N_("Move a host to another cluster; not while it runs VMs"),
    muster_cli_host_move, LOOK | MUSTER_CLI_OPTION_LOWER_CPU, 2, 2 },
  { "host", "maintenance", "HOST", N_("Let no VM be started on a host or moved there; not while it runs any"),
    muster_cli_host_maintain, LOOK, 1, 1 },
  { "host", "activate", "HOST", N_("End a host’s maintenance"),
    muster_cli_host_maintain, LOOK, 1, 1 },
  { "host", "copies", "", N_("List whose VM definitions the other hosts have copies of"),
    muster_cli_host_copies, LOOK | MUSTER_CLI_OPTION_NOW, 0, 0 },
  { "host", "gone", "HOST", N_("Define the VMs of a host that is gone on others, from the copies that these have"),
    muster_cli_host_gone, LOOK | MUSTER_CLI_OPTION_TO | MUSTER_CLI_OPTION_GONE, 1, 1 },
  { "host", "stale", "HOST", N_("List what a host that was gone still has defined of VMs that others took over"),
    muster_cli_host_stale, LOOK | MUSTER_CLI_OPTION_REMOVE, 1, 1 },
  { "dc", "show", "", N_("Show the data center, its clusters and their hosts"),
    muster_cli_dc_show, LOOK, 0, 0 },
  { "dc", "edit", "", N_("Change the name or the description of the data center"),
    muster_cli_dc_edit, EDIT, 0, 0 },
  { "dc", "rename", "NAME", N_("Give the data center another name"),
    muster_cli_dc_rename, LOOK, 1, 1 },
  { "dc", "open", "HOST|ADDRESS", N_("Look at the data center whose records a host keeps, now and later, and add all of its hosts"),
    muster_cli_dc_open, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_IDENTITY, 1, 1 },
  { "dc", "list", "", N_("List the data centers that the hosts belong to"),
    muster_cli_dc_list, LOOK, 0, 0 },
  { "dc", "create", "NAME [HOST...]", N_("Make a data center of hosts, which leave the one they are in"),
    muster_cli_dc_create, MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_DESCRIPTION, 1, MANY },
  { "dc", "delete", "NAME", N_("Delete the data center that is open, with --dissolve; its hosts and VMs stay"),
    muster_cli_dc_delete, LOOK | MUSTER_CLI_OPTION_DISSOLVE, 1, 1 },
  { "cluster", "list", "", N_("List the clusters"),
    muster_cli_cluster_list, LOOK, 0, 0 },
  { "cluster", "create", "NAME", N_("Create a cluster"),
    muster_cli_cluster_create,
    LOOK | MUSTER_CLI_OPTION_DESCRIPTION | MUSTER_CLI_OPTION_SERVICES, 1, 1 },
  { "cluster", "show", "CLUSTER", N_("Show a cluster and its hosts"),
    muster_cli_cluster_show, LOOK, 1, 1 },
  { "cluster", "edit", "CLUSTER", N_("Change the name or the description of a cluster, or what it is for"),
    muster_cli_cluster_edit, EDIT | MUSTER_CLI_OPTION_SERVICES, 1, 1 },
  { "cluster", "delete", "CLUSTER", N_("Delete a cluster without hosts, or one with --dissolve"),
    muster_cli_cluster_delete, LOOK | MUSTER_CLI_OPTION_DISSOLVE, 1, 1 },
  { "cluster", "cpu", "CLUSTER", N_("Show the CPU that every host of a cluster can give to a VM, and which host lacks what"),
    muster_cli_cluster_cpu, LOOK, 1, 1 },
  { "conflict", "list", "", N_("List what was changed in two ways at the same time"),
    muster_cli_conflict_list, LOOK, 0, 0 },
  { "conflict", "resolve", "REVISION", N_("Settle a conflict: what this revision says is to hold"),
    muster_cli_conflict_resolve, LOOK, 1, 1 },
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
  { "ca", "renew", "", N_("Make the certificate authority valid for longer; what it has issued stays valid"),
    muster_cli_ca_renew,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_DAYS | MUSTER_CLI_OPTION_DELIVER |
    MUSTER_CLI_OPTION_SSH_CONFIG, 0, 0 },
  { "cert", "issue", "KIND NAME...", N_("Issue a certificate: server, qemu-server or qemu-client for a host’s names, or client for an admin"),
    muster_cli_cert_issue, ISSUE, 2, MANY },
  { "cert", "list", "", N_("List the issued certificates"),
    muster_cli_cert_list, MUSTER_CLI_OPTION_JSON, 0, 0 },
  { "cert", "check", "", N_("Show every certificate in use, and the days it has left"),
    muster_cli_cert_check, LOOK, 0, 0 },
  { "cert", "renew", "[SERIAL|NAME|HOST]", N_("Renew an identity, a host’s certificates, or all that is due; or issue a certificate like one before"),
    muster_cli_cert_renew, ISSUE | OVER_SSH | MUSTER_CLI_OPTION_ALL |
    MUSTER_CLI_OPTION_WITHIN, 0, 1 },
  { "cert", "revoke", "[SERIAL|NAME|HOST]...", N_("Revoke certificates; with --all, all of a name or a host; with --deliver, hand the list to the hosts"),
    muster_cli_cert_revoke,
    MUSTER_CLI_OPTION_JSON | MUSTER_CLI_OPTION_DELIVER | MUSTER_CLI_OPTION_SSH_CONFIG |
    MUSTER_CLI_OPTION_ALL, 0, MANY },
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
  { "vm", "settle", "", N_("See to what migrations that were cut have left behind"),
    muster_cli_vm_settle, LOOK, 0, 0 },
  { "vm", "console", "VM", N_("Open a VM’s screen in Muster, or its serial console here; or take a picture, type, write a file for viewers"),
    muster_cli_vm_console, MUSTER_CLI_OPTION_HOST | MUSTER_CLI_OPTION_CONSOLE, 1, 1 },
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
