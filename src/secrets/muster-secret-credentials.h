/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-credentials.h"
#include "muster-secret-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SECRET_CREDENTIALS (muster_secret_credentials_get_type ())
G_DECLARE_FINAL_TYPE (MusterSecretCredentials, muster_secret_credentials, MUSTER, SECRET_CREDENTIALS, GObject)

/** Returns: (transfer full): a future of a list of revoked certificates, PEM, or of a %NULL string; when it rejects there is none. */
typedef DexFuture *(*MusterRevokedSource) (gpointer user_data);

/**
 * muster_secret_credentials_new:
 * @identity_id: (nullable): the host's TLS identity in @store
 * @host_id: (nullable): whose login in @store is the host's
 *
 * Gives one host's connection its secrets out of the Secret Service; each
 * attempt gets a folder of its own.  A login the host has refused is given
 * again only after it was changed.
 *
 * Returns: (transfer full): the credentials
 */
MusterCredentials *muster_secret_credentials_new (MusterSecretStore *store,
                                                  const char        *identity_id,
                                                  const char        *host_id);

/**
 * muster_secret_credentials_set_revoked:
 * @source: asked at each attempt; may be set once
 * @user_data: closed over by @source
 * @destroy: (nullable)
 *
 * What an authority has revoked, so that libvirt refuses a host that shows it.
 */
void muster_secret_credentials_set_revoked (MusterSecretCredentials *self,
                                            MusterRevokedSource      source,
                                            gpointer                 user_data,
                                            GDestroyNotify           destroy);

/**
 * muster_secret_credentials_take_any_date:
 *
 * Gives an identity that has expired, or is not valid yet, all the same: for who
 * looks at it, and says what is wrong, instead of connecting with it.
 */
void muster_secret_credentials_take_any_date (MusterSecretCredentials *self);

G_END_DECLS
