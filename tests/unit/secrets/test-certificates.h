/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* Certificates made at test time; errors end the test. */
typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
} Pair;

#define DAY (24 * 60 * 60)

static inline void
pair_clear (Pair *pair)
{
  gnutls_x509_privkey_deinit (pair->key);
  gnutls_x509_crt_deinit (pair->certificate);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* From @begin to @end days from now; signed by @issuer, or by itself. */
static inline Pair
make_pair (const char *name,
           int         begin,
           int         end,
           const char *purpose,
           Pair       *issuer)
{
  static unsigned char serial = 1;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  Pair pair;

  g_assert_cmpint (gnutls_x509_privkey_init (&pair.key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (pair.key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1),
                                                 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&pair.certificate), ==, 0);
  gnutls_x509_crt_set_version (pair.certificate, 3);
  serial++;
  gnutls_x509_crt_set_serial (pair.certificate, &serial, 1);
  gnutls_x509_crt_set_dn_by_oid (pair.certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                 name, strlen (name));
  gnutls_x509_crt_set_activation_time (pair.certificate, now + begin * DAY);
  gnutls_x509_crt_set_expiration_time (pair.certificate, now + end * DAY);
  gnutls_x509_crt_set_ca_status (pair.certificate, issuer == NULL);
  if (purpose != NULL)
    gnutls_x509_crt_set_key_purpose_oid (pair.certificate, purpose, 0);
  gnutls_x509_crt_set_key (pair.certificate, pair.key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (pair.certificate,
                                          issuer ? issuer->certificate : pair.certificate,
                                          issuer ? issuer->key : pair.key,
                                          GNUTLS_DIG_SHA256, 0), ==, 0);
  return pair;
}

static inline char *
take_datum (gnutls_datum_t datum)
{
  char *text = g_strndup ((char *) datum.data, datum.size);

  gnutls_free (datum.data);
  return text;
}

static inline char *
export_certificate (Pair *pair)
{
  gnutls_datum_t datum;

  g_assert_cmpint (gnutls_x509_crt_export2 (pair->certificate, GNUTLS_X509_FMT_PEM,
                                            &datum), ==, 0);
  return take_datum (datum);
}

/* With a password when @password is not NULL. */
static inline char *
export_key (Pair       *pair,
            const char *password)
{
  gnutls_datum_t datum;

  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (pair->key, GNUTLS_X509_FMT_PEM,
                                                      password,
                                                      password ? GNUTLS_PKCS_PBES2_AES_256
                                                               : GNUTLS_PKCS_PLAIN,
                                                      &datum), ==, 0);
  return take_datum (datum);
}
