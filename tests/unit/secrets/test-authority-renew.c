/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "muster-certificate-record.h"
#include "test-authority.h"

#define NAMES ((const char *[]) { "kvm1.example.org", NULL })

static MusterAuthority *
renew (MusterAuthority *authority,
       int              days)
{
  g_autoptr(GError) error = NULL;
  MusterAuthority *renewed = muster_authority_renew (authority, days, &error);

  g_assert_no_error (error);
  return renewed;
}

static char *
issue (MusterAuthority *authority)
{
  g_autofree char *text = request_pem (shared_key (2048));
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterCertificateRequest) request =
    muster_certificate_request_new_from_pem (text, -1, &error);
  char *pem = muster_authority_issue (authority, MUSTER_CERTIFICATE_SERVER, request, NAMES, 30,
                                      &error);

  g_assert_no_error (error);
  return pem;
}

static gnutls_x509_crt_t
load (const char *pem)
{
  gnutls_datum_t data = { (unsigned char *) pem, strlen (pem) };
  gnutls_x509_crt_t certificate;

  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  return certificate;
}

static gboolean
has_issued (MusterAuthority *authority,
            const char      *pem)
{
  g_autoptr(MusterCertificateInfo) info = muster_certificate_info_new_from_pem (pem, -1, NULL);

  return muster_authority_has_issued (authority, info);
}

/* What libvirt does with it. */
static gboolean
verifies (MusterAuthority *authority,
          const char      *pem)
{
  gnutls_x509_crt_t ca = load (muster_authority_get_certificate (authority));
  gnutls_x509_crt_t certificate = load (pem);
  unsigned int status = 1;

  g_assert_cmpint (gnutls_x509_crt_list_verify (&certificate, 1, &ca, 1, NULL, 0, 0, &status),
                   ==, 0);
  gnutls_x509_crt_deinit (ca);
  gnutls_x509_crt_deinit (certificate);
  return status == 0;
}

/* The same by the programs that the host script has. */
static void
assert_programs_verify (MusterAuthority *authority,
                        const char      *pem)
{
  static const char * const lines[] =
  {
    "certtool --verify --load-ca-certificate %s --infile %s",
    "openssl verify -no-CApath -CAfile %s %s",
  };
  g_autofree char *folder = g_dir_make_tmp ("muster-renew-XXXXXX", NULL);
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *certificate = g_build_filename (folder, "certificate.pem", NULL);

  g_file_set_contents (ca, muster_authority_get_certificate (authority), -1, NULL);
  g_file_set_contents (certificate, pem, -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *word = g_strndup (lines[i], strcspn (lines[i], " "));
      g_autofree char *program = g_find_program_in_path (word);
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      g_autofree char *output = NULL;
      int status = 0;

      if (program == NULL)
        continue;
      for (guint k = 0, n = 0; words[k] != NULL; k++)
        if (g_str_equal (words[k], "%s"))
          g_set_str (&words[k], n++ == 0 ? ca : certificate);
      g_assert_true (g_spawn_sync (NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                   &output, NULL, &status, NULL));
      g_test_message ("%s: %s", word, output);
      g_assert_cmpint (status, ==, 0);
    }
  g_unlink (ca);
  g_unlink (certificate);
  g_rmdir (folder);
}

static void
assert_key_ids (MusterAuthority *a,
                MusterAuthority *b)
{
  gnutls_x509_crt_t first = load (muster_authority_get_certificate (a));
  gnutls_x509_crt_t second = load (muster_authority_get_certificate (b));
  unsigned char ids[2][64];
  size_t sizes[2] = { sizeof ids[0], sizeof ids[1] };

  g_assert_cmpint (gnutls_x509_crt_get_subject_key_id (first, ids[0], &sizes[0], NULL), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_subject_key_id (second, ids[1], &sizes[1], NULL), ==, 0);
  g_assert_cmpmem (ids[0], sizes[0], ids[1], sizes[1]);
  gnutls_x509_crt_deinit (first);
  gnutls_x509_crt_deinit (second);
}

