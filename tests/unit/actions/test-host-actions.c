/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-deploy-error.h"
#include "muster-draft-credentials.h"
#include "muster-folder-credentials.h"
#include "muster-host-actions.h"
#include "muster-memory-store.h"
#include "muster-record-name.h"
#include "muster-vm-actions.h"
#include "test-fiber.h"

static char *
add (MusterStore  *store,
     const char   *name,
     const char   *uri,
     GError      **error)
{
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new ("", name, uri, NULL);

  return dex_await_string (muster_host_add (store, entry), error);
}

static void
test_add (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *b = add (store, "b", "test:///b", &error);
  g_autofree char *a = add (store, "a", "test:///a", &error);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_no_error (error);
  entries = dex_await_boxed (muster_host_list (store), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[0])->name, ==, "a");
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[0])->id, ==, a);
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[1])->id, ==, b);
}

/* Counted in characters; what is longer already can be edited, unless it gets another one. */
static void
test_long_name (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *most = g_strnfill (2 * MUSTER_RECORD_NAME_MAX, 'x');
  g_autofree char *id = NULL;
  g_autoptr (MusterHostEntry) entry = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (MusterRecord) record = NULL;

  for (guint i = 0; i < MUSTER_RECORD_NAME_MAX; i++)
    memcpy (most + 2 * i, "\xc3\xa9", 2);
  id = add (store, most, "test:///long", &error);
  g_assert_no_error (error);

  entry = muster_host_entry_new (id, "a longer name", "test:///long", NULL);
  g_free (entry->name);
  entry->name = g_strconcat (most, "x", NULL);
  g_assert_false (dex_await (muster_host_check (store, entry), &error));
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED);
  g_clear_error (&error);

  content = muster_host_entry_to_json (entry, NULL);
  record = dex_await_object (muster_store_put (store, MUSTER_HOST_RECORD_KIND, id, content, NULL),
                             &error);
  g_assert_no_error (error);
  g_assert_true (dex_await (muster_host_check (store, entry), &error));
  g_assert_no_error (error);
}

static void
test_refused (void)
{
  static const struct { const char *name; const char *uri; } bad[] =
  {
    { "a", "test:///other" }, { "other", "test:///a" }, { "", "test:///c" },
    { "x/y", "test:///c" }, { "x\ny", "test:///c" }, { "x\xe2\x80\xa8y", "test:///c" },
    { "x\x1b[1m", "test:///c" }, { "x\xff", "test:///c" },
  };
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autofree char *id = add (store, "a", "test:///a", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (add (store, bad[i].name, bad[i].uri, &error));
      g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED);
    }
}

static void
test_edit (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = add (store, "a", "test:///a", &error);
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new (id, "b", "test:///a", "key");
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  /* What a newer Muster wrote beside it must survive. */
  record = dex_await_object (muster_store_get (store, MUSTER_HOST_RECORD_KIND, id), NULL);
  content = muster_record_dup_content (record);
  json_object_set_string_member (content, "future", "kept");
  dex_await (muster_store_put (store, MUSTER_HOST_RECORD_KIND, id, content, NULL), NULL);

  g_assert_true (dex_await (muster_host_edit (store, entry), &error));
  g_assert_no_error (error);
  entries = dex_await_boxed (muster_host_list (store), NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[0])->name, ==, "b");
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[0])->identity, ==, "key");

  g_clear_object (&record);
  record = dex_await_object (muster_store_get (store, MUSTER_HOST_RECORD_KIND, id), NULL);
  g_assert_cmpstr (json_object_get_string_member (muster_record_get_content (record), "future"),
                   ==, "kept");
}

static char *
dup_ssh (MusterStore *store)
{
  g_autoptr (GPtrArray) entries = dex_await_boxed (muster_host_list (store), NULL);

  return g_strdup (((MusterHostEntry *) entries->pdata[0])->ssh);
}

static void
test_refused_ssh (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new ("", "a", "test:///a", NULL);
  g_autoptr (GError) error = NULL;

  entry->ssh = g_strdup ("root@a\nreboot");
  g_assert_null (dex_await_string (muster_host_add (store, entry), &error));
  g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID);
}

/* Who edits a host need not know where ssh logs in; at another address it does
 * not any more. */
