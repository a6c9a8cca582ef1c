/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-keyring.h"
#include "muster-secret-store.h"
#include "muster-wipe.h"

#define IDENTITY "identity"
#define LOGIN    "login"

struct _MusterSecretStore
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (MusterSecretStore, muster_secret_store, G_TYPE_OBJECT)

/* --- how a secret is written --------------------------------------------- */

/* The lengths of the three parts in a first line, then the parts: nothing in a
 * PEM file can be taken for a boundary, and no parser keeps copies of the key.
 */
#define IDENTITY_FORMAT "muster-identity-1"

static SecretValue *
write_identity (MusterIdentity *identity)
{
  g_autoptr(MusterWiped) text = NULL;
  const char *ca = muster_identity_get_ca (identity);
  const char *certificate = muster_identity_get_certificate (identity);
  const char *key = muster_identity_get_key (identity);

  text = g_strdup_printf (IDENTITY_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT
                          " %" G_GSIZE_FORMAT "\n%s%s%s",
                          strlen (ca), strlen (certificate), strlen (key),
                          ca, certificate, key);
  return secret_value_new (text, -1, "text/plain");
}

static char *
take_part (const char **rest,
           gsize        length)
{
  char *part = g_strndup (*rest, length);

  *rest += length;
  return part;
}

static gboolean
read_lengths (const char  *text,
              gsize        lengths[3],
              const char **rest)
{
  gsize sum = 0;

  if (!g_str_has_prefix (text, IDENTITY_FORMAT))
    return FALSE;

  text += strlen (IDENTITY_FORMAT);
  for (guint i = 0; i < 3; i++)
    {
      char *end;

      if (*text++ != ' ' || !g_ascii_isdigit (*text))
        return FALSE;
      lengths[i] = g_ascii_strtoull (text, &end, 10);
      if (lengths[i] > G_MAXINT)
        return FALSE;
      sum += lengths[i];
      text = end;
    }

  *rest = text + 1;
  return *text == '\n' && strlen (*rest) == sum;
}

static MusterIdentity *
read_identity (SecretValue  *value,
               GError      **error)
{
  const char *rest = secret_value_get_text (value);
  g_autoptr(MusterWiped) ca = NULL;
  g_autoptr(MusterWiped) certificate = NULL;
  g_autoptr(MusterWiped) key = NULL;
  gsize lengths[3];

  if (rest == NULL || !read_lengths (rest, lengths, &rest))
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                   _("The stored identity is damaged. Remove it, then import it "
                     "again."));
      return NULL;
    }

  ca = take_part (&rest, lengths[0]);
  certificate = take_part (&rest, lengths[1]);
  key = take_part (&rest, lengths[2]);
  return muster_identity_new_from_pem (ca, certificate, key, error);
}

/* The user on the first line, the password is all the rest. */
static SecretValue *
write_login (const MusterLogin *login)
{
  g_autoptr(MusterWiped) text = NULL;

  text = g_strconcat (login->user, "\n", login->password, NULL);
  return secret_value_new (text, -1, "text/plain");
}

static MusterLogin *
read_login (SecretValue  *value,
            GError      **error)
{
  const char *text = secret_value_get_text (value);
  const char *line = text != NULL ? strchr (text, '\n') : NULL;
  g_autofree char *user = NULL;

  if (line == NULL)
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                   _("The stored password is damaged. Enter it again."));
      return NULL;
    }

  user = g_strndup (text, line - text);
  return muster_login_new (user, line + 1);
}

/* --- continuations ------------------------------------------------------- */

static DexFuture *
no_identity (const char *id)
{
  return dex_future_new_reject (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND,
                                _("There is no stored identity “%s”. Import it, or "
                                  "choose another one for the host."),
                                id);
}

static DexFuture *
added_cb (DexFuture *future,
          gpointer   user_data)
{
  return dex_future_new_for_string (user_data);
}

