/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-credentials.h"

G_DEFINE_BOXED_TYPE (MusterLogin, muster_login, muster_login_copy, muster_login_free)

G_DEFINE_INTERFACE (MusterCredentials, muster_credentials, G_TYPE_OBJECT)

static void
muster_credentials_default_init (MusterCredentialsInterface *iface)
{
}

/**
 * muster_login_new:
 * @user: who
 * @password: what proves it
 *
 * Returns: (transfer full): a login
 */
MusterLogin *
muster_login_new (const char *user,
                  const char *password)
{
  MusterLogin *self = g_new0 (MusterLogin, 1);

  self->user = g_strdup (user);
  self->password = g_strdup (password);

  return self;
}

MusterLogin *
muster_login_copy (const MusterLogin *self)
{
  return muster_login_new (self->user, self->password);
}

void
muster_login_free (MusterLogin *self)
{
  if (self == NULL)
    return;

  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->user);
  g_free (self);
}

DexFuture *
muster_credentials_acquire_pki (MusterCredentials *self)
{
  g_return_val_if_fail (MUSTER_IS_CREDENTIALS (self), NULL);

  return MUSTER_CREDENTIALS_GET_IFACE (self)->acquire_pki (self);
}

void
muster_credentials_release_pki (MusterCredentials *self,
                                const char        *folder)
{
  g_return_if_fail (MUSTER_IS_CREDENTIALS (self));
  g_return_if_fail (folder != NULL);

  MUSTER_CREDENTIALS_GET_IFACE (self)->release_pki (self, folder);
}

DexFuture *
muster_credentials_get_login (MusterCredentials *self,
                              gboolean           refused)
{
  g_return_val_if_fail (MUSTER_IS_CREDENTIALS (self), NULL);

  return MUSTER_CREDENTIALS_GET_IFACE (self)->get_login (self, refused);
}
