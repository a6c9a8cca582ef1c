/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-certificate-info.h"
#include "muster-certificate-kind.h"
#include "muster-certificate-request.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY (muster_authority_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthority, muster_authority, MUSTER, AUTHORITY, GObject)

/* Ten years, and one. */
#define MUSTER_AUTHORITY_DAYS   3652
#define MUSTER_CERTIFICATE_DAYS 365

/* The shortest passphrase an authority is exported with, in characters. */
#define MUSTER_PASSPHRASE_LENGTH 8

/**
 * muster_authority_create:
 * @name: the data center's; 1 to 64 characters
 * @days: how long it is valid, usually %MUSTER_AUTHORITY_DAYS
 *
 * A new certificate authority with an RSA key of 3072 bits, because libvirt 9
 * refuses others.  It is stored nowhere: see #MusterAuthorityStore.
 *
 * Returns: (transfer full): a future of a #MusterAuthority, after about a
 *   second; rejects with %MUSTER_SECRETS_ERROR_NAME
 */
DexFuture             *muster_authority_create          (const char       *name,
                                                         int               days);

/**
 * muster_authority_new_from_pem:
 * @certificate: the authority's certificate, PEM; of several, the one that
 *   belongs to @key is taken and the others are left out, because hosts would
 *   let in whoever has a certificate of one of them
 * @key: its private key, PEM; PKCS#8 or as OpenSSL wrote it before
 * @passphrase: (nullable): of the key
 *
 * An authority that exists.  With a passphrase this takes a while: call
 * muster_authority_import_pem() instead in the main thread.
 *
 * Returns: (transfer full) (nullable): the authority, or %NULL with
 *   %MUSTER_SECRETS_ERROR_NOT_PEM, _ENCRYPTED (a passphrase is needed),
 *   _PASSPHRASE (it is another one), _MISMATCH, _PURPOSE (it is no authority)
 *   or _WEAK
 */
MusterAuthority       *muster_authority_new_from_pem    (const char       *certificate,
                                                         const char       *key,
                                                         const char       *passphrase,
                                                         GError          **error);

/** muster_authority_import_pem: a future of muster_authority_new_from_pem(). */
DexFuture             *muster_authority_import_pem      (const char       *certificate,
                                                         const char       *key,
                                                         const char       *passphrase);

/**
 * muster_authority_import_pkcs12:
 * @data: what muster_authority_export_pkcs12(), or another program, wrote
 * @passphrase: of the file
 *
 * Returns: (transfer full): a future of a #MusterAuthority; rejects as
 *   muster_authority_new_from_pem(), and with _INVALID when @data is no PKCS#12
 */
DexFuture             *muster_authority_import_pkcs12   (GBytes           *data,
                                                         const char       *passphrase);

/**
 * muster_authority_import_files:
 * @certificate: a PEM file, or a PKCS#12 file (.p12, .pfx)
 * @key: (nullable): a PEM file; when %NULL the key is in @certificate
 * @passphrase: (nullable)
 *
 * Returns: (transfer full): a future of a #MusterAuthority; rejects as
 *   muster_authority_new_from_pem() and with _MISSING, _UNREADABLE,
 *   _NOT_REGULAR or _TOO_LARGE, which name the file
 */
DexFuture             *muster_authority_import_files    (const char       *certificate,
                                                         const char       *key,
                                                         const char       *passphrase);

/**
 * muster_authority_import_folder:
 * @path: a folder with ca.pem and private/ca.pem, as /etc/pki/ovirt-engine has
 *   them, or a copy of it; or with cacert.pem and cakey.pem or
 *   private/cakey.pem, as libvirt's manual makes them
 * @passphrase: (nullable): oVirt's own key has none
 *
 * Returns: (transfer full): as muster_authority_import_files()
 */
DexFuture             *muster_authority_import_folder   (const char       *path,
                                                         const char       *passphrase);

/**
 * muster_authority_export_pkcs12:
 * @passphrase: at least %MUSTER_PASSPHRASE_LENGTH characters
 *
 * Returns: (transfer full): a future of #GBytes: certificate and key,
 *   encrypted with AES-256; rejects with %MUSTER_SECRETS_ERROR_PASSPHRASE when
 *   it is too short
 */
DexFuture             *muster_authority_export_pkcs12   (MusterAuthority  *self,
                                                         const char       *passphrase);

/**
 * muster_authority_export_key:
 * @passphrase: at least %MUSTER_PASSPHRASE_LENGTH characters
 *
 * Returns: (transfer full): a future of a string: the key as encrypted PKCS#8,
 *   PEM; it goes with muster_authority_get_certificate()
 */
