/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-authority-file.h"
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
 * Signals "authority-changed", and "ledger-changed" when a certificate was
 * issued or revoked.
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
/**
 * muster_pki_export_authority:
 * @passphrase: at least %MUSTER_PASSPHRASE_LENGTH characters
 *
 * Returns: future of #GBytes: the authority as muster_authority_file_make()
 *   writes it, with the list of what it has revoked
 */
DexFuture *muster_pki_export_authority  (MusterPki                *self,
                                         MusterAuthorityFormat     format,
                                         const char               *passphrase);
/** Takes over @authority, with what it has revoked; rejects as muster_pki_create_authority(). */
DexFuture *muster_pki_import_authority  (MusterPki                *self,
                                         MusterAuthority          *authority);
/**
 * muster_pki_renew_authority:
 * @days: how long it is valid from now on
 *
 * The same key with a later end.  What it has issued stays valid; identities of
 * this desk trust the new certificate at once, hosts are given it when they are
 * set up or renewed the next time.
 *
 * Returns: future of the #MusterAuthority
 */
DexFuture *muster_pki_renew_authority   (MusterPki                *self,
                                         int                       days);
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
/**
 * muster_pki_renew_client:
 * @id: of an identity in the keyring
 *
 * A new key and certificate for the same name, in the place of the old ones:
 * hosts that use the identity keep it, and connections that are open go on.
 *
 * Returns: future of %TRUE; rejects with %MUSTER_ACTION_ERROR_REFUSED when the
 *   authority has not issued it, or it is revoked
 */
DexFuture *muster_pki_renew_client      (MusterPki                *self,
                                         const char               *id,
                                         int                       days);
/** Returns: future of the id (string) of the identity in the keyring with that certificate, or of a %NULL string. */
DexFuture *muster_pki_find_identity     (MusterPki                *self,
                                         const char               *serial);
/** Writes down that another certificate was issued in the place of that one; renewing does so by itself.  Returns: future */
DexFuture *muster_pki_supersede         (MusterPki                *self,
                                         const char               *serial);
/** Returns: future of a GPtrArray of #MusterCertificateRecord, by name. */
DexFuture *muster_pki_list              (MusterPki                *self);
/** Returns: future; rejects with %MUSTER_ACTION_ERROR_GONE for an unknown serial, and with %MUSTER_SECRETS_ERROR_PURPOSE when the authority may not sign lists. */
DexFuture *muster_pki_revoke            (MusterPki                *self,
                                         const char               *serial);
/**
 * muster_pki_learn_crl:
 * @crl: a list of revoked certificates, PEM, from wherever it came
 *
 * Takes what is on it into the ledger, so that what one desk has revoked no
 * other desk's list lets in again.
 *
 * Returns: future of how many (int64) this desk did not know as revoked;
 *   rejects with %MUSTER_SECRETS_ERROR_INVALID when the authority has not
 *   signed it
 */
DexFuture *muster_pki_learn_crl         (MusterPki                *self,
                                         const char               *crl);
/** Returns: future of the list of revoked certificates for the hosts, PEM. */
DexFuture *muster_pki_make_crl          (MusterPki                *self);
/** Returns: future of the same list, or of a %NULL string while none is revoked. */
DexFuture *muster_pki_find_crl          (MusterPki                *self);

G_END_DECLS
