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
test_release_choices (Fixture       *fixture,
                      gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);
  const struct
  {
    ConsoleRelease release;
    const char *others;
    const char *keys;
  } cases[] = {
    { CONSOLE_RELEASE_CTRL_ALT_SHIFT, "key ctrl+alt", "key ctrl+alt+shift" },
    { CONSOLE_RELEASE_RIGHT_CTRL, "key 37", "key 105" },
    { CONSOLE_RELEASE_SCROLL_LOCK, "key ctrl+alt+shift", "key 78" },
    { CONSOLE_RELEASE_CTRL_ALT, "key 78", "key ctrl+alt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      console_display_set_release (display, cases[i].release);
      console_display_set_grabbed (display, TRUE);
      focus_display (fixture);
      g_test_message ("%s", cases[i].keys);
      play (cases[i].others);
      g_assert_true (console_display_get_grabbed (display));
      play (cases[i].keys);
      g_assert_false (console_display_get_grabbed (display));
    }
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
  console_geometry_init (&geometry, CONSOLE_SCALING_FIT, 200, 100,
                         &GRAPHENE_RECT_INIT (0, 0, 400, 200), 1);
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

static char *
read_clipboard (Fixture *fixture)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->display);
  GValue value = G_VALUE_INIT;
  char *text = NULL;

  g_value_init (&value, G_TYPE_STRING);
  if (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, NULL))
    text = g_value_dup_string (&value);
  g_value_unset (&value);
  return text;
}

static void
assert_clipboard (Fixture    *fixture,
                  const char *expected)
{
  g_autofree char *text = read_clipboard (fixture);

  g_assert_cmpstr (text, ==, expected);
}

/* By permission, while the guest has the keyboard, and never round in a
 * circle. */
static void
test_clipboard (Fixture       *fixture,
                gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->display);

  gdk_clipboard_set_text (clipboard, "secret");
  focus_display (fixture);
  console_test_spin (50);
  console_dummy_session_offer_text (fixture->session, "evil");
  assert_input (fixture, "");
  assert_clipboard (fixture, "secret");

  console_display_set_share_clipboard (display, TRUE);
  console_test_spin (50);
  assert_input (fixture, "“secret”");
  gdk_clipboard_set_text (clipboard, "häßlich");
  console_test_spin (50);
  assert_input (fixture, "“häßlich”");
  gdk_clipboard_set_text (clipboard, "häßlich");
  console_test_spin (50);
  assert_input (fixture, "");

  console_dummy_session_offer_text (fixture->session, "a\r\nb");
  console_test_spin (50);
  assert_input (fixture, "?");
  assert_clipboard (fixture, "a\nb");

  /* What is no text is not taken. */
  console_dummy_session_offer_text (fixture->session, "\xff");
  console_test_spin (50);
  assert_input (fixture, "?");
  assert_clipboard (fixture, "a\nb");

  gtk_widget_grab_focus (fixture->entry);
  drop_input (fixture);
  gdk_clipboard_set_text (clipboard, "mine");
  console_dummy_session_offer_text (fixture->session, "evil");
  console_test_spin (50);
  assert_input (fixture, "");
  assert_clipboard (fixture, "mine");
  gtk_widget_grab_focus (fixture->display);
  console_test_spin (50);
  assert_input (fixture, "“mine”");
}

static void
notice_cb (ConsoleDisplay *display,
           const char     *text,
           guint          *n)
{
  g_assert_nonnull (strstr (text, "1 MiB"));
  (*n)++;
}

static void
test_clipboard_too_large (Fixture       *fixture,
                          gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->display);
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, 'x');
  guint n = 0;

  console_display_set_share_clipboard (CONSOLE_DISPLAY (fixture->display), TRUE);
  g_signal_connect (fixture->display, "clipboard-notice", G_CALLBACK (notice_cb), &n);
  focus_display (fixture);
  drop_input (fixture);
  gdk_clipboard_set_text (clipboard, text);
  console_test_spin (100);
  assert_input (fixture, "");
  g_assert_cmpuint (n, ==, 1);
  console_dummy_session_offer_text (fixture->session, text);
  console_test_spin (50);
  assert_clipboard (fixture, text);
  gdk_clipboard_set_text (clipboard, "");
}

