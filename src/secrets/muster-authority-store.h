/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-authority.h"
#include "muster-secret-info.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY_STORE (muster_authority_store_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthorityStore, muster_authority_store, MUSTER, AUTHORITY_STORE, GObject)

/**
 * muster_authority_store_new:
 *
 * The certificate authorities of data centers in the user's Secret Service and
 * nowhere else.  Every future rejects as those of #MusterSecretStore do; all
 * of it is called in the main thread.  (What is issued to admins is identities:
 * muster_secret_store_add_identity().)
 *
 * Returns: (transfer full): the store
 */
MusterAuthorityStore *muster_authority_store_new    (void);

/**
 * muster_authority_store_set:
 * @center_id: the data center's id
 * @name: what people call it
 *
 * Returns: (transfer full): a future of %TRUE; replaces the data center's
 *   authority
 */
DexFuture            *muster_authority_store_set    (MusterAuthorityStore *self,
                                                     const char           *center_id,
                                                     const char           *name,
                                                     MusterAuthority      *authority);

/** muster_authority_store_list: a future of a #GPtrArray of #MusterSecretInfo by name, whose id is the data center's; reads no secret. */
DexFuture            *muster_authority_store_list   (MusterAuthorityStore *self);

/** muster_authority_store_get: a future of a #MusterAuthority; rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND. */
DexFuture            *muster_authority_store_get    (MusterAuthorityStore *self,
                                                     const char           *center_id);

/** muster_authority_store_remove: a future of %TRUE; rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND. */
DexFuture            *muster_authority_store_remove (MusterAuthorityStore *self,
                                                     const char           *center_id);

G_END_DECLS
