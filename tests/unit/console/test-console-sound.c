/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a guest of a real QEMU plays; no sound server is needed, and none is there. */
#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "console-qemu.h"
#include "console-qtest.h"
#include "console-test.h"

/* As long as this nothing may come, to say that none comes. */
#define SILENCE_MS 600

/* The libraries would wait for 30. */
#define MOST_SECONDS 15

/* Where the SPICE library's player writes to. */
static char *wave;

static gsize
get_played (void)
{
  GStatBuf info;

  return g_stat (wave, &info) == 0 ? (gsize) info.st_size : 0;
}

/* A square wave, and not silence. */
static void
assert_hums (void)
{
  g_autofree char *bytes = NULL;
  gsize length, loud = 0;

  g_assert_true (g_file_get_contents (wave, &bytes, &length, NULL));
  for (gsize i = 0; i < length; i++)
    loud += bytes[i] != 0;
  g_assert_cmpuint (loud, >, length / 4);
}

static void
test_spice (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_SOUND);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;
  gsize played;

  console_qemu_start (qemu);
  session = console_test_open_live (target);
  console_test_wait (console_session_has_picture (session));
  console_test_spin (SILENCE_MS);
  g_assert_cmpuint (get_played (), ==, 0);

  console_session_set_sound (session, TRUE);
  console_test_wait (get_played () > 48000);
  assert_hums ();

  console_session_set_sound (session, FALSE);
  console_test_spin (SILENCE_MS);
  played = get_played ();
  console_test_spin (SILENCE_MS);
  g_assert_cmpuint (get_played (), ==, played);

  console_session_set_sound (session, TRUE);
  console_test_wait (get_played () > played);
  console_session_close (session);
  console_test_spin (SILENCE_MS);
}

/* A sound server that takes calls and never answers. */
static GSocketListener *
listen_silently (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  GSocketListener *listener = g_socket_listener_new ();

  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  return listener;
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  GSocketConnection **call = data;

  *call = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, NULL);
}

/* It is called when there is sound and somebody wants it, and holds nobody up. */
static void
test_hanging_server (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_SOUND);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autofree char *path = g_strconcat (wave, ".server", NULL);
  g_autoptr (GSocketListener) listener = listen_silently (path);
  g_autoptr (GSocketConnection) call = NULL;
  g_autoptr (ConsoleSession) session = NULL;
  gint64 began;

  console_qemu_start (qemu);
  g_socket_listener_accept_async (listener, NULL, accepted_cb, &call);
  session = console_test_open_live (target);
  console_test_wait (console_session_has_picture (session));
  console_test_spin (SILENCE_MS);
  g_assert_null (call);

  began = g_get_monotonic_time ();
  console_session_set_sound (session, TRUE);
  console_test_wait (call != NULL);
  console_test_spin (SILENCE_MS);
  g_assert_true (console_session_is_live (session));
  console_session_set_sound (session, FALSE);
  console_session_set_sound (session, TRUE);
  console_session_close (session);
  console_test_spin (SILENCE_MS);
  g_assert_cmpint (g_get_monotonic_time () - began, <, MOST_SECONDS * G_USEC_PER_SEC);
  g_unlink (path);
}

/* --- what the guest records --------------------------------------------------------- */

/* The sound card and its registers, and where in the machine's memory it writes. */
#define CARD_ID 0x50001274
#define CARD_CLASS 0x0401
#define CONTROL 0x00
#define CONTROL_RECORD 0x10
#define MEMORY_PAGE 0x0c
#define FORMAT 0x20
#define FORMAT_RECORD_16_STEREO 0x30
#define SAMPLES 0x2c
#define RECORD_PAGE 0xd
#define RECORD_ADDRESS 0x30
#define RECORD_SIZE 0x34
#define BUFFER 0x100000
#define BUFFER_SIZE 16384

