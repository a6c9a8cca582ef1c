/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Needs an X server of its own and xdotool, which plays the user. */
#include "config.h"

#include <gdk/x11/gdkx.h>

#include "console-display.h"
#include "console-dummy-session.h"
#include "console-keyboard.h"
#include "console-pointer.h"
#include "console-test.h"

#define RED 0xff0000
#define BLUE 0x0000ff

typedef struct
{
  GtkWidget *window;
  GtkWidget *entry;
  GtkWidget *display;
  ConsoleDummySession *session;
  guint quits;
} Fixture;

static ConsoleDummySession *
make_session (void)
{
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);

  return CONSOLE_DUMMY_SESSION (console_dummy_session_new (target));
}

static void
play (const char *command)
{
  g_autofree char *line = g_strconcat ("xdotool ", command, NULL);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, &error);
  gboolean done;

  g_assert_no_error (error);
  /* The server may wait for our window to answer. */
  for (done = FALSE; !done; done = g_subprocess_get_identifier (process) == NULL)
    console_test_spin (5);
  g_assert_true (g_subprocess_get_successful (process));
  console_test_spin (60);
}

static gboolean
quit_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   data)
{
  ((Fixture *) data)->quits++;
  return TRUE;
}

/* As an application's accelerators do, before any widget is asked. */
static void
add_accelerator (Fixture *fixture)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>q"),
                      gtk_callback_action_new (quit_cb, fixture, NULL)));
  gtk_widget_add_controller (fixture->window, controller);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->entry = gtk_entry_new ();
  fixture->display = console_display_new ();
  fixture->session = make_session ();
  console_display_set_session (CONSOLE_DISPLAY (fixture->display),
                               CONSOLE_SESSION (fixture->session));
  gtk_widget_set_vexpand (fixture->display, TRUE);
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gtk_box_append (GTK_BOX (box), fixture->display);

  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  add_accelerator (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  console_test_wait (gtk_widget_get_width (fixture->display) > 0);

  console_session_open (CONSOLE_SESSION (fixture->session));
  console_dummy_session_resize (fixture->session, 200, 100);
  console_dummy_session_connect (fixture->session);
  console_dummy_session_fill (fixture->session, 0, 0, 200, 100, BLUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->display);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  console_test_spin (20);
  g_assert_finalize_object (GTK_WIDGET (fixture->display));
  g_assert_finalize_object (fixture->session);
}

static void
assert_input (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *input = console_dummy_session_take_input (fixture->session);

  g_assert_cmpstr (input, ==, expected);
}

static void
drop_input (Fixture *fixture)
{
  g_free (console_dummy_session_take_input (fixture->session));
}

/* Without a window manager nobody gives a window the keyboard; and where the
 * last test left the pointer must not matter. */
static void
focus_window (Fixture *fixture)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  g_autofree char *command = NULL;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  command = g_strdup_printf ("windowfocus %lu", gdk_x11_surface_get_xid (surface));
  G_GNUC_END_IGNORE_DEPRECATIONS
  play ("mousemove 630 470");
  play (command);
  console_test_wait (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  drop_input (fixture);
}

