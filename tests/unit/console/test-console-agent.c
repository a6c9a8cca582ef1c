/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest with X and the agent of SPICE, as people have it: what the widget shows and
 * hands over, seen from inside. */
#include "config.h"

#include <linux/input.h>
#include <string.h>

#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <libdex.h>

#include "console-desktop.h"
#include "console-file-port.h"
#include "console-fixed-source.h"
#include "console-test.h"

typedef struct
{
  ConsoleDesktop *desktop;
  ConsoleFixedSource *source;
  ConsoleKeeper *keeper;
  GtkWidget *window;
  ConsoleDisplay *display;
} Fixture;

static void
show_window (Fixture *fixture)
{
  fixture->display = CONSOLE_DISPLAY (console_display_new ());
  console_display_set_keeper (fixture->display, fixture->keeper);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->display));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static ConsoleSession *
get_session (Fixture *fixture)
{
  return console_keeper_get_session (fixture->keeper);
}

static gboolean
has_picture (Fixture *fixture)
{
  return get_session (fixture) != NULL && console_session_has_picture (get_session (fixture));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target = NULL;

  fixture->desktop = console_desktop_new ();
  target = console_desktop_make_target (fixture->desktop, GPOINTER_TO_INT (data));
  fixture->source = console_fixed_source_new (target);
  fixture->keeper = console_keeper_new (CONSOLE_SOURCE (fixture->source));
  show_window (fixture);
  console_keeper_start (fixture->keeper);
  console_test_wait (has_picture (fixture));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  console_keeper_stop (fixture->keeper);
  console_test_spin (20);
  g_object_unref (fixture->keeper);
  g_object_unref (fixture->source);
  console_desktop_free (fixture->desktop);
}

/* --- the size --------------------------------------------------------------- */

/* By the word of the guest's X server. */
static gboolean
has_size (Fixture *fixture,
          int      width,
          int      height)
{
  g_autofree char *screens = console_desktop_run (fixture->desktop, "xrandr");
  g_autofree char *wanted =
    g_strdup_printf ("Virtual-1 connected primary %dx%d+0+0 ", width, height);

  return strstr (screens, wanted) != NULL &&
         console_session_get_width (get_session (fixture)) == width &&
         console_session_get_height (get_session (fixture)) == height;
}

static gboolean
shows_the_truth (Fixture *fixture)
{
  g_autoptr (GdkTexture) truth = console_desktop_screendump (fixture->desktop, 0);
  g_autoptr (GdkTexture) ours = console_display_dup_screenshot (fixture->display, NULL);

  return ours != NULL && console_test_same_picture (ours, truth);
}

static void
resize (Fixture *fixture,
        int      width,
        int      height)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  console_test_wait (gtk_widget_get_width (GTK_WIDGET (fixture->display)) == width &&
                     gtk_widget_get_height (GTK_WIDGET (fixture->display)) == height);
}

/* Smaller, larger, and of a width that is no mode's of any monitor. */
static void
test_resizes (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (has_size (fixture, 1024, 768));
  console_test_wait (shows_the_truth (fixture));
  console_display_set_resize_guest (fixture->display, TRUE);
  console_test_wait (has_size (fixture, 700, 500));
  console_test_wait (shows_the_truth (fixture));
  resize (fixture, 1163, 877);
  console_test_wait (has_size (fixture, 1163, 877));
  g_free (console_desktop_run (fixture->desktop, "xsetroot -solid '#336699'"));
  console_test_wait (shows_the_truth (fixture));
}

static gboolean
has_agent (Fixture *fixture)
{
  return get_session (fixture) != NULL &&
         console_file_port_check (CONSOLE_FILE_PORT (get_session (fixture)), NULL);
}

/* The guest's agent hears of a viewer that went and came again, with another window. */
static void
test_returns (Fixture       *fixture,
              gconstpointer  data)
{
  console_display_set_resize_guest (fixture->display, TRUE);
  console_test_wait (has_size (fixture, 700, 500));
  for (int i = 1; i <= 3; i++)
    {
      console_keeper_stop (fixture->keeper);
      resize (fixture, 640 + 100 * i, 480);
      console_test_spin (200);
      console_keeper_start (fixture->keeper);
      console_test_wait (has_picture (fixture) && has_size (fixture, 640 + 100 * i, 480));
      console_test_wait (has_agent (fixture));
    }
  console_test_wait (shows_the_truth (fixture));
}

