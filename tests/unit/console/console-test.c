/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib/gstdio.h>

#include "console-test.h"

static void
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Runs the main loop for that long. */
void
console_test_spin (guint msec)
{
  gboolean over = FALSE;

  g_timeout_add_once (msec, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static guint8 *
download (GdkTexture *texture,
          gsize      *size)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  guint8 *pixels;

  *size = stride * gdk_texture_get_height (texture);
  pixels = g_malloc (*size);
  gdk_texture_download (texture, pixels, stride);
  return pixels;
}

/* The colour of a pixel as 0xRRGGBB. */
guint32
console_test_pixel (GdkTexture *texture,
                    int         x,
                    int         y)
{
  gsize size;
  g_autofree guint8 *pixels = download (texture, &size);
  gsize offset = ((gsize) y * gdk_texture_get_width (texture) + x) * 4;

  g_assert_cmpint (x, <, gdk_texture_get_width (texture));
  g_assert_cmpint (y, <, gdk_texture_get_height (texture));
  /* Native endian ARGB in memory. */
  return (*(guint32 *) (void *) (pixels + offset)) & 0xffffff;
}

/* A handler, connected swapped, that counts. */
void
console_test_count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_fatal_cb (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        data)
{
  return g_strcmp0 (domain, "GSpice") != 0 && g_strcmp0 (domain, "Spice") != 0;
}

static void
ignore_cb (const char     *domain,
           GLogLevelFlags  level,
           const char     *message,
           gpointer        data)
{
}

void
console_test_tolerate_spice (void)
{
  const GLogLevelFlags levels =
    G_LOG_LEVEL_INFO | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL;

  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  g_log_set_handler ("GSpice", levels, ignore_cb, NULL);
  g_log_set_handler ("Spice", levels, ignore_cb, NULL);
}

ConsoleTarget *
console_test_new_target (ConsoleProtocol protocol,
                         guint16         port)
{
  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", protocol,
                       "host", "127.0.0.1",
                       "port", (int) port,
                       "allow-clear", TRUE,
                       NULL);
}

gboolean
console_test_has_ended (ConsoleSession *session)
{
  ConsoleState state = console_session_get_state (session);

  return state == CONSOLE_STATE_CLOSED || state == CONSOLE_STATE_FAILED;
}

ConsoleSession *
console_test_open_session (ConsoleTarget *target)
{
  ConsoleSession *session = console_session_new_for_target (target);

  console_session_open (session);
  console_test_wait (console_session_is_live (session) || console_test_has_ended (session));
  return session;
}

ConsoleSession *
console_test_open_live (ConsoleTarget *target)
{
  ConsoleSession *session = console_test_open_session (target);

  if (!console_session_is_live (session))
    g_error ("%s: %s", console_reason_to_string (console_session_get_reason (session)),
             console_session_get_error (session));
  return session;
}

ConsoleSession *
console_test_open_shown (ConsoleTarget *target)
{
  ConsoleSession *session = console_test_open_live (target);

  console_test_wait (console_session_has_picture (session));
  return session;
}

ConsoleFramebuffer *
console_test_watch (ConsoleSession *session)
{
  ConsoleFramebuffer *framebuffer = console_framebuffer_new ();

  console_framebuffer_watch (framebuffer);
  console_framebuffer_set_session (framebuffer, session);
  return framebuffer;
}

void
console_test_assert_fails (ConsoleTarget *target,
                           ConsoleReason  reason)
{
  g_autoptr (ConsoleSession) session = console_test_open_session (target);

  g_assert_cmpstr (console_state_to_string (console_session_get_state (session)), ==, "failed");
  g_assert_cmpstr (console_reason_to_string (console_session_get_reason (session)), ==,
                   console_reason_to_string (reason));
  g_assert_nonnull (console_session_get_error (session));
  g_assert_false (console_session_get_encrypted (session));
  g_test_message ("%s", console_session_get_error (session));
}

static gboolean
same_size (GdkTexture *a,
           GdkTexture *b)
{
  return gdk_texture_get_width (a) == gdk_texture_get_width (b) &&
         gdk_texture_get_height (a) == gdk_texture_get_height (b);
}

gboolean
console_test_same_picture (GdkTexture *a,
                           GdkTexture *b)
{
  gsize size;
  g_autofree guint8 *left = download (a, &size);
  g_autofree guint8 *right = download (b, &size);

  return same_size (a, b) && memcmp (left, right, size) == 0;
}

guint
console_test_count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

int
console_test_find_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) found = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  found = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (found));
}

/* A test that fails aborts, and cleans nothing up. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
console_test_spawn (const char *const *argv,
                    int                fd)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  /* What is fatal to a test is not to a server, which may warn of a bad password. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  if (fd >= 0)
    g_subprocess_launcher_take_fd (launcher, fd, 3);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

/* Not as PPM: QEMU pads its rows when three times the width is no multiple of four. */
GdkTexture *
console_test_screendump (GSubprocess *qemu,
                         const char  *folder,
                         const char  *screen)
{
  g_autofree char *path = g_build_filename (folder, "screen.png", NULL);
  g_autofree char *command = g_strdup_printf ("screendump %s -f png %s\n", path, screen);
  GOutputStream *monitor = g_subprocess_get_stdin_pipe (qemu);
  GdkTexture *texture = NULL;

  g_assert_true (g_output_stream_write_all (monitor, command, strlen (command),
                                            NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (monitor, NULL, NULL));
  console_test_wait ((texture = gdk_texture_new_from_filename (path, NULL)) != NULL);
  g_unlink (path);
  return texture;
}

void
console_test_add (const char  *server,
                  int          kind,
                  const char  *name,
                  void       (*run) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/muster/console/%s/%s", server, name);

  g_test_add_data_func (path, GINT_TO_POINTER (kind), run);
}
