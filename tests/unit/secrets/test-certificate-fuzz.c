/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-authority-private.h"
#include "muster-certificate-record.h"
#include "test-authority.h"

/* Valid input, changed at random (by a fixed seed, so that a fault comes back):
 * each parser either refuses it with a reason, or reads something sound.
 */
#define ROUNDS     3000
#define KEY_ROUNDS 300
#define SEED       20240229

static GRand *chance;

static guint
below (guint limit)
{
  return g_rand_int_range (chance, 0, limit);
}

/* One to four changes: a bit, a byte, a part left out, doubled or put elsewhere. */
static void
mutate (GByteArray *data)
{
  guint changes = 1 + below (4);

  while (changes-- > 0 && data->len > 8)
    {
      guint at = below (data->len);
      guint length = 1 + below (MIN (40, data->len - at));
      guint8 part[40];

      memcpy (part, data->data + at, length);
      switch (below (6))
        {
        case 0:
          data->data[at] ^= 1 << below (8);
          break;
        case 1:
          data->data[at] = below (256);
          break;
        case 2:
          g_byte_array_remove_range (data, at, length);
          break;
        case 3:
          g_byte_array_append (data, part, length);
          break;
        case 4:
          memmove (data->data + below (data->len - length + 1), part, length);
          break;
        default:
          g_byte_array_set_size (data, MAX (8, at));
          break;
        }
    }
}

static GByteArray *
mutated (const void *data,
         gsize       size)
{
  GByteArray *copy = g_byte_array_new ();

  g_byte_array_append (copy, data, size);
  mutate (copy);
  return copy;
}

static void
assert_sound (MusterCertificateInfo *info,
              GError                *error)
{
  if (info == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == MUSTER_SECRETS_ERROR);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (info->subject, -1, NULL));
  g_assert_true (g_utf8_validate (info->issuer, -1, NULL));
  g_assert_true (info->common_name == NULL || g_utf8_validate (info->common_name, -1, NULL));
  g_assert_true (info->issuer_name == NULL || g_utf8_validate (info->issuer_name, -1, NULL));
  for (guint i = 0; info->names[i] != NULL; i++)
    g_assert_true (g_utf8_validate (info->names[i], -1, NULL));
  g_assert_nonnull (info->not_after);
  g_assert_nonnull (info->key_algorithm);
  muster_certificate_info_matches (info, "kvm1.example.org");
  muster_certificate_info_get_days_left (info, 0);
}

/* A certificate with all that Muster puts into one. */
static char *
make_sample (void)
{
  g_auto(Pair) ca = make_pair ("CA “数据”", -1, 10, NULL, NULL);
  g_autofree char *ca_pem = export_certificate (&ca);
  g_autofree char *ca_key = export_key (&ca, NULL);
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GError) error = NULL;
  char *certificate;

  request = muster_certificate_request_new_from_pem (pem, -1, &error);
  authority = muster_authority_new_from_pem (ca_pem, ca_key, NULL, &error);
  certificate = muster_authority_issue (authority, MUSTER_CERTIFICATE_SERVER, request,
                                        (const char *[]) { "kvm1.example.org", "192.0.2.7",
                                                           "2001:db8::7", NULL }, 9, &error);
  g_assert_no_error (error);
  return certificate;
}

static void
test_certificate_pem (void)
{
  g_autofree char *sample = make_sample ();
  guint accepted = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(GByteArray) data = mutated (sample, strlen (sample));
      g_autoptr(MusterCertificateInfo) info = NULL;
      g_autoptr(GError) error = NULL;

      info = muster_certificate_info_new_from_pem ((char *) data->data, data->len, &error);
      assert_sound (info, error);
      accepted += info != NULL;
    }
  g_test_message ("%u of %u were read", accepted, ROUNDS);
}

static void
test_certificate_der (void)
{
  g_autofree char *sample = make_sample ();
  g_autoptr(MusterCertificateInfo) whole = NULL;
  guint accepted = 0;

  whole = muster_certificate_info_new_from_pem (sample, -1, NULL);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(GByteArray) data = mutated (g_bytes_get_data (whole->der, NULL),
                                            g_bytes_get_size (whole->der));
      g_autoptr(GBytes) der = g_bytes_new (data->data, data->len);
      g_autoptr(MusterCertificateInfo) info = NULL;
      g_autoptr(GError) error = NULL;

      info = muster_certificate_info_new_from_der (der, &error);
      assert_sound (info, error);
      accepted += info != NULL;
    }
  g_test_message ("%u of %u were read", accepted, ROUNDS);
  g_assert_cmpuint (accepted, >, 0);
  g_assert_cmpuint (accepted, <, ROUNDS);
}

static void
assert_request (const char *pem,
                gsize       length,
                const char *key_id)
{
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  /* Signed: what is read at all has the key that signed it. */
  request = muster_certificate_request_new_from_pem (pem, length, &error);
  if (request == NULL)
    g_assert_true (error->domain == MUSTER_SECRETS_ERROR);
  else
    g_assert_cmpstr (muster_certificate_request_get_key_id (request), ==, key_id);
}

