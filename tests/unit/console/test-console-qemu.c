/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions against the servers of a real QEMU. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console-fixed-source.h"
#include "console-pki.h"
#include "console-qemu.h"
#include "console-test.h"

#define GREEN 0x00a800

/* A SPICE server that has not noticed yet that a viewer went turns the next one away. */
#define LET_GO_MS 60

/* What the libraries allocate once comes with the first few connections; after that a
 * leaked picture alone would be 1.4 MiB each time. */
#define RECONNECTS 200
#define WARM_UP 40
#define ONCE_OPENED 3
#define MOST_FAILURES 10
#define MOST_GROWTH (6 * 1024)

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
shows_the_truth (ConsoleFramebuffer *framebuffer,
                 ConsoleQemu        *qemu)
{
  g_autoptr (GdkTexture) truth = console_qemu_screendump (qemu);
  g_autoptr (GdkTexture) ours = console_framebuffer_dup_screenshot (framebuffer, NULL);

  return ours != NULL && console_test_same_picture (ours, truth);
}

/* Every pixel, before and after the guest has written to its screen. */
static void
test_picture (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);

  g_assert_false (console_session_get_encrypted (session));
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
  console_test_wait (console_test_has_ended (session));
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
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);

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
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  const ConsoleCombo *combo = console_combo_find ("ctrl-alt-delete");

  console_session_send_keys (session, combo->keysyms, combo->n_keysyms);
  console_test_wait (ends_with (qemu, "1d 38 e0 53 e0 d3 b8 9d "));

  /* What is down when the viewer goes does not stay down. */
  console_session_key (session, 0x2a, GDK_KEY_Shift_L, TRUE);
  console_test_wait (ends_with (qemu, "2a "));
  console_session_close (session);
  console_test_wait (ends_with (qemu, "2a aa "));
}

/* The last lamps that the guest has shown.  When spice-glib connects it turns them off. */
static gboolean
says_what_the_guest_has (ConsoleSession *session,
                         ConsoleQemu    *qemu)
{
  int locks = console_session_get_locks (session);
  g_autofree char *digit = g_strdup_printf ("%d", locks);

  return locks >= 0 && ends_with (qemu, digit);
}

/* The guest's lamps, whichever key changed them, and of a viewer that comes late. */
static void
test_locks (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_LOCKS);
  guint descriptors = console_test_count_descriptors ();
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  const struct
  {
    guint qnum;
    int locks;
  } cases[] = {
    { 0x3a, CONSOLE_LOCK_CAPS },
    { 0x45, CONSOLE_LOCK_CAPS | CONSOLE_LOCK_NUM },
    { 0x46, CONSOLE_LOCK_CAPS | CONSOLE_LOCK_NUM | CONSOLE_LOCK_SCROLL },
    { 0x3a, CONSOLE_LOCK_NUM | CONSOLE_LOCK_SCROLL },
  };
  g_autoptr (ConsoleSession) late = NULL;

  console_test_wait (console_session_get_locks (session) == 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *digit = g_strdup_printf ("%d", cases[i].locks);

      console_session_key (session, cases[i].qnum, 0, TRUE);
      console_session_key (session, cases[i].qnum, 0, FALSE);
      console_test_wait (ends_with (qemu, digit));
      console_test_wait (console_session_get_locks (session) == cases[i].locks);
    }
  console_session_close (session);
  console_test_wait (console_test_count_descriptors () <= descriptors);
  console_test_spin (LET_GO_MS);
  late = console_qemu_open (qemu);
  console_test_wait (says_what_the_guest_has (late, qemu));
}

/* A text, by the keys of five keyboards, as the guest reads them. */
static void
test_type (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  const struct
  {
    const char *layout;
    const char *text;
    const char *keys;
  } cases[] = {
    { "us", "zA\n", "2c ac 2a 1e 9e aa 1c 9c " },
    { "de", "zY@ê", "15 95 2a 2c ac aa e0 38 10 90 e0 b8 29 a9 12 92 " },
    { "fr", "a1~ô", "10 90 2a 02 82 aa e0 38 03 83 e0 b8 1a 9a 18 98 " },
    { "jp", "@\\_|", "1a 9a 73 f3 2a 73 f3 7d fd aa " },
    { "cn", "\"\t", "2a 28 a8 aa 0f 8f " },
  };
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConsoleLayout) layout = console_layout_new (cases[i].layout, NULL);
      g_autoptr (ConsoleTyper) typer = console_typer_new (session, layout);
      g_autoptr (DexFuture) future = console_typer_type (typer, cases[i].text);

      g_test_message ("%s", cases[i].layout);
      console_test_wait (dex_future_get_status (future) != DEX_FUTURE_STATUS_PENDING);
      g_assert_true (dex_future_is_resolved (future));
      console_test_wait (ends_with (qemu, cases[i].keys));
    }
}

