/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-credentials.h"
#include "muster-secret-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SECRET_CREDENTIALS (muster_secret_credentials_get_type ())
G_DECLARE_FINAL_TYPE (MusterSecretCredentials, muster_secret_credentials, MUSTER, SECRET_CREDENTIALS, GObject)

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

G_END_DECLS
