/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-days.h"
#include "muster-cli-file.h"
#include "muster-cli-json.h"
#include "muster-cli-ledger.h"
#include "muster-cli-names.h"
#include "muster-cli-renew.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-host-actions.h"

static JsonArray *
to_array (const char * const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);

  return array;
}

/* PEM is for files and pipes; a program that asks for JSON gets it as @member.
 * @others: (nullable): names that a request wished for in vain */
static gboolean
hand_out (MusterCli           *cli,
          const char          *member,
          const char          *pem,
          const char * const  *others,
          GError             **error)
{
  JsonObject *object;

  if (!cli->options->json)
    return muster_cli_file_write (cli->options->output, pem, strlen (pem), error);
  if (cli->options->output != NULL &&
      !muster_cli_file_write (cli->options->output, pem, strlen (pem), error))
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, member, pem);
  if (others != NULL)
    json_object_set_array_member (object, "names_not_issued", to_array (others));
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

/* Mostly the request of another host was taken. */
static GStrv
tell_others (MusterCertificateRequest *request,
             const char * const       *names)
{
  GStrv others = muster_certificate_request_list_others (request, names);
  g_autofree char *list = g_strjoinv (", ", others);
  g_autofree char *text = NULL;

  if (others[0] == NULL)
    return others;
  /* Translators: names, one or several */
  text = g_strdup_printf (_("The request was made for other names, which the certificate does not have: %s. Check that it is this host’s request."),
                          list);
  muster_cli_print_error (text);

  return others;
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
  g_auto (GStrv) others = NULL;

  /* What cannot be written is not issued either. */
  if (request == NULL ||
      (cli->options->output != NULL && !muster_cli_file_try (cli->options->output, error)))
    return FALSE;
  others = tell_others (request, names);
  certificate =
    dex_await_string (muster_pki_issue_host (muster_desk_get_pki (cli->desk), kind, request,
                                             names, days),
                      error);

  return certificate != NULL && hand_out (cli, "certificate", certificate, (const char * const *) others, error);
}

static void
tell_identity (MusterCli  *cli,
               const char *id,
               const char *name)
{
  g_autofree char *line = NULL;
  JsonObject *object;

  if (cli->options->json)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "id", id);
      json_object_set_string_member (object, "name", name);
      muster_cli_json_print_object (object);
      return;
    }
  line = g_strdup_printf (_("The identity “%s” is in the keyring: %s"), name, id);
  muster_cli_print (line);
}

static gboolean
check_kept_here (MusterCli  *cli,
                 GError    **error)
{
  if (cli->options->request == NULL && cli->options->output == NULL)
    return TRUE;

  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                       _("An admin’s certificate and key are made here and kept in the keyring: neither --request nor --output goes with it."));
  return FALSE;
}

static gboolean
issue_for_admin (MusterCli   *cli,
                 const char  *name,
                 int          days,
                 GError     **error)
{
  g_autofree char *id = NULL;

  if (!check_kept_here (cli, error))
    return FALSE;
  id = dex_await_string (muster_pki_issue_client (muster_desk_get_pki (cli->desk), name, days),
                         error);
  if (id != NULL)
    tell_identity (cli, id, name);

  return id != NULL;
}

