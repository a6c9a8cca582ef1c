/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-memory-store.h"
#include "muster-view-book.h"
#include "test-fiber.h"

static const char * const columns[] = { "name", "state", NULL };

static MusterSavedView *
view_new (const char *id,
          const char *name,
          const char *search)
{
  return muster_saved_view_new (id, name, search, columns, "state", TRUE);
}

static void
save (MusterViewBook *book,
      const char     *id,
      const char     *name,
      const char     *search)
{
  g_autoptr (MusterSavedView) view = view_new (id, name, search);
  g_autoptr (GError) error = NULL;

  dex_await (muster_view_book_save (book, view), &error);
  g_assert_no_error (error);
  /* What follows the store's signal is a fiber of its own. */
  dex_await (muster_view_book_load (book), &error);
  g_assert_no_error (error);
}

static MusterSavedView *
nth (MusterViewBook *book,
     guint           i)
{
  return g_list_model_get_item (muster_view_book_get_views (book), i);
}

static void
test_save (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterViewBook) book = muster_view_book_new (store);
  g_autoptr (MusterViewBook) other = muster_view_book_new (store);
  g_autoptr (MusterSavedView) view = NULL;

  save (book, "1", "web", "web");
  save (book, "2", "databases", "db");
  g_assert_cmpuint (g_list_model_get_n_items (muster_view_book_get_views (book)), ==, 2);

  dex_await (muster_view_book_load (other), NULL);
  view = nth (other, 0);
  g_assert_cmpstr (muster_saved_view_get_id (view), ==, "2");
  g_assert_cmpstr (muster_saved_view_get_name (view), ==, "databases");
  g_assert_cmpstr (muster_saved_view_get_search (view), ==, "db");
  g_assert_cmpstr (muster_saved_view_get_sort_column (view), ==, "state");
  g_assert_true (muster_saved_view_get_descending (view));
  g_assert_true (g_strv_equal (muster_saved_view_get_columns (view), columns));
}

static void
test_same_name (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterViewBook) book = muster_view_book_new (store);
  g_autoptr (MusterSavedView) view = NULL;

  save (book, "1", "web", "web");
  save (book, "2", "web", "other");
  g_assert_cmpuint (g_list_model_get_n_items (muster_view_book_get_views (book)), ==, 1);
  view = nth (book, 0);
  g_assert_cmpstr (muster_saved_view_get_id (view), ==, "1");
  g_assert_cmpstr (muster_saved_view_get_search (view), ==, "other");
}

static void
test_delete (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterViewBook) book = muster_view_book_new (store);
  g_autoptr (MusterSavedView) view = NULL;
  g_autoptr (GError) error = NULL;

  save (book, "1", "web", "web");
  view = nth (book, 0);
  dex_await (muster_view_book_delete (book, view), &error);
  g_assert_no_error (error);
  dex_await (muster_view_book_load (book), &error);
  g_assert_cmpuint (g_list_model_get_n_items (muster_view_book_get_views (book)), ==, 0);
}

/* A newer Muster may know more of a view, and some may know other things. */
static void
test_strange_records (void)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterViewBook) book = muster_view_book_new (store);
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (JsonNode) odd =
    json_from_string ("{ \"name\": \"odd\", \"columns\": [1, {}, \"os\"], \"search\": [],"
                      "  \"descending\": {}, \"colour\": \"red\" }", NULL);
  g_autoptr (JsonNode) nameless = json_from_string ("{ \"name\": 7 }", NULL);
  g_autoptr (MusterSavedView) view = NULL;

  dex_await (muster_store_put (store, "view", "a", json_node_get_object (odd), NULL), NULL);
  dex_await (muster_store_put (store, "view", "b", json_node_get_object (nameless), NULL), NULL);
  dex_await (muster_view_book_load (book), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (muster_view_book_get_views (book)), ==, 1);
  view = nth (book, 0);
  g_assert_cmpstr (muster_saved_view_get_search (view), ==, "");
  g_assert_cmpstr (muster_saved_view_get_columns (view)[0], ==, "os");

  save (book, "c", "odd", "new");
  record = dex_await_object (muster_store_get (store, "view", "a"), NULL);
  g_assert_cmpstr (json_object_get_string_member (muster_record_get_content (record), "colour"),
                   ==, "red");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  test_fiber_add ("/muster/actions/view-book/save", test_save);
  test_fiber_add ("/muster/actions/view-book/same-name", test_same_name);
  test_fiber_add ("/muster/actions/view-book/delete", test_delete);
  test_fiber_add ("/muster/actions/view-book/strange-records", test_strange_records);
  return g_test_run ();
}
