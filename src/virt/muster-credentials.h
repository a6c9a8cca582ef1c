/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * MusterLogin:
 *
 * A SASL user and password; freed with the password overwritten.
 */
typedef struct
{
  char *user;
  char *password;
} MusterLogin;

#define MUSTER_TYPE_LOGIN (muster_login_get_type ())

GType        muster_login_get_type (void) G_GNUC_CONST;
MusterLogin *muster_login_new      (const char        *user,
                                    const char        *password);
MusterLogin *muster_login_copy     (const MusterLogin *self);
void         muster_login_free     (MusterLogin       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterLogin, muster_login_free)

#define MUSTER_TYPE_CREDENTIALS (muster_credentials_get_type ())
G_DECLARE_INTERFACE (MusterCredentials, muster_credentials, MUSTER, CREDENTIALS, GObject)

/**
 * MusterCredentialsInterface:
 * @acquire_pki: see muster_credentials_acquire_pki()
 * @release_pki: see muster_credentials_release_pki()
 * @get_login: see muster_credentials_get_login()
 *
 * How one host's connection gets at its secrets, without knowing where they
 * are kept.
 */
struct _MusterCredentialsInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*acquire_pki) (MusterCredentials *self);
  void       (*release_pki) (MusterCredentials *self,
                             const char        *folder);
  DexFuture *(*get_login)   (MusterCredentials *self,
                             gboolean           refused);
};

/**
 * muster_credentials_acquire_pki:
 *
 * Makes the TLS identity available as a folder for `?pkipath=` (cacert.pem,
 * clientcert.pem, clientkey.pem), valid until it is released.
 *
 * Returns: (transfer full): a future of the folder's path, or of a %NULL
 *   string when the host uses none
 */
DexFuture *muster_credentials_acquire_pki (MusterCredentials *self);

/** muster_credentials_release_pki: the connection attempt is over; @folder may go. */
void       muster_credentials_release_pki (MusterCredentials *self,
                                           const char        *folder);

/**
 * muster_credentials_get_login:
 * @refused: the host has just refused what this returned before
 *
 * Returns: (transfer full): a future of a #MusterLogin, or of a %NULL boxed
 *   when none is known
 */
DexFuture *muster_credentials_get_login   (MusterCredentials *self,
                                           gboolean           refused);

G_END_DECLS
