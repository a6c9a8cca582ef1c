/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterCertificatePurposes:
 * @MUSTER_CERTIFICATE_FOR_SERVERS: a TLS server may show it
 * @MUSTER_CERTIFICATE_FOR_CLIENTS: a TLS client may show it
 *
 * A certificate that names no purpose is for both.
 */
typedef enum
{
  MUSTER_CERTIFICATE_FOR_SERVERS = 1 << 0,
  MUSTER_CERTIFICATE_FOR_CLIENTS = 1 << 1,
} MusterCertificatePurposes;

/**
 * MusterCertificateInfo:
 * @subject: the whole subject, as “CN=kvm1,O=Example”
 * @common_name: (nullable): of the subject
 * @issuer: the whole issuer
 * @issuer_name: (nullable): the issuer's common name
 * @serial: lower-case hex digits
 * @names: DNS names, then IP addresses, of the alternative names
 * @not_before: UTC
 * @not_after: UTC
 * @key_algorithm: as GnuTLS calls it: “RSA”, “EC/ECDSA”, “EdDSA (Ed25519)”
 * @key_bits: the key's size
 * @signature_algorithm: as GnuTLS calls it: “RSA-SHA256”
 * @purposes: flags of #MusterCertificatePurposes
 * @key_id: (nullable): what it calls its own key, lower-case hex digits
 * @issuer_key_id: (nullable): what it calls its issuer's
 * @is_authority: whether it may issue certificates
 * @is_weak: whether its key or its signature is too weak for TLS today
 * @id: the SHA-256 fingerprint, 64 lower-case hex digits; also an identity's id
 * @fingerprint: the same as people compare it: AB:CD:...
 * @der: the certificate itself
 *
 * What a certificate says.  Immutable; parsed from what anybody may have sent,
 * so that texts are valid UTF-8 but nothing in it is proven.
 */
typedef struct
{
  char      *subject;
  char      *common_name;
  char      *issuer;
  char      *issuer_name;
  char      *serial;
  GStrv      names;
  GDateTime *not_before;
  GDateTime *not_after;
  char      *key_algorithm;
  guint      key_bits;
  char      *signature_algorithm;
  guint      purposes;
  char      *key_id;
  char      *issuer_key_id;
  gboolean   is_authority;
  gboolean   is_weak;
  char      *id;
  char      *fingerprint;
  GBytes    *der;
} MusterCertificateInfo;

#define MUSTER_TYPE_CERTIFICATE_INFO (muster_certificate_info_get_type ())

GType                  muster_certificate_info_get_type      (void) G_GNUC_CONST;

/**
 * muster_certificate_info_new_from_pem:
 * @pem: text with a certificate; of several the first is taken
 * @length: in bytes, or -1 when @pem ends with a NUL
 *
 * Returns: (transfer full) (nullable): the description, or %NULL with
 *   %MUSTER_SECRETS_ERROR_NOT_PEM or %MUSTER_SECRETS_ERROR_TOO_LARGE
 */
MusterCertificateInfo *muster_certificate_info_new_from_pem  (const char             *pem,
                                                              gssize                  length,
                                                              GError                **error);

/**
 * muster_certificate_info_list_from_pem:
 *
 * The same of all certificates of a file, in its order; at most 64.
 *
 * Returns: (transfer full) (nullable) (element-type MusterCertificateInfo)
 */
GPtrArray             *muster_certificate_info_list_from_pem (const char             *pem,
                                                              gssize                  length,
                                                              GError                **error);

/** muster_certificate_info_new_from_der: as a TLS handshake shows it; %NULL with %MUSTER_SECRETS_ERROR_INVALID. */
MusterCertificateInfo *muster_certificate_info_new_from_der  (GBytes                 *der,
                                                              GError                **error);

MusterCertificateInfo *muster_certificate_info_ref           (MusterCertificateInfo  *self);
void                   muster_certificate_info_unref         (MusterCertificateInfo  *self);

/**
 * muster_certificate_info_get_days_left:
 * @now: seconds since 1970
 *
 * Returns: whole days until it expires; negative when it has expired
 */
int                    muster_certificate_info_get_days_left (MusterCertificateInfo  *self,
                                                              gint64                  now);

/** muster_certificate_info_matches: whether a client that dials @name, a DNS name or an IP address, accepts it. */
gboolean               muster_certificate_info_matches       (MusterCertificateInfo  *self,
                                                              const char             *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCertificateInfo, muster_certificate_info_unref)

G_END_DECLS
