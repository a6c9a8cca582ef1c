/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "muster-pki-folder.h"
#include "muster-secrets-error.h"
#include "test-certificates.h"

typedef struct
{
  char           *runtime;
  char           *place;
  MusterIdentity *identity;
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

  fixture->runtime = g_dir_make_tmp ("muster-run-XXXXXX", NULL);
  fixture->place = g_build_filename (fixture->runtime, "muster", NULL);
  fixture->identity = muster_identity_new_from_pem (ca_pem, client_pem, key_pem, &error);
  g_assert_no_error (error);
  g_setenv ("XDG_RUNTIME_DIR", fixture->runtime, TRUE);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
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
  g_assert_finalize_object (fixture->identity);
  remove_tree (fixture->runtime);
  g_free (fixture->runtime);
  g_free (fixture->place);
}

static void
assert_mode (const char *path,
             mode_t      mode)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, mode);
  g_assert_cmpint (info.st_uid, ==, geteuid ());
}

static void
assert_file (const char *folder,
             const char *name,
             const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  assert_mode (path, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_written (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(MusterPkiFolder) folder = NULL;
  g_autoptr(MusterPkiFolder) other = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  mode_t mask = umask (0);

  folder = muster_pki_folder_new (fixture->identity, NULL, &error);
  umask (mask);
  g_assert_no_error (error);
  path = g_strdup (muster_pki_folder_get_path (folder));
  g_assert_true (g_str_has_prefix (path, fixture->place));

  assert_mode (fixture->place, 0700);
  assert_mode (path, 0700);
  assert_file (path, "cacert.pem", muster_identity_get_ca (fixture->identity));
  assert_file (path, "clientcert.pem",
               muster_identity_get_certificate (fixture->identity));
  assert_file (path, "clientkey.pem", muster_identity_get_key (fixture->identity));

  other = muster_pki_folder_new (fixture->identity, NULL, &error);
  g_assert_cmpstr (muster_pki_folder_get_path (other), !=, path);

  muster_pki_folder_release (folder);
  muster_pki_folder_release (folder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_entries (fixture->place), ==, 1);
  g_clear_object (&other);
  g_assert_cmpuint (count_entries (fixture->place), ==, 0);
}

static void
assert_refused (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (muster_pki_folder_new (fixture->identity, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_RUNTIME_DIR);
}

static void
test_no_runtime (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (fixture->runtime, "missing", NULL);

  g_unsetenv ("XDG_RUNTIME_DIR");
  assert_refused (fixture);
  g_setenv ("XDG_RUNTIME_DIR", "", TRUE);
  assert_refused (fixture);
  g_setenv ("XDG_RUNTIME_DIR", "relative", TRUE);
  assert_refused (fixture);
  g_setenv ("XDG_RUNTIME_DIR", missing, TRUE);
  assert_refused (fixture);
  g_assert_cmpuint (muster_pki_folder_remove_leftovers (), ==, 0);
}

static void
test_open_to_others (Fixture       *fixture,
                     gconstpointer  data)
{
  static const int modes[] = { 0701, 0710, 0750, 0777, 01777 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (chmod (fixture->runtime, modes[i]), ==, 0);
      assert_refused (fixture);
    }

  g_assert_cmpint (chmod (fixture->runtime, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->place, 0700), ==, 0);
  g_assert_cmpint (chmod (fixture->place, 0755), ==, 0);
  assert_refused (fixture);
}

static void
test_someone_elses (Fixture       *fixture,
                    gconstpointer  data)
{
  if (geteuid () != 0)
    {
      g_setenv ("XDG_RUNTIME_DIR", "/", TRUE);
      assert_refused (fixture);
      return;
    }

  g_assert_cmpint (chown (fixture->runtime, 65534, 65534), ==, 0);
  assert_refused (fixture);
}

static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *target = g_build_filename (fixture->runtime, "target", NULL);

  g_assert_cmpint (g_mkdir (target, 0700), ==, 0);
  g_assert_cmpint (symlink (target, fixture->place), ==, 0);
  assert_refused (fixture);
  g_assert_cmpuint (count_entries (target), ==, 0);
}

static pid_t
dead_pid (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  return pid;
}

static char *
make_leftover (Fixture    *fixture,
               const char *prefix,
               pid_t       pid)
{
  g_autofree char *name = g_strdup_printf ("%s%d-0", prefix, (int) pid);
  char *path = g_build_filename (fixture->place, name, NULL);
  g_autofree char *key = g_build_filename (path, "clientkey.pem", NULL);

  g_mkdir_with_parents (path, 0700);
  g_assert_true (g_file_set_contents (key, "key", -1, NULL));
  return path;
}

static void
test_leftovers (Fixture       *fixture,
                gconstpointer  data)
{
  pid_t dead = dead_pid ();
  g_autofree char *left = make_leftover (fixture, "pki-", dead);
  g_autofree char *other = make_leftover (fixture, "other-", dead);
  g_autofree char *alive = make_leftover (fixture, "pki-", getppid ());
  g_autofree char *locked = NULL;
  g_autofd int fd = -1;
  g_autoptr(MusterPkiFolder) own = muster_pki_folder_new (fixture->identity, NULL, NULL);

  g_assert_cmpuint (muster_pki_folder_remove_leftovers (), ==, 1);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (alive, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (muster_pki_folder_get_path (own), G_FILE_TEST_EXISTS));

  /* dead to us, but someone holds it: a process of another namespace */
  locked = make_leftover (fixture, "pki-", dead);
  fd = g_open (locked, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_cmpuint (muster_pki_folder_remove_leftovers (), ==, 0);
  g_assert_true (g_file_test (locked, G_FILE_TEST_EXISTS));
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      muster_pki_folder_new (fixture->identity, NULL, NULL);
      _exit (0);
    }

  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpuint (count_entries (fixture->place), ==, 1);
  g_assert_cmpuint (muster_pki_folder_remove_leftovers (), ==, 1);
  g_assert_cmpuint (count_entries (fixture->place), ==, 0);
}

/* Whoever presses Ctrl+C while a key is on its way leaves none behind. */
static void
test_signal (Fixture       *fixture,
             gconstpointer  data)
{
  static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      pid_t pid = fork ();
      int status;

      if (pid == 0)
        {
          /* Who started the tests may ignore it. */
          signal (numbers[i], SIG_DFL);
          muster_pki_folder_remove_on_signals ();
          muster_pki_folder_new (fixture->identity, NULL, NULL);
          muster_pki_folder_new (fixture->identity, NULL, NULL);
          raise (numbers[i]);
          _exit (0);
        }

      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, numbers[i]);
      g_assert_cmpuint (count_entries (fixture->place), ==, 0);
    }
}

#define ADD(name, func) \
  g_test_add ("/muster/secrets/pki-folder/" name, Fixture, NULL, \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("written", test_written);
  ADD ("no-runtime", test_no_runtime);
  ADD ("open-to-others", test_open_to_others);
  ADD ("someone-elses", test_someone_elses);
  ADD ("link", test_link);
  ADD ("leftovers", test_leftovers);
  ADD ("crash", test_crash);
  ADD ("signal", test_signal);

  return g_test_run ();
}
