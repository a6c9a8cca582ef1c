/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-cli-draft.h"
#include "muster-cli-identities.h"
#include "muster-cli-password.h"
#include "muster-virt-uri.h"

#define NO_IDENTITY "none"

/* libvirt takes TLS for a remote URI that names no transport. */
static gboolean
uses_tls (const char *uri)
{
  g_autofree char *scheme = g_strndup (uri, strcspn (uri, ":"));
  gboolean local = strstr (uri, ":///") != NULL;

  return g_str_has_suffix (scheme, "+tls") ||
         (strchr (scheme, '+') == NULL && !local);
}

gboolean
muster_cli_draft_read_login (MusterCli    *cli,
                             MusterLogin **login,
                             GError      **error)
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
  *login = muster_login_new (user, password);
  muster_cli_password_free (password);

  return TRUE;
}

/* Two may have one name: then the fingerprint tells them apart. */
static char *
list_identities (GPtrArray *identities)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < identities->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (identities, i);

      g_string_append_printf (list, "%s  %s (%.8s)", i > 0 ? "\n" : "", info->name, info->id);
    }

  return g_string_free_and_steal (list);
}

/* With one identity in the keyring there is nothing to choose; without a
 * keyring libvirt's own files may do. */
static gboolean
take_only_identity (MusterCli        *cli,
                    MusterHostEntry  *entry,
                    GError          **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autoptr (GPtrArray) identities =
    secrets != NULL ? dex_await_boxed (muster_secret_store_list_identities (secrets), NULL)
                    : NULL;
  g_autofree char *own = muster_virt_uri_dup_pki_folder (entry->uri);
  g_autofree char *list = NULL;

  if (identities == NULL || identities->len == 0 || (identities->len > 1 && own != NULL))
    return TRUE;
  if (identities->len == 1)
    {
      entry->identity = g_strdup (((MusterSecretInfo *) identities->pdata[0])->id);
      return TRUE;
    }

  list = list_identities (identities);
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
               _("There are several identities: say with --identity which one “%s” is shown, or “none”:\n%s"),
               entry->name, list);
  return FALSE;
}

gboolean
muster_cli_draft_set_identity (MusterCli        *cli,
                               MusterHostEntry  *entry,
                               gboolean          is_new,
                               GError          **error)
{
  const char *name = cli->options->identity;

  if (name == NULL)
    return !is_new || !uses_tls (entry->uri) || take_only_identity (cli, entry, error);

  if (muster_desk_get_secrets (cli->desk) == NULL)
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                   _("--identity does not go with --host; the identity for that is --pkipath."));
      return FALSE;
    }

  g_clear_pointer (&entry->identity, g_free);
  if (g_str_equal (name, NO_IDENTITY))
    return TRUE;
  entry->identity = muster_cli_identities_find (cli, name, error);

  return entry->identity != NULL;
}
