/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-file-store.h"
#include "test-await.h"
#include "test-folder.h"

static const char *own_path;

typedef struct
{
  MusterStore *store;
  char        *folder;
  char        *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("muster-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "store.json", NULL);
  fixture->store = muster_file_store_new (fixture->path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_store (g_steal_pointer (&fixture->store));
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static MusterRecord *
put (MusterStore *store,
     const char  *id,
     const char  *name)
{
  g_autoptr(JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "name", name);
  return await_object (muster_store_put (store, "host", id, content, NULL));
}

static void
reopen (Fixture *fixture)
{
  drop_store (g_steal_pointer (&fixture->store));
  fixture->store = muster_file_store_new (fixture->path);
}

static guint
count (MusterStore *store)
{
  g_autoptr(GPtrArray) list = await_boxed (muster_store_list (store, NULL));

  return list->len;
}

static char *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
write_file (const char *path,
            const char *text)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static guint
count_broken (Fixture *fixture)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, ".broken-") != NULL;
  return n;
}

/* --- one process --------------------------------------------------------- */

static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(MusterRecord) written = put (fixture->store, "1", "a");
  g_autoptr(MusterRecord) read = NULL;
  g_autofree char *part = g_strconcat (fixture->path, ".part", NULL);
  struct stat info;

  reopen (fixture);
  read = await_object (muster_store_get (fixture->store, "host", "1"));
  g_assert_cmpstr (muster_record_get_text (read), ==, muster_record_get_text (written));

  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_reading_makes_nothing (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no", "store.json", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  drop_store (g_steal_pointer (&fixture->store));
  fixture->store = muster_file_store_new (path);
  g_assert_cmpuint (count (fixture->store), ==, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *part = g_strconcat (fixture->path, ".part", NULL);
  g_autoptr(MusterRecord) one = put (fixture->store, "1", "a");
  g_autoptr(MusterRecord) two = NULL;

  write_file (part, "{\"format\":1,\"rec");
  reopen (fixture);
  g_assert_cmpuint (count (fixture->store), ==, 1);
  two = put (fixture->store, "2", "b");
  g_assert_cmpuint (count (fixture->store), ==, 2);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_unknown_fields (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(MusterRecord) record = NULL;
  g_autoptr(MusterRecord) next = NULL;
  g_autoptr(JsonObject) content = NULL;
  g_autofree char *text = NULL;

  write_file (fixture->path,
              "{\"format\":1,\"profile\":{\"x\":[1]},\"records\":["
              "{\"kind\":\"host\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],"
              "\"time\":5,\"seal\":\"s1\",\"content\":{\"name\":\"a\",\"later\":7}}]}");
  record = await_object (muster_store_get (fixture->store, "host", "1"));
  content = muster_record_dup_content (record);
  json_object_set_string_member (content, "name", "b");
  next = await_object (muster_store_put (fixture->store, "host", "1", content, NULL));

  g_assert_nonnull (strstr (muster_record_get_text (next), "\"later\":7"));
  text = read_file (fixture->path);
  g_assert_nonnull (strstr (text, "\"profile\":{\"x\":[1]}"));
  reopen (fixture);
  g_assert_cmpuint (count (fixture->store), ==, 1);
}

static void
test_newer_format (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *text = "{\"format\":2,\"anything\":true}";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) content = json_object_new ();
  g_autofree char *after = NULL;

  write_file (fixture->path, text);
  error = await_error (muster_store_list (fixture->store, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NEWER);
  g_clear_error (&error);
  error = await_error (muster_store_put (fixture->store, "host", "1", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NEWER);
  after = read_file (fixture->path);
  g_assert_cmpstr (after, ==, text);
}

static void
test_corrupt (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const texts[] = {
    "", "nonsense", "[]", "{}", "{\"format\":1}", "{\"format\":\"1\",\"records\":[]}",
    "{\"format\":1,\"records\":{}}", "{\"format\":1,\"records\":[3]}",
    "{\"format\":1,\"records\":[{\"kind\":\"host\"}]}",
    "{\"format\":1,\"records\":[", "{\"format\":1,\"records\":[]} trailing",
    "{\"format\":1,\"x\":\"\xff\",\"records\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) parts = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *shown = g_strescape (texts[i], NULL);

      g_test_message ("%s", shown);
      write_file (fixture->path, texts[i]);
      error = await_error (muster_store_list (fixture->store, NULL));
      g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT);
      g_assert_nonnull (strstr (error->message, fixture->path));
      g_assert_cmpuint (count_broken (fixture), ==, i + 1);

      /* The message names where it is now, and there it is, as it was. */
      parts = g_regex_split_simple ("“(.*?)”", error->message, 0, 0);
      kept = read_file (parts[3]);
      g_assert_cmpstr (kept, ==, texts[i]);
      g_assert_cmpuint (count (fixture->store), ==, 0);
    }
}

static void
test_corrupt_while_running (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(MusterRecord) one = put (fixture->store, "1", "a");
  g_autoptr(MusterRecord) two = NULL;
  g_autoptr(MusterStore) other = muster_file_store_new (fixture->path);
  g_autoptr(MusterRecord) theirs = NULL;
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(GError) error = NULL;

  write_file (fixture->path, "{");
  error = await_error (muster_store_put (fixture->store, "host", "2", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT);
  g_assert_cmpuint (count_broken (fixture), ==, 1);

  /* Another begins anew meanwhile; what was read before comes back with the
   * next write, beside it. */
  theirs = put (other, "3", "c");
  g_assert_cmpuint (count (fixture->store), ==, 2);
  two = put (fixture->store, "2", "b");
  reopen (fixture);
  g_assert_cmpuint (count (fixture->store), ==, 3);
}

static void
test_not_regular (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  error = await_error (muster_store_list (fixture->store, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_READ);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);
  g_autofd int fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  error = await_error (muster_store_put (fixture->store, "host", "1", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_BUSY);
}

/* --- several processes --------------------------------------------------- */

static GSubprocess *
spawn (const char * const *argv)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *child;

  child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  return child;
}

static void
assert_child (GSubprocess *child)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
}

#define EACH 25

static void
put_many (MusterStore *store,
          const char  *prefix)
{
  for (guint i = 0; i < EACH; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%u", prefix, i);
      g_autoptr(MusterRecord) own = put (store, id, prefix);
      g_autoptr(MusterRecord) shared = put (store, "shared", prefix);
    }
}

static void
test_two_processes (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *one[] = { own_path, "--put", fixture->path, "one", NULL };
  const char *two[] = { own_path, "--put", fixture->path, "two", NULL };
  g_autoptr(GSubprocess) first = spawn (one);
  g_autoptr(GSubprocess) second = spawn (two);
  g_autoptr(MusterRecord) shared = NULL;
  g_autoptr(GPtrArray) conflicts = NULL;

  put_many (fixture->store, "me");
  assert_child (first);
  assert_child (second);

  g_assert_cmpuint (count (fixture->store), ==, 3 * EACH + 1);
  shared = await_object (muster_store_get (fixture->store, "host", "shared"));
  g_assert_cmpuint (muster_record_get_counter (shared), ==, 3 * EACH);
  conflicts = await_boxed (muster_store_conflicts (fixture->store));
  g_assert_cmpuint (conflicts->len, ==, 0);
}

static void
changed_cb (MusterStore *store,
            const char  *kind,
            const char  *id,
            GHashTable  *changes)
{
  g_hash_table_add (changes, g_strdup (id));
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("no signal came");
  return G_SOURCE_REMOVE;
}

static void
test_signal (Fixture       *fixture,
             gconstpointer  data)
{
  const char *argv[] = { own_path, "--put", fixture->path, "one", NULL };
  g_autoptr(GHashTable) changes = NULL;
  g_autoptr(GSubprocess) child = NULL;
  guint timeout = g_timeout_add_seconds (30, give_up_cb, NULL);

  changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), changes);
  g_assert_cmpuint (count (fixture->store), ==, 0);

  child = spawn (argv);
  while (g_hash_table_size (changes) < EACH + 1)
    g_main_context_iteration (NULL, TRUE);
  assert_child (child);
  g_source_remove (timeout);
}

/* --- places that cannot be written --------------------------------------- */

/* Root needs no user namespace, which a system may not give, to mount. */
static void
run_mounted (Fixture    *fixture,
             const char *script,
             const char *code,
             const char *size)
{
  const char *argv[] = {
    "unshare", "--mount", geteuid () != 0 ? "--map-root-user" : "--", "sh", "-eu", "-c",
    script, "sh", fixture->folder, own_path, fixture->path, code, size, NULL
  };
  g_autoptr(GSubprocess) child = spawn (argv);

  assert_child (child);
}

static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  run_mounted (fixture,
               "mount -t tmpfs -o size=64k tmpfs \"$1\"; "
               "\"$2\" --put-one \"$3\"; "
               "exec \"$2\" --expect \"$3\" \"$4\" \"$5\"",
               G_STRINGIFY (MUSTER_STORE_ERROR_NO_SPACE), "200000");
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  run_mounted (fixture,
               "mount -t tmpfs tmpfs \"$1\"; "
               "\"$2\" --put-one \"$3\"; "
               "mount -o remount,bind,ro \"$1\"; "
               "exec \"$2\" --expect \"$3\" \"$4\" \"$5\"",
               G_STRINGIFY (MUSTER_STORE_ERROR_WRITE), "10");
}

