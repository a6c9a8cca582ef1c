/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-identity.h"
#include "muster-secrets-error.h"
#include "test-await.h"
#include "test-certificates.h"

typedef struct
{
  char *folder;
  Pair  ca;
  Pair  client;
  char *ca_pem;
  char *client_pem;
  char *key_pem;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("muster-identity-XXXXXX", NULL);
  fixture->ca = make_pair ("Test CA", -1, 10, NULL, NULL);
  fixture->client = make_pair ("admin “1”", -1, 5, GNUTLS_KP_TLS_WWW_CLIENT,
                               &fixture->ca);
  fixture->ca_pem = export_certificate (&fixture->ca);
  fixture->client_pem = export_certificate (&fixture->client);
  fixture->key_pem = export_key (&fixture->client, NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  pair_clear (&fixture->ca);
  pair_clear (&fixture->client);
  g_free (fixture->ca_pem);
  g_free (fixture->client_pem);
  g_free (fixture->key_pem);
}

static void
put (Fixture    *fixture,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
put_flat (Fixture *fixture)
{
  put (fixture, "cacert.pem", fixture->ca_pem);
  put (fixture, "clientcert.pem", fixture->client_pem);
  put (fixture, "clientkey.pem", fixture->key_pem);
}

static void
assert_fault (Fixture    *fixture,
              int         code,
              const char *file)
{
  g_autofree char *path = g_build_filename (fixture->folder, file, NULL);
  g_autoptr(GError) error = await_error (muster_identity_import_folder (fixture->folder));

  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strstr (error->message, "PRIVATE KEY-----\n"));
}

static void
assert_good (Fixture        *fixture,
             MusterIdentity *identity)
{
  g_assert_cmpstr (muster_identity_get_common_name (identity), ==, "admin “1”");
  g_assert_cmpstr (muster_identity_get_issuer (identity), ==, "CN=Test CA");
  g_assert_nonnull (strstr (muster_identity_get_subject (identity), "CN="));
  g_assert_cmpuint (strlen (muster_identity_get_id (identity)), ==, 64);
  g_assert_cmpuint (strlen (muster_identity_get_fingerprint (identity)), ==, 95);
  g_assert_cmpint (muster_identity_get_not_after (identity) -
                   muster_identity_get_not_before (identity), ==, 6 * DAY);
  g_assert_cmpstr (muster_identity_get_ca (identity), ==, fixture->ca_pem);
  g_assert_cmpstr (muster_identity_get_certificate (identity), ==, fixture->client_pem);
  g_assert_cmpstr (muster_identity_get_key (identity), ==, fixture->key_pem);
}

static void
test_flat (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(MusterIdentity) identity = NULL;

  put_flat (fixture);
  identity = await_object (muster_identity_import_folder (fixture->folder));
  assert_good (fixture, identity);
}

static void
test_libvirt_layout (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(MusterIdentity) identity = NULL;

  put (fixture, "CA/cacert.pem", fixture->ca_pem);
  put (fixture, "libvirt/clientcert.pem", fixture->client_pem);
  put (fixture, "libvirt/private/clientkey.pem", fixture->key_pem);
  identity = await_object (muster_identity_import_folder (fixture->folder));
  assert_good (fixture, identity);
}

static void
test_home_layout (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(MusterIdentity) identity = NULL;

  put (fixture, "libvirt/cacert.pem", fixture->ca_pem);
  put (fixture, "libvirt/clientcert.pem", fixture->client_pem);
  put (fixture, "libvirt/clientkey.pem", fixture->key_pem);
  identity = await_object (muster_identity_import_folder (fixture->folder));
  assert_good (fixture, identity);
}

static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *ca = g_build_filename (fixture->folder, "a", NULL);
  g_autofree char *certificate = g_build_filename (fixture->folder, "b", NULL);
  g_autofree char *key = g_build_filename (fixture->folder, "c", NULL);
  g_autoptr(MusterIdentity) identity = NULL;

  put (fixture, "a", fixture->ca_pem);
  put (fixture, "b", fixture->client_pem);
  put (fixture, "c", fixture->key_pem);
  identity = await_object (muster_identity_import_files (ca, certificate, key));
  assert_good (fixture, identity);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  const char *names[] = { "clientkey.pem", "clientcert.pem", "cacert.pem" };

  put_flat (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
      assert_fault (fixture, MUSTER_SECRETS_ERROR_MISSING, names[i]);
    }
}

/* Root may read everything, so the one who tries is somebody else. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "clientkey.pem", NULL);
  gboolean is_root = geteuid () == 0;

  put_flat (fixture);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (is_root)
    {
      g_autofree char *ca = g_build_filename (fixture->folder, "cacert.pem", NULL);
      g_autofree char *cert = g_build_filename (fixture->folder, "clientcert.pem", NULL);

      g_chmod (fixture->folder, 0755);
      g_chmod (ca, 0644);
      g_chmod (cert, 0644);
      g_assert_cmpint (seteuid (65534), ==, 0);
    }

  assert_fault (fixture, MUSTER_SECRETS_ERROR_UNREADABLE, "clientkey.pem");
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_not_pem (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *damaged = g_strdup (fixture->client_pem);
  static const char * const texts[] = {
    "", "text", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      put_flat (fixture);
      put (fixture, "cacert.pem", texts[i]);
      assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "cacert.pem");

      put_flat (fixture);
      put (fixture, "clientcert.pem", texts[i]);
      assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "clientcert.pem");

      put_flat (fixture);
      put (fixture, "clientkey.pem", texts[i]);
      assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "clientkey.pem");
    }

  /* files changed over */
  put_flat (fixture);
  put (fixture, "clientcert.pem", fixture->key_pem);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "clientcert.pem");
  put_flat (fixture);
  put (fixture, "clientkey.pem", fixture->client_pem);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "clientkey.pem");

  put_flat (fixture);
  damaged[80] = '!';
  put (fixture, "clientcert.pem", damaged);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "clientcert.pem");
}