/* --- the ears --------------------------------------------------------------- */

static char *played;

/* The agent would like to know how loud it is here: nothing is opened to find that out. */
static void
test_silent (Fixture       *fixture,
             gconstpointer  data)
{
  console_test_wait (has_agent (fixture));
  console_test_spin (1000);
  g_assert_false (g_file_test (played, G_FILE_TEST_EXISTS));
}

/* --- the clipboard ---------------------------------------------------------- */

/* Every kind of letter, and two lines. */
#define OURS "Grüße aus „Köln“, 世界 🖥\nline 2"
#define THEIRS "Žluťoučký kůň, ありがとう 🐴\nřádek 2"

#define SET_TEXT "base64 -d | xclip -selection clipboard -i -t UTF8_STRING > /dev/null"
#define GET_TEXT "{ xclip -selection clipboard -o -t UTF8_STRING 2> /dev/null || true; }"

/* Without a window manager nobody gives a window the keyboard. */
static void
focus_display (Fixture *fixture)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  XSetInputFocus (gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface)),
                  gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  G_GNUC_END_IGNORE_DEPRECATIONS
  gtk_widget_grab_focus (GTK_WIDGET (fixture->display));
  console_test_wait (console_display_get_grabbed (fixture->display));
}

static GdkClipboard *
get_clipboard (Fixture *fixture)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (fixture->display));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static gboolean
desk_has (Fixture    *fixture,
          const char *wanted)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (get_clipboard (fixture), NULL, read_cb, &text);
  console_test_wait (text != NULL);
  return strcmp (text, wanted) == 0;
}

static gboolean
guest_has (Fixture    *fixture,
           const char *wanted)
{
  g_autofree char *text = console_desktop_run (fixture->desktop, GET_TEXT);

  return strcmp (text, wanted) == 0;
}

static void
set_guest (Fixture    *fixture,
           const char *text)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *) text, strlen (text));
  g_autofree char *command = g_strdup_printf ("echo %s | " SET_TEXT, base64);

  g_free (console_desktop_run (fixture->desktop, command));
}

static void
test_text (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *much = g_strnfill (300 * 1000, 'x');

  console_display_set_share_clipboard (fixture->display, TRUE);
  focus_display (fixture);
  gdk_clipboard_set_text (get_clipboard (fixture), OURS);
  console_test_wait (guest_has (fixture, OURS));
  set_guest (fixture, THEIRS);
  console_test_wait (desk_has (fixture, THEIRS));
  g_assert_true (guest_has (fixture, THEIRS));

  /* In many pieces. */
  gdk_clipboard_set_text (get_clipboard (fixture), much);
  console_test_wait (guest_has (fixture, much));
}

/* Without permission neither has the other's, and with it what came last. */
static void
test_text_forbidden (Fixture       *fixture,
                     gconstpointer  data)
{
  focus_display (fixture);
  gdk_clipboard_set_text (get_clipboard (fixture), OURS);
  set_guest (fixture, THEIRS);
  console_test_spin (1500);
  g_assert_true (guest_has (fixture, THEIRS));
  g_assert_true (desk_has (fixture, OURS));
  console_display_set_share_clipboard (fixture->display, TRUE);
  console_test_wait (guest_has (fixture, OURS));

  console_display_set_share_clipboard (fixture->display, FALSE);
  set_guest (fixture, THEIRS);
  console_test_spin (1500);
  g_assert_true (desk_has (fixture, OURS));
}

/* --- files ------------------------------------------------------------------ */

#define FILE_NAME "Räder 1.bin"
#define FILE_SIZE (1500 * 1000)

