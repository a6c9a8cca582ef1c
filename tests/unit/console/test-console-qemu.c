/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions against the servers of a real QEMU. */
#include "config.h"

#include <string.h>

#include "console-fixed-source.h"
#include "console-qemu.h"
#include "console-test.h"

#define GREEN 0x00a800

/* The SPICE libraries warn about what servers say; nothing else may warn. */
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

static void
tolerate_spice (void)
{
  const GLogLevelFlags levels =
    G_LOG_LEVEL_INFO | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL;

  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  g_log_set_handler ("GSpice", levels, ignore_cb, NULL);
  g_log_set_handler ("Spice", levels, ignore_cb, NULL);
}

static gboolean
has_ended (ConsoleSession *session)
{
  ConsoleState state = console_session_get_state (session);

  return state == CONSOLE_STATE_CLOSED || state == CONSOLE_STATE_FAILED;
}

static ConsoleSession *
open_session (ConsoleTarget *target)
{
  ConsoleSession *session = console_session_new_for_target (target);

  console_session_open (session);
  console_test_wait (console_session_is_live (session) || has_ended (session));
  return session;
}

static void
assert_live (ConsoleSession *session)
{
  if (!console_session_is_live (session))
    g_error ("%s: %s", console_reason_to_string (console_session_get_reason (session)),
             console_session_get_error (session));
}

/* The reason counts, and that there is a sentence for it. */
static void
assert_fails (ConsoleTarget *target,
              ConsoleReason  reason)
{
  g_autoptr (ConsoleSession) session = open_session (target);

  g_assert_cmpstr (console_state_to_string (console_session_get_state (session)), ==, "failed");
  g_assert_cmpstr (console_reason_to_string (console_session_get_reason (session)), ==,
                   console_reason_to_string (reason));
  g_assert_nonnull (console_session_get_error (session));
  g_assert_false (console_session_get_encrypted (session));
  g_test_message ("%s", console_session_get_error (session));
}

static gboolean
shows_green (ConsoleFramebuffer *framebuffer)
{
  g_autoptr (GdkTexture) texture = NULL;

  console_framebuffer_update (framebuffer);
  texture = console_framebuffer_dup_screenshot (framebuffer, NULL);
  return texture != NULL && gdk_texture_get_width (texture) == 720 &&
         console_test_pixel (texture, 700, 380) == GREEN;
}

static gboolean
same_picture (GdkTexture *a,
              GdkTexture *b)
{
  gsize size = (gsize) gdk_texture_get_width (a) * gdk_texture_get_height (a) * 4;
  gsize stride = (gsize) gdk_texture_get_width (a) * 4;
  g_autofree guint8 *left = g_malloc (size);
  g_autofree guint8 *right = g_malloc (size);

  if (gdk_texture_get_width (a) != gdk_texture_get_width (b) ||
      gdk_texture_get_height (a) != gdk_texture_get_height (b))
    return FALSE;
  gdk_texture_download (a, left, stride);
  gdk_texture_download (b, right, stride);
  return memcmp (left, right, size) == 0;
}

static gboolean
shows_the_truth (ConsoleFramebuffer *framebuffer,
                 ConsoleQemu        *qemu)
{
  g_autoptr (GdkTexture) truth = console_qemu_screendump (qemu);
  g_autoptr (GdkTexture) ours = console_framebuffer_dup_screenshot (framebuffer, NULL);

  return ours != NULL && same_picture (ours, truth);
}

/* Every pixel, before and after the guest has written to its screen. */
static void
test_picture (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  session = open_session (target);
  assert_live (session);
  g_assert_false (console_session_get_encrypted (session));
  console_framebuffer_watch (framebuffer);
  console_framebuffer_set_session (framebuffer, session);
  console_test_wait (shows_green (framebuffer));
  console_test_wait (shows_the_truth (framebuffer, qemu));

  for (guint i = 0; i < 30; i++)
    {
      console_session_key (session, 0x1e, 'a', TRUE);
      console_session_key (session, 0x1e, 'a', FALSE);
      console_test_spin (5);
    }
  console_test_spin (300);
  console_test_wait (shows_the_truth (framebuffer, qemu));

  /* The last picture survives the server. */
  console_qemu_kill (qemu);
  console_test_wait (has_ended (session));
  g_assert_cmpint (console_session_get_state (session), ==, CONSOLE_STATE_CLOSED);
  g_assert_cmpint (console_session_get_reason (session), ==, CONSOLE_REASON_SERVER_CLOSED);
  g_assert_true (shows_green (framebuffer));
}

static gboolean
ends_with (ConsoleQemu *qemu,
           const char  *suffix)
{
  g_autofree char *keys = console_qemu_dup_keys (qemu);

  return g_str_has_suffix (keys, suffix);
}

