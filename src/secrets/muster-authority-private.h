/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-authority.h"
#include "muster-certificate-request.h"
#include "muster-gnutls-private.h"
#include "muster-wipe.h"

G_BEGIN_DECLS

struct _MusterAuthority
{
  GObject                parent_instance;

  gnutls_x509_crt_t      certificate;
  gnutls_x509_privkey_t  key;
  char                  *pem;
  char                  *crl;            /* what it has revoked, PEM; or NULL */
  MusterCertificateInfo *info;
};

/* Checks and takes @key (always); of @certificates the one that belongs to it is copied. */
MusterAuthority       *_muster_authority_new               (MusterCertificates        *certificates,
                                                            gnutls_x509_privkey_t      key,
                                                            GError                   **error);

/* The unencrypted key, for the Secret Service alone. */
MusterWiped           *_muster_authority_dup_key           (MusterAuthority           *self);

/* RSA, 3072 bits; slow. */
gnutls_x509_privkey_t  _muster_authority_generate_key      (GError                   **error);

gnutls_pubkey_t        _muster_authority_make_public      (gnutls_x509_privkey_t      key,
                                                            GError                   **error);

/* %FALSE with %MUSTER_SECRETS_ERROR_EXPIRED. */
gboolean               _muster_authority_check_dates       (MusterAuthority           *self,
                                                            GError                   **error);

/* (transfer none) */
gnutls_pubkey_t        _muster_certificate_request_get_key (MusterCertificateRequest  *self);

G_END_DECLS
