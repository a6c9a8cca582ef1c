/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-folder-credentials.h"
#include "test-await.h"

static char *
acquire (MusterCredentials *credentials)
{
  g_autoptr(DexFuture) future = muster_credentials_acquire_pki (credentials);
  g_autoptr(GError) error = NULL;
  char *folder = g_value_dup_string (settle (future, &error));

  g_assert_no_error (error);
  return folder;
}

static void
test_folder (void)
{
  g_autoptr(MusterCredentials) credentials = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *expected = g_canonicalize_filename ("some/pki", NULL);
  g_autoptr(MusterLogin) login = NULL;

  credentials = muster_folder_credentials_new ("some/pki", NULL);
  folder = acquire (credentials);
  g_assert_cmpstr (folder, ==, expected);
  muster_credentials_release_pki (credentials, folder);
  login = await_boxed (muster_credentials_get_login (credentials, FALSE));
  g_assert_null (login);
}

static void
test_login (void)
{
  g_autoptr(MusterLogin) given = muster_login_new ("user", "password");
  g_autoptr(MusterCredentials) credentials = NULL;
  g_autoptr(MusterLogin) login = NULL;
  g_autoptr(MusterLogin) refused = NULL;
  g_autofree char *folder = NULL;

  credentials = muster_folder_credentials_new (NULL, given);
  folder = acquire (credentials);
  g_assert_null (folder);
  login = await_boxed (muster_credentials_get_login (credentials, FALSE));
  g_assert_cmpstr (login->user, ==, "user");
  g_assert_cmpstr (login->password, ==, "password");
  refused = await_boxed (muster_credentials_get_login (credentials, TRUE));
  g_assert_null (refused);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/secrets/folder-credentials/folder", test_folder);
  g_test_add_func ("/muster/secrets/folder-credentials/login", test_login);

  return g_test_run ();
}
