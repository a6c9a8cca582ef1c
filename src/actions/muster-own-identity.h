/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-pki.h"

G_BEGIN_DECLS

/**
 * muster_own_identity_ensure:
 *
 * Finds the identity in the keyring that the data center's own authority has
 * issued, that is valid for a month at least and not revoked, and issues one for this user
 * when there is none.
 *
 * Returns: (transfer full): a future of the identity's id (string); rejects as
 *   muster_pki_issue_client()
 */
DexFuture *muster_own_identity_ensure (MusterPki         *pki,
                                       MusterSecretStore *secrets);

/**
 * muster_own_identity_find_hosts:
 * @lines: (element-type MusterCertificateRecord): what is to be revoked
 *
 * Looks which hosts of the list are shown one of these certificates by this desk:
 * who revokes it locks himself out.
 *
 * Returns: (transfer full): a future of their names in a string, or of a %NULL string;
 *   rejects when the keyring or the list cannot be read
 */
DexFuture *muster_own_identity_find_hosts (MusterSecretStore *secrets,
                                           MusterStore       *store,
                                           GPtrArray         *lines);

G_END_DECLS
