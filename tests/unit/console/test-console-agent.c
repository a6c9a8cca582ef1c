/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest with X and the agent of SPICE, as people have it: what the widget shows and
 * hands over, seen from inside. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "console-desktop.h"
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
  g_autofree char *wanted = g_strdup_printf ("Virtual-1 connected primary %dx%d+0+0 ", width, height);

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
  gtk_test_init (&argc, &argv, NULL);
  dex_init ();

  add ("spice-resizes", CONSOLE_PROTOCOL_SPICE, test_resizes);
  add ("vnc-resizes", CONSOLE_PROTOCOL_VNC, test_resizes);

  return g_test_run ();
}
