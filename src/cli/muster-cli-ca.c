/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-authority-file.h"
#include "muster-cli-days.h"
#include "muster-cli-file.h"
#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-password.h"
#include "muster-cli-renew.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"

static char *
format_date (GDateTime *date)
{
  return muster_cli_format_time (g_date_time_to_unix (date) * G_USEC_PER_SEC);
}

static const char *
get_name (MusterCertificateInfo *info)
{
  return info->common_name != NULL ? info->common_name : info->subject;
}

static JsonObject *
to_json (MusterCertificateInfo *info)
{
  JsonObject *object = json_object_new ();
  g_autofree char *not_before = g_date_time_format_iso8601 (info->not_before);
  g_autofree char *not_after = g_date_time_format_iso8601 (info->not_after);

  json_object_set_string_member (object, "name", get_name (info));
  json_object_set_string_member (object, "subject", info->subject);
  json_object_set_string_member (object, "fingerprint", info->fingerprint);
  json_object_set_string_member (object, "key_algorithm", info->key_algorithm);
  json_object_set_int_member (object, "key_bits", info->key_bits);
  json_object_set_string_member (object, "not_before", not_before);
  json_object_set_string_member (object, "not_after", not_after);

  return object;
}

static void
print_authority (MusterCli       *cli,
                 MusterAuthority *authority)
{
  MusterCertificateInfo *info = muster_authority_get_info (authority);
  g_autoptr (MusterCliTable) table = NULL;
  g_autofree char *key = NULL;
  g_autofree char *until = NULL;

  if (cli->options->json)
    {
      muster_cli_json_print_object (to_json (info));
      return;
    }

  table = muster_cli_table_new (NULL);
  key = g_strdup_printf ("%s, %u", info->key_algorithm, info->key_bits);
  until = format_date (info->not_after);
  muster_cli_table_add (table, _("Name"), get_name (info), NULL);
  muster_cli_table_add (table, _("Key"), key, NULL);
  muster_cli_table_add (table, _("Valid until"), until, NULL);
  muster_cli_table_add (table, _("Fingerprint (SHA-256)"), info->fingerprint, NULL);
  muster_cli_table_print (table);
}

/* Until data centers have names of their own. */
static const char *
choose_name (MusterCli *cli)
{
  return cli->options->name != NULL ? cli->options->name : _("Data center");
}

MusterCliError
muster_cli_ca_init (MusterCli  *cli,
                    GError    **error)
{
  g_autoptr (MusterAuthority) authority = NULL;

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  authority =
    dex_await_object (muster_pki_create_authority (muster_desk_get_pki (cli->desk),
                                                   choose_name (cli)),
                      error);
  if (authority == NULL)
    return MUSTER_CLI_FAILED;
  print_authority (cli, authority);

  return MUSTER_CLI_DONE;
}

/* A file that is not encrypted needs no passphrase: it is asked for when one is
 * missing. */
static MusterAuthority *
read_authority_asking (MusterCli  *cli,
                       GError    **error)
{
  g_autoptr (GError) failure = NULL;
  const char *path = cli->words[0];
  MusterAuthority *authority =
    dex_await_object (muster_authority_file_open (path, cli->options->key, NULL), &failure);
  char *passphrase;

  if (authority != NULL)
    return authority;
  if (!muster_authority_file_needs_passphrase (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  passphrase = muster_cli_password_read (_("Passphrase: "), error);
  if (passphrase == NULL)
    return NULL;
  authority = dex_await_object (muster_authority_file_open (path, cli->options->key,
                                                            passphrase),
                                error);
  muster_cli_password_free (passphrase);

  return authority;
}

MusterCliError
muster_cli_ca_import (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (MusterAuthority) authority = NULL;
  g_autoptr (MusterAuthority) kept = NULL;

  if (!muster_cli_open_desk (cli, error) ||
      (authority = read_authority_asking (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;
  kept = dex_await_object (muster_pki_import_authority (muster_desk_get_pki (cli->desk),
                                                        authority),
                           error);
  if (kept == NULL)
    return MUSTER_CLI_FAILED;
  print_authority (cli, kept);

  return MUSTER_CLI_DONE;
}

static MusterAuthority *
open_authority (MusterCli  *cli,
                GError    **error)
{
  if (!muster_cli_open_desk (cli, error))
    return NULL;

  return dex_await_object (muster_pki_get_authority (muster_desk_get_pki (cli->desk)), error);
}

MusterCliError
muster_cli_ca_status (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (MusterAuthority) authority = open_authority (cli, error);

  if (authority == NULL)
    return MUSTER_CLI_FAILED;
  print_authority (cli, authority);

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_ca_renew (MusterCli  *cli,
                     GError    **error)
{
  int days = muster_cli_days_read (cli->options->days, MUSTER_AUTHORITY_DAYS, error);
  g_autoptr (MusterAuthority) authority = NULL;
  g_autoptr (JsonArray) hosts = NULL;

  if (days == 0 || !muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  authority =
    dex_await_object (muster_pki_renew_authority (muster_desk_get_pki (cli->desk), days),
                      error);
  if (authority == NULL)
    return MUSTER_CLI_FAILED;
  print_authority (cli, authority);
  if (cli->options->deliver)
    return muster_cli_renew_trust (cli, &hosts, error);
  muster_cli_print_note (_("Hosts have the new certificate when they are set up or renewed the next time, or now with --deliver."));

  return MUSTER_CLI_DONE;
}

static char *
read_new_passphrase (GError **error)
{
  char *first = muster_cli_password_read (_("New passphrase: "), error);
  char *second = first != NULL ? muster_cli_password_read (_("Once more: "), error) : NULL;
  gboolean same = second != NULL && strcmp (first, second) == 0;

  if (second != NULL && !same)
    g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                         _("The two passphrases differ."));
  g_clear_pointer (&second, muster_cli_password_free);
  if (!same)
    g_clear_pointer (&first, muster_cli_password_free);

  return first;
}

MusterCliError
muster_cli_ca_export (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (MusterAuthority) authority = open_authority (cli, error);
  g_autoptr (GBytes) bytes = NULL;
  char *passphrase;

  if (authority == NULL || !muster_cli_file_try (cli->words[0], error) ||
      (passphrase = read_new_passphrase (error)) == NULL)
    return MUSTER_CLI_FAILED;
  bytes = dex_await_boxed (muster_pki_export_authority (muster_desk_get_pki (cli->desk),
                                                        MUSTER_AUTHORITY_PKCS12, passphrase),
                           error);
  muster_cli_password_free (passphrase);

  if (bytes == NULL ||
      !muster_cli_file_write (cli->words[0], g_bytes_get_data (bytes, NULL),
                              g_bytes_get_size (bytes), error))
    return MUSTER_CLI_FAILED;
  if (cli->options->json)
    muster_cli_json_print_object (to_json (muster_authority_get_info (authority)));

  return MUSTER_CLI_DONE;
}