static GFile *
make_file (const char *folder,
           char      **sum)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree guint8 *bytes = g_malloc (FILE_SIZE);

  for (gsize i = 0; i < FILE_SIZE; i++)
    bytes[i] = (guint8) g_test_rand_int ();
  g_assert_true (g_file_set_contents (path, (const char *) bytes, FILE_SIZE, NULL));
  *sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, bytes, FILE_SIZE);
  return g_file_new_for_path (path);
}

static void
progress_cb (goffset  now,
             goffset  total,
             gpointer data)
{
  *(goffset *) data = now;
}

static void
send_file (Fixture *fixture,
           GFile   *file)
{
  ConsoleFilePort *port = CONSOLE_FILE_PORT (get_session (fixture));
  g_autoptr (DexFuture) sending = NULL;
  g_autoptr (GError) error = NULL;
  goffset sent = 0;

  console_test_wait (has_agent (fixture));
  sending = console_file_port_send (port, (GFile *[]) { file, NULL }, NULL, progress_cb, &sent);
  console_test_wait (!dex_future_is_pending (sending));
  dex_future_get_value (sending, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sent, ==, FILE_SIZE);
}

/* Sent twice it is there twice. */
static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("console-agent-XXXXXX", NULL);
  g_autofree char *sum = NULL;
  g_autoptr (GFile) file = make_file (folder, &sum);
  g_autofree char *sums = NULL;
  g_autofree char *wanted = NULL;

  send_file (fixture, file);
  send_file (fixture, file);
  sums = console_desktop_run (fixture->desktop, "cd /root/files && md5sum *");
  wanted = g_strdup_printf ("%s  Räder 1 (1).bin\n%s  Räder 1.bin\n", sum, sum);
  g_assert_cmpstr (sums, ==, wanted);
  g_file_delete (file, NULL, NULL);
  g_rmdir (folder);
}

/* --- the pointer's shape ---------------------------------------------------- */

#define SIDE 24
#define HOT_X 5
#define HOT_Y 19

/* What X takes for half of red, which is seen on half of what is below. */
#define HALF_RED 0x80800000
#define BLUE 0xff0000ff

/* A file of one picture: red above, a blue square below, and around it nothing. */
static char *
make_shape (void)
{
  const guint32 head[] = {
    0x72756358, 16, 0x10000, 1, 0xfffd0002, SIDE, 28,
    36, 0xfffd0002, SIDE, 1, SIDE, SIDE, HOT_X, HOT_Y, 0,
  };
  guint32 file[G_N_ELEMENTS (head) + SIDE * SIDE] = { 0 };
  guint32 *pixels = file + G_N_ELEMENTS (head);

  for (gsize i = 0; i < G_N_ELEMENTS (head); i++)
    file[i] = GUINT32_TO_LE (head[i]);
  for (gsize i = 0; i < SIDE * SIDE / 2; i++)
    pixels[i] = GUINT32_TO_LE (HALF_RED);
  for (gsize y = 16; y < 20; y++)
    for (gsize x = 2; x < 6; x++)
      pixels[y * SIDE + x] = GUINT32_TO_LE (BLUE);
  return g_base64_encode ((const guchar *) file, sizeof file);
}

static gboolean
has_shape (Fixture *fixture)
{
  GdkCursor *cursor = console_session_get_cursor (get_session (fixture));
  GdkTexture *texture = cursor != NULL ? gdk_cursor_get_texture (cursor) : NULL;

  return texture != NULL && gdk_texture_get_width (texture) >= SIDE &&
         gdk_cursor_get_hotspot_x (cursor) == HOT_X && gdk_cursor_get_hotspot_y (cursor) == HOT_Y;
}

/* With its transparency, premultiplied. */
static guint32
look (Fixture *fixture,
      int      x,
      int      y)
{
  GdkTexture *texture =
    gdk_cursor_get_texture (console_session_get_cursor (get_session (fixture)));
  gsize width = (gsize) gdk_texture_get_width (texture);
  g_autofree guint32 *pixels = g_new (guint32, width * gdk_texture_get_height (texture));

  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  return pixels[y * width + x];
}

