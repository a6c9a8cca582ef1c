/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-actions.h"
#include "muster-named-host.h"
#include "muster-recent-center.h"
#include "test-fiber.h"

static MusterDesk *
new_desk (void)
{
  static const char * const uris[] = { "qemu+tls://one.lab/system", NULL };
  g_autoptr (GError) error = NULL;
  MusterDesk *desk = muster_desk_new_for_uris (uris, "/nonexistent", &error);

  g_assert_no_error (error);
  g_assert_true (dex_await (muster_desk_load (desk), &error));
  g_assert_no_error (error);

  return desk;
}

/* Whoever writes to one host says how the others are called. */
static void
test_names (void)
{
  static const struct { const char *name; const char *uri; const char *shown; } cases[] = {
    { "host2", "qemu+tls://two.lab/system", "host2" },
    { "a/b", "qemu+tls://two.lab/system", "a-b" },
    { NULL, "qemu+tls://two.lab/system", "two" },
    { "", "qemu+tls://two.lab/system", "two" },
    { "x\ny", "qemu+tls://two.lab/system", "two" },
    { "\xe2\x80\xaegnp", "qemu+tls://two.lab/system", "two" },
    { NULL, "qemu+ext://two.lab/system?command=sh", "uuid" },
    { NULL, NULL, "uuid" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MusterNamedHost) host =
        muster_named_host_new ("uuid", cases[i].name, cases[i].uri);

      g_assert_cmpstr (host->name, ==, cases[i].shown);
      g_assert_true ((host->uri == NULL) == (host->problem != NULL));
    }
}

/* What cannot be added is no reason to leave out the others. */
static void
test_add (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autoptr (GPtrArray) hosts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_named_host_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (hosts, muster_named_host_new ("1", "x", "qemu+ssh://evil.lab/system"));
  g_ptr_array_add (hosts, muster_named_host_new ("2", "y", "qemu+tls://one.lab/system"));
  g_ptr_array_add (hosts, muster_named_host_new ("3", "one", "qemu+tls://two.lab/system"));
  g_ptr_array_add (hosts, muster_named_host_new ("4", "one", "qemu+tls://three.lab/system"));
  g_assert_true (dex_await (muster_named_host_add_all (desk, hosts, NULL), &error));
  g_assert_no_error (error);

  g_assert_nonnull (((MusterNamedHost *) hosts->pdata[0])->problem);
  g_assert_nonnull (((MusterNamedHost *) hosts->pdata[1])->problem);
  g_assert_cmpstr (((MusterNamedHost *) hosts->pdata[2])->name, ==, "one-2");
  entries = dex_await_boxed (muster_host_list (muster_desk_get_store (desk)), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpstr (((MusterHostEntry *) entries->pdata[2])->name, ==, "one-3");
}

static void
put_recent (MusterDesk *desk,
            const char *id,
            const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  dex_await (muster_store_put (muster_desk_get_store (desk), "recent-data-center", id,
                               json_node_get_object (node), NULL), &error);
  g_assert_no_error (error);
}

static void
test_recent (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autoptr (GPtrArray) centers = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  MusterRecentCenter *last;

  put_recent (desk, "a", "{\"hosts\":5}");
  put_recent (desk, "b", "{\"name\":\"Bern\",\"hosts\":[1,{},"
                         "{\"name\":\"two\",\"uri\":\"qemu+tls://two.lab/system\"}]}");
  centers = dex_await_boxed (muster_recent_center_list (desk), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (centers->len, ==, 2);
  last = centers->pdata[0];
  g_assert_cmpstr (last->name, ==, "Bern");
  g_assert_cmpuint (last->hosts->len, ==, 1);

  g_assert_true (dex_await (muster_recent_center_open (desk, "b"), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (muster_membership_get_id (muster_desk_get_membership (desk)), ==, "b");
  entries = dex_await_boxed (muster_host_list (muster_desk_get_store (desk)), &error);
  g_assert_cmpuint (entries->len, ==, 2);

  g_assert_true (dex_await (muster_recent_center_forget (desk, "b"), &error));
  g_assert_false (dex_await (muster_recent_center_open (desk, "b"), &error));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  test_fiber_add ("/muster/named-host/names", test_names);
  test_fiber_add ("/muster/named-host/add", test_add);
  test_fiber_add ("/muster/named-host/recent", test_recent);

  return g_test_run ();
}
