/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsecret/secret.h>

#include "muster-secret-credentials.h"
#include "muster-secret-store.h"
#include "test-await.h"
#include "test-certificates.h"

typedef struct
{
  MusterSecretStore *store;
  MusterIdentity    *identity;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_auto(Pair) ca = make_pair ("Test CA", -1, 10, NULL, NULL);
  g_auto(Pair) client = make_pair ("client", -1, 5, NULL, &ca);
  g_autofree char *ca_pem = export_certificate (&ca);
  g_autofree char *client_pem = export_certificate (&client);
  g_autofree char *key_pem = export_key (&client, NULL);
  g_autoptr(GError) error = NULL;

  fixture->store = muster_secret_store_new ();
  fixture->identity = muster_identity_new_from_pem (ca_pem, client_pem, key_pem, &error);
  g_assert_no_error (error);
}

static gboolean
await_boolean (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_get_boolean (value);
}

static char *
await_string (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_dup_string (value);
}

static void
assert_code (DexFuture *taken,
             int        code)
{
  g_autoptr(GError) error = await_error (taken);

  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, code);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->identity);
  g_assert_finalize_object (fixture->store);
}

static void
assert_listed (DexFuture  *list,
               const char *expected)
{
  g_autoptr(GPtrArray) infos = await_boxed (list);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      MusterSecretInfo *info = g_ptr_array_index (infos, i);

      g_string_append_printf (text, "%.4s=%s;", info->id, info->name);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* --- with a Secret Service ----------------------------------------------- */

static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  const char *id = muster_identity_get_id (fixture->identity);
  g_autofree char *added = NULL;
  g_autofree char *again = NULL;
  g_autofree char *expected = NULL;
  g_autoptr(MusterIdentity) identity = NULL;

  assert_listed (muster_secret_store_list_identities (fixture->store), "");
  assert_code (muster_secret_store_get_identity (fixture->store, id),
               MUSTER_SECRETS_ERROR_NOT_FOUND);

  added = await_string (muster_secret_store_add_identity (fixture->store,
                                                          fixture->identity, "Büro"));
  g_assert_cmpstr (added, ==, id);
  again = await_string (muster_secret_store_add_identity (fixture->store,
                                                          fixture->identity, "Lab"));
  expected = g_strdup_printf ("%.4s=Lab;", id);
  assert_listed (muster_secret_store_list_identities (fixture->store), expected);
  assert_listed (muster_secret_store_list_logins (fixture->store), "");

  identity = await_object (muster_secret_store_get_identity (fixture->store, id));
  g_assert_cmpstr (muster_identity_get_id (identity), ==, id);
  g_assert_cmpstr (muster_identity_get_ca (identity), ==,
                   muster_identity_get_ca (fixture->identity));
  g_assert_cmpstr (muster_identity_get_certificate (identity), ==,
                   muster_identity_get_certificate (fixture->identity));
  g_assert_cmpstr (muster_identity_get_key (identity), ==,
                   muster_identity_get_key (fixture->identity));

  g_assert_true (await_boolean (muster_secret_store_remove_identity (fixture->store, id)));
  assert_listed (muster_secret_store_list_identities (fixture->store), "");
  assert_code (muster_secret_store_remove_identity (fixture->store, id),
               MUSTER_SECRETS_ERROR_NOT_FOUND);
}

static void
set_login (Fixture    *fixture,
           const char *host,
           const char *user,
           const char *password)
{
  g_autoptr(MusterLogin) login = muster_login_new (user, password);

  g_assert_true (await_boolean (muster_secret_store_set_login (fixture->store, host,
                                                               host, login)));
}