static gboolean
issue (MusterCli              *cli,
       MusterCertificateKind   kind,
       const char * const     *names,
       GError                **error)
{
  int days = muster_cli_days_read (cli->options->days, MUSTER_CERTIFICATE_DAYS, error);

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

MusterCliError
muster_cli_cert_list (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (GPtrArray) ledger = NULL;

  if (!muster_cli_open_desk (cli, error) || (ledger = muster_cli_ledger_read (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;
  if (cli->options->json)
    muster_cli_json_print_array (muster_cli_ledger_to_json (ledger));
  else
    muster_cli_ledger_print (ledger);

  return MUSTER_CLI_DONE;
}

/* Two people may have one name. */
static gboolean
follows (const MusterCertificateRecord *line,
         const MusterCertificateRecord *found)
{
  return line->kind == MUSTER_CERTIFICATE_CLIENT && found->kind == MUSTER_CERTIFICATE_CLIENT &&
         line->not_after > found->not_after;
}

/* By serial number, or by a name that only one certificate in use has. */
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
      if (!g_str_equal (line->name, word) || !muster_cli_ledger_is_accepted (line) ||
          line->superseded_at != 0)
        continue;
      if (found != NULL && !follows (line, found))
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

/* --- renewing ---------------------------------------------------------------------------- */

/* In its place, where the keyring has it; a certificate alone cannot be. */
static gboolean
renew_for_admin (MusterCli                      *cli,
                 const MusterCertificateRecord  *line,
                 int                             days,
                 GError                        **error)
{
  MusterPki *pki = muster_desk_get_pki (cli->desk);
  g_autofree char *id = NULL;

  if (!check_kept_here (cli, error))
    return FALSE;
  id = dex_await_string (muster_pki_find_identity (pki, line->serial), NULL);
  if (id == NULL)
    return issue_for_admin (cli, line->name, days, error) &&
           dex_await (muster_pki_supersede (pki, line->serial), error);
  if (!dex_await (muster_pki_renew_client (pki, id, days), error))
    return FALSE;
  tell_identity (cli, id, line->name);

  return TRUE;
}

static MusterCliError
renew_line (MusterCli  *cli,
            GError    **error)
{
  int days = muster_cli_days_read (cli->options->days, MUSTER_CERTIFICATE_DAYS, error);
  g_autoptr (GPtrArray) ledger = days != 0 ? muster_cli_ledger_read (cli, error) : NULL;
  const MusterCertificateRecord *line =
    ledger != NULL ? find_line (ledger, cli->words[0], error) : NULL;
  gboolean done;

  if (line == NULL)
    return MUSTER_CLI_FAILED;
  done = line->kind == MUSTER_CERTIFICATE_CLIENT
         ? renew_for_admin (cli, line, days, error)
         : issue_for_host (cli, line->kind, (const char * const *) line->names, days, error);

  return done ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}

/* An admin may be called as a host is; a host's own certificates need its request. */
static gboolean
is_admin (MusterCli  *cli,
          const char *word)
{
  g_autoptr (GPtrArray) ledger = muster_cli_ledger_read (cli, NULL);
  const MusterCertificateRecord *line =
    ledger != NULL ? find_line (ledger, word, NULL) : NULL;

  return line != NULL && line->kind == MUSTER_CERTIFICATE_CLIENT;
}

static MusterCliError
renew_word (MusterCli  *cli,
            GError    **error)
{
  gboolean over_ssh = cli->options->ssh != NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const MusterHostEntry *entry;

  if (cli->options->request != NULL && !over_ssh)
    return renew_line (cli, error);

  entries = dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), error);
  if (entries == NULL)
    return MUSTER_CLI_FAILED;
  entry = muster_cli_names_find_entry (entries, cli->words[0], over_ssh ? error : NULL);
  if (entry != NULL && (over_ssh || entry->ssh != NULL || !is_admin (cli, cli->words[0])))
    return muster_cli_renew_host (cli, entry, error);

  return over_ssh ? MUSTER_CLI_NOT_FOUND : renew_line (cli, error);
}

static gboolean
check_renewal (MusterCli  *cli,
               GError    **error)
{
  const MusterCliOptions *options = cli->options;

  if (options->all ? cli->n_words == 0 && options->ssh == NULL && options->request == NULL &&
                     options->output == NULL
                   : cli->n_words == 1 && options->within == NULL &&
                     (options->ssh == NULL ||
                      (options->request == NULL && options->output == NULL)))
    return TRUE;

  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                       _("Say what to renew: all that is due with --all [--within DAYS], the certificates of a host with HOST --ssh USER@ADDRESS, or one certificate."));
  return FALSE;
}

MusterCliError
muster_cli_cert_renew (MusterCli  *cli,
                       GError    **error)
{
  if (!check_renewal (cli, error))
    return MUSTER_CLI_USAGE;
  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;

  return cli->options->all ? muster_cli_renew_due (cli, error) : renew_word (cli, error);
}

MusterCliError
muster_cli_cert_crl (MusterCli  *cli,
                     GError    **error)
{
  g_autofree char *crl = NULL;

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  crl = dex_await_string (muster_pki_make_crl (muster_desk_get_pki (cli->desk)), error);

  return crl != NULL && hand_out (cli, "crl", crl, NULL, error)
         ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}
