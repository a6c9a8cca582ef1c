/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-days.h"
#include "muster-cli-file.h"
#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"

/* PEM is for files and pipes; a program that asks for JSON gets it as @member. */
static gboolean
hand_out (MusterCli   *cli,
          const char  *member,
          const char  *pem,
          GError     **error)
{
  JsonObject *object;

  if (!cli->options->json)
    return muster_cli_file_write (cli->options->output, pem, strlen (pem), error);
  if (cli->options->output != NULL &&
      !muster_cli_file_write (cli->options->output, pem, strlen (pem), error))
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, member, pem);
  muster_cli_json_print_object (object);

  return TRUE;
}

/* --- issuing ------------------------------------------------------------------------ */

static MusterCertificateRequest *
read_request (MusterCli  *cli,
              GError    **error)
{
  g_autofree char *text = NULL;

  if (cli->options->request == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("A host’s certificate needs its request: --request FILE. The key stays on the host."));
      return NULL;
    }
  text = muster_cli_file_read (cli->options->request, error);

  return text != NULL ? muster_certificate_request_new_from_pem (text, -1, error) : NULL;
}

static gboolean
issue_for_host (MusterCli              *cli,
                MusterCertificateKind   kind,
                const char * const     *names,
                int                     days,
                GError                **error)
{
  g_autoptr (MusterCertificateRequest) request = read_request (cli, error);
  g_autofree char *certificate = NULL;

  if (request == NULL)
    return FALSE;
  certificate =
    dex_await_string (muster_pki_issue_host (muster_desk_get_pki (cli->desk), kind, request,
                                             names, days),
                      error);

  return certificate != NULL && hand_out (cli, "certificate", certificate, error);
}

static gboolean
issue_for_admin (MusterCli   *cli,
                 const char  *name,
                 int          days,
                 GError     **error)
{
  g_autofree char *id = NULL;
  g_autofree char *line = NULL;
  JsonObject *object;

  if (cli->options->request != NULL || cli->options->output != NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("An admin’s certificate and key are made here and kept in the keyring: neither --request nor --output goes with it."));
      return FALSE;
    }
  id = dex_await_string (muster_pki_issue_client (muster_desk_get_pki (cli->desk), name, days),
                         error);
  if (id == NULL)
    return FALSE;

  if (cli->options->json)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "id", id);
      json_object_set_string_member (object, "name", name);
      muster_cli_json_print_object (object);
      return TRUE;
    }
  line = g_strdup_printf (_("The identity “%s” is in the keyring: %s"), name, id);
  muster_cli_print (line);

  return TRUE;
}

static gboolean
issue (MusterCli              *cli,
       MusterCertificateKind   kind,
       const char * const     *names,
       GError                **error)
{
  int days = muster_cli_days_read (cli, error);

  if (days == 0)
    return FALSE;
  if (kind == MUSTER_CERTIFICATE_CLIENT)
    return issue_for_admin (cli, names[0], days, error);

  return issue_for_host (cli, kind, names, days, error);
}

MusterCliError
muster_cli_cert_issue (MusterCli  *cli,
                       GError    **error)
{
  MusterCertificateKind kind;

  if (!muster_certificate_kind_from_string (cli->words[0], &kind))
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                   _("“%s” is no kind of certificate: server, client, qemu-server, qemu-client."),
                   cli->words[0]);
      return MUSTER_CLI_USAGE;
    }
  if (kind == MUSTER_CERTIFICATE_CLIENT && cli->n_words > 2)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("An admin’s certificate has one name."));
      return MUSTER_CLI_USAGE;
    }

  return muster_cli_open_desk (cli, error) &&
         issue (cli, kind, (const char * const *) cli->words + 1, error)
         ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}

/* --- the ledger ------------------------------------------------------------------------ */

static GPtrArray *
read_ledger (MusterCli  *cli,
             GError    **error)
{
  if (!muster_cli_open_desk (cli, error))
    return NULL;

  return dex_await_boxed (muster_pki_list (muster_desk_get_pki (cli->desk)), error);
}

static const char *
describe_state (const MusterCertificateRecord *line)
{
  if (line->revoked_at != 0)
    return _("revoked");

  return line->not_after < g_get_real_time () / G_USEC_PER_SEC ? _("expired") : _("valid");
}

