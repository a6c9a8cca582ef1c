/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-draft-credentials.h"

struct _MusterDraftCredentials
{
  GObject parent_instance;

  MusterCredentials *base;
  MusterLogin *login;
};

static void muster_draft_credentials_iface_init (MusterCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterDraftCredentials, muster_draft_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_CREDENTIALS,
                                                      muster_draft_credentials_iface_init))

static DexFuture *
muster_draft_credentials_acquire_pki (MusterCredentials *credentials)
{
  MusterDraftCredentials *self = MUSTER_DRAFT_CREDENTIALS (credentials);

  return muster_credentials_acquire_pki (self->base);
}

static void
muster_draft_credentials_release_pki (MusterCredentials *credentials,
                                      const char        *folder)
{
  MusterDraftCredentials *self = MUSTER_DRAFT_CREDENTIALS (credentials);

  muster_credentials_release_pki (self->base, folder);
}

static DexFuture *
muster_draft_credentials_get_login (MusterCredentials *credentials,
                                    gboolean           refused)
{
  MusterDraftCredentials *self = MUSTER_DRAFT_CREDENTIALS (credentials);

  return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN,
                                    refused ? NULL : muster_login_copy (self->login));
}

static void
muster_draft_credentials_finalize (GObject *object)
{
  MusterDraftCredentials *self = MUSTER_DRAFT_CREDENTIALS (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->login, muster_login_free);

  G_OBJECT_CLASS (muster_draft_credentials_parent_class)->finalize (object);
}

static void
muster_draft_credentials_class_init (MusterDraftCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_draft_credentials_finalize;
}

static void
muster_draft_credentials_init (MusterDraftCredentials *self)
{
}

static void
muster_draft_credentials_iface_init (MusterCredentialsInterface *iface)
{
  iface->acquire_pki = muster_draft_credentials_acquire_pki;
  iface->release_pki = muster_draft_credentials_release_pki;
  iface->get_login = muster_draft_credentials_get_login;
}

MusterCredentials *
muster_draft_credentials_new (MusterCredentials *base,
                              const MusterLogin *login)
{
  MusterDraftCredentials *self;

  g_return_val_if_fail (MUSTER_IS_CREDENTIALS (base), NULL);
  g_return_val_if_fail (login != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_DRAFT_CREDENTIALS, NULL);
  self->base = g_object_ref (base);
  self->login = muster_login_copy (login);

  return MUSTER_CREDENTIALS (self);
}
