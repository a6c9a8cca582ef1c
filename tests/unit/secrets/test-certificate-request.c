/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-authority.h"

static void
assert_refused (const char *pem,
                int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (muster_certificate_request_new_from_pem (pem, -1, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, code);
}

static void
test_good (void)
{
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autofree char *padded = g_strconcat ("Paste this:\n", pem, "Thanks!\n", NULL);
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(MusterCertificateRequest) again = NULL;
  unsigned char id[32];
  size_t size = sizeof id;
  g_autoptr(GError) error = NULL;

  request = muster_certificate_request_new_from_pem (pem, strlen (pem), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (muster_certificate_request_get_key_bits (request), ==, 2048);

  g_assert_cmpint (gnutls_x509_privkey_get_key_id (shared_key (2048), GNUTLS_KEYID_USE_SHA256,
                                                   id, &size), ==, 0);
  g_assert_cmpuint (strlen (muster_certificate_request_get_key_id (request)), ==, 64);
  g_assert_cmpint (g_ascii_xdigit_value (muster_certificate_request_get_key_id (request)[1]),
                   ==, id[0] & 15);

  again = muster_certificate_request_new_from_pem (padded, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (muster_certificate_request_get_key_id (again), ==,
                   muster_certificate_request_get_key_id (request));
}

/* Names are looked at only to say whose request it was. */
static void
test_others (void)
{
  const char *given[] = { "host1.example.org", NULL };
  const char *same[] = { "other.example.net", "EVIL", "Evil.example.net", NULL };
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autoptr(MusterCertificateRequest) request =
    muster_certificate_request_new_from_pem (pem, -1, NULL);
  g_auto(GStrv) others = muster_certificate_request_list_others (request, given);
  g_auto(GStrv) none = muster_certificate_request_list_others (request, same);

  g_assert_true (g_strv_contains ((const char * const *) others, "evil"));
  g_assert_true (g_strv_contains ((const char * const *) others, "evil.example.net"));
  g_assert_false (g_strv_contains ((const char * const *) none, "evil"));
  g_assert_false (g_strv_contains ((const char * const *) none, "evil.example.net"));
}

static void
test_weak_key (void)
{
  gnutls_x509_privkey_t curve = curve_key ();
  g_autofree char *small = request_pem (shared_key (1024));
  g_autofree char *elliptic = request_pem (curve);

  assert_refused (small, MUSTER_SECRETS_ERROR_WEAK);
  assert_refused (elliptic, MUSTER_SECRETS_ERROR_WEAK);
  gnutls_x509_privkey_deinit (curve);
}

/* A key that signs whatever one likes: the exponent is one, or even. */
static void
test_exponent (void)
{
  static const unsigned char exponents[] = { 1, 2, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (exponents); i++)
    {
      gnutls_datum_t modulus, exponent;
      gnutls_datum_t wanted = { (unsigned char *) &exponents[i], 1 };
      gnutls_x509_crq_t request = greedy_request (shared_key (2048));
      gnutls_pubkey_t key;
      g_autofree char *pem = NULL;

      g_assert_cmpint (gnutls_x509_privkey_export_rsa_raw (shared_key (2048), &modulus, &exponent,
                                                           NULL, NULL, NULL, NULL), >=, 0);
      gnutls_pubkey_init (&key);
      g_assert_cmpint (gnutls_pubkey_import_rsa_raw (key, &modulus, &wanted), ==, 0);
      g_assert_cmpint (gnutls_x509_crq_set_pubkey (request, key), ==, 0);
      g_assert_cmpint (gnutls_x509_crq_sign2 (request, shared_key (2048), GNUTLS_DIG_SHA256, 0),
                       ==, 0);
      pem = export_request (request);
      assert_refused (pem, MUSTER_SECRETS_ERROR_WEAK);

      gnutls_free (modulus.data);
      gnutls_free (exponent.data);
      gnutls_pubkey_deinit (key);
      gnutls_x509_crq_deinit (request);
    }
}

static void
test_signature (void)
{
  gnutls_x509_crq_t request = greedy_request (shared_key (2048));
  gnutls_x509_crq_t stolen = greedy_request (shared_key (2048));
  gnutls_pubkey_t key;
  gnutls_datum_t der;
  g_autofree char *damaged = NULL, *foreign = NULL, *renamed = NULL;

  /* The signature, then a name under it, is changed by a bit. */
  g_assert_cmpint (gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_DER, &der), ==, 0);
  der.data[der.size - 1] ^= 1;
  damaged = encode_pem ("CERTIFICATE REQUEST", der.data, der.size);
  assert_refused (damaged, MUSTER_SECRETS_ERROR_MISMATCH);
  der.data[der.size - 1] ^= 1;
  ((unsigned char *) memmem (der.data, der.size, "evil", 4))[0] = 'E';
  renamed = encode_pem ("CERTIFICATE REQUEST", der.data, der.size);
  assert_refused (renamed, MUSTER_SECRETS_ERROR_MISMATCH);
  gnutls_free (der.data);

  /* Somebody else's public key. */
  gnutls_pubkey_init (&key);
  g_assert_cmpint (gnutls_pubkey_import_x509_crq (key, request, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_set_pubkey (stolen, key), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_sign2 (stolen, shared_key (3072), GNUTLS_DIG_SHA256, 0),
                   ==, 0);
  foreign = export_request (stolen);
  assert_refused (foreign, MUSTER_SECRETS_ERROR_MISMATCH);

  gnutls_pubkey_deinit (key);
  gnutls_x509_crq_deinit (request);
  gnutls_x509_crq_deinit (stolen);
}

static void
test_garbage (void)
{
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autofree char *cut = g_strndup (pem, strlen (pem) / 2);
  g_autofree char *large = g_strnfill (64 * 1024 + 1, 'A');

  assert_refused ("", MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_refused ("-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n",
                  MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_refused (cut, MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_refused (large, MUSTER_SECRETS_ERROR_TOO_LARGE);
}

/* Nothing of what the request wishes for comes into the certificate. */
static void
test_wishes (void)
{
  g_auto(Pair) ca = make_pair ("CA", -1, 10, NULL, NULL);
  g_autofree char *ca_pem = export_certificate (&ca);
  g_autofree char *ca_key = export_key (&ca, NULL);
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autofree char *certificate = NULL;
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(MusterCertificateInfo) info = NULL;
  g_autoptr(GError) error = NULL;
  gnutls_x509_crt_t crt;
  gnutls_datum_t data;
  unsigned int usage;

  request = muster_certificate_request_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  authority = muster_authority_new_from_pem (ca_pem, ca_key, NULL, &error);
  g_assert_no_error (error);
  certificate = muster_authority_issue (authority, MUSTER_CERTIFICATE_SERVER, request,
                                        (const char *[]) { "kvm1", NULL }, 9, &error);
  g_assert_no_error (error);
  info = muster_certificate_info_new_from_pem (certificate, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->subject, ==, "CN=kvm1");
  g_assert_cmpstrv (info->names, ((const char *[]) { "kvm1", NULL }));
  g_assert_false (info->is_authority);
  g_assert_null (memmem (g_bytes_get_data (info->der, NULL), g_bytes_get_size (info->der),
                         "evil", 4));

  data = (gnutls_datum_t) { (unsigned char *) certificate, strlen (certificate) };
  gnutls_x509_crt_init (&crt);
  g_assert_cmpint (gnutls_x509_crt_import (crt, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_key_usage (crt, &usage, NULL), ==, 0);
  g_assert_cmphex (usage & GNUTLS_KEY_KEY_CERT_SIGN, ==, 0);
  gnutls_x509_crt_deinit (crt);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/secrets/certificate-request/good", test_good);
  g_test_add_func ("/muster/secrets/certificate-request/weak-key", test_weak_key);
  g_test_add_func ("/muster/secrets/certificate-request/exponent", test_exponent);
  g_test_add_func ("/muster/secrets/certificate-request/signature", test_signature);
  g_test_add_func ("/muster/secrets/certificate-request/garbage", test_garbage);
  g_test_add_func ("/muster/secrets/certificate-request/wishes", test_wishes);
  g_test_add_func ("/muster/secrets/certificate-request/others", test_others);

  return g_test_run ();
}
