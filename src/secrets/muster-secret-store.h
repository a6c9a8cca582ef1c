/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-credentials.h"
#include "muster-identity.h"
#include "muster-secret-info.h"
#include "muster-secrets-error.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SECRET_STORE (muster_secret_store_get_type ())
G_DECLARE_FINAL_TYPE (MusterSecretStore, muster_secret_store, MUSTER, SECRET_STORE, GObject)

/**
 * muster_secret_store_new:
 *
 * Identities and logins in the user's Secret Service and nowhere else.  Every
 * future rejects with %MUSTER_SECRETS_ERROR_NO_SERVICE when there is none, and
 * with _LOCKED or _DISMISSED when the keyring stays locked.  All of it is
 * called in the main thread.
 *
 * Returns: (transfer full): the store
 */
MusterSecretStore *muster_secret_store_new (void);

/**
 * muster_secret_store_add_identity:
 * @name: what people shall call it; an identity stored before is renamed
 *
 * Returns: (transfer full): a future of the identity's id, a string
 */
DexFuture *muster_secret_store_add_identity    (MusterSecretStore *self,
                                                MusterIdentity    *identity,
                                                const char        *name);

/**
 * muster_secret_store_replace_identity:
 * @id: of one that is stored
 * @name: what people shall call it
 *
 * Puts @identity, renewed, in the place of the one called @id, which it has
 * from now on: hosts that use it keep it.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *muster_secret_store_replace_identity (MusterSecretStore *self,
                                                 const char        *id,
                                                 MusterIdentity    *identity,
                                                 const char        *name);

/** muster_secret_store_list_identities: a future of a #GPtrArray of #MusterSecretInfo by name; reads no secret. */
DexFuture *muster_secret_store_list_identities (MusterSecretStore *self);

/** muster_secret_store_get_identity: a future of a #MusterIdentity; rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND. */
DexFuture *muster_secret_store_get_identity    (MusterSecretStore *self,
                                                const char        *id);

/** muster_secret_store_remove_identity: a future of %TRUE; rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND. */
DexFuture *muster_secret_store_remove_identity (MusterSecretStore *self,
                                                const char        *id);

/**
 * muster_secret_store_set_login:
 * @host_id: the record id of the host it is for
 * @name: what people call that host
 *
 * Returns: (transfer full): a future of %TRUE; replaces the host's login
 */
DexFuture *muster_secret_store_set_login       (MusterSecretStore *self,
                                                const char        *host_id,
                                                const char        *name,
                                                const MusterLogin *login);

/** muster_secret_store_list_logins: a future of a #GPtrArray of #MusterSecretInfo by name; reads no secret. */
DexFuture *muster_secret_store_list_logins     (MusterSecretStore *self);

/** muster_secret_store_get_login: a future of a #MusterLogin, or of a %NULL boxed when none is stored. */
DexFuture *muster_secret_store_get_login       (MusterSecretStore *self,
                                                const char        *host_id);

/** muster_secret_store_remove_login: a future of a boolean: whether there was one. */
DexFuture *muster_secret_store_remove_login    (MusterSecretStore *self,
                                                const char        *host_id);

G_END_DECLS