static void
focus_display (Fixture *fixture)
{
  focus_window (fixture);
  gtk_widget_grab_focus (fixture->display);
  console_test_wait (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
}

static GdkTexture *
draw (Fixture *fixture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (fixture->display);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (fixture->display);
  int height = gtk_widget_get_height (fixture->display);
  GskRenderNode *node;
  GdkTexture *texture;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_render_node_unref (node);
  return texture;
}

/* 200x100 in the middle, as wide as the widget, black above and below. */
static void
test_draws (Fixture       *fixture,
            gconstpointer  data)
{
  int width = gtk_widget_get_width (fixture->display);
  int height = gtk_widget_get_height (fixture->display);
  int top = (height - width / 2) / 2;
  g_autoptr (GdkTexture) first = NULL;
  g_autoptr (GdkTexture) second = NULL;

  console_test_spin (150);
  first = draw (fixture);
  g_assert_cmphex (console_test_pixel (first, width / 2, height / 2), ==, BLUE);
  g_assert_cmphex (console_test_pixel (first, 2, top + 2), ==, BLUE);
  g_assert_cmphex (console_test_pixel (first, width / 2, top - 4), ==, 0);
  g_assert_cmphex (console_test_pixel (first, width / 2, height - top + 4), ==, 0);

  console_dummy_session_fill (fixture->session, 0, 0, 100, 100, RED);
  console_test_spin (150);
  second = draw (fixture);
  g_assert_cmphex (console_test_pixel (second, width / 4, height / 2), ==, RED);
  g_assert_cmphex (console_test_pixel (second, width * 3 / 4, height / 2), ==, BLUE);
}

static void
test_dims_when_gone (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GdkTexture) texture = NULL;
  guint32 pixel;

  console_test_spin (150);
  console_dummy_session_end (fixture->session, CONSOLE_REASON_SERVER_CLOSED, "gone");
  console_test_spin (100);
  texture = draw (fixture);
  pixel = console_test_pixel (texture, gtk_widget_get_width (fixture->display) / 2,
                              gtk_widget_get_height (fixture->display) / 2);
  g_assert_cmphex (pixel, >, 0x60);
  g_assert_cmphex (pixel, <, 0xa0);
}

/* However much changes, a frame copies it once. */
static void
test_copies_once_a_frame (Fixture       *fixture,
                          gconstpointer  data)
{
  ConsoleFramebuffer *framebuffer =
    console_display_get_framebuffer (CONSOLE_DISPLAY (fixture->display));
  guint updated = 0;

  console_test_spin (150);
  g_signal_connect_swapped (framebuffer, "updated", G_CALLBACK (console_test_count_cb), &updated);
  for (guint i = 0; i < 500; i++)
    console_dummy_session_fill (fixture->session, (int) i % 100, 10, 20, 20, i);
  g_assert_cmpuint (updated, ==, 0);
  console_test_wait (updated > 0);
  console_test_spin (100);
  g_assert_cmpuint (updated, ==, 1);
  g_signal_handlers_disconnect_by_data (framebuffer, &updated);
}

static void
test_unmapped (Fixture       *fixture,
               gconstpointer  data)
{
  guint64 before;
  ConsoleFramebuffer *framebuffer =
    console_display_get_framebuffer (CONSOLE_DISPLAY (fixture->display));

  console_test_spin (100);
  g_assert_true (console_dummy_session_get_watched (fixture->session));
  gtk_widget_set_visible (fixture->display, FALSE);
  g_assert_false (console_dummy_session_get_watched (fixture->session));
  before = console_framebuffer_get_n_copied (framebuffer);
  console_dummy_session_fill (fixture->session, 0, 0, 200, 100, RED);
  console_test_spin (100);
  g_assert_cmpuint (console_framebuffer_get_n_copied (framebuffer), ==, before);
  gtk_widget_set_visible (fixture->display, TRUE);
  console_test_wait (console_framebuffer_get_n_copied (framebuffer) > before);
}

static void
test_one_to_one (Fixture       *fixture,
                 gconstpointer  data)
{
  int minimum, natural;

  console_test_spin (150);
  gtk_widget_measure (fixture->display, GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 0);
  g_assert_cmpint (natural, ==, 200);
  console_display_set_scaling (CONSOLE_DISPLAY (fixture->display), CONSOLE_SCALING_ONE_TO_ONE);
  gtk_widget_measure (fixture->display, GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 200);
  console_dummy_session_resize (fixture->session, 300, 250);
  console_dummy_session_fill (fixture->session, 0, 0, 300, 250, RED);
  console_test_spin (100);
  gtk_widget_measure (fixture->display, GTK_ORIENTATION_VERTICAL, -1,
                      &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 250);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  focus_display (fixture);
  play ("key a Left Tab F10");
  assert_input (fixture, "+1e -1e +cb -cb +0f -0f +44 -44");
}

