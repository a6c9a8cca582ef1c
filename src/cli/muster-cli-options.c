/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-error.h"
#include "muster-cli-options.h"
#include "muster-cli-table.h"

typedef struct
{
  const char *name;
  GOptionArg type;
  gsize offset;             /* in MusterCliOptions */
  MusterCliOption option;   /* 0: goes with every command */
  const char *argument;
  const char *description;
} OptionFacts;

#define OFFSET(member) G_STRUCT_OFFSET (MusterCliOptions, member)

static const OptionFacts facts[] =
{
  { "host", G_OPTION_ARG_STRING_ARRAY, OFFSET (uris), MUSTER_CLI_OPTION_HOST,
    N_("URI"), N_("Use this host, which need not be configured; may be repeated") },
  { "pkipath", G_OPTION_ARG_FILENAME, OFFSET (pki_folder), MUSTER_CLI_OPTION_HOST,
    N_("DIR"), N_("Take the TLS identity for --host from this folder") },
  { "json", G_OPTION_ARG_NONE, OFFSET (json), MUSTER_CLI_OPTION_JSON,
    NULL, N_("Write JSON for programs") },
  { "wait", G_OPTION_ARG_NONE, OFFSET (wait), MUSTER_CLI_OPTION_WAIT,
    NULL, N_("Wait until it is done (this is the default)") },
  { "no-wait", G_OPTION_ARG_NONE, OFFSET (no_wait), MUSTER_CLI_OPTION_WAIT,
    NULL, N_("Return as soon as the host has begun") },
  { "to", G_OPTION_ARG_STRING, OFFSET (to), MUSTER_CLI_OPTION_TO,
    N_("HOST"), N_("Where to migrate to, or which host takes them over") },
  { "name", G_OPTION_ARG_STRING, OFFSET (name), MUSTER_CLI_OPTION_NAME,
    N_("NAME"), N_("What to call it") },
  { "description", G_OPTION_ARG_STRING, OFFSET (description), MUSTER_CLI_OPTION_DESCRIPTION,
    N_("TEXT"), N_("What it is for; an empty text takes it away") },
  { "uri", G_OPTION_ARG_STRING, OFFSET (uri), MUSTER_CLI_OPTION_URI,
    N_("URI"), N_("Its new address or libvirt URI") },
  { "identity", G_OPTION_ARG_STRING, OFFSET (identity), MUSTER_CLI_OPTION_IDENTITY,
    N_("IDENTITY"), N_("The imported TLS identity to use, or “none”") },
  { "user", G_OPTION_ARG_STRING, OFFSET (user), MUSTER_CLI_OPTION_USER,
    N_("USER"), N_("Log in as this SASL user; the password is asked for, or read from standard input") },
  { "no-test", G_OPTION_ARG_NONE, OFFSET (no_test), MUSTER_CLI_OPTION_NO_TEST,
    NULL, N_("Save it without testing the connection") },
  { "anyway", G_OPTION_ARG_NONE, OFFSET (anyway), MUSTER_CLI_OPTION_ANYWAY,
    NULL, N_("Add them though they cannot be used now") },
  { "cluster", G_OPTION_ARG_STRING, OFFSET (cluster), MUSTER_CLI_OPTION_ANYWAY,
    N_("CLUSTER"), N_("Put them into this cluster instead of the default one") },
  { "keep", G_OPTION_ARG_NONE, OFFSET (keep), MUSTER_CLI_OPTION_KEEP,
    NULL, N_("Take them off this list only; they stay in the data center") },
  { "ca", G_OPTION_ARG_FILENAME, OFFSET (ca), MUSTER_CLI_OPTION_FILES,
    N_("FILE"), N_("Certificate of the authority (PEM)") },
  { "certificate", G_OPTION_ARG_FILENAME, OFFSET (certificate), MUSTER_CLI_OPTION_FILES,
    N_("FILE"), N_("Client certificate (PEM)") },
  { "key", G_OPTION_ARG_FILENAME, OFFSET (key), MUSTER_CLI_OPTION_KEY,
    N_("FILE"), N_("Private key of the certificate (PEM)") },
  { "request", G_OPTION_ARG_FILENAME, OFFSET (request), MUSTER_CLI_OPTION_REQUEST,
    N_("FILE"), N_("Certificate request of the host (PKCS#10, PEM); “-” is standard input") },
  { "days", G_OPTION_ARG_STRING, OFFSET (days), MUSTER_CLI_OPTION_DAYS,
    N_("DAYS"), N_("How long it is valid (365; an authority 3652)") },
  { "output", G_OPTION_ARG_FILENAME, OFFSET (output), MUSTER_CLI_OPTION_OUTPUT,
    N_("FILE"), N_("Write it to this new file instead of standard output") },
  { "ssh", G_OPTION_ARG_STRING, OFFSET (ssh), MUSTER_CLI_OPTION_SSH,
    N_("USER@ADDRESS"), N_("Where ssh logs in, as root or as somebody who may use sudo") },
  { "ssh-config", G_OPTION_ARG_FILENAME, OFFSET (ssh_config), MUSTER_CLI_OPTION_SSH_CONFIG,
    N_("FILE"), N_("Read this configuration of ssh instead of your own") },
  { "all", G_OPTION_ARG_NONE, OFFSET (all), MUSTER_CLI_OPTION_ALL,
    NULL, N_("Renew all that is due: the authority, identities and hosts; or revoke all of a name that hosts accept") },
  { "within", G_OPTION_ARG_STRING, OFFSET (within), MUSTER_CLI_OPTION_WITHIN,
    N_("DAYS"), N_("What ends within so many days is due (30)") },
  { "deliver", G_OPTION_ARG_NONE, OFFSET (deliver), MUSTER_CLI_OPTION_DELIVER,
    NULL, N_("Tell all hosts over ssh, where it logged in last") },
  { "migration", G_OPTION_ARG_NONE, OFFSET (migration), MUSTER_CLI_OPTION_MIGRATION,
    NULL, N_("Try the migration ports between it and the other hosts, over ssh") },
  { "renew", G_OPTION_ARG_NONE, OFFSET (renew), MUSTER_CLI_OPTION_RENEW,
    NULL, N_("Have new certificates made though those in use are good") },
  { "lock-disks", G_OPTION_ARG_NONE, OFFSET (lock_disks), MUSTER_CLI_OPTION_RENEW,
    NULL, N_("Have VMs lock their disks through virtlockd, so that no two hosts use one at once") },
  { "serial", G_OPTION_ARG_NONE, OFFSET (serial), MUSTER_CLI_OPTION_CONSOLE,
    NULL, N_("Open the serial console in this terminal") },
  { "device", G_OPTION_ARG_STRING, OFFSET (device), MUSTER_CLI_OPTION_CONSOLE,
    N_("ALIAS"), N_("With --serial: this one, such as serial1 or console1, instead of the first") },
  { "force", G_OPTION_ARG_NONE, OFFSET (force), MUSTER_CLI_OPTION_CONSOLE,
    NULL, N_("With --serial: take it over from whoever has it; with --vv: replace the file") },
  { "escape", G_OPTION_ARG_STRING, OFFSET (escape), MUSTER_CLI_OPTION_CONSOLE,
    N_("KEY"), N_("With --serial: leave with this key, such as “^a” (“^]”), or “none”") },
  { "screenshot", G_OPTION_ARG_FILENAME, OFFSET (screenshot), MUSTER_CLI_OPTION_CONSOLE,
    N_("FILE"), N_("Write the picture on the screen; FILE ends in .png, .jpg, .webp or the like, “-” is PNG on standard output") },
  { "type", G_OPTION_ARG_STRING, OFFSET (type), MUSTER_CLI_OPTION_CONSOLE,
    N_("TEXT"), N_("Type this text on the keyboard; “-” reads it from standard input") },
  { "layout", G_OPTION_ARG_STRING, OFFSET (layout), MUSTER_CLI_OPTION_CONSOLE,
    N_("LAYOUT"), N_("With --type: the keyboard layout that the guest is set to, such as “us” or “de”") },
  { "vv", G_OPTION_ARG_FILENAME, OFFSET (vv), MUSTER_CLI_OPTION_CONSOLE,
    N_("FILE"), N_("Write a file that opens the screen in Muster or virt-viewer within two minutes") },
  { "powered-off", G_OPTION_ARG_NONE, OFFSET (powered_off), MUSTER_CLI_OPTION_GONE,
    NULL, N_("You have seen that the host is powered off: take its VMs over now") },
  { "start", G_OPTION_ARG_NONE, OFFSET (start), MUSTER_CLI_OPTION_GONE,
    NULL, N_("Start those that ran and whose disks their new host has") },
  { "now", G_OPTION_ARG_NONE, OFFSET (now), MUSTER_CLI_OPTION_NOW,
    NULL, N_("Copy what the hosts have defined now first") },
  { "remove", G_OPTION_ARG_NONE, OFFSET (remove), MUSTER_CLI_OPTION_REMOVE,
    NULL, N_("Remove them from the host; no disk is touched") },
  { "virt", G_OPTION_ARG_NONE, OFFSET (virt), MUSTER_CLI_OPTION_SERVICES,
    NULL, N_("The cluster runs VMs (a new one does)") },
  { "no-virt", G_OPTION_ARG_NONE, OFFSET (no_virt), MUSTER_CLI_OPTION_SERVICES,
    NULL, N_("The cluster runs no VMs: none is started there") },
  { "gluster", G_OPTION_ARG_NONE, OFFSET (gluster), MUSTER_CLI_OPTION_SERVICES,
    NULL, N_("The cluster keeps volumes of Gluster") },
  { "no-gluster", G_OPTION_ARG_NONE, OFFSET (no_gluster), MUSTER_CLI_OPTION_SERVICES,
    NULL, N_("The cluster keeps no volumes of Gluster (a new one does not)") },
  { "dissolve", G_OPTION_ARG_NONE, OFFSET (dissolve), MUSTER_CLI_OPTION_DISSOLVE,
    NULL, N_("Delete it although it has hosts, which stay") },
  { "lower-cpu", G_OPTION_ARG_NONE, OFFSET (lower_cpu), MUSTER_CLI_OPTION_LOWER_CPU,
    NULL, N_("Do it also where the cluster’s CPU loses features by it") },
  { "help", G_OPTION_ARG_NONE, OFFSET (help), 0,
    NULL, N_("Explain a command") },
  { "version", G_OPTION_ARG_NONE, OFFSET (version), 0,
    NULL, N_("Print the version") },
};

