/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <libdex.h>

#include "console-dummy-session.h"
#include "console-file-port.h"
#include "console-session-private.h"
#include "muster-console-files.h"
#include "ui-fixture.h"

/* --- a session that takes files ------------------------------------------------------ */

#define TEST_TYPE_PORT (test_port_get_type ())
G_DECLARE_FINAL_TYPE (TestPort, test_port, TEST, PORT, ConsoleSession)

struct _TestPort
{
  ConsoleSession parent_instance;

  DexPromise *promise;
  guint files;
  gboolean absent;
};

static void port_init (ConsoleFilePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPort, test_port, CONSOLE_TYPE_SESSION,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_FILE_PORT, port_init))

static gboolean
test_port_check (ConsoleFilePort  *port,
                 GError          **error)
{
  if (TEST_PORT (port)->absent)
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES, "No agent.");
  return !TEST_PORT (port)->absent;
}

static DexFuture *
test_port_send (ConsoleFilePort        *port,
                GFile                 **files,
                GCancellable           *cancellable,
                GFileProgressCallback   progress,
                gpointer                data)
{
  TestPort *self = TEST_PORT (port);

  self->files = g_strv_length ((char **) files);
  self->promise = dex_promise_new ();
  progress (1, 4, data);
  return dex_ref (self->promise);
}

static void
port_init (ConsoleFilePortInterface *iface)
{
  iface->check = test_port_check;
  iface->send = test_port_send;
}

static void
test_port_open (ConsoleSession *session)
{
  _console_session_connected (session);
}

static void
test_port_close (ConsoleSession *session)
{
}

static void
test_port_finalize (GObject *object)
{
  dex_clear (&TEST_PORT (object)->promise);

  G_OBJECT_CLASS (test_port_parent_class)->finalize (object);
}

static void
test_port_class_init (TestPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_port_finalize;
  CONSOLE_SESSION_CLASS (klass)->open = test_port_open;
  CONSOLE_SESSION_CLASS (klass)->close = test_port_close;
}

static void
test_port_init (TestPort *self)
{
}

/* --- fixture ------------------------------------------------------------------------- */

typedef struct
{
  MusterDesk *desk;
  MusterVm *vm;
  ConsoleDisplay *display;
  GSimpleActionGroup *actions;
  MusterConsoleFiles *files;
  char *told;
  char *folder;
  GPtrArray *some;
} Fixture;

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  g_set_str (&((Fixture *) data)->told, g_variant_get_string (parameter, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const GActionEntry entries[] = { { "toast", toast_cb, "s" } };
  const char *uris[] = { "test:///default", NULL };
  g_autoptr (GSimpleActionGroup) window = g_simple_action_group_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->desk = muster_desk_new_for_uris (uris, NULL, &error);
  g_assert_no_error (error);
  fixture->vm = ui_fixture_vm ("one", NULL, MUSTER_VM_RUNNING);
  fixture->display = g_object_ref_sink (CONSOLE_DISPLAY (console_display_new ()));
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, 1, fixture);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->display), "win",
                                  G_ACTION_GROUP (window));
  fixture->actions = g_simple_action_group_new ();
  fixture->files = muster_console_files_new (fixture->display,
                                             G_ACTION_MAP (fixture->actions),
                                             fixture->desk, fixture->vm);
  fixture->folder = g_dir_make_tmp ("console-files-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "a", NULL);
  g_assert_true (g_file_set_contents (path, "a", 1, NULL));
  fixture->some = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->some, g_file_new_for_path (path));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_file_delete (g_ptr_array_index (fixture->some, 0), NULL, NULL);
  g_rmdir (fixture->folder);
  g_ptr_array_unref (fixture->some);
  g_free (fixture->folder);
  g_free (fixture->told);
  g_object_unref (fixture->files);
  g_object_unref (fixture->actions);
  g_object_unref (fixture->display);
  g_assert_finalize_object (fixture->vm);
  g_clear_object (&fixture->desk);
}

static ConsoleTarget *
make_target (void)
{
  return g_object_new (CONSOLE_TYPE_TARGET, "host", "127.0.0.1", "port", 5900, NULL);
}

static TestPort *
connect_port (Fixture *fixture)
{
  g_autoptr (ConsoleTarget) target = make_target ();
  TestPort *port = g_object_new (TEST_TYPE_PORT, "target", target, NULL);

  console_session_open (CONSOLE_SESSION (port));
  console_display_set_session (fixture->display, CONSOLE_SESSION (port));
  return port;
}

static void
wait_for (DexFuture *future)
{
  for (guint i = 0; i < 2000 && dex_future_is_pending (future); i++)
    ui_fixture_spin (5);
  g_assert_true (dex_future_is_resolved (future));
}