static void
test_size_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *argv[] = {
    own_path, "--expect-limited", fixture->path,
    G_STRINGIFY (MUSTER_STORE_ERROR_NO_SPACE), "60000", NULL
  };
  g_autoptr(MusterRecord) record = put (fixture->store, "1", "a");
  g_autoptr(GSubprocess) child = spawn (argv);

  assert_child (child);
}

static MusterStoreError
parse_code (const char *name)
{
  if (g_str_equal (name, "MUSTER_STORE_ERROR_NO_SPACE"))
    return MUSTER_STORE_ERROR_NO_SPACE;

  g_assert_cmpstr (name, ==, "MUSTER_STORE_ERROR_WRITE");
  return MUSTER_STORE_ERROR_WRITE;
}

/* A write fails with the code, and everything is as it was before. */
static void
expect_failure (const char *path,
                const char *code,
                const char *size)
{
  g_autoptr(MusterStore) store = muster_file_store_new (path);
  g_autofree char *before = read_file (path);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *after = NULL;
  g_autofree char *text = g_strnfill (atoi (size), 'x');
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(GError) error = NULL;

  json_object_set_string_member (content, "text", text);
  error = await_error (muster_store_put (store, "host", "2", content, NULL));
  g_assert_error (error, MUSTER_STORE_ERROR, (int) parse_code (code));
  g_assert_nonnull (strstr (error->message, path));

  after = read_file (path);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count (store), ==, 1);
}