static void
print_ledger (GPtrArray *ledger)
{
  const char *headings[] = { _("NAME"), _("KIND"), _("STATE"), _("VALID UNTIL"),
                             _("SERIAL"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);
      g_autofree char *until = muster_cli_format_time (line->not_after * G_USEC_PER_SEC);

      muster_cli_table_add (table, line->name,
                            muster_certificate_kind_to_string (line->kind),
                            describe_state (line), until, line->serial, NULL);
    }
  muster_cli_table_print (table);
}

static void
set_time (JsonObject *object,
          const char *name,
          gint64      seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  if (seconds == 0 || text == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, text);
}

static JsonObject *
line_to_json (const MusterCertificateRecord *line)
{
  JsonObject *object = json_object_new ();
  JsonArray *names = json_array_new ();

  for (guint i = 0; line->names != NULL && line->names[i] != NULL; i++)
    json_array_add_string_element (names, line->names[i]);
  json_object_set_string_member (object, "serial", line->serial);
  json_object_set_string_member (object, "name", line->name);
  json_object_set_array_member (object, "names", names);
  json_object_set_string_member (object, "kind",
                                 muster_certificate_kind_to_string (line->kind));
  set_time (object, "not_after", line->not_after);
  set_time (object, "revoked_at", line->revoked_at);

  return object;
}

static MusterCliError
print_json_ledger (MusterCli  *cli,
                   GError    **error)
{
  g_autoptr (GPtrArray) ledger =
    dex_await_boxed (muster_pki_list (muster_desk_get_pki (cli->desk)), error);
  JsonArray *array;

  if (ledger == NULL)
    return MUSTER_CLI_FAILED;

  array = json_array_new ();
  for (guint i = 0; i < ledger->len; i++)
    json_array_add_object_element (array, line_to_json (ledger->pdata[i]));
  muster_cli_json_print_array (array);

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_cert_list (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (GPtrArray) ledger = NULL;

  if (cli->options->json)
    return muster_cli_open_desk (cli, error) ? print_json_ledger (cli, error)
                                             : MUSTER_CLI_FAILED;
  ledger = read_ledger (cli, error);
  if (ledger == NULL)
    return MUSTER_CLI_FAILED;
  print_ledger (ledger);

  return MUSTER_CLI_DONE;
}

static gboolean
is_valid (const MusterCertificateRecord *line)
{
  return line->revoked_at == 0 && line->not_after >= g_get_real_time () / G_USEC_PER_SEC;
}

/* By serial number, or by a name that only one valid certificate has. */
static const MusterCertificateRecord *
find_line (GPtrArray   *ledger,
           const char  *word,
           GError     **error)
{
  const MusterCertificateRecord *found = NULL;

  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (g_str_equal (line->serial, word))
        return line;
      if (!g_str_equal (line->name, word) || !is_valid (line))
        continue;
      if (found != NULL)
        {
          g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                       _("“%s” can mean more than one: %s, %s"), word,
                       found->serial, line->serial);
          return NULL;
        }
      found = line;
    }
  if (found == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("No valid certificate has the serial number or name “%s”."), word);

  return found;
}

MusterCliError
muster_cli_cert_renew (MusterCli  *cli,
                       GError    **error)
{
  g_autoptr (GPtrArray) ledger = read_ledger (cli, error);
  const MusterCertificateRecord *line =
    ledger != NULL ? find_line (ledger, cli->words[0], error) : NULL;
  const char *admin[] = { NULL, NULL };

  if (line == NULL)
    return MUSTER_CLI_FAILED;
  admin[0] = line->name;

  return issue (cli, line->kind,
                line->kind == MUSTER_CERTIFICATE_CLIENT ? admin
                                                        : (const char * const *) line->names,
                error)
         ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}

MusterCliError
muster_cli_cert_revoke (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (GPtrArray) ledger = read_ledger (cli, error);

  for (guint i = 0; ledger != NULL && i < cli->n_words; i++)
    {
      const MusterCertificateRecord *line = find_line (ledger, cli->words[i], error);

      if (line == NULL ||
          !dex_await (muster_pki_revoke (muster_desk_get_pki (cli->desk), line->serial),
                      error))
        return MUSTER_CLI_FAILED;
    }
  if (ledger == NULL)
    return MUSTER_CLI_FAILED;
  muster_cli_print_note (_("Hosts let them in until they have the new list: musterctl cert crl"));

  return cli->options->json ? print_json_ledger (cli, error) : MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_cert_crl (MusterCli  *cli,
                     GError    **error)
{
  g_autofree char *crl = NULL;

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  crl = dex_await_string (muster_pki_make_crl (muster_desk_get_pki (cli->desk)), error);

  return crl != NULL && hand_out (cli, "crl", crl, error)
         ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}