static void
test_keeps_what_it_issued (void)
{
  MusterAuthority *old = shared_authority ();
  g_autofree char *before = issue (old);
  g_autoptr(MusterAuthority) renewed = renew (old, MUSTER_AUTHORITY_DAYS + 10);
  g_autoptr(MusterAuthority) again = renew (renewed, MUSTER_AUTHORITY_DAYS + 20);
  MusterCertificateInfo *was = muster_authority_get_info (old);
  MusterCertificateInfo *is = muster_authority_get_info (renewed);
  g_autofree char *after = issue (renewed);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpstr (is->subject, ==, was->subject);
  g_assert_cmpstr (is->issuer, ==, is->subject);
  g_assert_cmpstr (is->serial, !=, was->serial);
  g_assert_cmpstr (is->id, !=, was->id);
  g_assert_true (g_date_time_equal (is->not_before, was->not_before));
  g_assert_cmpint (muster_certificate_info_get_days_left (is, now - 60), ==,
                   MUSTER_AUTHORITY_DAYS + 10);
  assert_key_ids (old, renewed);

  g_assert_true (verifies (renewed, before) && verifies (again, before));
  g_assert_true (verifies (old, after) && verifies (old, before));
  assert_programs_verify (renewed, before);
  assert_programs_verify (again, before);
  assert_programs_verify (old, after);
  assert_programs_verify (renewed, muster_authority_get_certificate (renewed));
  g_assert_true (has_issued (renewed, before) && has_issued (old, after));
}

