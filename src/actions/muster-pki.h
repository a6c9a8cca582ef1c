/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-authority-store.h"
#include "muster-certificate-record.h"
#include "muster-host-certificates.h"
#include "muster-secret-store.h"
#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_PKI (muster_pki_get_type ())
G_DECLARE_FINAL_TYPE (MusterPki, muster_pki, MUSTER, PKI, GObject)

/**
 * muster_pki_new:
 * @store: keeps the ledger, as records of the kind "certificate"
 * @secrets: keeps what is issued to admins
 *
 * The certificates of the data center: its authority, whose key is in the
 * keyring, and the ledger of what it has issued.
 *
 * Futures reject with #MusterSecretsError, #MusterStoreError, or
 * #MusterActionError where something must not be done.
 */
MusterPki *muster_pki_new               (MusterStore              *store,
                                         MusterSecretStore        *secrets);
/** Returns: future of the #MusterAuthority; rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND. */
DexFuture *muster_pki_get_authority     (MusterPki                *self);
/**
 * muster_pki_create_authority:
 * @name: the data center's
 *
 * Returns: future of the new #MusterAuthority; rejects with
 *   %MUSTER_ACTION_ERROR_REFUSED when there is one
 */
DexFuture *muster_pki_create_authority  (MusterPki                *self,
                                         const char               *name);
/** Takes over @authority; rejects as muster_pki_create_authority(). */
DexFuture *muster_pki_import_authority  (MusterPki                *self,
                                         MusterAuthority          *authority);
/**
 * muster_pki_issue_host:
 * @kind: any but %MUSTER_CERTIFICATE_CLIENT
 * @names: the host's; the first is the subject
 *
 * Returns: future of the certificate, PEM, which the ledger has by then
 */
DexFuture *muster_pki_issue_host        (MusterPki                *self,
                                         MusterCertificateKind     kind,
                                         MusterCertificateRequest *request,
                                         const char * const       *names,
                                         int                       days);
/** All that a host needs for one key.  Returns: future of #MusterHostCertificates */
DexFuture *muster_pki_issue_host_set    (MusterPki                *self,
                                         MusterCertificateRequest *request,
                                         const char * const       *names,
                                         int                       days);
/** Returns: future of the id of a new identity in the keyring. */
DexFuture *muster_pki_issue_client      (MusterPki                *self,
                                         const char               *name,
                                         int                       days);
/** Returns: future of a GPtrArray of #MusterCertificateRecord, by name. */
DexFuture *muster_pki_list              (MusterPki                *self);
/** Returns: future; rejects with %MUSTER_ACTION_ERROR_GONE for an unknown serial. */
DexFuture *muster_pki_revoke            (MusterPki                *self,
                                         const char               *serial);
/** Returns: future of the list of revoked certificates for the hosts, PEM. */
DexFuture *muster_pki_make_crl          (MusterPki                *self);

G_END_DECLS