static void
press (ConsoleSession *session,
       ConsoleQemu    *qemu,
       guint           qnum)
{
  guint code = qnum & 0x7f;
  const char *prefix = qnum & 0x80 ? "e0 " : "";
  g_autofree char *down = g_strdup_printf ("%s%02x ", prefix, code);
  g_autofree char *both = g_strdup_printf ("%s%s%02x ", down, prefix, code | 0x80);

  console_session_key (session, qnum, 0, TRUE);
  console_test_wait (ends_with (qemu, down));
  console_session_key (session, qnum, 0, FALSE);
  console_test_wait (ends_with (qemu, both));
}

/* Every key of a 105-key keyboard, as the guest's controller reads it; Print
 * and Pause are not a code but a little speech. */
static void
test_keys (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  session = open_session (target);
  assert_live (session);
  /* VNC's server says on its way to the first picture that it knows places. */
  console_test_wait (console_session_has_picture (session));
  for (guint keycode = 9; keycode <= 135; keycode++)
    {
      guint qnum = console_keymap_qnum_from_hardware (keycode);

      if (keycode <= 96 ? qnum != 0 && keycode != 92 && keycode != 93
                        : (keycode >= 104 && keycode <= 119 && keycode != 107 && keycode != 109) ||
                          keycode >= 133)
        press (session, qemu, qnum);
    }
}

static void
test_send_keys (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  const ConsoleCombo *combo = console_combo_find ("ctrl-alt-delete");
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  session = open_session (target);
  assert_live (session);
  console_test_wait (console_session_has_picture (session));
  console_session_send_keys (session, combo->keysyms, combo->n_keysyms);
  console_test_wait (ends_with (qemu, "1d 38 e0 53 e0 d3 b8 9d "));

  /* What is down when the viewer goes does not stay down. */
  console_session_key (session, 0x2a, GDK_KEY_Shift_L, TRUE);
  console_test_wait (ends_with (qemu, "2a "));
  console_session_close (session);
  console_test_wait (ends_with (qemu, "2a aa "));
}

static void
test_tls (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new (protocol, CONSOLE_QEMU_TLS | CONSOLE_QEMU_PASSWORD);
  g_autofree char *ca = console_qemu_dup_ca (FALSE);
  g_autofree char *foreign = console_qemu_dup_ca (TRUE);
  const struct
  {
    const char *password;
    const char *ca;
    const char *name;
    ConsoleReason reason;
  } bad[] = {
    { CONSOLE_QEMU_PASSWORD_TEXT, foreign, NULL, CONSOLE_REASON_TLS },
    { CONSOLE_QEMU_PASSWORD_TEXT, foreign, "localhost", CONSOLE_REASON_TLS },
    { CONSOLE_QEMU_PASSWORD_TEXT, ca, "other.example", CONSOLE_REASON_TLS },
    { CONSOLE_QEMU_PASSWORD_TEXT, "no certificate", NULL, CONSOLE_REASON_TLS },
    { "wrong", ca, NULL, CONSOLE_REASON_AUTH },
    { NULL, ca, NULL, CONSOLE_REASON_PASSWORD_NEEDED },
  };
  const char *names[] = { NULL, "localhost" };

  tolerate_spice ();
  console_qemu_start (qemu);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ConsoleTarget) target =
        console_qemu_make_target (qemu, CONSOLE_QEMU_PASSWORD_TEXT, ca, names[i]);
      g_autoptr (ConsoleSession) session = open_session (target);
      g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();

      assert_live (session);
      g_assert_true (console_session_get_encrypted (session));
      console_framebuffer_watch (framebuffer);
      console_framebuffer_set_session (framebuffer, session);
      console_test_wait (shows_green (framebuffer));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ConsoleTarget) target =
        console_qemu_make_target (qemu, bad[i].password, bad[i].ca, bad[i].name);

      assert_fails (target, bad[i].reason);
    }
}

static void
test_password (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_PASSWORD);
  g_autoptr (ConsoleTarget) right =
    console_qemu_make_target (qemu, CONSOLE_QEMU_PASSWORD_TEXT, NULL, NULL);
  g_autoptr (ConsoleTarget) wrong = console_qemu_make_target (qemu, "wrong", NULL, NULL);
  g_autoptr (ConsoleTarget) none = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  session = open_session (right);
  assert_live (session);
  assert_fails (wrong, CONSOLE_REASON_AUTH);
  assert_fails (none, CONSOLE_REASON_PASSWORD_NEEDED);
}

/* In the clear only by permission. */
static void
test_clear_forbidden (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autofree char *ca = console_qemu_dup_ca (FALSE);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, ca, NULL);

  console_qemu_start (qemu);
  assert_fails (target, CONSOLE_REASON_TLS);
}

static void
test_refused (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);

  assert_fails (target, CONSOLE_REASON_REFUSED);
}