static void
test_shape (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *shape = make_shape ();
  g_autofree char *command =
    g_strdup_printf ("echo %s | base64 -d > /tmp/shape && xsetroot -xcf /tmp/shape %d", shape,
                     SIDE);

  g_free (console_desktop_run (fixture->desktop, command));
  console_test_wait (has_shape (fixture));
  g_assert_cmphex (look (fixture, 0, 0), ==, HALF_RED);
  g_assert_cmphex (look (fixture, SIDE - 1, SIDE / 2 - 1), ==, HALF_RED);
  g_assert_cmphex (look (fixture, 2, 16), ==, BLUE);
  g_assert_cmphex (look (fixture, 6, 16), ==, 0);
}

/* --- monitors --------------------------------------------------------------- */

static GtkWidget *
open_second (Fixture         *fixture,
             ConsoleDisplay **display)
{
  GtkWidget *window = gtk_window_new ();

  *display = CONSOLE_DISPLAY (console_display_new ());
  console_display_set_monitor (*display, fixture->keeper, 2);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 820, 610);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (*display));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* By the word of the guest's X server, which has one beside the other. */
static gboolean
has_second (Fixture    *fixture,
            const char *wanted)
{
  g_autofree char *screens = console_desktop_run (fixture->desktop, "xrandr");
  g_autofree char *line = g_strdup_printf ("Virtual-2 %s ", wanted);

  return strstr (screens, line) != NULL;
}

static gboolean
both_show_the_truth (Fixture        *fixture,
                     ConsoleDisplay *second)
{
  g_autoptr (GdkTexture) truth = console_desktop_screendump (fixture->desktop, 1);
  g_autoptr (GdkTexture) ours = console_display_dup_screenshot (second, NULL);

  return ours != NULL && console_test_same_picture (ours, truth) && shows_the_truth (fixture);
}

/* One that nobody has asked for stays dark, whatever the first one's size is; then each
 * has its own window's. */