/* The desktop's locks come with the keyboard; a key that changes both sides is left
 * to do so, and a guest without that lamp is pressed once. */
static void
test_locks (Fixture       *fixture,
            gconstpointer  data)
{
  console_dummy_session_set_locks (fixture->session, CONSOLE_LOCK_CAPS);
  focus_window (fixture);
  gtk_widget_grab_focus (fixture->display);
  console_test_wait (console_display_get_grabbed (CONSOLE_DISPLAY (fixture->display)));
  assert_input (fixture, "+3a -3a");
  console_dummy_session_set_locks (fixture->session, 0);
  console_test_spin (700);
  assert_input (fixture, "");

  play ("key Num_Lock");
  assert_input (fixture, "+45 -45");
  console_dummy_session_set_locks (fixture->session, CONSOLE_LOCK_NUM);
  console_test_spin (700);
  assert_input (fixture, "");

  /* The guest restarts, and forgets. */
  console_dummy_session_set_locks (fixture->session, 0);
  console_test_spin (700);
  assert_input (fixture, "+45 -45");
  console_test_spin (700);
  assert_input (fixture, "");
  gtk_widget_grab_focus (fixture->entry);
  gtk_widget_grab_focus (fixture->display);
  console_test_spin (50);
  assert_input (fixture, "");

  console_dummy_session_set_locks (fixture->session, CONSOLE_LOCK_NUM);
  gtk_widget_grab_focus (fixture->entry);
  play ("key Num_Lock");
  gtk_widget_grab_focus (fixture->display);
  console_test_spin (50);
  assert_input (fixture, "+45 -45");
}

static void
test_locks_unknown (Fixture       *fixture,
                    gconstpointer  data)
{
  focus_display (fixture);
  play ("key Num_Lock");
  console_test_spin (700);
  assert_input (fixture, "+45 -45");
  play ("key Num_Lock");
  console_test_spin (700);
  assert_input (fixture, "+45 -45");
}

/* When the window has come to rest, and only by permission. */
static void
test_resize_guest (Fixture       *fixture,
                   gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);
  int width = gtk_widget_get_width (fixture->display);
  int height = gtk_widget_get_height (fixture->display);
  g_autofree char *first = g_strdup_printf ("%dx%d", width, height);
  g_autofree char *second = g_strdup_printf ("%dx%d", width - 60, height - 50);

  console_test_spin (500);
  assert_input (fixture, "");
  console_display_set_resize_guest (display, TRUE);
  console_test_spin (500);
  assert_input (fixture, first);
  for (int i = 0; i <= 60; i += 20)
    {
      gtk_widget_set_margin_end (fixture->display, i);
      gtk_widget_set_margin_bottom (fixture->display, i * 5 / 6);
      console_test_spin (50);
    }
  assert_input (fixture, "");
  console_test_spin (500);
  assert_input (fixture, second);
  console_dummy_session_resize (fixture->session, width - 60, height - 50);
  console_test_spin (500);
  assert_input (fixture, "");

  console_display_set_read_only (display, TRUE);
  gtk_widget_set_margin_end (fixture->display, 0);
  console_test_spin (500);
  assert_input (fixture, "");
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
    { "/muster/console/display/release-choices", test_release_choices },
    { "/muster/console/display/disconnection-lets-go", test_disconnection_lets_go },
    { "/muster/console/display/read-only", test_read_only },
    { "/muster/console/display/pointer", test_pointer },
    { "/muster/console/display/wheel", test_wheel },
    { "/muster/console/display/relative", test_relative },
    { "/muster/console/display/label", test_label },
    { "/muster/console/display/switches-session", test_switches_session },
    { "/muster/console/display/clipboard", test_clipboard },
    { "/muster/console/display/clipboard-too-large", test_clipboard_too_large },
    { "/muster/console/display/locks", test_locks },
    { "/muster/console/display/locks-unknown", test_locks_unknown },
    { "/muster/console/display/resize-guest", test_resize_guest },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
