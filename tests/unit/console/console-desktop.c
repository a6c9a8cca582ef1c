/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "console-desktop.h"
#include "console-test.h"

#define FIRST_VNC_PORT 5900
#define MAX_TRIES 20

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
  add (argv, "-qmp", "unix:%s/qmp,server=on,wait=off", self->folder);
  add (argv, "-spice", "addr=127.0.0.1,port=%d,disable-ticketing=on", self->spice_port);
  add (argv, "-vnc", "127.0.0.1:%d", self->vnc_port - FIRST_VNC_PORT);
  add (argv, "-incoming", "file:%s/state", get_image ());
  return g_strv_builder_end (argv);
}

static GIOStream *
dial (ConsoleDesktop *self,
      const char     *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return G_IO_STREAM (g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address),
                                               NULL, NULL));
}

static void
tell (GIOStream  *stream,
      const char *text)
{
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), text,
                                            strlen (text), NULL, NULL, NULL));
}

/* Takes what has come. */
static void
hear (GIOStream *stream,
      GString   *heard)
{
  GPollableInputStream *input =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  char bytes[4096];
  gssize n;

  while ((n = g_pollable_input_stream_read_nonblocking (input, bytes, sizeof bytes, NULL,
                                                        NULL)) > 0)
    g_string_append_len (heard, bytes, n);
}

static gboolean
has_ended (ConsoleDesktop *self)
{
  return g_subprocess_get_identifier (self->process) == NULL;
}

/* A monitor may go with its machine. */
static void
order (GIOStream  *monitor,
       const char *command)
{
  g_autofree char *line = g_strdup_printf ("{\"execute\": \"%s\"}\n", command);

  g_output_stream_write_all (g_io_stream_get_output_stream (monitor), line, strlen (line),
                             NULL, NULL, NULL);
}

static gboolean
is_running (ConsoleDesktop *self,
            GIOStream      *monitor)
{
  g_autoptr (GString) answer = g_string_new (NULL);

  order (monitor, "query-status");
  console_test_wait ((hear (monitor, answer), strchr (answer->str, '\n') != NULL) ||
                     has_ended (self));
  return strstr (answer->str, "\"status\": \"running\"") != NULL;
}

/* What is sent to a port whose machine is still being loaded can be lost. */
static gboolean
await_running (ConsoleDesktop *self)
{
  g_autoptr (GIOStream) monitor = NULL;

  console_test_wait ((monitor = dial (self, "qmp")) != NULL || has_ended (self));
  if (monitor != NULL)
    {
      order (monitor, "qmp_capabilities");
      console_test_wait (is_running (self, monitor) || has_ended (self));
    }
  return !has_ended (self);
}

/* QEMU 10 now and then cannot load a virtio-gpu, "Missing section footer": between one of
 * thirty tries and one of three. */
static void
start (ConsoleDesktop *self)
{
  g_auto (GStrv) argv = make_arguments (self);

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_clear_object (&self->process);
      self->process = console_test_spawn ((const char *const *) argv, -1);
      if (await_running (self))
        return;
      g_test_message ("the machine could not be loaded");
    }
  g_error ("the machine could not be loaded in %d tries", MAX_TRIES);
}

ConsoleDesktop *
console_desktop_new (void)
{
  ConsoleDesktop *self = g_new0 (ConsoleDesktop, 1);

  self->spice_port = console_test_find_port ();
  self->vnc_port = console_test_find_port ();
  self->folder = g_dir_make_tmp ("console-desktop-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  console_test_tolerate_spice ();
  start (self);
  console_test_wait ((self->shell = dial (self, "shell")) != NULL);
  g_free (console_desktop_run (self, "true"));
  return self;
}

void
console_desktop_free (ConsoleDesktop *self)
{
  g_autofree char *shell = g_build_filename (self->folder, "shell", NULL);
  g_autofree char *qmp = g_build_filename (self->folder, "qmp", NULL);

  g_object_unref (self->shell);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_unlink (shell);
  g_unlink (qmp);
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

static gboolean
is_whole (const GString *answer)
{
  return strchr (answer->str, END_OF_ANSWER) != NULL && g_str_has_suffix (answer->str, "\n");
}

char *
console_desktop_run (ConsoleDesktop *self,
                     const char     *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autoptr (GString) answer = g_string_new (NULL);
  char *end;

  g_test_message ("in the guest: %s", command);
  tell (self->shell, line);
  console_test_wait ((hear (self->shell, answer), is_whole (answer)));
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