static void
test_edit_keeps_ssh (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new ("", "a", "test:///a", NULL);
  g_autoptr (MusterHostEntry) renamed = NULL;
  g_autoptr (MusterHostEntry) moved = NULL;
  g_autofree char *id = NULL, *first = NULL, *second = NULL, *third = NULL;

  entry->ssh = g_strdup ("root@a");
  id = dex_await_string (muster_host_add (store, entry), NULL);
  renamed = muster_host_entry_new (id, "b", "test:///a", NULL);
  g_assert_true (dex_await (muster_host_edit (store, renamed), NULL));
  first = dup_ssh (store);
  g_assert_cmpstr (first, ==, "root@a");

  moved = muster_host_entry_copy (renamed);
  g_set_str (&moved->uri, "test:///c");
  g_set_str (&moved->ssh, "root@a");
  g_assert_true (dex_await (muster_host_edit (store, moved), NULL));
  second = dup_ssh (store);
  g_assert_null (second);

  g_set_str (&moved->ssh, "admin@c");
  g_assert_true (dex_await (muster_host_edit (store, moved), NULL));
  third = dup_ssh (store);
  g_assert_cmpstr (third, ==, "admin@c");
}

/* A machine that was set up before anybody listed it; by whichever of its names. */
static void
test_remember_ssh (void)
{
  static const char * const names[] = { "host1.lab", "10.198.0.1", NULL };
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterHostEntry) own = muster_host_entry_new ("", "o", "qemu+tls://HOST1.lab/system", NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autofree char *other = NULL, *first = NULL, *second = NULL;
  g_autofree char *none = NULL, *remembered = NULL, *said = NULL;

  g_assert_true (dex_await (muster_host_remember_ssh (store, names, "root@host1"), NULL));
  other = add (store, "b", "qemu+tls://host2.lab/system", NULL);
  none = dup_ssh (store);
  g_assert_null (none);
  dex_await (muster_host_remove (store, other), NULL);

  first = add (store, "a", "qemu+tls://10.198.0.1/system", NULL);
  remembered = dup_ssh (store);
  g_assert_cmpstr (remembered, ==, "root@host1");
  left = dex_await_boxed (muster_store_list (store, "machine"), NULL);
  g_assert_cmpuint (left->len, ==, 0);
  dex_await (muster_host_remove (store, first), NULL);

  g_assert_true (dex_await (muster_host_remember_ssh (store, names, "root@host1"), NULL));
  own->ssh = g_strdup ("admin@host1");
  second = dex_await_string (muster_host_add (store, own), NULL);
  said = dup_ssh (store);
  g_assert_cmpstr (said, ==, "admin@host1");
}

static void
test_remove (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = add (store, "a", "test:///a", &error);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_true (dex_await (muster_host_remove (store, id), &error));
  entries = dex_await_boxed (muster_host_list (store), NULL);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_false (dex_await (muster_host_remove (store, id), NULL));
}

static void
test_test (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterHostTest) good = dex_await_boxed (muster_host_test ("test:///default", NULL), &error);
  g_autoptr (MusterHostTest) bad = dex_await_boxed (muster_host_test ("test:///no/such/file.xml", NULL), &error);
  g_autoptr (MusterHostTest) closed = dex_await_boxed (muster_host_test ("qemu+tls://127.0.0.1:1/system", NULL), &error);

  g_assert_no_error (error);
  g_assert_true (good->ok);
  g_assert_nonnull (good->hostname);
  g_assert_nonnull (good->libvirt_version);
  g_assert_false (bad->ok);
  g_assert_cmpstr (bad->reason_id, ==, "failed");
  g_assert_cmpstr (bad->details, !=, "");
  g_assert_false (closed->ok);
  g_assert_cmpstr (closed->reason_id, ==, "port-closed");
  g_assert_cmpstr (closed->advice, !=, "");
}

static void
test_draft (void)
{
  g_autoptr (MusterLogin) login = muster_login_new ("admin", "secret");
  g_autoptr (MusterCredentials) base = muster_folder_credentials_new ("/nowhere", NULL);
  g_autoptr (MusterCredentials) draft = muster_draft_credentials_new (base, login);
  g_autoptr (MusterLogin) given = NULL;
  g_autoptr (MusterLogin) again = NULL;
  g_autoptr (GError) error = NULL;

  given = dex_await_boxed (muster_credentials_get_login (draft, FALSE), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (given->password, ==, "secret");
  again = dex_await_boxed (muster_credentials_get_login (draft, TRUE), NULL);
  g_assert_null (again);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  test_fiber_add ("/muster/actions/host-actions/add", test_add);
  test_fiber_add ("/muster/actions/host-actions/refused", test_refused);
  test_fiber_add ("/muster/actions/host-actions/long-name", test_long_name);
  test_fiber_add ("/muster/actions/host-actions/edit", test_edit);
  test_fiber_add ("/muster/actions/host-actions/refused-ssh", test_refused_ssh);
  test_fiber_add ("/muster/actions/host-actions/edit-keeps-ssh", test_edit_keeps_ssh);
  test_fiber_add ("/muster/actions/host-actions/remember-ssh", test_remember_ssh);
  test_fiber_add ("/muster/actions/host-actions/remove", test_remove);
  test_fiber_add ("/muster/actions/host-actions/test", test_test);
  test_fiber_add ("/muster/actions/host-actions/draft", test_draft);

  return g_test_run ();
}