static GOptionContext *
make_context (MusterCliOptions *self)
{
  GOptionContext *context = g_option_context_new (NULL);
  GOptionEntry entries[G_N_ELEMENTS (facts) + 1] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      entries[i].long_name = facts[i].name;
      entries[i].short_name = facts[i].offset == OFFSET (help) ? 'h' : 0;
      entries[i].arg = facts[i].type;
      entries[i].arg_data = G_STRUCT_MEMBER_P (self, facts[i].offset);
    }
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

/* Takes what follows a first "--" out of @arguments. */
static char **
split_at_dashes (char **arguments)
{
  for (guint i = 0; arguments[i] != NULL; i++)
    if (g_str_equal (arguments[i], "--"))
      {
        char **rest = g_strdupv (arguments + i + 1);

        for (guint k = i; arguments[k] != NULL; k++)
          g_free (arguments[k]);
        arguments[i] = NULL;
        return rest;
      }

  return g_new0 (char *, 1);
}

static char **
join_words (char **first,
            char **second)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_strv_builder_addv (words, (const char **) first);
  g_strv_builder_addv (words, (const char **) second);

  return g_strv_builder_end (words);
}

MusterCliOptions *
muster_cli_options_parse (const char * const  *arguments,
                          GError             **error)
{
  g_autoptr (MusterCliOptions) self = g_new0 (MusterCliOptions, 1);
  g_autoptr (GOptionContext) context = make_context (self);
  g_auto (GStrv) rest = g_strdupv ((char **) arguments);
  g_auto (GStrv) literal = split_at_dashes (rest);

  if (!g_option_context_parse_strv (context, &rest, error))
    return NULL;

  self->words = join_words (rest[0] != NULL ? rest + 1 : rest, literal);

  return g_steal_pointer (&self);
}

