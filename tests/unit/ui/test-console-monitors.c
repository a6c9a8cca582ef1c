/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monitors of a VM besides the first, and their windows. */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "console-dummy-session.h"
#include "console-session-private.h"
#include "console-fixed-source.h"
#include "muster-console-monitors.h"
#include "muster-console-screen.h"
#include "muster-monitor-window.h"
#include "muster-ui.h"
#include "ui-fixture.h"

typedef struct
{
  GtkApplication *application;
  GSettings *settings;
  MusterVm *vm;
  ConsoleKeeper *keeper;
  ConsoleDisplay *display;
  GtkWindow *window;
  GSimpleActionGroup *actions;
  MusterConsoleMonitors *monitors;
  guint n_changes;
} Fixture;

static ConsoleDummySession *
get_session (Fixture *fixture)
{
  return CONSOLE_DUMMY_SESSION (console_keeper_get_session (fixture->keeper));
}

static void
count_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target =
    g_object_new (CONSOLE_TYPE_TARGET, "protocol", CONSOLE_PROTOCOL_SPICE,
                  "host", "127.0.0.1", "port", 5900, NULL);
  g_autoptr (ConsoleFixedSource) source = console_fixed_source_new (target);

  console_fixed_source_use_dummies (source);
  fixture->application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (fixture->application), NULL, NULL));
  fixture->settings = ui_fixture_settings ();
  fixture->vm = ui_fixture_vm ("one", NULL, MUSTER_VM_RUNNING);
  fixture->keeper = console_keeper_new (CONSOLE_SOURCE (source));
  fixture->window = GTK_WINDOW (gtk_application_window_new (fixture->application));
  fixture->display = CONSOLE_DISPLAY (console_display_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->display));
  console_display_set_keeper (fixture->display, fixture->keeper);
  fixture->actions = g_simple_action_group_new ();
  fixture->monitors = muster_console_monitors_new (fixture->display,
                                                   G_ACTION_MAP (fixture->actions), fixture->vm,
                                                   fixture->settings);
  g_signal_connect_swapped (fixture->monitors, "notify::open", G_CALLBACK (count_cb), fixture);
  console_keeper_start (fixture->keeper);
  console_dummy_session_connect (get_session (fixture));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  muster_console_monitors_close (fixture->monitors);
  g_assert_finalize_object (fixture->monitors);
  gtk_window_destroy (fixture->window);
  console_keeper_stop (fixture->keeper);
  ui_fixture_spin (50);
  g_clear_object (&fixture->actions);
  g_assert_finalize_object (fixture->keeper);
  g_assert_finalize_object (fixture->vm);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->application);
}

static ConsoleDummySession *
add_head (Fixture *fixture,
          int      number)
{
  ConsoleSession *session = CONSOLE_SESSION (get_session (fixture));
  ConsoleSession *head = console_dummy_session_new (console_session_get_target (session));

  g_assert_true (_console_session_add_head (session, head, number));
  g_assert_true (console_session_is_live (head));
  console_dummy_session_resize (CONSOLE_DUMMY_SESSION (head), 640, 480);
  console_dummy_session_fill (CONSOLE_DUMMY_SESSION (head), 0, 0, 640, 480, 0x335577);
  return CONSOLE_DUMMY_SESSION (head);
}

static int
count_items (Fixture *fixture)
{
  GMenuModel *menu = muster_console_monitors_get_menu (fixture->monitors);

  return menu != NULL ? g_menu_model_get_n_items (menu) : 0;
}

static void
switch_monitor (Fixture    *fixture,
                const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->actions), name, NULL);
}

static gboolean
is_on (Fixture    *fixture,
       const char *name)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (fixture->actions), name);

  return g_variant_get_boolean (state);
}

static GtkWindow *
find_window (Fixture *fixture)
{
  for (GList *l = gtk_application_get_windows (fixture->application); l != NULL; l = l->next)
    if (MUSTER_IS_MONITOR_WINDOW (l->data))
      return l->data;
  return NULL;
}

static ConsoleDisplay *
get_display (GtkWindow *window)
{
  GObject *screen = gtk_widget_get_template_child (GTK_WIDGET (window),
                                                   MUSTER_TYPE_MONITOR_WINDOW, "screen");

  return muster_console_screen_get_display (MUSTER_CONSOLE_SCREEN (screen));
}

