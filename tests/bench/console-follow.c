/* SPDX-License-Identifier: GPL-3.0-or-later */

/* console-follow spice|vnc PORT FIFO: shows a display of this machine on the whole screen,
 * and goes to where it moves: whoever moves it writes the new port, a line, to FIFO.
 */
#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <unistd.h>

#include "console-display.h"
#include "console-fixed-source.h"
#include "console-test.h"

typedef struct
{
  ConsoleFixedSource *source;
  ConsoleProtocol protocol;
} Place;

static gboolean
moved_cb (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  Place *place = data;
  g_autoptr (ConsoleTarget) target = NULL;
  char line[16] = "";

  if (read (fd, line, sizeof line - 1) <= 0)
    return G_SOURCE_CONTINUE;
  target = console_test_new_target (place->protocol, (guint16) atoi (line));
  console_fixed_source_set_target (place->source, target);
  console_source_changed (CONSOLE_SOURCE (place->source));
  return G_SOURCE_CONTINUE;
}

static void
show (ConsoleKeeper *keeper)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *display = console_display_new ();

  console_display_set_keeper (CONSOLE_DISPLAY (display), keeper);
  gtk_window_set_child (GTK_WINDOW (window), display);
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (ConsoleTarget) target = NULL;
  g_autoptr (ConsoleKeeper) keeper = NULL;
  Place place;

  if (argc != 4)
    return 2;
  dex_init ();
  gtk_init ();
  place.protocol = g_str_equal (argv[1], "spice") ? CONSOLE_PROTOCOL_SPICE
                                                  : CONSOLE_PROTOCOL_VNC;
  target = console_test_new_target (place.protocol, (guint16) atoi (argv[2]));
  place.source = console_fixed_source_new (target);
  keeper = console_keeper_new (CONSOLE_SOURCE (place.source));
  show (keeper);
  console_keeper_start (keeper);
  /* Open for both, so that it does not end when a writer does. */
  g_unix_fd_add (open (argv[3], O_RDWR | O_NONBLOCK | O_CLOEXEC), G_IO_IN, moved_cb, &place);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}