/* The application's own shortcuts are the guest's while it has the keyboard. */
static void
test_accelerators (Fixture       *fixture,
                   gconstpointer  data)
{
  focus_display (fixture);
  play ("key ctrl+q");
  assert_input (fixture, "+1d +10 -1d -10");
  g_assert_cmpuint (fixture->quits, ==, 0);

  gtk_widget_grab_focus (fixture->entry);
  play ("key ctrl+q");
  assert_input (fixture, "");
  g_assert_cmpuint (fixture->quits, ==, 1);
}

/* A key that is down when the focus goes is let go for the guest, and its
 * real release goes nowhere. */
static void
test_focus_out (Fixture       *fixture,
                gconstpointer  data)
{
  focus_display (fixture);
  play ("keydown shift keydown a");
  gtk_widget_grab_focus (fixture->entry);
  console_test_wait (!console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  play ("keyup a keyup shift");
  assert_input (fixture, "+2a +1e -1e -2a");
}

/* The same when it is the whole window that loses the keyboard. */
static void
test_window_focus_out (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *other = gtk_window_new ();
  g_autofree char *command = NULL;

  focus_display (fixture);
  play ("keydown ctrl");
  gtk_window_present (GTK_WINDOW (other));
  console_test_wait (gtk_widget_get_mapped (other));
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  command = g_strdup_printf ("windowfocus %lu",
                             gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (other))));
  G_GNUC_END_IGNORE_DEPRECATIONS
  play (command);
  console_test_wait (!console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  assert_input (fixture, "+1d -1d");
  play ("keyup ctrl");
  gtk_window_destroy (GTK_WINDOW (other));
  focus_window (fixture);
  console_test_wait (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
}

static void
test_release_combination (Fixture       *fixture,
                          gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);

  focus_display (fixture);
  /* With another key in between it is the guest's. */
  play ("key ctrl+alt+t");
  g_assert_true (console_display_get_grabbed (display));
  drop_input (fixture);

  play ("keydown ctrl keydown alt keyup alt keyup ctrl");
  g_assert_false (console_display_get_grabbed (display));
  assert_input (fixture, "+1d +38 -38 -1d");
  play ("key a");
  assert_input (fixture, "");
  play ("key Return");
  g_assert_true (console_display_get_grabbed (display));
  drop_input (fixture);
  play ("key a");
  assert_input (fixture, "+1e -1e");
}

static void
test_disconnection_lets_go (Fixture       *fixture,
                            gconstpointer  data)
{
  focus_display (fixture);
  play ("keydown a");
  console_dummy_session_end (fixture->session, CONSOLE_REASON_SERVER_CLOSED, "gone");
  g_assert_false (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  play ("keyup a");
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);
  const guint keysyms[] = { GDK_KEY_Delete };

  focus_display (fixture);
  play ("keydown a");
  console_display_set_read_only (display, TRUE);
  assert_input (fixture, "+1e -1e");
  play ("keyup a key b");
  play ("mousemove 250 250 click 1");
  console_display_send_keys (display, keysyms, 1);
  assert_input (fixture, "");
  g_assert_false (console_display_get_grabbed (display));
}

