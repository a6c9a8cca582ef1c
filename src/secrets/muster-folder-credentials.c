/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-folder-credentials.h"

struct _MusterFolderCredentials
{
  GObject      parent_instance;

  char        *folder;
  MusterLogin *login;
};

static void muster_folder_credentials_iface_init (MusterCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterFolderCredentials, muster_folder_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_CREDENTIALS,
                                                      muster_folder_credentials_iface_init))

static DexFuture *
muster_folder_credentials_acquire_pki (MusterCredentials *credentials)
{
  MusterFolderCredentials *self = MUSTER_FOLDER_CREDENTIALS (credentials);

  return dex_future_new_for_string (self->folder);
}

static void
muster_folder_credentials_release_pki (MusterCredentials *credentials,
                                       const char        *folder)
{
}

static DexFuture *
muster_folder_credentials_get_login (MusterCredentials *credentials,
                                     gboolean           refused)
{
  MusterFolderCredentials *self = MUSTER_FOLDER_CREDENTIALS (credentials);
  MusterLogin *login = NULL;

  if (self->login != NULL && !refused)
    login = muster_login_copy (self->login);

  return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, login);
}

static void
muster_folder_credentials_finalize (GObject *object)
{
  MusterFolderCredentials *self = MUSTER_FOLDER_CREDENTIALS (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->login, muster_login_free);

  G_OBJECT_CLASS (muster_folder_credentials_parent_class)->finalize (object);
}

static void
muster_folder_credentials_class_init (MusterFolderCredentialsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_folder_credentials_finalize;
}

static void
muster_folder_credentials_iface_init (MusterCredentialsInterface *iface)
{
  iface->acquire_pki = muster_folder_credentials_acquire_pki;
  iface->release_pki = muster_folder_credentials_release_pki;
  iface->get_login = muster_folder_credentials_get_login;
}

static void
muster_folder_credentials_init (MusterFolderCredentials *self)
{
}

MusterCredentials *
muster_folder_credentials_new (const char        *folder,
                               const MusterLogin *login)
{
  MusterFolderCredentials *self;

  self = g_object_new (MUSTER_TYPE_FOLDER_CREDENTIALS, NULL);
  if (folder != NULL)
    self->folder = g_canonicalize_filename (folder, NULL);
  if (login != NULL)
    self->login = muster_login_copy (login);

  return MUSTER_CREDENTIALS (self);
}