static void
test_request (void)
{
  g_autofree char *sample = request_pem (shared_key (2048));
  g_autoptr(MusterCertificateRequest) whole = NULL;
  const char *key_id;
  gnutls_x509_crq_t request = greedy_request (shared_key (2048));
  gnutls_datum_t der;

  whole = muster_certificate_request_new_from_pem (sample, -1, NULL);
  key_id = muster_certificate_request_get_key_id (whole);
  g_assert_cmpint (gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_DER, &der), ==, 0);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(GByteArray) text = mutated (sample, strlen (sample));
      g_autoptr(GByteArray) data = mutated (der.data, der.size);
      g_autofree char *pem = encode_pem ("CERTIFICATE REQUEST", data->data, data->len);

      assert_request ((char *) text->data, text->len, key_id);
      assert_request (pem, -1, key_id);
    }

  gnutls_free (der.data);
  gnutls_x509_crq_deinit (request);
}

static void
assert_authority (const char *certificate,
                  const char *key)
{
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GError) error = NULL;

  authority = muster_authority_new_from_pem (certificate, key, NULL, &error);
  g_assert_true ((authority != NULL) == (error == NULL));
  g_assert_true (error == NULL || error->domain == MUSTER_SECRETS_ERROR);
  if (authority != NULL)
    g_assert_null (strstr (muster_authority_get_certificate (authority), "PRIVATE"));
}

static void
test_authority (void)
{
  g_auto(Pair) ca = make_pair ("CA", -1, 10, NULL, NULL);
  g_autofree char *certificate = export_certificate (&ca);
  g_autofree char *key = export_key (&ca, NULL);

  for (guint i = 0; i < KEY_ROUNDS; i++)
    {
      g_autoptr(GByteArray) text = mutated (certificate, strlen (certificate));
      g_autoptr(GByteArray) key_text = mutated (key, strlen (key));

      g_byte_array_append (text, (const guint8 *) "", 1);
      g_byte_array_append (key_text, (const guint8 *) "", 1);
      assert_authority ((char *) text->data, key);
      assert_authority (certificate, (char *) key_text->data);
    }
}

/* Its MAC is checked first: nearly all are refused there. */
static void
test_pkcs12 (void)
{
  g_auto(Pair) ca = make_pair ("CA", -1, 10, NULL, NULL);
  g_autofree char *certificate = export_certificate (&ca);
  g_autofree char *key = export_key (&ca, NULL);
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GBytes) file = NULL;

  authority = muster_authority_new_from_pem (certificate, key, NULL, NULL);
  file = await_boxed (muster_authority_export_pkcs12 (authority, "12345678"));
  for (guint i = 0; i < KEY_ROUNDS / 10; i++)
    {
      g_autoptr(GByteArray) data = mutated (g_bytes_get_data (file, NULL),
                                            g_bytes_get_size (file));
      g_autoptr(GBytes) bytes = g_bytes_new (data->data, data->len);
      g_autoptr(DexFuture) future = muster_authority_import_pkcs12 (bytes, "12345678");
      g_autoptr(GError) error = NULL;

      settle (future, &error);
      g_assert_true (error == NULL || error->domain == MUSTER_SECRETS_ERROR);
    }
}

static void
test_record (void)
{
  static const char sample[] =
    "{\"serial\":\"4a0f\",\"name\":\"kvm1\",\"names\":[\"kvm1\",\"192.0.2.7\"],"
    "\"kind\":\"qemu-server\",\"not-after\":1800000000,\"revoked-at\":1700000000}";

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(GByteArray) text = mutated (sample, sizeof sample - 1);
      g_autoptr(JsonParser) parser = json_parser_new_immutable ();
      g_autoptr(MusterCertificateRecord) record = NULL;
      g_autoptr(GError) error = NULL;
      JsonNode *root;

      if (!json_parser_load_from_data (parser, (char *) text->data, text->len, NULL))
        continue;
      root = json_parser_get_root (parser);
      if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
        continue;

      record = muster_certificate_record_new_from_json (json_node_get_object (root), &error);
      g_assert_true ((record != NULL) == (error == NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  chance = g_rand_new_with_seed (SEED);

  g_test_add_func ("/muster/secrets/fuzz/certificate-pem", test_certificate_pem);
  g_test_add_func ("/muster/secrets/fuzz/certificate-der", test_certificate_der);
  g_test_add_func ("/muster/secrets/fuzz/request", test_request);
  g_test_add_func ("/muster/secrets/fuzz/authority", test_authority);
  g_test_add_func ("/muster/secrets/fuzz/pkcs12", test_pkcs12);
  g_test_add_func ("/muster/secrets/fuzz/record", test_record);
  result = g_test_run ();

  g_rand_free (chance);
  return result;
}
