/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-authority-store.h"
#include "muster-keyring.h"
#include "muster-secrets-error.h"

#define AUTHORITY "authority"

struct _MusterAuthorityStore
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (MusterAuthorityStore, muster_authority_store, G_TYPE_OBJECT)

/* --- how an authority is written ----------------------------------------- */

/* Certificate and key one after the other, as a PEM file has them. */
static SecretValue *
write_authority (MusterAuthority *authority)
{
  g_autoptr(MusterWiped) key = _muster_authority_dup_key (authority);
  g_autoptr(MusterWiped) text = NULL;

  if (key == NULL)
    return NULL;

  text = g_strconcat (muster_authority_get_certificate (authority), key, NULL);
  return secret_value_new (text, -1, "text/plain");
}

static MusterAuthority *
read_authority (SecretValue  *value,
                GError      **error)
{
  const char *text = secret_value_get_text (value);
  MusterAuthority *authority = NULL;

  if (text != NULL)
    authority = muster_authority_new_from_pem (text, text, NULL, NULL);

  if (authority == NULL)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                 _("The stored certificate authority is damaged. Import it again from "
                   "the file it was exported to."));
  return authority;
}

/* --- continuations ------------------------------------------------------- */

static DexFuture *
no_authority (void)
{
  return dex_future_new_reject (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND,
                                _("This desktop does not have the data center’s "
                                  "certificate authority. Import it from the file it "
                                  "was exported to, or have a new one made."));
}

static DexFuture *
found_cb (DexFuture *future,
          gpointer   user_data)
{
  SecretValue *value = g_value_get_boxed (dex_future_get_value (future, NULL));
  MusterAuthority *authority;
  GError *error = NULL;

  if (value == NULL)
    return no_authority ();

  authority = read_authority (value, &error);
  if (authority == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (authority);
}

static DexFuture *
removed_cb (DexFuture *future,
            gpointer   user_data)
{
  if (!g_value_get_boolean (dex_future_get_value (future, NULL)))
    return no_authority ();

  return dex_future_new_true ();
}

/* ------------------------------------------------------------------------- */

static void
muster_authority_store_class_init (MusterAuthorityStoreClass *klass)
{
}

static void
muster_authority_store_init (MusterAuthorityStore *self)
{
}

MusterAuthorityStore *
muster_authority_store_new (void)
{
  return g_object_new (MUSTER_TYPE_AUTHORITY_STORE, NULL);
}

DexFuture *
muster_authority_store_set (MusterAuthorityStore *self,
                            const char           *center_id,
                            const char           *name,
                            MusterAuthority      *authority)
{
  g_autoptr(SecretValue) value = NULL;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY_STORE (self), NULL);
  g_return_val_if_fail (center_id != NULL && name != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (authority), NULL);

  value = write_authority (authority);
  if (value == NULL)
    return dex_future_new_reject (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_FAILED,
                                  _("The authority’s private key cannot be written, "
                                    "so it was not stored."));

  return _muster_keyring_store (AUTHORITY, center_id, name, value);
}

DexFuture *
muster_authority_store_list (MusterAuthorityStore *self)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY_STORE (self), NULL);

  return _muster_keyring_list (AUTHORITY, NULL);
}

DexFuture *
muster_authority_store_get (MusterAuthorityStore *self,
                            const char           *center_id)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY_STORE (self), NULL);
  g_return_val_if_fail (center_id != NULL, NULL);

  return dex_future_then (_muster_keyring_lookup (AUTHORITY, center_id),
                          found_cb, NULL, NULL);
}

DexFuture *
muster_authority_store_remove (MusterAuthorityStore *self,
                               const char           *center_id)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY_STORE (self), NULL);
  g_return_val_if_fail (center_id != NULL, NULL);

  return dex_future_then (_muster_keyring_remove (AUTHORITY, center_id),
                          removed_cb, NULL, NULL);
}