static void
test_login (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(MusterLogin) none = NULL;
  g_autoptr(MusterLogin) login = NULL;
  g_autoptr(MusterLogin) odd = muster_login_new ("a\nb", "c");

  none = await_boxed (muster_secret_store_get_login (fixture->store, "h1"));
  g_assert_null (none);

  set_login (fixture, "h1", "first", "x");
  set_login (fixture, "h1", "üser", "päss\nwörd\n");
  set_login (fixture, "h2", "", "");
  assert_listed (muster_secret_store_list_logins (fixture->store), "h1=h1;h2=h2;");
  assert_listed (muster_secret_store_list_identities (fixture->store), "");

  login = await_boxed (muster_secret_store_get_login (fixture->store, "h1"));
  g_assert_cmpstr (login->user, ==, "üser");
  g_assert_cmpstr (login->password, ==, "päss\nwörd\n");
  assert_code (muster_secret_store_set_login (fixture->store, "h3", "h3", odd),
               MUSTER_SECRETS_ERROR_INVALID);

  g_assert_true (await_boolean (muster_secret_store_remove_login (fixture->store, "h1")));
  g_assert_false (await_boolean (muster_secret_store_remove_login (fixture->store, "h1")));
  g_assert_true (await_boolean (muster_secret_store_remove_login (fixture->store, "h2")));
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  static const SecretSchema schema = {
    "io.github.virt_muster.Muster", SECRET_SCHEMA_NONE,
    { { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "id", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };
  static const char * const texts[] = {
    "", "text", "muster-identity-1 1 1 1\n", "muster-identity-1 1 1 1\nab",
    "muster-identity-1 99999999999999999999 1 1\nabc", "muster-identity-1 -1 2 2\nabc",
    "muster-identity-1 1 1 1 1\nabcd", "muster-identity-1 1 1 1\nabc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      secret_password_store_sync (&schema, NULL, "Muster: bad", texts[i], NULL, &error,
                                  "kind", "identity", "id", "bad", NULL);
      g_assert_no_error (error);
      g_clear_error (&error);
      error = await_error (muster_secret_store_get_identity (fixture->store, "bad"));
      g_assert_true (g_error_matches (error, MUSTER_SECRETS_ERROR,
                                      MUSTER_SECRETS_ERROR_INVALID) ||
                     g_error_matches (error, MUSTER_SECRETS_ERROR,
                                      MUSTER_SECRETS_ERROR_NOT_PEM));
    }

  g_assert_true (await_boolean (muster_secret_store_remove_identity (fixture->store,
                                                                     "bad")));
}

static void
test_credentials (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *key = NULL;
  g_autoptr(MusterLogin) login = NULL;
  g_autoptr(MusterLogin) refused = NULL;
  g_autoptr(MusterLogin) changed = NULL;
  MusterCredentials *credentials;

  id = await_string (muster_secret_store_add_identity (fixture->store,
                                                       fixture->identity, "Lab"));
  set_login (fixture, "h1", "user", "wrong");
  credentials = muster_secret_credentials_new (fixture->store, id, "h1");

  first = await_string (muster_credentials_acquire_pki (credentials));
  second = await_string (muster_credentials_acquire_pki (credentials));
  key = g_build_filename (first, "clientkey.pem", NULL);
  g_assert_true (g_file_test (key, G_FILE_TEST_EXISTS));
  muster_credentials_release_pki (credentials, first);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));

  login = await_boxed (muster_credentials_get_login (credentials, FALSE));
  g_assert_cmpstr (login->password, ==, "wrong");
  refused = await_boxed (muster_credentials_get_login (credentials, TRUE));
  g_assert_null (refused);
  set_login (fixture, "h1", "user", "right");
  changed = await_boxed (muster_credentials_get_login (credentials, TRUE));
  g_assert_cmpstr (changed->password, ==, "right");

  g_assert_finalize_object (credentials);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  g_assert_true (await_boolean (muster_secret_store_remove_identity (fixture->store, id)));
  g_assert_true (await_boolean (muster_secret_store_remove_login (fixture->store, "h1")));
}

static void
test_no_credentials (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(MusterCredentials) credentials = NULL;
  g_autoptr(MusterCredentials) unknown = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(MusterLogin) login = NULL;

  credentials = muster_secret_credentials_new (fixture->store, NULL, NULL);
  folder = await_string (muster_credentials_acquire_pki (credentials));
  g_assert_null (folder);
  login = await_boxed (muster_credentials_get_login (credentials, FALSE));
  g_assert_null (login);

  unknown = muster_secret_credentials_new (fixture->store, "nobody", NULL);
  assert_code (muster_credentials_acquire_pki (unknown), MUSTER_SECRETS_ERROR_NOT_FOUND);
}

static void
lock_keyring (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretCollection) collection = NULL;
  GList list = { NULL };

  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  list.data = collection;
  secret_service_lock_sync (service, &list, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_locked (DexFuture *taken)
{
  g_autoptr(GError) error = await_error (taken);

  g_test_message ("%s", error->message);
  g_assert_true (g_error_matches (error, MUSTER_SECRETS_ERROR,
                                  MUSTER_SECRETS_ERROR_LOCKED) ||
                 g_error_matches (error, MUSTER_SECRETS_ERROR,
                                  MUSTER_SECRETS_ERROR_DISMISSED));
}

/* The last one: nobody is there to type the password again. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *expected = NULL;

  id = await_string (muster_secret_store_add_identity (fixture->store,
                                                       fixture->identity, "Lab"));
  lock_keyring ();

  expected = g_strdup_printf ("%.4s=Lab;", id);
  assert_listed (muster_secret_store_list_identities (fixture->store), expected);
  assert_locked (muster_secret_store_get_identity (fixture->store, id));
  assert_locked (muster_secret_store_add_identity (fixture->store, fixture->identity,
                                                   "Lab"));
  assert_locked (muster_secret_store_remove_identity (fixture->store, id));
  assert_code (muster_secret_store_get_identity (fixture->store, "nobody"),
               MUSTER_SECRETS_ERROR_NOT_FOUND);
}

/* --- without one --------------------------------------------------------- */

static void
test_no_service (Fixture       *fixture,
                 gconstpointer  data)
{
  MusterSecretStore *store = fixture->store;
  g_autoptr(MusterLogin) login = muster_login_new ("user", "secret password");
  g_autoptr(GError) error = NULL;

  assert_code (muster_secret_store_list_identities (store),
               MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_list_logins (store), MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_get_identity (store, "x"),
               MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_get_login (store, "x"),
               MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_add_identity (store, fixture->identity, "x"),
               MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_remove_identity (store, "x"),
               MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_code (muster_secret_store_remove_login (store, "x"),
               MUSTER_SECRETS_ERROR_NO_SERVICE);

  error = await_error (muster_secret_store_set_login (store, "x", "x", login));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NO_SERVICE);
  g_assert_nonnull (strstr (error->message, "GNOME Keyring"));
  g_assert_null (strstr (error->message, "secret password"));
}

#define ADD(name, func) \
  g_test_add ("/muster/secrets/secret-store/" name, Fixture, NULL, \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  if (g_str_equal (argv[1], "none"))
    {
      ADD ("no-service", test_no_service);
      return g_test_run ();
    }

  g_assert_cmpstr (argv[1], ==, "keyring");
  ADD ("identity", test_identity);
  ADD ("login", test_login);
  ADD ("damaged", test_damaged);
  ADD ("credentials", test_credentials);
  ADD ("no-credentials", test_no_credentials);
  ADD ("locked", test_locked);

  return g_test_run ();
}