DexFuture             *muster_authority_export_key      (MusterAuthority  *self,
                                                         const char       *passphrase);

/**
 * muster_authority_renew:
 * @days: how long it is valid from now on, usually %MUSTER_AUTHORITY_DAYS
 *
 * The same authority with another serial number and a later end: name and key
 * stay, so that what it has issued is accepted by who has either certificate.
 * Takes some milliseconds.
 *
 * Returns: (transfer full) (nullable): the authority, stored nowhere yet, or
 *   %NULL with %MUSTER_SECRETS_ERROR_ISSUER (its certificate is another
 *   authority's) or _INVALID (it would end no later)
 */
MusterAuthority       *muster_authority_renew           (MusterAuthority  *self,
                                                         int               days,
                                                         GError          **error);

/**
 * muster_authority_has_issued:
 *
 * Returns: whether the certificate is signed by the authority's key, however
 *   long it is valid and however weak it is
 */
gboolean               muster_authority_has_issued      (MusterAuthority       *self,
                                                         MusterCertificateInfo *info);

/** muster_authority_get_certificate: the authority's certificate alone, PEM; what hosts and clients trust. */
const char            *muster_authority_get_certificate (MusterAuthority  *self);

/** muster_authority_get_info: (transfer none): what its certificate says. */
MusterCertificateInfo *muster_authority_get_info        (MusterAuthority  *self);

/**
 * muster_authority_issue:
 * @kind: any but %MUSTER_CERTIFICATE_CLIENT
 * @request: whose key is certified
 * @names: the host's DNS names and IP addresses; the first becomes the subject
 * @days: usually %MUSTER_CERTIFICATE_DAYS; cut at the authority's own end
 *
 * Takes some milliseconds and no input or output.
 *
 * Returns: (transfer full) (nullable): a certificate, PEM, or %NULL with
 *   %MUSTER_SECRETS_ERROR_NAME, _EXPIRED (the authority) or _ISSUER (the
 *   authority may not issue for these names)
 */
char                  *muster_authority_issue           (MusterAuthority           *self,
                                                         MusterCertificateKind      kind,
                                                         MusterCertificateRequest  *request,
                                                         const char * const        *names,
                                                         int                        days,
                                                         GError                   **error);

/**
 * muster_authority_issue_client:
 * @name: the admin's; 1 to 64 characters
 * @days: usually %MUSTER_CERTIFICATE_DAYS; cut at the authority's own end
 *
 * Makes an RSA key of 3072 bits and a client certificate for it.
 *
 * Returns: (transfer full): a future of a #MusterIdentity; rejects as
 *   muster_authority_issue()
 */
DexFuture             *muster_authority_issue_client    (MusterAuthority           *self,
                                                         const char                *name,
                                                         int                        days);

/**
 * muster_authority_make_crl:
 * @records: (element-type MusterCertificateRecord): the ledger; those that are
 *   revoked are listed
 * @number: higher than that of every list made before
 * @days: until the next one is due, or 0: at the authority's own end, which is
 *   right where nobody fetches lists.  GnuTLS goes by an overdue list as by any
 *   other; OpenSSL refuses everybody
 *
 * Returns: (transfer full) (nullable): a certificate revocation list, PEM, or
 *   %NULL with %MUSTER_SECRETS_ERROR_PURPOSE when the authority may not sign
 *   lists, _EXPIRED, or _INVALID (a record)
 */
char                  *muster_authority_make_crl        (MusterAuthority           *self,
                                                         GPtrArray                 *records,
                                                         guint64                    number,
                                                         int                        days,
                                                         GError                   **error);

/**
 * muster_authority_set_crl:
 * @crl: (nullable): a list of what it has revoked, PEM
 *
 * Hands the list to what exports the authority, so that another desk goes on
 * revoking what is revoked.
 *
 * Returns: %FALSE with %MUSTER_SECRETS_ERROR_INVALID when it is no list, or
 *   another authority's
 */
gboolean               muster_authority_set_crl         (MusterAuthority  *self,
                                                         const char       *crl,
                                                         GError          **error);

/** muster_authority_get_crl: (nullable): the list that was set, or that came with the imported file. */
const char            *muster_authority_get_crl         (MusterAuthority  *self);

/**
 * muster_authority_list_revoked:
 *
 * Returns: (transfer full) (element-type MusterCertificateRecord): what the list
 *   names, empty without one: serial numbers and times; other members say what
 *   the list does not tell
 */
GPtrArray             *muster_authority_list_revoked    (MusterAuthority  *self);

G_END_DECLS