static void
test_binary (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "cacert.pem", NULL);

  put_flat (fixture);
  g_assert_true (g_file_set_contents (path, "0\0\0", 3, NULL));
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_PEM, "cacert.pem");
}

static void
test_encrypted (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *key = export_key (&fixture->client, "password");

  put_flat (fixture);
  put (fixture, "clientkey.pem", key);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_ENCRYPTED, "clientkey.pem");
}

static void
test_mismatch (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *key = export_key (&fixture->ca, NULL);

  put_flat (fixture);
  put (fixture, "clientkey.pem", key);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_MISMATCH, "clientkey.pem");
}

static void
put_client (Fixture    *fixture,
            Pair       *ca,
            int         begin,
            int         end,
            const char *purpose)
{
  g_auto(Pair) client = make_pair ("client", begin, end, purpose, ca);
  g_autofree char *client_pem = export_certificate (&client);
  g_autofree char *key_pem = export_key (&client, NULL);
  g_autofree char *ca_pem = export_certificate (ca);

  put (fixture, "cacert.pem", ca_pem);
  put (fixture, "clientcert.pem", client_pem);
  put (fixture, "clientkey.pem", key_pem);
}

static void
test_dates (Fixture       *fixture,
            gconstpointer  data)
{
  g_auto(Pair) old_ca = make_pair ("Old CA", -9, -1, NULL, NULL);

  put_client (fixture, &fixture->ca, -5, -2, GNUTLS_KP_TLS_WWW_CLIENT);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_EXPIRED, "clientcert.pem");
  put_client (fixture, &fixture->ca, 2, 5, GNUTLS_KP_TLS_WWW_CLIENT);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_EXPIRED, "clientcert.pem");
  put_client (fixture, &old_ca, -5, 5, GNUTLS_KP_TLS_WWW_CLIENT);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_EXPIRED, "cacert.pem");
}

static void
test_check_dates (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(MusterIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  identity = muster_identity_new_from_pem (fixture->ca_pem, fixture->client_pem,
                                           fixture->key_pem, &error);
  g_assert_no_error (error);
  g_assert_true (muster_identity_check_dates (identity, now, &error));
  g_assert_false (muster_identity_check_dates (identity, now + 6 * DAY, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED);
  g_assert_nonnull (strstr (error->message, "admin “1”"));
}

static void
test_issuer (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto(Pair) other = make_pair ("Test CA", -1, 10, NULL, NULL);
  g_autofree char *other_pem = export_certificate (&other);
  g_autofree char *both = g_strconcat (other_pem, fixture->ca_pem, NULL);
  g_autoptr(MusterIdentity) identity = NULL;

  put_flat (fixture);
  put (fixture, "cacert.pem", other_pem);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_ISSUER, "cacert.pem");

  put (fixture, "cacert.pem", both);
  identity = await_object (muster_identity_import_folder (fixture->folder));
}

static void
test_purpose (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(MusterIdentity) any = NULL;

  put_client (fixture, &fixture->ca, -1, 5, GNUTLS_KP_TLS_WWW_SERVER);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_PURPOSE, "clientcert.pem");
  put_client (fixture, &fixture->ca, -1, 5, NULL);
  any = await_object (muster_identity_import_folder (fixture->folder));
}

static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = g_strnfill (256 * 1024 + 1, 'x');

  put_flat (fixture);
  put (fixture, "clientcert.pem", text);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_TOO_LARGE, "clientcert.pem");
}

static void
test_not_regular (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "clientkey.pem", NULL);

  put_flat (fixture);
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_REGULAR, "clientkey.pem");

  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_fault (fixture, MUSTER_SECRETS_ERROR_NOT_REGULAR, "clientkey.pem");
}

#define ADD(name, func) \
  g_test_add ("/muster/secrets/identity/" name, Fixture, NULL, \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  ADD ("flat", test_flat);
  ADD ("libvirt-layout", test_libvirt_layout);
  ADD ("home-layout", test_home_layout);
  ADD ("files", test_files);
  ADD ("missing", test_missing);
  ADD ("unreadable", test_unreadable);
  ADD ("not-pem", test_not_pem);
  ADD ("binary", test_binary);
  ADD ("encrypted", test_encrypted);
  ADD ("mismatch", test_mismatch);
  ADD ("dates", test_dates);
  ADD ("check-dates", test_check_dates);
  ADD ("issuer", test_issuer);
  ADD ("purpose", test_purpose);
  ADD ("too-large", test_too_large);
  ADD ("not-regular", test_not_regular);

  return g_test_run ();
}