static gboolean
is_given (const MusterCliOptions *self,
          const OptionFacts      *fact)
{
  if (fact->type == G_OPTION_ARG_NONE)
    return G_STRUCT_MEMBER (gboolean, self, fact->offset);

  return G_STRUCT_MEMBER (gpointer, self, fact->offset) != NULL;
}

static gboolean
check_pair (gboolean     given,
            gboolean     opposite,
            const char  *refusal,
            GError     **error)
{
  if (!given || !opposite)
    return TRUE;
  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE, refusal);

  return FALSE;
}

gboolean
muster_cli_options_check (const MusterCliOptions  *self,
                          MusterCliOption          allowed,
                          GError                 **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i].option != 0 && (facts[i].option & allowed) == 0 &&
        is_given (self, &facts[i]))
      {
        g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                     _("This command does not take --%s."), facts[i].name);
        return FALSE;
      }

  return check_pair (self->wait, self->no_wait,
                     _("--wait and --no-wait exclude each other."), error) &&
         check_pair (self->virt, self->no_virt,
                     _("--virt and --no-virt exclude each other."), error) &&
         check_pair (self->gluster, self->no_gluster,
                     _("--gluster and --no-gluster exclude each other."), error);
}

char *
muster_cli_options_describe (MusterCliOption allowed)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i].option == 0 || (facts[i].option & allowed) != 0)
      {
        g_autofree char *option =
          g_strdup_printf ("  --%s%s%s", facts[i].name,
                           facts[i].argument != NULL ? " " : "",
                           facts[i].argument != NULL ? _(facts[i].argument) : "");

        muster_cli_table_add (table, option, _(facts[i].description), NULL);
      }

  return muster_cli_table_to_string (table);
}

void
muster_cli_options_free (MusterCliOptions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (facts[i].type == G_OPTION_ARG_STRING_ARRAY)
        g_strfreev (G_STRUCT_MEMBER (char **, self, facts[i].offset));
      else if (facts[i].type != G_OPTION_ARG_NONE)
        g_free (G_STRUCT_MEMBER (char *, self, facts[i].offset));
    }
  g_strfreev (self->words);
  g_free (self);
}