/* The menu has what the guest has, by number, each once. */
static void
test_menu (Fixture       *fixture,
           gconstpointer  data)
{
  ConsoleSession *session = CONSOLE_SESSION (get_session (fixture));
  g_autoptr (ConsoleDummySession) third = NULL;
  g_autoptr (ConsoleDummySession) second = NULL;
  g_autoptr (ConsoleSession) other = NULL;
  g_autofree char *action = NULL;

  g_assert_null (muster_console_monitors_get_menu (fixture->monitors));
  third = add_head (fixture, 3);
  second = add_head (fixture, 2);
  g_assert_cmpint (count_items (fixture), ==, 2);
  g_menu_model_get_item_attribute (muster_console_monitors_get_menu (fixture->monitors), 0,
                                   G_MENU_ATTRIBUTE_ACTION, "s", &action);
  g_assert_cmpstr (action, ==, "console.monitor-2");

  other = console_dummy_session_new (console_session_get_target (session));
  g_assert_false (_console_session_add_head (session, other, 2));
  g_assert_false (_console_session_add_head (session, other, 1));
  g_assert_false (_console_session_add_head (session, other, CONSOLE_MAX_HEADS + 1));
  g_assert_cmpint (count_items (fixture), ==, 2);

  _console_session_remove_head (session, CONSOLE_SESSION (third));
  g_assert_cmpint (count_items (fixture), ==, 1);
  _console_session_remove_head (session, CONSOLE_SESSION (second));
  g_assert_null (muster_console_monitors_get_menu (fixture->monitors));
}

/* It opens and closes by the menu, and closes by itself. */
static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (ConsoleDummySession) head = add_head (fixture, 2);
  g_autofree char *input = NULL;
  ConsoleDisplay *display;

  switch_monitor (fixture, "monitor-2");
  g_assert_true (is_on (fixture, "monitor-2"));
  g_assert_true (muster_console_monitors_get_open (fixture->monitors));
  g_assert_nonnull (find_window (fixture));
  g_assert_cmpstr (gtk_window_get_title (find_window (fixture)), ==, "one – Monitor 2");
  display = get_display (find_window (fixture));
  g_assert_cmpstr (console_display_get_label (display), ==, "Screen of one, monitor 2");
  g_assert_true (console_display_get_session (display) == CONSOLE_SESSION (head));
  ui_fixture_spin (200);
  console_framebuffer_update (console_display_get_framebuffer (display));
  g_assert_cmpint (console_framebuffer_get_width (console_display_get_framebuffer (display)), ==,
                   640);
  console_display_send_keys (display, (guint[]) { GDK_KEY_a }, 1);
  input = console_dummy_session_take_input (head);
  g_assert_cmpstr (input, !=, "");

  /* Who only watches watches all monitors. */
  console_display_set_read_only (fixture->display, TRUE);
  g_assert_true (console_display_get_read_only (display));

  switch_monitor (fixture, "monitor-2");
  g_assert_null (find_window (fixture));
  g_assert_false (is_on (fixture, "monitor-2"));
  switch_monitor (fixture, "monitor-2");
  gtk_window_close (find_window (fixture));
  g_assert_null (find_window (fixture));
  g_assert_false (is_on (fixture, "monitor-2"));
  g_assert_false (muster_console_monitors_get_open (fixture->monitors));
  g_assert_cmpuint (fixture->n_changes, ==, 4);
}

/* A monitor that is switched off, and a connection that is lost, leave the window with
 * its last picture; it takes up what comes next. */
static void
test_goes_and_comes (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (ConsoleDummySession) head = add_head (fixture, 2);
  g_autoptr (ConsoleDummySession) next = NULL;
  g_autoptr (ConsoleDummySession) last = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  ConsoleDisplay *display;

  switch_monitor (fixture, "monitor-2");
  display = get_display (find_window (fixture));
  ui_fixture_spin (200);
  _console_session_remove_head (CONSOLE_SESSION (get_session (fixture)), CONSOLE_SESSION (head));
  g_assert_null (console_display_get_session (display));
  g_assert_nonnull (find_window (fixture));
  g_assert_cmpint (count_items (fixture), ==, 1);
  picture = console_display_dup_screenshot (display, NULL);
  g_assert_nonnull (picture);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, 640);

  next = add_head (fixture, 2);
  g_assert_true (console_display_get_session (display) == CONSOLE_SESSION (next));
  console_dummy_session_end (get_session (fixture), CONSOLE_REASON_SERVER_CLOSED, "It went.");
  g_assert_null (console_display_get_session (display));
  g_assert_cmpint (console_session_get_reason (CONSOLE_SESSION (next)), ==,
                   CONSOLE_REASON_SERVER_CLOSED);
  while (console_keeper_get_session (fixture->keeper) == NULL)
    ui_fixture_spin (20);
  console_dummy_session_connect (get_session (fixture));
  last = add_head (fixture, 2);
  g_assert_true (console_display_get_session (display) == CONSOLE_SESSION (last));

  muster_console_monitors_close (fixture->monitors);
  g_assert_null (find_window (fixture));
  switch_monitor (fixture, "monitor-2");
  g_assert_nonnull (find_window (fixture));
}

static void
add (const char *path,
     void      (*run) (Fixture       *fixture,
                       gconstpointer  data))
{
  g_test_add (path, Fixture, NULL, set_up, run, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();

  add ("/muster/ui/console-monitors/menu", test_menu);
  add ("/muster/ui/console-monitors/window", test_window);
  add ("/muster/ui/console-monitors/goes-and-comes", test_goes_and_comes);

  return g_test_run ();
}
