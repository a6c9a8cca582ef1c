/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-identities.h"
#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-host-actions.h"
#include "muster-identity.h"
#include "muster-secret-info.h"

/* As much of a fingerprint as tells identities apart. */
#define MIN_ID_LENGTH 8

static gboolean
is_named (const MusterSecretInfo *info,
          const char             *name)
{
  return g_strcmp0 (info->name, name) == 0 || g_strcmp0 (info->id, name) == 0 ||
         (strlen (name) >= MIN_ID_LENGTH && g_str_has_prefix (info->id, name));
}

char *
muster_cli_identities_find (MusterCli   *cli,
                            const char  *name,
                            GError     **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autoptr (GPtrArray) identities =
    dex_await_boxed (muster_secret_store_list_identities (secrets), error);
  const MusterSecretInfo *found = NULL;

  if (identities == NULL)
    return NULL;

  for (guint i = 0; i < identities->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (identities, i);

      if (!is_named (info, name))
        continue;
      if (found != NULL)
        {
          g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                       _("“%s” can mean more than one: %s, %s"), name,
                       found->id, info->id);
          return NULL;
        }
      found = info;
    }

  if (found == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("There is no identity named “%s”."), name);

  return found != NULL ? g_strdup (found->id) : NULL;
}

static DexFuture *
import (MusterCli  *cli,
        GError    **error)
{
  const MusterCliOptions *options = cli->options;
  guint n_files = (options->ca != NULL) + (options->certificate != NULL) +
                  (options->key != NULL);

  if (n_files == 3 && cli->n_words == 0)
    return muster_identity_import_files (options->ca, options->certificate,
                                         options->key);
  if (n_files == 0 && cli->n_words == 1)
    return muster_identity_import_folder (cli->words[0]);

  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                       _("Name either a folder, or all of --ca, --certificate and --key."));

  return NULL;
}

static void
set_identity_members (JsonObject *object,
                      const char *id,
                      const char *name)
{
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "name", name);
}

static void
tell_import (MusterCli      *cli,
             MusterIdentity *identity,
             const char     *id,
             const char     *name)
{
  g_autofree char *until =
    muster_cli_format_time (muster_identity_get_not_after (identity) * G_USEC_PER_SEC);
  g_autofree char *line = NULL;

  if (cli->options->json)
    {
      JsonObject *object = json_object_new ();

      set_identity_members (object, id, name);
      muster_cli_json_print_object (object);
      return;
    }

  line = g_strdup_printf (_("%s imported (%s), valid until %s"), name,
                          muster_identity_get_subject (identity), until);
  muster_cli_print (line);
}

MusterCliError
muster_cli_identity_import (MusterCli  *cli,
                            GError    **error)
{
  g_autoptr (MusterIdentity) identity = NULL;
  g_autofree char *id = NULL;
  const char *name = cli->options->name;
  DexFuture *future = import (cli, error);

  if (future == NULL)
    return MUSTER_CLI_USAGE;
  if ((identity = dex_await_object (future, error)) == NULL ||
      !muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;

  if (name == NULL)
    name = muster_identity_get_common_name (identity);
  if (name == NULL)
    name = muster_identity_get_subject (identity);
  id = dex_await_string (muster_secret_store_add_identity (muster_desk_get_secrets (cli->desk),
                                                           identity, name), error);
  if (id == NULL)
    return MUSTER_CLI_FAILED;
  tell_import (cli, identity, id, name);

  return MUSTER_CLI_DONE;
}

static void
print_identities (GPtrArray *identities)
{
  const char *headings[] = { _("NAME"), _("FINGERPRINT (SHA-256)"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < identities->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (identities, i);

      muster_cli_table_add (table, info->name, info->id, NULL);
    }
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_identity_list (MusterCli  *cli,
                          GError    **error)
{
  g_autoptr (GPtrArray) identities = NULL;
  MusterSecretStore *secrets;
  JsonArray *array;

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;

  secrets = muster_desk_get_secrets (cli->desk);
  identities = dex_await_boxed (muster_secret_store_list_identities (secrets), error);
  if (identities == NULL)
    return MUSTER_CLI_FAILED;
  if (!cli->options->json)
    {
      print_identities (identities);
      if (identities->len == 0)
        muster_cli_print_note (_("There are no identities; “musterctl identity import” takes one."));
      return MUSTER_CLI_DONE;
    }

  array = json_array_new ();
  for (guint i = 0; i < identities->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (identities, i);
      JsonObject *object = json_object_new ();

      set_identity_members (object, info->id, info->name);
      json_array_add_object_element (array, object);
    }
  muster_cli_json_print_array (array);

  return MUSTER_CLI_DONE;
}

/* A host that lost its identity could not be reached any more. */
static gboolean
check_unused (MusterCli   *cli,
              const char  *id,
              GError     **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), error);

  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->identity, id) != 0)
        continue;
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
                   _("The host “%s” uses this identity. Give it another one first: musterctl host edit %s --identity …"),
                   entry->name, entry->name);
      return FALSE;
    }

  return TRUE;
}

MusterCliError
muster_cli_identity_remove (MusterCli  *cli,
                            GError    **error)
{
  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;

  for (guint i = 0; i < cli->n_words; i++)
    {
      g_autofree char *id = muster_cli_identities_find (cli, cli->words[i], error);

      if (id == NULL || !check_unused (cli, id, error) ||
          !dex_await (muster_secret_store_remove_identity (muster_desk_get_secrets (cli->desk),
                                                           id),
                      error))
        return MUSTER_CLI_FAILED;
    }

  return MUSTER_CLI_DONE;
}