static int
run_child (char *argv[])
{
  const char *what = argv[1];
  struct rlimit limit = { 20000, 20000 };

  if (g_str_equal (what, "--put") || g_str_equal (what, "--put-one"))
    {
      g_autoptr(MusterStore) store = muster_file_store_new (argv[2]);
      g_autoptr(MusterRecord) record = NULL;

      if (g_str_equal (what, "--put"))
        put_many (store, argv[3]);
      else
        record = put (store, "1", "a");
      return 0;
    }

  if (g_str_equal (what, "--expect-limited"))
    {
      signal (SIGXFSZ, SIG_IGN);
      setrlimit (RLIMIT_FSIZE, &limit);
    }

  expect_failure (argv[2], argv[3], argv[4]);
  return 0;
}

#define ADD(name, func) \
  g_test_add ("/muster/store/file-store/" name, Fixture, NULL, \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = g_canonicalize_filename (argv[0], NULL);

  dex_init ();
  own_path = path;
  if (argc > 2 && (g_str_has_prefix (argv[1], "--put") ||
                   g_str_has_prefix (argv[1], "--expect")))
    return run_child (argv);

  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("reading-makes-nothing", test_reading_makes_nothing);
  ADD ("interrupted", test_interrupted);
  ADD ("unknown-fields", test_unknown_fields);
  ADD ("newer-format", test_newer_format);
  ADD ("corrupt", test_corrupt);
  ADD ("corrupt-while-running", test_corrupt_while_running);
  ADD ("not-regular", test_not_regular);
  ADD ("busy", test_busy);
  ADD ("two-processes", test_two_processes);
  ADD ("signal", test_signal);
  ADD ("disk-full", test_disk_full);
  ADD ("read-only", test_read_only);
  ADD ("size-limit", test_size_limit);

  return g_test_run ();
}