/* The window is at the screen's corner, the picture at its place in it. */
static void
test_pointer (Fixture       *fixture,
              gconstpointer  data)
{
  int width = gtk_widget_get_width (fixture->display);
  int height = gtk_widget_get_height (fixture->display);
  graphene_point_t origin = GRAPHENE_POINT_INIT (0, 0);
  g_autofree char *command = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *input = NULL;

  console_test_spin (150);
  focus_window (fixture);
  g_assert_true (gtk_widget_compute_point (fixture->display, fixture->window, &origin, &origin));
  play ("mousemove 3 3");
  command = g_strdup_printf ("mousemove %d %d mousedown 1 mouseup 1 click 5 mousedown 3",
                             (int) origin.x + width / 2, (int) origin.y + height / 2);
  play (command);
  input = console_dummy_session_take_input (fixture->session);
  expected = g_strdup_printf ("@100,50/0 @100,50/1 @100,50/0 *0,1 @100,50/4");
  g_assert_true (g_str_has_suffix (input, expected));
  /* A click takes the keyboard too. */
  g_assert_true (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  /* And what is held when the focus goes is let go. */
  gtk_widget_grab_focus (fixture->entry);
  console_test_spin (50);
  assert_input (fixture, "@100,50/0");
  play ("mouseup 3");
}

static void
test_wheel (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (ConsolePointer) pointer = console_pointer_new (fixture->window);

  console_pointer_set_session (pointer, CONSOLE_SESSION (fixture->session));
  for (guint i = 0; i < 4; i++)
    console_pointer_scroll (pointer, 0, .25, GDK_SCROLL_UNIT_WHEEL);
  assert_input (fixture, "*0,1");
  console_pointer_scroll (pointer, -2.5, 0, GDK_SCROLL_UNIT_WHEEL);
  console_pointer_scroll (pointer, -.5, 0, GDK_SCROLL_UNIT_WHEEL);
  assert_input (fixture, "*-2,0 *-1,0");
  console_pointer_scroll (pointer, 0, 20, GDK_SCROLL_UNIT_SURFACE);
  console_pointer_scroll (pointer, 0, 20, GDK_SCROLL_UNIT_SURFACE);
  assert_input (fixture, "*0,1 *0,1");
}

static void
test_relative (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (ConsolePointer) pointer = console_pointer_new (fixture->window);
  ConsoleGeometry geometry;

  console_dummy_session_set_pointer (fixture->session, CONSOLE_POINTER_MODE_RELATIVE, NULL, 0, 0);
  console_geometry_init (&geometry, CONSOLE_SCALING_FIT, 200, 100, 400, 200, 1);
  console_pointer_set_geometry (pointer, &geometry);
  console_pointer_set_session (pointer, CONSOLE_SESSION (fixture->session));
  console_pointer_move (pointer, 100, 100);
  console_pointer_move (pointer, 120, 90);
  console_pointer_button (pointer, GDK_BUTTON_PRIMARY, TRUE);
  assert_input (fixture, "~10,-5/0 ~0,0/1");
}

static void
test_label (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->display)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  console_display_set_label (CONSOLE_DISPLAY (fixture->display), "Screen of web1");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->display),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Screen of web1");
}

static void
test_switches_session (Fixture       *fixture,
                       gconstpointer  data)
{
  ConsoleDummySession *second = make_session ();

  focus_display (fixture);
  play ("keydown a");
  console_display_set_session (CONSOLE_DISPLAY (fixture->display), CONSOLE_SESSION (second));
  assert_input (fixture, "+1e -1e");
  play ("keyup a");
  console_session_open (CONSOLE_SESSION (second));
  console_dummy_session_connect (second);
  g_assert_true (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  console_display_set_session (CONSOLE_DISPLAY (fixture->display), NULL);
  g_assert_finalize_object (second);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/muster/console/display/draws", test_draws },
    { "/muster/console/display/dims-when-gone", test_dims_when_gone },
    { "/muster/console/display/copies-once-a-frame", test_copies_once_a_frame },
    { "/muster/console/display/unmapped", test_unmapped },
    { "/muster/console/display/one-to-one", test_one_to_one },
    { "/muster/console/display/keys", test_keys },
    { "/muster/console/display/accelerators", test_accelerators },
    { "/muster/console/display/focus-out", test_focus_out },
    { "/muster/console/display/window-focus-out", test_window_focus_out },
    { "/muster/console/display/release-combination", test_release_combination },
    { "/muster/console/display/disconnection-lets-go", test_disconnection_lets_go },
    { "/muster/console/display/read-only", test_read_only },
    { "/muster/console/display/pointer", test_pointer },
    { "/muster/console/display/wheel", test_wheel },
    { "/muster/console/display/relative", test_relative },
    { "/muster/console/display/label", test_label },
    { "/muster/console/display/switches-session", test_switches_session },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