static void
test_monitors (Fixture       *fixture,
               gconstpointer  data)
{
  ConsoleDisplay *second;
  GtkWidget *window;

  console_display_set_resize_guest (fixture->display, TRUE);
  console_test_wait (has_size (fixture, 700, 500));
  console_test_spin (1000);
  g_assert_true (has_second (fixture, "disconnected"));

  window = open_second (fixture, &second);
  console_test_wait (has_second (fixture, "connected 700x500+700+0"));
  g_free (console_desktop_run (fixture->desktop, "xsetroot -mod 7 5"));
  console_test_wait (both_show_the_truth (fixture, second));
  console_display_set_resize_guest (second, TRUE);
  console_test_wait (has_second (fixture, "connected 820x610+700+0"));
  g_assert_true (has_size (fixture, 700, 500));
  resize (fixture, 900, 600);
  console_test_wait (has_size (fixture, 900, 600) &&
                     has_second (fixture, "connected 820x610+900+0"));
  console_test_wait (both_show_the_truth (fixture, second));

  gtk_window_destroy (GTK_WINDOW (window));
  console_test_wait (has_second (fixture, "disconnected"));
  console_test_wait (has_size (fixture, 900, 600) && shows_the_truth (fixture));
  resize (fixture, 800, 600);
  console_test_wait (has_size (fixture, 800, 600));
  console_test_spin (1000);
  g_assert_true (has_second (fixture, "disconnected"));
  window = open_second (fixture, &second);
  console_test_wait (has_second (fixture, "connected 800x600+800+0"));
  console_test_wait (both_show_the_truth (fixture, second));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Who may only look changes nothing. */
static void
test_monitor_read_only (Fixture       *fixture,
                        gconstpointer  data)
{
  ConsoleDisplay *second = CONSOLE_DISPLAY (g_object_ref_sink (console_display_new ()));

  console_display_set_read_only (second, TRUE);
  console_display_set_monitor (second, fixture->keeper, 2);
  console_test_wait (has_agent (fixture) && console_display_get_session (second) != NULL);
  console_test_spin (2000);
  g_assert_true (has_second (fixture, "disconnected"));
  console_display_set_read_only (second, FALSE);
  console_test_wait (has_second (fixture, "connected 1024x768+1024+0"));
  g_object_unref (second);
}

/* --- the pointer among them -------------------------------------------------- */

#define WATCH_POINTER \
  "grep -l vdagent /sys/class/input/event*/device/name | cut -d/ -f5 > /tmp/which; " \
  "cat /dev/input/$(cat /tmp/which) > /tmp/events 2> /dev/null &"
#define GET_EVENTS "kill $!; base64 /tmp/events"

/* The last that the guest's pointer said of an axis, of its whole desktop; -1 if nothing. */
static int
find_axis (const guchar *bytes,
           gsize         size,
           guint16       axis)
{
  int value = -1;

  for (gsize i = 0; i + sizeof (struct input_event) <= size; i += sizeof (struct input_event))
    {
      struct input_event event;

      memcpy (&event, bytes + i, sizeof event);
      if (event.type == EV_ABS && event.code == axis)
        value = event.value;
    }
  return value;
}

/* The agent makes its pointer anew whenever the desktop has another size. */
static gboolean
points_at (Fixture        *fixture,
           ConsoleSession *session,
           int             x,
           int             y,
           int             left)
{
  g_autofree char *text = NULL;
  g_autofree guchar *bytes = NULL;
  gsize size;

  g_free (console_desktop_run (fixture->desktop, WATCH_POINTER));
  console_test_spin (200);
  console_session_pointer_to (session, x - 1, y - 1, 0);
  console_test_spin (50);
  console_session_pointer_to (session, x, y, 0);
  console_test_spin (300);
  text = console_desktop_run (fixture->desktop, GET_EVENTS);
  bytes = g_base64_decode (text, &size);
  return find_axis (bytes, size, ABS_X) == left + x && find_axis (bytes, size, ABS_Y) == y;
}

static void
test_monitor_pointer (Fixture       *fixture,
                      gconstpointer  data)
{
  ConsoleSession *head = console_session_find_head (get_session (fixture), 2);
  ConsoleDisplay *second;
  GtkWidget *window = open_second (fixture, &second);

  console_test_wait (has_second (fixture, "connected 1024x768+1024+0"));
  g_assert_true (console_display_get_session (second) == head);
  console_test_wait (points_at (fixture, head, 123, 45, 1024));
  console_test_wait (points_at (fixture, get_session (fixture), 321, 54, 0));
  console_test_wait (points_at (fixture, head, 1023, 767, 1024));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add (const char  *name,
     int          protocol,
     void       (*run) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/muster/console/agent/", name, NULL);

  g_test_add (path, Fixture, GINT_TO_POINTER (protocol), set_up, run, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("console-agent-XXXXXX", NULL);
  g_autofree char *pipeline = NULL;
  int status;

  played = g_build_filename (folder, "played", NULL);
  pipeline = g_strdup_printf ("appsrc name=appsrc ! filesink name=audiosink location=%s", played);
  g_setenv ("SPICE_GST_AUDIOSINK", pipeline, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();

  add ("spice-resizes", CONSOLE_PROTOCOL_SPICE, test_resizes);
  add ("vnc-resizes", CONSOLE_PROTOCOL_VNC, test_resizes);
  add ("returns", CONSOLE_PROTOCOL_SPICE, test_returns);
  add ("silent", CONSOLE_PROTOCOL_SPICE, test_silent);
  add ("text", CONSOLE_PROTOCOL_SPICE, test_text);
  add ("text-forbidden", CONSOLE_PROTOCOL_SPICE, test_text_forbidden);
  add ("files", CONSOLE_PROTOCOL_SPICE, test_files);
  add ("spice-shape", CONSOLE_PROTOCOL_SPICE, test_shape);
  add ("vnc-shape", CONSOLE_PROTOCOL_VNC, test_shape);
  add ("monitors", CONSOLE_PROTOCOL_SPICE, test_monitors);
  add ("monitor-read-only", CONSOLE_PROTOCOL_SPICE, test_monitor_read_only);
  add ("monitor-pointer", CONSOLE_PROTOCOL_SPICE, test_monitor_pointer);

  status = g_test_run ();
  g_rmdir (folder);
  g_free (played);
  return status;
}
