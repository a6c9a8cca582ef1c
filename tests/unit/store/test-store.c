/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-file-store.h"
#include "muster-memory-store.h"
#include "test-await.h"
#include "test-folder.h"

/* What every store does alike. */
typedef struct
{
  MusterStore *store;
  char        *folder;
  GString     *changes;
} Fixture;

static void
changed_cb (MusterStore *store,
            const char  *kind,
            const char  *id,
            GString     *changes)
{
  g_string_append_printf (changes, "%s/%s ", kind, id);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("muster-store-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "some", "where", "store.json", NULL);
  fixture->store = g_str_equal (data, "memory") ? muster_memory_store_new ()
                                                : muster_file_store_new (path);
  fixture->changes = g_string_new (NULL);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb),
                    fixture->changes);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_store (fixture->store);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_string_free (fixture->changes, TRUE);
}

static MusterRecord *
put (Fixture    *fixture,
     const char *kind,
     const char *id,
     const char *name,
     const char *parent)
{
  g_autoptr(JsonObject) content = json_object_new ();
  const char *parents[] = { parent, NULL };

  json_object_set_string_member (content, "name", name);
  return await_object (muster_store_put (fixture->store, kind, id, content,
                                         parent != NULL ? parents : NULL));
}

static guint
count (Fixture    *fixture,
       const char *kind)
{
  g_autoptr(GPtrArray) list = await_boxed (muster_store_list (fixture->store, kind));

  return list->len;
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(MusterRecord) written = NULL;
  g_autoptr(MusterRecord) read = NULL;
  g_autoptr(MusterRecord) other = NULL;

  g_assert_cmpuint (count (fixture, NULL), ==, 0);
  written = put (fixture, "host", "one", "Größe\n\"1\"", NULL);
  other = put (fixture, "view", "one", "v", NULL);
  read = await_object (muster_store_get (fixture->store, "host", "one"));

  g_assert_cmpstr (muster_record_get_text (read), ==, muster_record_get_text (written));
  g_assert_cmpstr (json_object_get_string_member (muster_record_get_content (read),
                                                  "name"), ==, "Größe\n\"1\"");
  g_assert_cmpuint (count (fixture, "host"), ==, 1);
  g_assert_cmpuint (count (fixture, NULL), ==, 2);
  g_assert_cmpuint (count (fixture, "nothing"), ==, 0);
  g_assert_cmpstr (fixture->changes->str, ==, "host/one view/one ");
}

static void
test_conflict (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(MusterRecord) first = put (fixture, "host", "1", "first", NULL);
  g_autoptr(MusterRecord) theirs = NULL;
  g_autoptr(MusterRecord) mine = NULL;
  g_autoptr(MusterRecord) winner = NULL;
  g_autoptr(MusterRecord) both = NULL;
  g_autoptr(GPtrArray) conflicts = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(JsonObject) content = json_object_new ();
  const char *heads[3] = { NULL };

  theirs = put (fixture, "host", "1", "theirs", muster_record_get_revision (first));
  mine = put (fixture, "host", "1", "mine", muster_record_get_revision (first));
  winner = await_object (muster_store_get (fixture->store, "host", "1"));
  g_assert_cmpstr (muster_record_get_revision (winner), ==,
                   muster_record_get_revision (mine));

  conflicts = await_boxed (muster_store_conflicts (fixture->store));
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (muster_record_get_revision (g_ptr_array_index (conflicts, 0)), ==,
                   muster_record_get_revision (theirs));

  heads[0] = muster_record_get_revision (mine);
  heads[1] = muster_record_get_revision (theirs);
  both = await_object (muster_store_put (fixture->store, "host", "1", content, heads));
  none = await_boxed (muster_store_conflicts (fixture->store));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(MusterRecord) record = put (fixture, "host", "1", "name", NULL);
  g_autoptr(MusterRecord) deletion = NULL;
  g_autoptr(MusterRecord) again = NULL;
  g_autoptr(GError) error = NULL;

  deletion = await_object (muster_store_delete (fixture->store, "host", "1"));
  g_assert_true (muster_record_is_deleted (deletion));
  g_assert_cmpuint (count (fixture, NULL), ==, 0);

  error = await_error (muster_store_get (fixture->store, "host", "1"));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  error = await_error (muster_store_delete (fixture->store, "host", "1"));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND);

  again = put (fixture, "host", "1", "name", NULL);
  g_assert_cmpuint (muster_record_get_counter (again), ==, 3);
  g_assert_cmpstr (fixture->changes->str, ==, "host/1 host/1 host/1 ");
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(JsonObject) content = json_object_new ();
  const char *parents[] = { "x", NULL };
  g_autoptr(GError) error = NULL;

  error = await_error (muster_store_put (fixture->store, "Host", "1", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID);
  g_clear_error (&error);
  error = await_error (muster_store_put (fixture->store, "host", "../1", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID);
  g_clear_error (&error);
  error = await_error (muster_store_put (fixture->store, "host", "1", content, parents));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID);
  g_assert_cmpuint (count (fixture, NULL), ==, 0);
}

/* Calls that were not waited for are done in their order. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(MusterRecord) last = NULL;

  for (int i = 1; i <= 30; i++)
    {
      g_autoptr(JsonObject) content = json_object_new ();

      json_object_set_int_member (content, "i", i);
      dex_future_disown (muster_store_put (fixture->store, "host", "1", content, NULL));
    }

  last = await_object (muster_store_get (fixture->store, "host", "1"));
  g_assert_cmpint (json_object_get_int_member (muster_record_get_content (last), "i"),
                   ==, 30);
  g_assert_cmpuint (muster_record_get_counter (last), ==, 30);
}

#define ADD(name, func) \
  g_test_add ("/muster/store/memory-store/" name, Fixture, "memory", \
              set_up, func, tear_down); \
  g_test_add ("/muster/store/file-store/" name, Fixture, "file", \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("conflict", test_conflict);
  ADD ("delete", test_delete);
  ADD ("invalid", test_invalid);
  ADD ("order", test_order);

  return g_test_run ();
}
