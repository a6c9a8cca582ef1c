/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-certificate-record.h"
#include "test-authority.h"

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static GBytes *
export_der (Pair *pair)
{
  gnutls_datum_t datum;
  GBytes *bytes;

  g_assert_cmpint (gnutls_x509_crt_export2 (pair->certificate, GNUTLS_X509_FMT_DER, &datum),
                   ==, 0);
  bytes = g_bytes_new (datum.data, datum.size);
  gnutls_free (datum.data);
  return bytes;
}

static void
test_facts (void)
{
  g_auto(Pair) ca = make_pair ("Root \\ “CA”, Inc.", -1, 10, NULL, NULL);
  g_auto(Pair) leaf = make_pair ("kvm1", -2, 5, GNUTLS_KP_TLS_WWW_SERVER, &ca);
  g_autoptr(GBytes) der = export_der (&leaf);
  g_autoptr(GDateTime) expected = g_date_time_new_from_unix_utc (now () + 5 * DAY);
  g_autoptr(MusterCertificateInfo) info = NULL;
  g_autoptr(MusterCertificateInfo) ca_info = NULL;
  g_autoptr(GBytes) ca_der = export_der (&ca);
  g_autofree char *digest = NULL;
  g_autoptr(GError) error = NULL;

  info = muster_certificate_info_new_from_der (der, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->subject, ==, "CN=kvm1");
  g_assert_cmpstr (info->common_name, ==, "kvm1");
  g_assert_cmpstr (info->issuer_name, ==, "Root \\ “CA”, Inc.");
  g_assert_cmpstr (info->issuer, ==, "CN=Root \\\\ “CA”\\, Inc.");
  g_assert_cmpuint (strlen (info->serial), ==, 2);
  g_assert_cmpint (ABS (g_date_time_difference (info->not_after, expected)), <=,
                   2 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (muster_certificate_info_get_days_left (info, now () - 60), ==, 5);
  g_assert_cmpint (muster_certificate_info_get_days_left (info, now () + 60), ==, 4);
  g_assert_cmpint (muster_certificate_info_get_days_left (info, now () + 5 * DAY + 60), ==, -1);
  g_assert_cmpstr (info->key_algorithm, ==, "EC/ECDSA");
  g_assert_cmpuint (info->key_bits, ==, 256);
  g_assert_cmpstr (info->signature_algorithm, ==, "ECDSA-SHA256");
  g_assert_cmphex (info->purposes, ==, MUSTER_CERTIFICATE_FOR_SERVERS);
  g_assert_false (info->is_authority);
  g_assert_false (info->is_weak);
  g_assert_true (g_bytes_equal (info->der, der));

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  g_assert_cmpstr (info->id, ==, digest);
  g_assert_cmpuint (strlen (info->fingerprint), ==, 95);
  g_assert_true (g_ascii_strncasecmp (info->fingerprint, digest, 2) == 0);

  ca_info = muster_certificate_info_new_from_der (ca_der, &error);
  g_assert_no_error (error);
  g_assert_true (ca_info->is_authority);
  g_assert_cmphex (ca_info->purposes, ==,
                   MUSTER_CERTIFICATE_FOR_SERVERS | MUSTER_CERTIFICATE_FOR_CLIENTS);
}

/* What an old installation may still have, and what nobody should. */
static void
test_weak (void)
{
  g_auto(Pair) pair = make_pair ("old", -1, 5, NULL, NULL);
  g_autoptr(GBytes) short_key = NULL, old_signature = NULL;
  g_autoptr(MusterCertificateInfo) info = NULL;
  g_autoptr(MusterCertificateInfo) other = NULL;

  gnutls_x509_crt_set_key (pair.certificate, shared_key (1024));
  gnutls_x509_crt_sign2 (pair.certificate, pair.certificate, shared_key (1024),
                         GNUTLS_DIG_SHA256, 0);
  short_key = export_der (&pair);
  info = muster_certificate_info_new_from_der (short_key, NULL);
  g_assert_cmpuint (info->key_bits, ==, 1024);
  g_assert_true (info->is_weak);

  gnutls_x509_crt_set_key (pair.certificate, shared_key (2048));
  gnutls_x509_crt_sign2 (pair.certificate, pair.certificate, shared_key (2048),
                         GNUTLS_DIG_SHA1, 0);
  old_signature = export_der (&pair);
  other = muster_certificate_info_new_from_der (old_signature, NULL);
  g_assert_cmpstr (other->signature_algorithm, ==, "RSA-SHA1");
  g_assert_true (other->is_weak);
}

static void
test_list (void)
{
  g_auto(Pair) ca = make_pair ("Root", -1, 10, NULL, NULL);
  g_auto(Pair) leaf = make_pair ("kvm1", -2, 5, NULL, &ca);
  g_autofree char *ca_pem = export_certificate (&ca);
  g_autofree char *leaf_pem = export_certificate (&leaf);
  g_autofree char *chain = g_strconcat ("a remark\n", leaf_pem, "\nanother\n", ca_pem, NULL);
  g_autoptr(GPtrArray) infos = NULL;
  g_autoptr(MusterCertificateInfo) first = NULL;
  g_autoptr(GString) many = g_string_new (NULL);
  g_autofree char *large = NULL;
  g_autoptr(GError) error = NULL;

  infos = muster_certificate_info_list_from_pem (chain, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (infos->len, ==, 2);
  g_assert_cmpstr (((MusterCertificateInfo *) infos->pdata[1])->common_name, ==, "Root");
  first = muster_certificate_info_new_from_pem (chain, strlen (chain), &error);
  g_assert_cmpstr (first->common_name, ==, "kvm1");

  for (guint i = 0; i < 65; i++)
    g_string_append (many, leaf_pem);
  g_assert_null (muster_certificate_info_list_from_pem (many->str, many->len, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM);
  g_clear_error (&error);

  large = g_strnfill (256 * 1024 + 1, 'A');
  g_assert_null (muster_certificate_info_new_from_pem (large, -1, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_TOO_LARGE);
}

static void
test_garbage (void)
{
  static const char *texts[] = {
    "", "\n", "garbage", "-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\n"
    "-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nMAA=\n"
    "-----END CERTIFICATE-----\n",
  };
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_null (muster_certificate_info_new_from_pem (texts[i], -1, &error));
      g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM);
      g_clear_error (&error);
    }

  g_assert_null (muster_certificate_info_new_from_der (nothing, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
}

/* --- records ------------------------------------------------------------- */

static JsonObject *
parse (const char *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_node_dup_object (node);
}

static void
test_record (void)
{
  g_autoptr(JsonObject) json = parse (
    "{\"serial\":\"4a0f\",\"name\":\"kvm1\",\"names\":[\"kvm1\",\"192.0.2.7\"],"
    "\"kind\":\"qemu-server\",\"not-after\":1800000000,\"revoked-at\":1700000000,"
    "\"colour\":\"of a newer Muster\"}");
  g_autoptr(MusterCertificateRecord) record = NULL;
  g_autoptr(MusterCertificateRecord) copy = NULL;
  g_autoptr(MusterCertificateRecord) again = NULL;
  g_autoptr(JsonObject) written = NULL;
  g_autoptr(GError) error = NULL;

  record = muster_certificate_record_new_from_json (json, &error);
  g_assert_no_error (error);
  copy = muster_certificate_record_copy (record);
  written = muster_certificate_record_to_json (copy);
  again = muster_certificate_record_new_from_json (written, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (again->serial, ==, "4a0f");
  g_assert_cmpstr (again->name, ==, "kvm1");
  g_assert_cmpstrv (again->names, ((const char *[]) { "kvm1", "192.0.2.7", NULL }));
  g_assert_cmpint (again->kind, ==, MUSTER_CERTIFICATE_QEMU_SERVER);
  g_assert_cmpint (again->not_after, ==, 1800000000);
  g_assert_cmpint (again->revoked_at, ==, 1700000000);
  g_assert_false (json_object_has_member (written, "colour"));

  copy->revoked_at = 0;
  json_object_unref (g_steal_pointer (&written));
  written = muster_certificate_record_to_json (copy);
  g_assert_false (json_object_has_member (written, "revoked-at"));
}

static void
test_record_damaged (void)
{
  static const char *texts[] = {
    "{}",
    "{\"serial\":\"4a0\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4A\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":7,\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":null,\"names\":[],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":{},\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[7],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[null],\"kind\":\"server\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[],\"kind\":\"king\",\"not-after\":1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":-1}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":\"1\"}",
    "{\"serial\":\"4a\",\"name\":\"a\",\"names\":[],\"kind\":\"server\",\"not-after\":1,"
    "\"revoked-at\":\"yesterday\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonObject) json = parse (texts[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_certificate_record_new_from_json (json, &error));
      g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
    }
}

static void
test_kind (void)
{
  MusterCertificateKind kind;

  for (guint i = 0; i <= MUSTER_CERTIFICATE_QEMU_CLIENT; i++)
    {
      g_assert_true (muster_certificate_kind_from_string (muster_certificate_kind_to_string (i),
                                                          &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (muster_certificate_kind_from_string ("Server", &kind));
  g_assert_false (muster_certificate_kind_from_string (NULL, &kind));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/secrets/certificate-info/facts", test_facts);
  g_test_add_func ("/muster/secrets/certificate-info/weak", test_weak);
  g_test_add_func ("/muster/secrets/certificate-info/list", test_list);
  g_test_add_func ("/muster/secrets/certificate-info/garbage", test_garbage);
  g_test_add_func ("/muster/secrets/certificate-record/json", test_record);
  g_test_add_func ("/muster/secrets/certificate-record/damaged", test_record_damaged);
  g_test_add_func ("/muster/secrets/certificate-kind/names", test_kind);

  return g_test_run ();
}