static void
begin_to_record (ConsoleQtest *qtest)
{
  guint port = (guint) console_qtest_find_bar (qtest, CARD_ID, CARD_CLASS, 0);

  console_qtest_let_write (qtest, CARD_ID, CARD_CLASS);
  console_qtest_fill (qtest, BUFFER, BUFFER_SIZE, 0);
  console_qtest_out (qtest, port + MEMORY_PAGE, RECORD_PAGE);
  console_qtest_out (qtest, port + RECORD_ADDRESS, BUFFER);
  console_qtest_out (qtest, port + RECORD_SIZE, BUFFER_SIZE / 4 - 1);
  console_qtest_out (qtest, port + SAMPLES, BUFFER_SIZE / 8 - 1);
  console_qtest_out (qtest, port + FORMAT, FORMAT_RECORD_16_STEREO);
  console_qtest_out (qtest, port + CONTROL, CONTROL_RECORD | 30 << 16);
}

/* Whether the guest has recorded more than silence, of late. */
static gboolean
hears (ConsoleQtest *qtest)
{
  gboolean loud = FALSE;

  for (guint i = 0; i < BUFFER_SIZE && !loud; i += 64)
    loud = console_qtest_read (qtest, BUFFER + i, 4) != 0;
  return loud;
}

static void
assert_deaf (ConsoleQtest *qtest)
{
  console_qtest_fill (qtest, BUFFER, BUFFER_SIZE, 0);
  console_test_spin (2 * SILENCE_MS);
  g_assert_false (hears (qtest));
}

/* The microphone, here a tone, is the guest's while somebody says so and at no other time. */
static void
test_microphone (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_RECORDER);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autofree char *path = console_qemu_dup_qtest (qemu);
  g_autoptr (ConsoleQtest) qtest = NULL;
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  qtest = console_qtest_new (path);
  session = console_test_open_live (target);
  g_assert_true (console_session_can_microphone (session));
  g_assert_false (console_session_get_microphone (session));
  console_session_set_sound (session, TRUE);
  begin_to_record (qtest);
  assert_deaf (qtest);

  console_session_set_microphone (session, TRUE);
  console_test_wait (hears (qtest));
  console_session_set_microphone (session, FALSE);
  console_test_spin (2 * SILENCE_MS);
  assert_deaf (qtest);

  console_session_set_microphone (session, TRUE);
  console_test_wait (hears (qtest));
  console_session_close (session);
  console_test_spin (2 * SILENCE_MS);
  assert_deaf (qtest);
}

/* A display without audio is left alone. */
static void
test_none (gconstpointer data)
{
  ConsoleProtocol protocol = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;

  console_qemu_start (qemu);
  session = console_test_open_session (target);
  console_session_set_sound (session, TRUE);
  console_session_set_microphone (session, TRUE);
  console_test_wait (console_session_has_picture (session));
  console_session_set_sound (session, FALSE);
  console_session_set_sound (session, TRUE);
  console_test_spin (SILENCE_MS);
  g_assert_true (console_session_is_live (session));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("console-sound-XXXXXX", NULL);
  g_autofree char *pipeline = NULL;
  g_autofree char *server = NULL;
  int status;

  wave = g_build_filename (folder, "wave", NULL);
  pipeline = g_strdup_printf ("appsrc name=appsrc is-live=1 ! filesink buffer-mode=2 "
                              "name=audiosink location=%s", wave);
  g_setenv ("SPICE_GST_AUDIOSINK", pipeline, TRUE);
  server = g_strdup_printf ("unix:%s.server", wave);
  g_setenv ("PULSE_SERVER", server, TRUE);
  g_setenv ("PULSE_COOKIE", wave, TRUE);
  g_setenv ("GST_PLUGIN_FEATURE_RANK", "audiotestsrc:MAX", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/console/sound/spice", test_spice);
  g_test_add_func ("/console/sound/microphone", test_microphone);
  g_test_add_data_func ("/console/sound/hanging-server/spice",
                        GINT_TO_POINTER (CONSOLE_PROTOCOL_SPICE), test_hanging_server);
  g_test_add_data_func ("/console/sound/hanging-server/vnc",
                        GINT_TO_POINTER (CONSOLE_PROTOCOL_VNC), test_hanging_server);
  g_test_add_data_func ("/console/sound/none/spice",
                        GINT_TO_POINTER (CONSOLE_PROTOCOL_SPICE), test_none);
  g_test_add_data_func ("/console/sound/none/vnc",
                        GINT_TO_POINTER (CONSOLE_PROTOCOL_VNC), test_none);

  status = g_test_run ();
  g_unlink (wave);
  g_rmdir (folder);
  g_free (wave);
  return status;
}
