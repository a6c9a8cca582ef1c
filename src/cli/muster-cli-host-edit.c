/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-draft.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-draft-credentials.h"
#include "muster-host-actions.h"
#include "muster-host-departure.h"

/* A host as it is to be, and the login that is not stored yet. */
typedef struct
{
  MusterHostEntry *entry;
  MusterLogin *login;
} Draft;

static void
draft_free (Draft *draft)
{
  g_clear_pointer (&draft->entry, muster_host_entry_free);
  g_clear_pointer (&draft->login, muster_login_free);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static MusterCredentials *
make_credentials (MusterCli *cli,
                  Draft     *draft)
{
  g_autoptr (MusterCredentials) base = muster_desk_dup_credentials (cli->desk,
                                                                    draft->entry);

  return draft->login != NULL ? muster_draft_credentials_new (base, draft->login)
                              : g_steal_pointer (&base);
}

static gboolean
test_draft (MusterCli       *cli,
            Draft           *draft,
            MusterCliError  *code,
            GError         **error)
{
  g_autoptr (MusterCredentials) credentials = NULL;
  g_autoptr (MusterHostTest) test = NULL;

  if (cli->options->no_test)
    return TRUE;

  credentials = make_credentials (cli, draft);
  test = dex_await_boxed (muster_host_test (draft->entry->uri, credentials), error);
  if (test == NULL)
    return FALSE;
  if (test->ok)
    return dex_await (muster_host_check_uuid (cli->desk, draft->entry, test->uuid), error);

  *code = MUSTER_CLI_UNREACHABLE;
  muster_cli_print_error (test->message);
  muster_cli_print_note (test->advice);
  muster_cli_print_note (test->details);
  muster_cli_print_note (_("Nothing was saved; --no-test saves it all the same."));

  return FALSE;
}

static gboolean
change_entry (MusterCli        *cli,
              MusterHostEntry  *entry,
              GError          **error)
{
  char *uri;

  if (cli->options->name != NULL)
    g_set_str (&entry->name, cli->options->name);
  if (cli->options->ssh != NULL)
    g_set_str (&entry->ssh, cli->options->ssh);
  if (cli->options->uri == NULL)
    return TRUE;

  uri = muster_host_uri_from_address (cli->options->uri, error);
  if (uri == NULL)
    return FALSE;
  g_free (entry->uri);
  entry->uri = uri;

  return TRUE;
}

/* A new name alone changes nothing that a connection could tell. */
static gboolean
needs_test (MusterCli *cli)
{
  return cli->options->uri != NULL || cli->options->identity != NULL ||
         cli->options->user != NULL;
}

/* What the others are told of it is read from them; a login or where ssh logs in is
 * nobody else's. */
static gboolean
open_records (MusterCli  *cli,
              GError    **error)
{
  if (cli->options->name == NULL && cli->options->uri == NULL)
    return muster_cli_open_desk (cli, error);
  if (!muster_cli_open (cli, FALSE, error))
    return FALSE;
  dex_await (muster_membership_read (muster_desk_get_membership (cli->desk)), NULL);

  return TRUE;
}

/* The list is this desktop's own, whoever can be told. */
static void
rewrite (MusterCli             *cli,
         const MusterHostEntry *entry)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *line = NULL;

  if (dex_await (muster_host_rewrite (cli->desk, entry), &failure))
    return;
  line = g_strdup_printf (_("Other desktops are not told: %s"), failure->message);
  muster_cli_print_error (line);
}

MusterCliError
muster_cli_host_edit (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (Draft) draft = g_new0 (Draft, 1);
  g_autoptr (GPtrArray) entries = NULL;
  const MusterHostEntry *entry;
  JsonObject *object;
  MusterStore *store;
  MusterCliError code = MUSTER_CLI_FAILED;

  if (!needs_test (cli) && cli->options->name == NULL && cli->options->ssh == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("Say what to change: --name, --uri, --identity, --user or --ssh."));
      return MUSTER_CLI_USAGE;
    }

  if (!open_records (cli, error))
    return MUSTER_CLI_FAILED;
  store = muster_desk_get_store (cli->desk);
  if ((entries = dex_await_boxed (muster_host_list (store), error)) == NULL ||
      (entry = muster_cli_names_find_entry (entries, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  draft->entry = muster_host_entry_copy (entry);
  if (!change_entry (cli, draft->entry, error) ||
      !dex_await (muster_host_check (store, draft->entry), error) ||
      !muster_cli_draft_set_identity (cli, draft->entry, FALSE, error) ||
      !muster_cli_draft_read_login (cli, &draft->login, error) ||
      (needs_test (cli) && !test_draft (cli, draft, &code, error)))
    return code;

  rewrite (cli, draft->entry);
  if (!dex_await (muster_host_save (store, muster_desk_get_secrets (cli->desk),
                                    draft->entry, draft->login), error))
    return MUSTER_CLI_FAILED;

  if (!cli->options->json)
    return MUSTER_CLI_DONE;
  object = muster_cli_host_to_json (cli, draft->entry, error);
  if (object == NULL)
    return MUSTER_CLI_FAILED;
  muster_cli_json_print_object (object);

  return MUSTER_CLI_DONE;
}

static gboolean
forget_login (MusterCli              *cli,
              const MusterHostEntry  *entry,
              GError                **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autoptr (GError) failure = NULL;
  g_autoptr (MusterLogin) login =
    dex_await_boxed (muster_secret_store_get_login (secrets, entry->id), &failure);

  if (login == NULL && failure == NULL)
    g_set_error (&failure, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("No login is stored for “%s”."), entry->name);
  if (failure == NULL)
    dex_await (muster_secret_store_remove_login (secrets, entry->id), &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

MusterCliError
muster_cli_host_forget_login (MusterCli  *cli,
                              GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  const MusterHostEntry *entry;

  if (!muster_cli_open_desk (cli, error) ||
      (entries = dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)),
                                  error)) == NULL)
    return MUSTER_CLI_FAILED;

  for (guint i = 0; i < cli->n_words; i++)
    if ((entry = muster_cli_names_find_entry (entries, cli->words[i], error)) == NULL ||
        !forget_login (cli, entry, error))
      return MUSTER_CLI_FAILED;

  return MUSTER_CLI_DONE;
}
