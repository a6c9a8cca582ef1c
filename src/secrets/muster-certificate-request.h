/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_REQUEST (muster_certificate_request_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateRequest, muster_certificate_request, MUSTER, CERTIFICATE_REQUEST, GObject)

/**
 * muster_certificate_request_new_from_pem:
 * @pem: a PKCS#10 request, from a host that is not trusted yet
 * @length: in bytes, or -1 when @pem ends with a NUL
 *
 * Takes the public key out of a request, and nothing else: wishes in it are not
 * looked at, and names only to say which they were.  Only an RSA key of 2048 to 8192 bits is taken, because
 * libvirt 9 refuses servers with other keys, and only from who holds the
 * private key.
 *
 * Returns: (transfer full) (nullable): the request, or %NULL with
 *   %MUSTER_SECRETS_ERROR_NOT_PEM, _TOO_LARGE, _WEAK (the key) or _MISMATCH
 *   (the signature)
 */
MusterCertificateRequest *muster_certificate_request_new_from_pem (const char                *pem,
                                                                   gssize                     length,
                                                                   GError                   **error);

/**
 * muster_certificate_request_list_others:
 * @names: whom a certificate is issued for
 *
 * Which names somebody wished for who gets no certificate for them: a request
 * that has such is mostly another host's.
 *
 * Returns: (transfer full): names of the request that are not among @names;
 *   whatever somebody wrote there, but valid UTF-8
 */
GStrv                     muster_certificate_request_list_others  (MusterCertificateRequest  *self,
                                                                   const char * const        *names);

/** muster_certificate_request_get_key_bits: the size of its RSA key. */
guint                     muster_certificate_request_get_key_bits (MusterCertificateRequest  *self);

/** muster_certificate_request_get_key_id: the SHA-256 of the public key, 64 lower-case hex digits, to compare with what the host shows. */
const char               *muster_certificate_request_get_key_id   (MusterCertificateRequest  *self);

G_END_DECLS
