/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <string.h>

G_BEGIN_DECLS

/* GnuTLS's types as g_auto() knows them, for the authority's files. */
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crl_t, gnutls_x509_crl_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crq_t, gnutls_x509_crq_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pubkey_t, gnutls_pubkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_t, gnutls_pkcs12_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_bag_t, gnutls_pkcs12_bag_deinit, NULL)

/* What GnuTLS allocated; g_auto() overwrites it before it frees it. */
typedef gnutls_datum_t MusterDatum;

static inline void
muster_datum_clear (MusterDatum *datum)
{
  if (datum->data == NULL)
    return;

  gnutls_memset (datum->data, 0, datum->size);
  gnutls_free (datum->data);
  datum->data = NULL;
  datum->size = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusterDatum, muster_datum_clear)

/* The certificates of one file. */
typedef struct
{
  gnutls_x509_crt_t *list;
  unsigned int       n;
} MusterCertificates;

static inline void
muster_certificates_clear (MusterCertificates *self)
{
  for (unsigned int i = 0; i < self->n; i++)
    gnutls_x509_crt_deinit (self->list[i]);
  gnutls_free (self->list);
  self->list = NULL;
  self->n = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusterCertificates, muster_certificates_clear)

/* Borrows @data. */
static inline gnutls_datum_t
muster_datum (const void *data,
              gsize       size)
{
  return (gnutls_datum_t) { (unsigned char *) data, size };
}

G_END_DECLS