static void
send_and_wait (Fixture *fixture)
{
  g_autoptr (DexFuture) sending = muster_console_files_send (fixture->files, fixture->some);

  wait_for (sending);
}

static void
wait_until_sent (TestPort *port)
{
  for (guint i = 0; i < 2000 && port->promise == NULL; i++)
    ui_fixture_spin (5);
  g_assert_nonnull (port->promise);
}

static MusterTask *
get_task (Fixture *fixture)
{
  GListModel *tasks = G_LIST_MODEL (muster_desk_get_tasks (fixture->desk));
  g_autoptr (MusterTask) task = g_list_model_get_item (tasks, 0);

  g_assert_nonnull (task);
  return task;
}

/* --- cases ------------------------------------------------------------------------- */

static void
assert_nothing_sent (Fixture    *fixture,
                     const char *told)
{
  send_and_wait (fixture);
  g_assert_cmpstr (fixture->told, ==, told);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (muster_desk_get_tasks (fixture->desk))),
                    ==, 0);
}

/* Each is said before anything is sent. */
static void
test_nothing_sent (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target = make_target ();
  g_autoptr (ConsoleSession) dummy = console_dummy_session_new (target);
  g_autoptr (TestPort) port = NULL;
  g_autofree char *name = g_path_get_basename (fixture->folder);
  g_autofree char *told = NULL;

  assert_nothing_sent (fixture, "Nothing was sent. The screen is not connected.");
  console_display_set_session (fixture->display, dummy);
  assert_nothing_sent (fixture, "Nothing was sent. Only a SPICE display takes files, "
                                "and this VM’s is another.");
  port = connect_port (fixture);
  port->absent = TRUE;
  assert_nothing_sent (fixture, "Nothing was sent. No agent.");
  port->absent = FALSE;
  console_display_set_read_only (fixture->display, TRUE);
  assert_nothing_sent (fixture, "Nothing was sent. The screen is for viewing only.");
  console_display_set_read_only (fixture->display, FALSE);
  g_ptr_array_add (fixture->some, g_file_new_for_path (fixture->folder));
  told = g_strdup_printf ("Nothing was sent. “%s” is a folder, and only files can be sent.", name);
  assert_nothing_sent (fixture, told);
}

static void
test_arrives (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (TestPort) port = connect_port (fixture);
  g_autoptr (DexFuture) sending = muster_console_files_send (fixture->files, fixture->some);

  wait_until_sent (port);
  g_assert_cmpuint (port->files, ==, 1);
  g_assert_cmpstr (muster_task_get_title (get_task (fixture)), ==, "Send 1 file");
  g_assert_cmpstr (muster_task_get_object (get_task (fixture)), ==, "one");
  g_assert_cmpfloat (muster_task_get_progress (get_task (fixture)), ==, 0.25);
  g_assert_true (muster_task_get_can_cancel (get_task (fixture)));
  dex_promise_resolve_boolean (port->promise, TRUE);
  wait_for (sending);
  g_assert_cmpint (muster_task_get_state (get_task (fixture)), ==, MUSTER_TASK_DONE);
  g_assert_cmpstr (fixture->told, ==, "The files are in the guest.");
}

static void
test_fails (Fixture       *fixture,
            gconstpointer  data)
{
  GIOErrorEnum code = GPOINTER_TO_INT (data);
  g_autoptr (TestPort) port = connect_port (fixture);
  g_autoptr (DexFuture) sending = muster_console_files_send (fixture->files, fixture->some);
  gboolean stopped = code == G_IO_ERROR_CANCELLED;

  wait_until_sent (port);
  dex_promise_reject (port->promise, g_error_new_literal (G_IO_ERROR, code, "Its disk is full."));
  wait_for (sending);
  g_assert_cmpint (muster_task_get_state (get_task (fixture)), ==,
                   stopped ? MUSTER_TASK_CANCELLED : MUSTER_TASK_FAILED);
  g_assert_cmpstr (fixture->told, ==,
                   stopped ? NULL : "The files did not all arrive: Its disk is full.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/muster/ui/console-files/nothing-sent", Fixture, NULL,
              set_up, test_nothing_sent, tear_down);
  g_test_add ("/muster/ui/console-files/arrives", Fixture, NULL,
              set_up, test_arrives, tear_down);
  g_test_add ("/muster/ui/console-files/fails", Fixture, GINT_TO_POINTER (G_IO_ERROR_NO_SPACE),
              set_up, test_fails, tear_down);
  g_test_add ("/muster/ui/console-files/stopped", Fixture, GINT_TO_POINTER (G_IO_ERROR_CANCELLED),
              set_up, test_fails, tear_down);
  return g_test_run ();
}
