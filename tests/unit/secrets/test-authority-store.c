/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsecret/secret.h>

#include "muster-authority-private.h"
#include "muster-authority-store.h"
#include "muster-secret-store.h"
#include "test-authority.h"

static gboolean
await_boolean (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_get_boolean (value);
}

static MusterAuthority *
make_authority (const char *name)
{
  g_auto(Pair) pair = make_pair (name, -1, 10, NULL, NULL);
  g_autofree char *certificate = export_certificate (&pair);
  g_autofree char *key = export_key (&pair, NULL);
  g_autoptr(GError) error = NULL;
  MusterAuthority *authority = muster_authority_new_from_pem (certificate, key, NULL, &error);

  g_assert_no_error (error);
  return authority;
}

static void
assert_listed (MusterAuthorityStore *store,
               const char           *expected)
{
  g_autoptr(GPtrArray) infos = await_boxed (muster_authority_store_list (store));
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      MusterSecretInfo *info = g_ptr_array_index (infos, i);

      g_string_append_printf (text, "%s=%s;", info->id, info->name);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_stored (MusterAuthorityStore *store,
               const char           *id,
               MusterAuthority      *expected)
{
  g_autoptr(MusterAuthority) found = await_object (muster_authority_store_get (store, id));
  g_autoptr(MusterWiped) a = _muster_authority_dup_key (found);
  g_autoptr(MusterWiped) b = _muster_authority_dup_key (expected);

  g_assert_cmpstr (muster_authority_get_certificate (found), ==,
                   muster_authority_get_certificate (expected));
  g_assert_cmpstr (a, ==, b);
}

static void
test_round_trip (void)
{
  g_autoptr(MusterAuthorityStore) store = muster_authority_store_new ();
  g_autoptr(MusterSecretStore) secrets = muster_secret_store_new ();
  g_autoptr(MusterAuthority) a = g_object_ref (shared_authority ());
  g_autoptr(MusterAuthority) b = make_authority ("Lab");
  g_autoptr(GPtrArray) identities = NULL;

  assert_listed (store, "");
  assert_rejects (muster_authority_store_get (store, "c1"), MUSTER_SECRETS_ERROR_NOT_FOUND);
  g_assert_true (await_boolean (muster_authority_store_set (store, "c1", "Büro", a)));
  g_assert_true (await_boolean (muster_authority_store_set (store, "c2", "Lab", b)));
  assert_listed (store, "c1=Büro;c2=Lab;");
  assert_stored (store, "c1", a);
  assert_stored (store, "c2", b);

  g_assert_true (await_boolean (muster_authority_store_set (store, "c1", "Amt", b)));
  assert_listed (store, "c1=Amt;c2=Lab;");
  assert_stored (store, "c1", b);

  identities = await_boxed (muster_secret_store_list_identities (secrets));
  g_assert_cmpuint (identities->len, ==, 0);

  g_assert_true (await_boolean (muster_authority_store_remove (store, "c1")));
  assert_rejects (muster_authority_store_remove (store, "c1"), MUSTER_SECRETS_ERROR_NOT_FOUND);
  assert_listed (store, "c2=Lab;");
  g_assert_true (await_boolean (muster_authority_store_remove (store, "c2")));
}

/* Another program wrote over it. */
static void
test_damaged (void)
{
  static const SecretSchema schema = {
    "io.github.virt_muster.Muster", SECRET_SCHEMA_NONE,
    {
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
    },
  };
  g_autoptr(MusterAuthorityStore) store = muster_authority_store_new ();
  g_autoptr(GError) error = NULL;

  secret_password_store_sync (&schema, NULL, "Muster: x", "garbage", NULL, &error,
                              "kind", "authority", "id", "c3", NULL);
  g_assert_no_error (error);
  assert_rejects (muster_authority_store_get (store, "c3"), MUSTER_SECRETS_ERROR_INVALID);
  g_assert_true (await_boolean (muster_authority_store_remove (store, "c3")));
}

static void
test_no_service (void)
{
  g_autoptr(MusterAuthorityStore) store = muster_authority_store_new ();
  g_autoptr(MusterAuthority) authority = make_authority ("Lab");

  assert_rejects (muster_authority_store_set (store, "c1", "Lab", authority),
                  MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_rejects (muster_authority_store_list (store), MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_rejects (muster_authority_store_get (store, "c1"), MUSTER_SECRETS_ERROR_NO_SERVICE);
  assert_rejects (muster_authority_store_remove (store, "c1"),
                  MUSTER_SECRETS_ERROR_NO_SERVICE);
}

int
main (int   argc,
      char *argv[])
{
  gboolean keyring;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  keyring = argc > 1 && g_str_equal (argv[1], "keyring");

  if (keyring)
    {
      g_test_add_func ("/muster/secrets/authority-store/round-trip", test_round_trip);
      g_test_add_func ("/muster/secrets/authority-store/damaged", test_damaged);
    }
  else
    g_test_add_func ("/muster/secrets/authority-store/no-service", test_no_service);

  return g_test_run ();
}