static gboolean
type_much (ConsoleSession *session,
           ConsoleLayout  *layout,
           ConsoleQemu    *qemu)
{
  g_autoptr (ConsoleTyper) typer = console_typer_new (session, layout);
  g_autofree char *text = g_strnfill (60, 'a');
  g_autoptr (DexFuture) future = console_typer_type (typer, text);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 60; i++)
    g_string_append (expected, "1e 9e ");
  console_test_wait (dex_future_get_status (future) != DEX_FUTURE_STATUS_PENDING);
  console_test_spin (300);
  return ends_with (qemu, expected->str);
}

/* Nothing is lost; tried more than once, for a machine that stands still a
 * third of a second is too slow for any rate. */
static void
test_type_much (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleLayout) layout = console_layout_new ("us", NULL);

  g_assert_true (type_much (session, layout, qemu) || type_much (session, layout, qemu) ||
                 type_much (session, layout, qemu));
}

static void
test_tls (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (protocol, CONSOLE_QEMU_TLS | CONSOLE_QEMU_PASSWORD);
  g_autofree char *ca = console_pki_dup_ca (FALSE);
  g_autofree char *foreign = console_pki_dup_ca (TRUE);
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

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ConsoleTarget) target =
        console_qemu_make_target (qemu, CONSOLE_QEMU_PASSWORD_TEXT, ca, names[i]);
      g_autoptr (ConsoleSession) session = console_test_open_live (target);
      g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);

      g_assert_true (console_session_get_encrypted (session));
      console_test_wait (shows_green (framebuffer));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ConsoleTarget) target =
        console_qemu_make_target (qemu, bad[i].password, bad[i].ca, bad[i].name);

      console_test_assert_fails (target, bad[i].reason);
    }
}

static void
test_password (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_PASSWORD);
  g_autoptr (ConsoleTarget) right =
    console_qemu_make_target (qemu, CONSOLE_QEMU_PASSWORD_TEXT, NULL, NULL);
  g_autoptr (ConsoleTarget) wrong = console_qemu_make_target (qemu, "wrong", NULL, NULL);
  g_autoptr (ConsoleTarget) none = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = console_test_open_live (right);

  console_test_assert_fails (wrong, CONSOLE_REASON_AUTH);
  console_test_assert_fails (none, CONSOLE_REASON_PASSWORD_NEEDED);
}

/* In the clear only by permission. */
static void
test_clear_forbidden (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autofree char *ca = console_pki_dup_ca (FALSE);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, ca, NULL);

  console_test_assert_fails (target, CONSOLE_REASON_CLEAR);
}

static void
test_refused (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);

  console_test_assert_fails (target, CONSOLE_REASON_REFUSED);
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

static void
exchange (GIOStream  *stream,
          gsize       n_read,
          const char *said,
          gsize       n_said)
{
  guint8 heard[64];

  g_assert_cmpuint (n_read, <=, sizeof heard);
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (stream), heard,
                                          n_read, NULL, NULL, NULL));
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (stream), said,
                                            n_said, NULL, NULL, NULL));
}

/* Somebody else has the display for himself alone. */
static void
test_taken (gconstpointer data)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_VNC, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) where = console_target_dup_connectable (target, FALSE);
  g_autoptr (GSocketConnection) other = NULL;
  g_autoptr (ConsoleSession) session = NULL;

  other = g_socket_client_connect (client, where, NULL, NULL);
  g_assert_nonnull (other);
  exchange (G_IO_STREAM (other), strlen ("RFB 003.008\n"), "RFB 003.008\n", 12);
  exchange (G_IO_STREAM (other), strlen ("\1\1"), "\1", 1);
  exchange (G_IO_STREAM (other), sizeof (guint32), "\0", 1);
  /* It begins to tell what its screen is like: now that viewer is in. */
  exchange (G_IO_STREAM (other), sizeof (guint32), "", 0);
  console_test_assert_fails (target, CONSOLE_REASON_TAKEN);

  g_assert_true (g_io_stream_close (G_IO_STREAM (other), NULL, NULL));
  session = console_test_open_live (target);
}

/* A SPICE server that is connected to again at once loses the new viewer now and then,
 * and once took QEMU with it (see src/console/crashers.md): tried again, and counted. */