static DexFuture *
found_identity_cb (DexFuture *future,
                   gpointer   user_data)
{
  SecretValue *value = g_value_get_boxed (dex_future_get_value (future, NULL));
  MusterIdentity *identity;
  GError *error = NULL;

  if (value == NULL)
    return no_identity (user_data);

  identity = read_identity (value, &error);
  if (identity == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (identity);
}

static DexFuture *
removed_identity_cb (DexFuture *future,
                     gpointer   user_data)
{
  if (!g_value_get_boolean (dex_future_get_value (future, NULL)))
    return no_identity (user_data);

  return dex_future_new_true ();
}

static DexFuture *
found_login_cb (DexFuture *future,
                gpointer   user_data)
{
  SecretValue *value = g_value_get_boxed (dex_future_get_value (future, NULL));
  MusterLogin *login = NULL;
  GError *error = NULL;

  if (value != NULL)
    {
      login = read_login (value, &error);
      if (login == NULL)
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, login);
}

/* ------------------------------------------------------------------------- */

static void
muster_secret_store_class_init (MusterSecretStoreClass *klass)
{
}

static void
muster_secret_store_init (MusterSecretStore *self)
{
}

MusterSecretStore *
muster_secret_store_new (void)
{
  return g_object_new (MUSTER_TYPE_SECRET_STORE, NULL);
}

DexFuture *
muster_secret_store_add_identity (MusterSecretStore *self,
                                  MusterIdentity    *identity,
                                  const char        *name)
{
  g_autoptr(SecretValue) value = NULL;
  const char *id;

  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (MUSTER_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  id = muster_identity_get_id (identity);
  value = write_identity (identity);
  return dex_future_then (_muster_keyring_store (IDENTITY, id, name, value),
                          added_cb, g_strdup (id), g_free);
}

DexFuture *
muster_secret_store_replace_identity (MusterSecretStore *self,
                                      const char        *id,
                                      MusterIdentity    *identity,
                                      const char        *name)
{
  g_autoptr(SecretValue) value = NULL;

  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (id != NULL && name != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_IDENTITY (identity), NULL);

  value = write_identity (identity);
  return _muster_keyring_store (IDENTITY, id, name, value);
}

DexFuture *
muster_secret_store_list_identities (MusterSecretStore *self)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);

  return _muster_keyring_list (IDENTITY, NULL);
}

DexFuture *
muster_secret_store_get_identity (MusterSecretStore *self,
                                  const char        *id)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_future_then (_muster_keyring_lookup (IDENTITY, id),
                          found_identity_cb, g_strdup (id), g_free);
}

DexFuture *
muster_secret_store_remove_identity (MusterSecretStore *self,
                                     const char        *id)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_future_then (_muster_keyring_remove (IDENTITY, id),
                          removed_identity_cb, g_strdup (id), g_free);
}

DexFuture *
muster_secret_store_set_login (MusterSecretStore *self,
                               const char        *host_id,
                               const char        *name,
                               const MusterLogin *login)
{
  g_autoptr(SecretValue) value = NULL;

  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (host_id != NULL && name != NULL, NULL);
  g_return_val_if_fail (login != NULL, NULL);
  g_return_val_if_fail (login->user != NULL && login->password != NULL, NULL);

  if (strchr (login->user, '\n') != NULL)
    return dex_future_new_reject (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                                  _("A user name has no line breaks. Correct it, "
                                    "then try again."));

  value = write_login (login);
  return _muster_keyring_store (LOGIN, host_id, name, value);
}

DexFuture *
muster_secret_store_list_logins (MusterSecretStore *self)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);

  return _muster_keyring_list (LOGIN, NULL);
}

DexFuture *
muster_secret_store_get_login (MusterSecretStore *self,
                               const char        *host_id)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (host_id != NULL, NULL);

  return dex_future_then (_muster_keyring_lookup (LOGIN, host_id),
                          found_login_cb, NULL, NULL);
}

DexFuture *
muster_secret_store_remove_login (MusterSecretStore *self,
                                  const char        *host_id)
{
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (host_id != NULL, NULL);

  return _muster_keyring_remove (LOGIN, host_id);
}