static void
test_lists (void)
{
  g_autoptr(MusterAuthority) renewed = renew (shared_authority (), MUSTER_AUTHORITY_DAYS + 1);
  g_autofree char *before = issue (shared_authority ());
  g_autoptr(MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (before, -1, NULL);
  g_autoptr(MusterCertificateRecord) record =
    muster_certificate_record_new (MUSTER_CERTIFICATE_SERVER, info);
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *crl = NULL, *again = NULL;
  gnutls_x509_crt_t ca = load (muster_authority_get_certificate (renewed));
  gnutls_x509_crt_t certificate = load (before);
  gnutls_x509_crl_t list;
  gnutls_datum_t data;
  unsigned int status = 1;

  record->revoked_at = g_get_real_time () / G_USEC_PER_SEC - 5;
  g_ptr_array_add (records, record);
  crl = muster_authority_make_crl (renewed, records, 7, 0, &error);
  g_assert_no_error (error);
  again = muster_authority_make_crl (renewed, records, 7, 0, &error);
  g_assert_cmpstr (crl, ==, again);

  data = (gnutls_datum_t) { (unsigned char *) crl, strlen (crl) };
  g_assert_cmpint (gnutls_x509_crl_init (&list), ==, 0);
  g_assert_cmpint (gnutls_x509_crl_import (list, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_list_verify (&certificate, 1, &ca, 1, &list, 1, 0, &status),
                   ==, 0);
  g_assert_cmphex (status & GNUTLS_CERT_REVOKED, !=, 0);
  gnutls_x509_crl_deinit (list);
  gnutls_x509_crt_deinit (ca);
  gnutls_x509_crt_deinit (certificate);
}

static MusterAuthority *
load_pair (Pair *pair)
{
  g_autofree char *certificate = export_certificate (pair);
  g_autofree char *key = export_key (pair, NULL);
  g_autoptr(GError) error = NULL;
  MusterAuthority *authority = muster_authority_new_from_pem (certificate, key, NULL, &error);

  g_assert_no_error (error);
  return authority;
}

/* A foreign one, that has ended and has no key id. */
static void
test_imported (void)
{
  g_auto(Pair) pair = make_pair ("Late CA", -10, -1, NULL, NULL);
  g_auto(Pair) client = make_pair ("client", -5, 5, GNUTLS_KP_TLS_WWW_CLIENT, &pair);
  g_auto(Pair) foreign = make_pair ("Late CA", -10, 10, NULL, NULL);
  g_autofree char *pem = export_certificate (&client);
  g_autoptr(MusterAuthority) late = load_pair (&pair);
  g_autoptr(MusterAuthority) other = load_pair (&foreign);
  g_autoptr(MusterAuthority) renewed = renew (late, 100);

  g_assert_false (verifies (late, pem));
  g_assert_true (verifies (renewed, pem));
  assert_programs_verify (renewed, pem);
  g_assert_true (has_issued (late, pem) && has_issued (renewed, pem));
  g_assert_false (has_issued (other, pem));
}

static void
append (GByteArray   *to,
        guint8        tag,
        gconstpointer bytes,
        gsize         size)
{
  guint8 head[] = { tag, (guint8) size };

  g_assert_cmpuint (size, <, 128);
  g_byte_array_append (to, head, sizeof head);
  g_byte_array_append (to, bytes, size);
}

/* As OpenSSL’s “authorityKeyIdentifier = keyid, issuer:always” makes them;
 * GnuTLS 3.8 cannot. */
static void
name_own_serial (Pair *pair)
{
  g_autoptr(GByteArray) parts = g_byte_array_new ();
  g_autoptr(GByteArray) issuer = g_byte_array_new ();
  g_autoptr(GByteArray) extension = g_byte_array_new ();
  gnutls_datum_t name;
  unsigned char id[64], serial[64];
  size_t id_size = sizeof id, serial_size = sizeof serial;

  gnutls_x509_crt_get_key_id (pair->certificate, 0, id, &id_size);
  gnutls_x509_crt_set_subject_key_id (pair->certificate, id, id_size);
  gnutls_x509_crt_get_serial (pair->certificate, serial, &serial_size);
  g_assert_cmpint (gnutls_x509_crt_get_raw_dn (pair->certificate, &name), ==, 0);
  append (issuer, 0xa4, name.data, name.size);
  append (parts, 0x80, id, id_size);
  append (parts, 0xa1, issuer->data, issuer->len);
  append (parts, 0x82, serial, serial_size);
  append (extension, 0x30, parts->data, parts->len);
  g_assert_cmpint (gnutls_x509_crt_set_extension_by_oid (pair->certificate, "2.5.29.35",
                                                         extension->data, extension->len, 0),
                   ==, 0);
  g_assert_cmpint (gnutls_x509_crt_sign2 (pair->certificate, pair->certificate, pair->key,
                                          GNUTLS_DIG_SHA256, 0), ==, 0);
  gnutls_free (name.data);
}

static gboolean
names_serial (MusterAuthority *authority)
{
  gnutls_x509_crt_t certificate = load (muster_authority_get_certificate (authority));
  unsigned char name[512], serial[64];
  size_t name_size = sizeof name, serial_size = sizeof serial;
  int result = gnutls_x509_crt_get_authority_key_gn_serial (certificate, 0, name, &name_size,
                                                            NULL, serial, &serial_size, NULL);

  gnutls_x509_crt_deinit (certificate);
  return result >= 0;
}

static void
test_own_serial (void)
{
  g_auto(Pair) pair = make_pair ("Engine CA", -1, 10, NULL, NULL);
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(MusterAuthority) renewed = NULL;
  g_autofree char *before = NULL;

  name_own_serial (&pair);
  authority = load_pair (&pair);
  g_assert_true (names_serial (authority));
  before = issue (authority);
  renewed = renew (authority, 100);
  g_assert_false (names_serial (renewed));
  g_assert_true (verifies (renewed, before));
  assert_programs_verify (renewed, before);
}

static void
test_refused (void)
{
  g_auto(Pair) root = make_pair ("Root", -1, 20, NULL, NULL);
  g_auto(Pair) middle = make_pair ("Middle", -1, 10, NULL, &root);
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (muster_authority_renew (shared_authority (), 5, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
  g_clear_error (&error);

  gnutls_x509_crt_set_ca_status (middle.certificate, TRUE);
  gnutls_x509_crt_sign2 (middle.certificate, root.certificate, root.key, GNUTLS_DIG_SHA256, 0);
  authority = load_pair (&middle);
  g_assert_null (muster_authority_renew (authority, 100, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ISSUER);
  g_assert_nonnull (strstr (error->message, "Root"));
}

static void
test_exported (void)
{
  g_autoptr(MusterAuthority) renewed = renew (shared_authority (), MUSTER_AUTHORITY_DAYS + 1);
  g_autoptr(GBytes) file =
    await_boxed (muster_authority_export_pkcs12 (renewed, "long enough"));
  g_autoptr(MusterAuthority) read =
    await_object (muster_authority_import_pkcs12 (file, "long enough"));

  g_assert_cmpstr (muster_authority_get_certificate (read), ==,
                   muster_authority_get_certificate (renewed));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/secrets/authority-renew/keeps-what-it-issued",
                   test_keeps_what_it_issued);
  g_test_add_func ("/muster/secrets/authority-renew/lists", test_lists);
  g_test_add_func ("/muster/secrets/authority-renew/imported", test_imported);
  g_test_add_func ("/muster/secrets/authority-renew/own-serial", test_own_serial);
  g_test_add_func ("/muster/secrets/authority-renew/refused", test_refused);
  g_test_add_func ("/muster/secrets/authority-renew/exported", test_exported);
  return g_test_run ();
}
