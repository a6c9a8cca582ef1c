/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "muster-authority.h"
#include "muster-secrets-error.h"
#include "test-await.h"
#include "test-certificates.h"

/* RSA keys take long: one of each size a program. */
static inline gnutls_x509_privkey_t
shared_key (unsigned int bits)
{
  static struct { unsigned int bits; gnutls_x509_privkey_t key; } keys[4];
  guint i = 0;

  while (keys[i].bits != 0 && keys[i].bits != bits)
    i++;

  if (keys[i].bits == 0)
    {
      keys[i].bits = bits;
      g_assert_cmpint (gnutls_x509_privkey_init (&keys[i].key), ==, 0);
      g_assert_cmpint (gnutls_x509_privkey_generate (keys[i].key, GNUTLS_PK_RSA, bits, 0),
                       ==, 0);
    }
  return keys[i].key;
}

static inline gnutls_x509_privkey_t
curve_key (void)
{
  gnutls_x509_privkey_t key;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1),
                                                 0), ==, 0);
  return key;
}

/* A request that wishes for more than it should: foreign names, an authority. */
static inline gnutls_x509_crq_t
greedy_request (gnutls_x509_privkey_t key)
{
  gnutls_x509_crq_t request;

  g_assert_cmpint (gnutls_x509_crq_init (&request), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_set_version (request, 1), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_set_key (request, key), ==, 0);
  gnutls_x509_crq_set_dn_by_oid (request, GNUTLS_OID_X520_COMMON_NAME, 0, "evil", 4);
  gnutls_x509_crq_set_subject_alt_name (request, GNUTLS_SAN_DNSNAME, "evil.example.net",
                                        16, GNUTLS_FSAN_SET);
  gnutls_x509_crq_set_basic_constraints (request, TRUE, -1);
  gnutls_x509_crq_set_key_usage (request, GNUTLS_KEY_KEY_CERT_SIGN);
  g_assert_cmpint (gnutls_x509_crq_sign2 (request, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  return request;
}

static inline char *
export_request (gnutls_x509_crq_t request)
{
  gnutls_datum_t datum;

  g_assert_cmpint (gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_PEM, &datum), ==, 0);
  return take_datum (datum);
}

static inline char *
request_pem (gnutls_x509_privkey_t key)
{
  gnutls_x509_crq_t request = greedy_request (key);
  char *pem = export_request (request);

  gnutls_x509_crq_deinit (request);
  return pem;
}

static inline char *
encode_pem (const char          *header,
            const unsigned char *der,
            gsize                size)
{
  gnutls_datum_t in = { (unsigned char *) der, size };
  gnutls_datum_t out;

  g_assert_cmpint (gnutls_pem_base64_encode2 (header, &in, &out), ==, 0);
  return take_datum (out);
}

static inline char *
export_private (gnutls_x509_privkey_t key)
{
  gnutls_datum_t datum;

  g_assert_cmpint (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &datum), ==, 0);
  return take_datum (datum);
}

/* The authority of a program, made once. */
static inline MusterAuthority *
shared_authority (void)
{
  static MusterAuthority *authority;

  if (authority == NULL)
    authority = await_object (muster_authority_create ("数据中心 1", MUSTER_AUTHORITY_DAYS));
  return authority;
}

static inline void
assert_rejects (DexFuture *taken,
                int        code)
{
  g_autoptr(GError) error = await_error (taken);

  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, code);
  g_assert_null (strstr (error->message, "KEY-----\n"));
}
