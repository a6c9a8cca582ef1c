/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-ledger.h"
#include "muster-cli-names.h"
#include "muster-cli-renew.h"
#include "muster-cli-text.h"
#include "muster-host-actions.h"
#include "muster-own-identity.h"
#include "muster-virt-uri.h"

/* What a word names.
 * Returns: (transfer container): lines of @ledger: the one with that serial number,
 *   else all of that name that hosts accept */
static GPtrArray *
find_lines (GPtrArray  *ledger,
            const char *word)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < ledger->len; i++)
    {
      MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (g_str_equal (line->serial, word))
        {
          g_ptr_array_set_size (found, 0);
          g_ptr_array_add (found, line);
          return found;
        }
      if (g_str_equal (line->name, word) && muster_cli_ledger_is_accepted (line))
        g_ptr_array_add (found, line);
    }

  return found;
}

/* A host is called something on the list of hosts, and reached by a name. */
static char *
await_host_name (MusterCli  *cli,
                 const char *word)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), NULL);
  const MusterHostEntry *entry =
    entries != NULL ? muster_cli_names_find_entry (entries, word, NULL) : NULL;
  g_autoptr (MusterVirtEndpoint) endpoint =
    entry != NULL ? muster_virt_endpoint_new (entry->uri, NULL) : NULL;

  return endpoint != NULL ? g_strdup (endpoint->host) : NULL;
}

static char *
describe_line (const MusterCertificateRecord *line)
{
  const char *kind = muster_certificate_kind_to_string (line->kind);
  g_autofree char *issued = muster_cli_format_time (line->issued_at * G_USEC_PER_SEC);
  g_autofree char *renewed = muster_cli_format_time (line->superseded_at * G_USEC_PER_SEC);

  if (line->issued_at == 0)
    return g_strdup_printf ("%s  %s", line->serial, kind);
  if (line->superseded_at == 0)
    /* Translators: a serial number, a kind of certificate, a date */
    return g_strdup_printf (_("%s  %s, issued on %s"), line->serial, kind, issued);

  /* Translators: a serial number, a kind of certificate, two dates */
  return g_strdup_printf (_("%s  %s, issued on %s, renewed on %s"), line->serial, kind,
                          issued, renewed);
}

static void
print_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *text = describe_line (g_ptr_array_index (lines, i));

      muster_cli_print_note (text);
    }
}

static void
tell_choice (const char *word,
             GPtrArray  *lines)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("“%s” has %u certificate that hosts accept:",
                               "“%s” has %u certificates that hosts accept:", lines->len),
                     word, lines->len);

  muster_cli_print_error (text);
  print_lines (lines);
  muster_cli_print_note (_("Give the serial number of one, or --all to revoke all of them."));
}

/* Adds what @word means to @lines. */
static MusterCliError
add_word (MusterCli   *cli,
          GPtrArray   *ledger,
          const char  *word,
          GPtrArray   *lines,
          GError     **error)
{
  g_autoptr (GPtrArray) found = find_lines (ledger, word);
  g_autofree char *host = found->len == 0 ? await_host_name (cli, word) : NULL;

  if (host != NULL)
    {
      g_ptr_array_unref (found);
      found = find_lines (ledger, host);
    }
  if (found->len == 0)
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                   _("No valid certificate has the serial number or name “%s”."), word);
      return MUSTER_CLI_NOT_FOUND;
    }
  if (found->len > 1 && !cli->options->all)
    {
      tell_choice (word, found);
      return MUSTER_CLI_NOT_FOUND;
    }
  if (cli->options->all)
    print_lines (found);
  g_ptr_array_extend (lines, found, NULL, NULL);

  return MUSTER_CLI_DONE;
}

/* Who revokes what this desk shows is told before the hosts are. */
static void
tell_own_hosts (MusterCli *cli,
                GPtrArray *lines)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autofree char *hosts =
    dex_await_string (muster_own_identity_find_hosts (secrets,
                                                      muster_desk_get_store (cli->desk),
                                                      lines),
                      NULL);
  g_autofree char *text = NULL;

  if (hosts == NULL)
    return;
  text = g_strdup_printf (_("This desk itself shows it to %s: have another one issued with “musterctl cert issue client NAME”, and choose it with “musterctl host edit HOST --identity NAME”."),
                          hosts);
  muster_cli_print_note (text);
}

/* Nothing is revoked before it is clear what all words mean. */
static MusterCliError
revoke_words (MusterCli  *cli,
              GError    **error)
{
  g_autoptr (GPtrArray) ledger = muster_cli_ledger_read (cli, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  if (ledger == NULL)
    return MUSTER_CLI_FAILED;
  for (guint i = 0; i < cli->n_words; i++)
    {
      MusterCliError code = add_word (cli, ledger, cli->words[i], lines, error);

      if (code != MUSTER_CLI_DONE)
        return code;
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (lines, i);

      if (!dex_await (muster_pki_revoke (muster_desk_get_pki (cli->desk), line->serial), error))
        return MUSTER_CLI_FAILED;
    }
  tell_own_hosts (cli, lines);

  return MUSTER_CLI_DONE;
}

/* @hosts: (transfer full) (nullable): what became of each; then it is a member */
static void
print_revoked (GPtrArray *ledger,
               JsonArray *hosts)
{
  JsonObject *object;

  if (hosts == NULL)
    {
      muster_cli_json_print_array (muster_cli_ledger_to_json (ledger));
      return;
    }
  object = json_object_new ();
  json_object_set_array_member (object, "certificates", muster_cli_ledger_to_json (ledger));
  json_object_set_array_member (object, "hosts", hosts);
  muster_cli_json_print_object (object);
}

MusterCliError
muster_cli_cert_revoke (MusterCli  *cli,
                        GError    **error)
{
  MusterCliError code;
  g_autoptr (JsonArray) hosts = NULL;
  g_autoptr (GPtrArray) ledger = NULL;

  if (cli->n_words == 0 && !cli->options->deliver)
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                   _("Say what to revoke, or hand out the list as it is with --deliver."));
      return MUSTER_CLI_USAGE;
    }
  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  if ((code = revoke_words (cli, error)) != MUSTER_CLI_DONE)
    return code;
  if (cli->options->deliver)
    code = muster_cli_renew_trust (cli, &hosts, error);
  else
    muster_cli_print_note (_("Hosts let them in until they have the new list: “musterctl cert revoke --deliver” hands it to them, “musterctl cert crl” writes it."));
  if (!cli->options->json || (cli->options->deliver && hosts == NULL))
    return code;

  ledger = muster_cli_ledger_read (cli, error);
  if (ledger == NULL)
    return MUSTER_CLI_FAILED;
  print_revoked (ledger, g_steal_pointer (&hosts));

  return code;
}