static ConsoleSession *
open_again (ConsoleQemu   *qemu,
            ConsoleTarget *target,
            guint         *n_failed)
{
  while (TRUE)
    {
      g_autoptr (ConsoleSession) session = console_test_open_session (target);

      if (console_session_is_live (session))
        return g_steal_pointer (&session);
      g_assert_cmpuint (++*n_failed, <=, MOST_FAILURES);
      if (console_session_get_reason (session) == CONSOLE_REASON_REFUSED)
        {
          console_qemu_kill (qemu);
          console_qemu_start (qemu);
        }
      console_test_spin (LET_GO_MS);
    }
}

/* Opening and closing leaves nothing open behind. */
static void
test_many_times (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  guint before = 0;
  guint n_failed = 0;

  for (guint i = 0; i < 12; i++)
    {
      ConsoleSession *session = open_again (qemu, target, &n_failed);

      console_test_spin (30);
      console_session_close (session);
      console_test_spin (LET_GO_MS);
      g_assert_finalize_object (session);
      if (i == 3)
        before = console_test_count_descriptors ();
    }
  console_test_wait (console_test_count_descriptors () <= before);

  /* And so does giving up half-way. */
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (ConsoleSession) session = console_session_new_for_target (target);

      console_session_open (session);
      console_test_spin (i);
    }
  console_test_wait (console_test_count_descriptors () <= before);
}

/* Of this process, in KiB. */
static glong
read_memory (void)
{
  g_autofree char *text = NULL;
  glong pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*d %ld", &pages), ==, 1);
  return pages * (sysconf (_SC_PAGESIZE) / 1024);
}

static gboolean
is_shown_or_lost (ConsoleFramebuffer *framebuffer,
                  ConsoleSession     *session)
{
  return shows_green (framebuffer) || console_test_has_ended (session);
}

/* Connected, shown, typed into and gone, two hundred times. */
static void
test_reconnects (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new_started (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();
  guint descriptors = 0;
  guint before = console_test_count_descriptors () + ONCE_OPENED;
  guint n_failed = 0;
  glong memory = 0;

  console_framebuffer_watch (framebuffer);
  for (guint i = 0; i < RECONNECTS; i++)
    {
      ConsoleSession *session = open_again (qemu, target, &n_failed);

      console_framebuffer_set_session (framebuffer, session);
      console_test_wait (is_shown_or_lost (framebuffer, session));
      console_session_key (session, 0x1e, 'a', TRUE);
      console_session_close (session);
      console_framebuffer_set_session (framebuffer, NULL);
      console_test_wait (console_test_count_descriptors () <= before);
      console_test_spin (LET_GO_MS);
      g_assert_finalize_object (session);
      if (i == WARM_UP)
        {
          descriptors = console_test_count_descriptors ();
          memory = read_memory ();
        }
    }
  console_test_wait (console_test_count_descriptors () <= descriptors);
  g_test_message ("%d reconnects: %ld KiB more than after %d, %u lost by the server",
                  RECONNECTS, read_memory () - memory, WARM_UP, n_failed);
  g_assert_cmpint (read_memory () - memory, <, MOST_GROWTH);
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
  g_autoptr (ConsoleTarget) target = console_test_new_target (protocol, port);

  console_test_tolerate_spice ();
  g_signal_connect (service, "incoming", G_CALLBACK (garbage_cb), random);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (ConsoleSession) session = console_test_open_session (target);

      console_test_wait (console_test_has_ended (session));
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
  g_autoptr (ConsoleTarget) target = console_test_new_target (protocol, port);

  console_test_tolerate_spice ();
  console_test_assert_fails (target, CONSOLE_REASON_NO_ANSWER);
}

static void
add_all (const char      *name,
         ConsoleProtocol  protocol)
{
  console_test_add (name, protocol, "picture", test_picture);
  console_test_add (name, protocol, "keys", test_keys);
  console_test_add (name, protocol, "send-keys", test_send_keys);
  console_test_add (name, protocol, "locks", test_locks);
  console_test_add (name, protocol, "type", test_type);
  console_test_add (name, protocol, "type-much", test_type_much);
  console_test_add (name, protocol, "tls", test_tls);
  console_test_add (name, protocol, "password", test_password);
  console_test_add (name, protocol, "clear-forbidden", test_clear_forbidden);
  console_test_add (name, protocol, "refused", test_refused);
  console_test_add (name, protocol, "keeper", test_keeper);
  console_test_add (name, protocol, "many-times", test_many_times);
  console_test_add (name, protocol, "reconnects", test_reconnects);
  console_test_add (name, protocol, "garbage", test_garbage);
  console_test_add (name, protocol, "silent", test_silent);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  add_all ("vnc", CONSOLE_PROTOCOL_VNC);
  add_all ("spice", CONSOLE_PROTOCOL_SPICE);
  console_test_add ("vnc", CONSOLE_PROTOCOL_VNC, "taken", test_taken);
  return g_test_run ();
}