/* The server dies, is away for a while and comes back: without a click. */
static void
test_keeper (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleFixedSource) source = console_fixed_source_new (target);
  g_autoptr (ConsoleKeeper) keeper = console_keeper_new (CONSOLE_SOURCE (source));
  ConsoleFramebuffer *framebuffer = console_keeper_get_framebuffer (keeper);

  console_framebuffer_watch (framebuffer);
  console_qemu_start (qemu);
  console_keeper_start (keeper);
  console_test_wait (console_keeper_get_state (keeper) == CONSOLE_KEEPER_STATE_CONNECTED);
  console_test_wait (shows_green (framebuffer));

  console_qemu_kill (qemu);
  console_test_wait (console_keeper_get_state (keeper) == CONSOLE_KEEPER_STATE_RECONNECTING);
  g_assert_nonnull (console_keeper_get_error (keeper));
  console_test_spin (800);
  g_assert_cmpint (console_keeper_get_state (keeper), ==, CONSOLE_KEEPER_STATE_RECONNECTING);
  g_assert_true (shows_green (framebuffer));

  console_qemu_start (qemu);
  console_test_wait (console_keeper_get_state (keeper) == CONSOLE_KEEPER_STATE_CONNECTED);
  g_assert_null (console_keeper_get_error (keeper));
  console_test_wait (shows_green (framebuffer));
  console_framebuffer_unwatch (framebuffer);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Opening and closing leaves nothing open behind. */
static void
test_many_times (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  guint before = 0;

  console_qemu_start (qemu);
  for (guint i = 0; i < 12; i++)
    {
      ConsoleSession *session = open_session (target);

      assert_live (session);
      console_test_spin (30);
      console_session_close (session);
      console_test_spin (60);
      g_assert_finalize_object (session);
      if (i == 3)
        before = count_descriptors ();
    }
  console_test_wait (count_descriptors () <= before);

  /* And so does giving up half-way. */
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (ConsoleSession) session = console_session_new_for_target (target);

      console_session_open (session);
      console_test_spin (i);
    }
  console_test_wait (count_descriptors () <= before);
}

/* --- servers that mean no good --- */

static gboolean
garbage_cb (GSocketService    *service,
            GSocketConnection *connection,
            GObject           *source,
            gpointer           data)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GRand *random = data;
  guint8 garbage[4096];

  for (gsize i = 0; i < sizeof garbage; i++)
    garbage[i] = (guint8) g_rand_int (random);
  if (g_rand_boolean (random))
    memcpy (garbage, "RFB 003.008\n\1\1\0\0\0\0", 18);
  else
    /* A length that is not absurd: the library allocates what it is told. */
    memcpy (garbage, "REDQ\2\0\0\0\2\0\0\0\0\1\0\0", 16);
  g_output_stream_write_all (stream, garbage, sizeof garbage, NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static void
test_garbage (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  GRand *random = g_rand_new_with_seed (20);
  g_autoptr (ConsoleTarget) target =
    g_object_new (CONSOLE_TYPE_TARGET, "protocol", protocol, "host", "127.0.0.1",
                  "port", (int) port, "allow-clear", TRUE, NULL);

  tolerate_spice ();
  g_signal_connect (service, "incoming", G_CALLBACK (garbage_cb), random);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (ConsoleSession) session = open_session (target);

      console_test_wait (has_ended (session));
      g_assert_nonnull (console_session_get_error (session));
    }
  g_socket_service_stop (service);
  console_test_spin (50);
  g_rand_free (random);
}

/* Accepts, and never says a word. */
static void
test_silent (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (ConsoleTarget) target =
    g_object_new (CONSOLE_TYPE_TARGET, "protocol", protocol, "host", "127.0.0.1",
                  "port", (int) port, "allow-clear", TRUE, NULL);

  tolerate_spice ();
  assert_fails (target, CONSOLE_REASON_NO_ANSWER);
}

static void
add (const char          *protocol_name,
     ConsoleProtocol      protocol,
     const char          *name,
     void               (*run) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/muster/console/%s/%s", protocol_name, name);

  g_test_add_data_func (path, GINT_TO_POINTER (protocol), run);
}

static void
add_all (const char      *protocol_name,
         ConsoleProtocol  protocol)
{
  add (protocol_name, protocol, "picture", test_picture);
  add (protocol_name, protocol, "keys", test_keys);
  add (protocol_name, protocol, "send-keys", test_send_keys);
  add (protocol_name, protocol, "tls", test_tls);
  add (protocol_name, protocol, "password", test_password);
  add (protocol_name, protocol, "clear-forbidden", test_clear_forbidden);
  add (protocol_name, protocol, "refused", test_refused);
  add (protocol_name, protocol, "keeper", test_keeper);
  add (protocol_name, protocol, "many-times", test_many_times);
  add (protocol_name, protocol, "garbage", test_garbage);
  add (protocol_name, protocol, "silent", test_silent);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  add_all ("vnc", CONSOLE_PROTOCOL_VNC);
  add_all ("spice", CONSOLE_PROTOCOL_SPICE);
  return g_test_run ();
}
