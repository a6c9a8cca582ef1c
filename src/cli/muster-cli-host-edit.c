/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-identities.h"
#include "muster-cli-names.h"
#include "muster-cli-password.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-draft-credentials.h"
#include "muster-host-actions.h"

#define NO_IDENTITY "none"

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

/* libvirt takes TLS for a remote URI that names no transport. */
static gboolean
uses_tls (const char *uri)
{
  g_autofree char *scheme = g_strndup (uri, strcspn (uri, ":"));
  gboolean local = strstr (uri, ":///") != NULL;

  return g_str_has_suffix (scheme, "+tls") ||
         (strchr (scheme, '+') == NULL && !local);
}

static gboolean
read_login (MusterCli  *cli,
            Draft      *draft,
            GError    **error)
{
  const char *user = cli->options->user;
  g_autofree char *prompt = NULL;
  char *password;

  if (user == NULL)
    return TRUE;

  prompt = g_strdup_printf (_("Password of %s: "), user);
  password = muster_cli_password_read (prompt, error);
  if (password == NULL)
    return FALSE;
  draft->login = muster_login_new (user, password);
  muster_cli_password_free (password);

  return TRUE;
}

/* With one identity in the keyring there is nothing to choose; without a
 * keyring libvirt's own files may do. */
static char *
find_only_identity (MusterCli *cli)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autoptr (GPtrArray) identities = NULL;
  const MusterSecretInfo *info;

  identities = dex_await_boxed (muster_secret_store_list_identities (secrets), NULL);
  if (identities == NULL || identities->len != 1)
    return NULL;

  info = g_ptr_array_index (identities, 0);

  return g_strdup (info->id);
}

static gboolean
set_identity (MusterCli  *cli,
              Draft      *draft,
              gboolean    is_new,
              GError    **error)
{
  const char *name = cli->options->identity;

  if (name == NULL)
    {
      if (is_new && uses_tls (draft->entry->uri))
        draft->entry->identity = find_only_identity (cli);
      return TRUE;
    }

  g_clear_pointer (&draft->entry->identity, g_free);
  if (g_str_equal (name, NO_IDENTITY))
    return TRUE;
  draft->entry->identity = muster_cli_identities_find (cli, name, error);

  return draft->entry->identity != NULL;
}

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
    return TRUE;

  *code = MUSTER_CLI_UNREACHABLE;
  muster_cli_print_error (test->message);
  muster_cli_print_note (test->advice);
  muster_cli_print_note (test->details);
  muster_cli_print_note (_("Nothing was saved; --no-test saves it all the same."));

  return FALSE;
}

static gboolean
save_login (MusterCli          *cli,
            const Draft        *draft,
            const MusterLogin  *login,
            GError            **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);

  if (login == NULL)
    return dex_await (muster_secret_store_remove_login (secrets, draft->entry->id),
                      error);

  return dex_await (muster_secret_store_set_login (secrets, draft->entry->id,
                                                   draft->entry->name, login),
                    error);
}

/* Whoever sees the record tries the host: its password has to be there before,
 * and what was there comes back when there is no record. */
static gboolean
save_draft (MusterCli  *cli,
            Draft      *draft,
            DexFuture *(*save) (MusterStore *, const MusterHostEntry *),
            GError    **error)
{
  g_autoptr (MusterLogin) previous = NULL;

  if (draft->login != NULL)
    {
      previous =
        dex_await_boxed (muster_secret_store_get_login (muster_desk_get_secrets (cli->desk),
                                                        draft->entry->id), NULL);
      if (!save_login (cli, draft, draft->login, error))
        return FALSE;
    }

  if (dex_await (save (muster_desk_get_store (cli->desk), draft->entry), error))
    return TRUE;
  if (draft->login != NULL)
    save_login (cli, draft, previous, NULL);

  return FALSE;
}

