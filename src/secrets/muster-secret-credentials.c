/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-pki-folder.h"
#include "muster-secret-credentials.h"

struct _MusterSecretCredentials
{
  GObject            parent_instance;

  MusterSecretStore *store;
  char              *identity_id;
  char              *host_id;
  gboolean           takes_any_date;

  MusterRevokedSource  source;
  gpointer             source_data;
  GDestroyNotify       source_destroy;

  /* path to MusterPkiFolder, one an attempt */
  GHashTable        *folders;
  /* what get_login () gave last */
  MusterLogin       *login;
};

static void muster_secret_credentials_iface_init (MusterCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterSecretCredentials, muster_secret_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_CREDENTIALS,
                                                      muster_secret_credentials_iface_init))

static char *
await_crl (MusterSecretCredentials *self)
{
  return self->source != NULL
         ? dex_await_string (self->source (self->source_data), NULL) : NULL;
}

static DexFuture *
acquire_fiber (gpointer user_data)
{
  MusterSecretCredentials *self = user_data;
  g_autoptr(MusterIdentity) identity = NULL;
  g_autofree char *crl = NULL;
  MusterPkiFolder *folder;
  GError *error = NULL;
  const char *path;

  identity = dex_await_object (muster_secret_store_get_identity (self->store,
                                                                 self->identity_id),
                               &error);
  if (identity == NULL ||
      (!self->takes_any_date &&
       !muster_identity_check_dates (identity, g_get_real_time () / G_USEC_PER_SEC,
                                     &error)))
    return dex_future_new_for_error (error);

  crl = await_crl (self);
  folder = muster_pki_folder_new (identity, crl, &error);
  if (folder == NULL)
    return dex_future_new_for_error (error);

  path = muster_pki_folder_get_path (folder);
  g_hash_table_insert (self->folders, g_strdup (path), folder);
  return dex_future_new_for_string (path);
}

static DexFuture *
muster_secret_credentials_acquire_pki (MusterCredentials *credentials)
{
  MusterSecretCredentials *self = MUSTER_SECRET_CREDENTIALS (credentials);

  if (self->identity_id == NULL)
    return dex_future_new_for_string (NULL);

  return dex_scheduler_spawn (NULL, 0, acquire_fiber,
                              g_object_ref (self), g_object_unref);
}

static void
muster_secret_credentials_release_pki (MusterCredentials *credentials,
                                       const char        *folder)
{
  MusterSecretCredentials *self = MUSTER_SECRET_CREDENTIALS (credentials);

  g_hash_table_remove (self->folders, folder);
}

typedef struct
{
  MusterSecretCredentials *self;
  gboolean                 refused;
} LoginRequest;

static void
login_request_free (gpointer data)
{
  LoginRequest *request = data;

  g_object_unref (request->self);
  g_free (request);
}

static gboolean
is_same (const MusterLogin *a,
         const MusterLogin *b)
{
  return g_strcmp0 (a->user, b->user) == 0 &&
         g_strcmp0 (a->password, b->password) == 0;
}

static DexFuture *
login_fiber (gpointer user_data)
{
  LoginRequest *request = user_data;
  MusterSecretCredentials *self = request->self;
  g_autoptr(MusterLogin) login = NULL;
  GError *error = NULL;

  login = dex_await_boxed (muster_secret_store_get_login (self->store, self->host_id),
                           &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  if (request->refused && login != NULL && self->login != NULL &&
      is_same (login, self->login))
    return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, NULL);

  g_clear_pointer (&self->login, muster_login_free);
  if (login != NULL)
    self->login = muster_login_copy (login);

  return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, g_steal_pointer (&login));
}

static DexFuture *
muster_secret_credentials_get_login (MusterCredentials *credentials,
                                     gboolean           refused)
{
  MusterSecretCredentials *self = MUSTER_SECRET_CREDENTIALS (credentials);
  LoginRequest *request;

  if (self->host_id == NULL)
    return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, NULL);

  request = g_new0 (LoginRequest, 1);
  request->self = g_object_ref (self);
  request->refused = refused;
  return dex_scheduler_spawn (NULL, 0, login_fiber, request, login_request_free);
}

static void
muster_secret_credentials_finalize (GObject *object)
{
  MusterSecretCredentials *self = MUSTER_SECRET_CREDENTIALS (object);

  if (self->source_destroy != NULL)
    self->source_destroy (self->source_data);
  g_clear_object (&self->store);
  g_clear_pointer (&self->folders, g_hash_table_unref);
  g_clear_pointer (&self->login, muster_login_free);
  g_clear_pointer (&self->identity_id, g_free);
  g_clear_pointer (&self->host_id, g_free);

  G_OBJECT_CLASS (muster_secret_credentials_parent_class)->finalize (object);
}

static void
muster_secret_credentials_class_init (MusterSecretCredentialsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_secret_credentials_finalize;
}

static void
muster_secret_credentials_iface_init (MusterCredentialsInterface *iface)
{
  iface->acquire_pki = muster_secret_credentials_acquire_pki;
  iface->release_pki = muster_secret_credentials_release_pki;
  iface->get_login = muster_secret_credentials_get_login;
}

static void
muster_secret_credentials_init (MusterSecretCredentials *self)
{
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         g_free, g_object_unref);
}

MusterCredentials *
muster_secret_credentials_new (MusterSecretStore *store,
                               const char        *identity_id,
                               const char        *host_id)
{
  MusterSecretCredentials *self;

  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (store), NULL);

  self = g_object_new (MUSTER_TYPE_SECRET_CREDENTIALS, NULL);
  self->store = g_object_ref (store);
  self->identity_id = g_strdup (identity_id);
  self->host_id = g_strdup (host_id);
  return MUSTER_CREDENTIALS (self);
}

void
muster_secret_credentials_set_revoked (MusterSecretCredentials *self,
                                       MusterRevokedSource      source,
                                       gpointer                 user_data,
                                       GDestroyNotify           destroy)
{
  g_return_if_fail (MUSTER_IS_SECRET_CREDENTIALS (self));
  g_return_if_fail (self->source == NULL);

  self->source = source;
  self->source_data = user_data;
  self->source_destroy = destroy;
}

void
muster_secret_credentials_take_any_date (MusterSecretCredentials *self)
{
  g_return_if_fail (MUSTER_IS_SECRET_CREDENTIALS (self));

  self->takes_any_date = TRUE;
}
