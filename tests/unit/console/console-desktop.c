/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "console-desktop.h"
#include "console-test.h"

#define FIRST_VNC_PORT 5900

/* Ends what a command wrote; its status and a line's end follow. */
#define END_OF_ANSWER '\004'

struct _ConsoleDesktop
{
  int spice_port;
  int vnc_port;
  char *folder;
  GSubprocess *process;
  GIOStream *shell;
};

/* Where the machine is kept; made now if it is not there. */
static const char *
get_image (void)
{
  static char *image;
  g_autoptr (GError) error = NULL;

  if (image == NULL)
    {
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, MKDESKTOP, NULL);

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &image, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (process));
      g_strchomp (image);
    }
  return image;
}

static void
add (GStrvBuilder *argv,
     const char   *option,
     const char   *format,
     ...) G_GNUC_PRINTF (3, 4);

static void
add (GStrvBuilder *argv,
     const char   *option,
     const char   *format,
     ...)
{
  va_list values;

  va_start (values, format);
  g_strv_builder_add (argv, option);
  g_strv_builder_take (argv, g_strdup_vprintf (format, values));
  va_end (values);
}

static GStrv
make_arguments (ConsoleDesktop *self)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *path = g_build_filename (get_image (), "arguments", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) machine = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  machine = g_strsplit (g_strchomp (text), "\n", -1);
  g_strv_builder_add (argv, "qemu-system-x86_64");
  g_strv_builder_addv (argv, (const char **) machine);
  add (argv, "-display", "none");
  add (argv, "-monitor", "stdio");
  add (argv, "-chardev", "socket,id=shell,path=%s/shell,server=on,wait=off", self->folder);
  add (argv, "-spice", "addr=127.0.0.1,port=%d,disable-ticketing=on", self->spice_port);
  add (argv, "-vnc", "127.0.0.1:%d", self->vnc_port - FIRST_VNC_PORT);
  add (argv, "-incoming", "file:%s/state", get_image ());
  return g_strv_builder_end (argv);
}

static GIOStream *
dial (ConsoleDesktop *self)
{
  g_autofree char *path = g_build_filename (self->folder, "shell", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return G_IO_STREAM (g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address),
                                               NULL, NULL));
}

ConsoleDesktop *
console_desktop_new (void)
{
  ConsoleDesktop *self = g_new0 (ConsoleDesktop, 1);
  g_auto (GStrv) argv = NULL;

  self->spice_port = console_test_find_port ();
  self->vnc_port = console_test_find_port ();
  self->folder = g_dir_make_tmp ("console-desktop-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  console_test_tolerate_spice ();
  argv = make_arguments (self);
  self->process = console_test_spawn ((const char *const *) argv, -1);
  console_test_wait ((self->shell = dial (self)) != NULL);
  g_free (console_desktop_run (self, "true"));
  return self;
}

void
console_desktop_free (ConsoleDesktop *self)
{
  g_autofree char *path = g_build_filename (self->folder, "shell", NULL);

  g_object_unref (self->shell);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_unlink (path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

ConsoleTarget *
console_desktop_make_target (ConsoleDesktop  *self,
                             ConsoleProtocol  protocol)
{
  int port = protocol == CONSOLE_PROTOCOL_SPICE ? self->spice_port : self->vnc_port;

  return console_test_new_target (protocol, (guint16) port);
}

/* Takes what has come; whether the answer is whole. */
static gboolean
read_answer (ConsoleDesktop *self,
             GString        *answer)
{
  GPollableInputStream *input =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->shell));
  char bytes[4096];
  gssize n;

  while ((n = g_pollable_input_stream_read_nonblocking (input, bytes, sizeof bytes, NULL,
                                                        NULL)) > 0)
    g_string_append_len (answer, bytes, n);
  return strchr (answer->str, END_OF_ANSWER) != NULL && g_str_has_suffix (answer->str, "\n");
}

char *
console_desktop_run (ConsoleDesktop *self,
                     const char     *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autoptr (GString) answer = g_string_new (NULL);
  char *end;

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (self->shell), line,
                                            strlen (line), NULL, NULL, NULL));
  console_test_wait (read_answer (self, answer));
  end = strchr (answer->str, END_OF_ANSWER);
  *end = '\0';
  if (atoi (end + 1) != 0)
    g_error ("%s: %s", command, answer->str);
  return g_string_free (g_steal_pointer (&answer), FALSE);
}

GdkTexture *
console_desktop_screendump (ConsoleDesktop *self,
                            guint           head)
{
  g_autofree char *screen = g_strdup_printf ("video %u", head);

  return console_test_screendump (self->process, self->folder, screen);
}