static MusterCliError
add_draft (MusterCli  *cli,
           Draft      *draft,
           GError    **error)
{
  g_autofree char *line = NULL;

  g_free (draft->entry->id);
  draft->entry->id = g_uuid_string_random ();
  if (!save_draft (cli, draft, muster_host_add, error))
    return MUSTER_CLI_FAILED;
  if (cli->options->json)
    return muster_cli_host_print (cli, draft->entry, error);

  line = g_strdup_printf (_("%s added (%s)"), draft->entry->name, draft->entry->uri);
  muster_cli_print (line);

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_host_add (MusterCli  *cli,
                     GError    **error)
{
  g_autoptr (Draft) draft = g_new0 (Draft, 1);
  g_autofree char *uri = muster_host_uri_from_address (cli->words[0], error);
  g_autofree char *name = NULL;
  MusterCliError code = MUSTER_CLI_FAILED;

  if (uri == NULL)
    return MUSTER_CLI_USAGE;

  name = cli->options->name != NULL ? g_strdup (cli->options->name)
                                    : muster_host_name_from_uri (uri);
  draft->entry = muster_host_entry_new ("", name, uri, NULL);
  if (!muster_cli_open_desk (cli, error) ||
      !dex_await (muster_host_check (muster_desk_get_store (cli->desk), draft->entry), error) ||
      !set_identity (cli, draft, TRUE, error) ||
      !read_login (cli, draft, error) ||
      !test_draft (cli, draft, &code, error))
    return code;

  return add_draft (cli, draft, error);
}

static gboolean
change_entry (MusterCli        *cli,
              MusterHostEntry  *entry,
              GError          **error)
{
  char *uri;

  if (cli->options->name != NULL)
    g_set_str (&entry->name, cli->options->name);
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

MusterCliError
muster_cli_host_edit (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (Draft) draft = g_new0 (Draft, 1);
  g_autoptr (GPtrArray) entries = NULL;
  const MusterHostEntry *entry;
  MusterStore *store;
  MusterCliError code = MUSTER_CLI_FAILED;

  if (!needs_test (cli) && cli->options->name == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("Say what to change: --name, --uri, --identity or --user."));
      return MUSTER_CLI_USAGE;
    }

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  store = muster_desk_get_store (cli->desk);
  if ((entries = dex_await_boxed (muster_host_list (store), error)) == NULL ||
      (entry = muster_cli_names_find_entry (entries, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  draft->entry = muster_host_entry_copy (entry);
  if (!change_entry (cli, draft->entry, error) ||
      !dex_await (muster_host_check (store, draft->entry), error) ||
      !set_identity (cli, draft, FALSE, error) ||
      !read_login (cli, draft, error) ||
      (needs_test (cli) && !test_draft (cli, draft, &code, error)))
    return code;

  if (!save_draft (cli, draft, muster_host_edit, error))
    return MUSTER_CLI_FAILED;

  return cli->options->json ? muster_cli_host_print (cli, draft->entry, error)
                            : MUSTER_CLI_DONE;
}

static gboolean
remove_entry (MusterCli              *cli,
              const MusterHostEntry  *entry,
              GError                **error)
{
  if (!dex_await (muster_host_remove (muster_desk_get_store (cli->desk), entry->id),
                  error))
    return FALSE;

  /* There need be no login, nor a keyring, to be rid of a host. */
  dex_await (muster_secret_store_remove_login (muster_desk_get_secrets (cli->desk),
                                               entry->id),
             NULL);

  return TRUE;
}

MusterCliError
muster_cli_host_remove (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (!muster_cli_open_desk (cli, error) ||
      (entries = dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)),
                                  error)) == NULL)
    return MUSTER_CLI_FAILED;

  for (guint i = 0; i < cli->n_words; i++)
    if (muster_cli_names_find_entry (entries, cli->words[i], error) == NULL)
      return MUSTER_CLI_NOT_FOUND;

  for (guint i = 0; i < cli->n_words; i++)
    if (!remove_entry (cli, muster_cli_names_find_entry (entries, cli->words[i], NULL),
                       error))
      return MUSTER_CLI_FAILED;

  return MUSTER_CLI_DONE;
}
