/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clipboard text through VNC, with a server that speaks as much as that
 * takes. */
#include "config.h"

#include <string.h>

#include "console-test.h"
#include "console-text-port.h"

typedef struct
{
  GSocketService *service;
  ConsoleSession *session;
  GMutex mutex;
  /* What the client said, and what is said to that. */
  char *said;
  const char *answer;
  gsize answer_size;
  GString *texts;
  guint n_offers;
  int done;
} Fixture;

static void
answer (Fixture       *fixture,
        GOutputStream *out)
{
  guint8 header[8] = { 3 };
  guint32 size = GUINT32_TO_BE ((guint32) fixture->answer_size);

  memcpy (header + 4, &size, 4);
  g_output_stream_write_all (out, header, sizeof header, NULL, NULL, NULL);
  g_output_stream_write_all (out, fixture->answer, fixture->answer_size, NULL, NULL, NULL);
}

static gboolean
skip (GInputStream *in,
      gsize         size)
{
  guint8 bytes[256];
  gsize n;

  for (; size > 0; size -= n)
    if (!g_input_stream_read_all (in, bytes, MIN (size, sizeof bytes), &n, NULL, NULL) || n == 0)
      return FALSE;
  return TRUE;
}

static gboolean
take_text (Fixture       *fixture,
           GInputStream  *in,
           GOutputStream *out)
{
  guint8 header[7];
  guint32 size;
  char *text;

  if (!g_input_stream_read_all (in, header, sizeof header, NULL, NULL, NULL))
    return FALSE;
  memcpy (&size, header + 3, 4);
  size = GUINT32_FROM_BE (size);
  text = g_malloc0 (size + 1);
  g_input_stream_read_all (in, text, size, NULL, NULL, NULL);
  g_mutex_lock (&fixture->mutex);
  g_free (fixture->said);
  fixture->said = text;
  g_mutex_unlock (&fixture->mutex);
  answer (fixture, out);
  return TRUE;
}

static gboolean
take_encodings (GInputStream *in)
{
  guint8 header[3];

  return g_input_stream_read_all (in, header, sizeof header, NULL, NULL, NULL) &&
         skip (in, 4 * (header[1] * 256u + header[2]));
}

static gboolean
take_message (Fixture       *fixture,
              GInputStream  *in,
              GOutputStream *out)
{
  guint8 type;
  gsize n;

  if (!g_input_stream_read_all (in, &type, 1, &n, NULL, NULL) || n == 0)
    return FALSE;
  switch (type)
    {
    case 0:  return skip (in, 19);
    case 2:  return take_encodings (in);
    case 3:  return skip (in, 9);
    case 6:  return take_text (fixture, in, out);
    default: return FALSE;
    }
}

static gboolean
serve_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                data)
{
  const guint8 init[] = {
    0, 0, 0, 0, 0, 2, 0, 2, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0,
    0, 0, 0, 1, 'x'
  };
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (out, "RFB 003.008\n", 12, NULL, NULL, NULL);
  if (!skip (in, 12))
    return TRUE;
  g_output_stream_write_all (out, "\1\1", 2, NULL, NULL, NULL);
  /* The choice, and whether others may stay, which comes after the result. */
  if (!skip (in, 1))
    return TRUE;
  g_output_stream_write_all (out, init, 4, NULL, NULL, NULL);
  if (!skip (in, 1))
    return TRUE;
  g_output_stream_write_all (out, init + 4, sizeof init - 4, NULL, NULL, NULL);
  while (take_message (data, in, out))
    ;
  g_atomic_int_set (&((Fixture *) data)->done, TRUE);
  return TRUE;
}

static void
offered_cb (Fixture *fixture)
{
  fixture->n_offers++;
  console_text_port_request (CONSOLE_TEXT_PORT (fixture->session));
}

static void
text_cb (Fixture    *fixture,
         const char *text)
{
  g_string_append_printf (fixture->texts, "[%s]", text);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target = NULL;
  guint16 port;

  g_mutex_init (&fixture->mutex);
  fixture->texts = g_string_new (NULL);
  fixture->service = g_threaded_socket_service_new (1);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, NULL);
  g_signal_connect (fixture->service, "run", G_CALLBACK (serve_cb), fixture);
  target = console_test_new_target (CONSOLE_PROTOCOL_VNC, port);
  fixture->session = console_session_new_for_target (target);
  g_signal_connect_swapped (fixture->session, "text-offered", G_CALLBACK (offered_cb), fixture);
  g_signal_connect_swapped (fixture->session, "text", G_CALLBACK (text_cb), fixture);
  console_session_open (fixture->session);
  console_test_wait (console_session_is_live (fixture->session));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  console_session_close (fixture->session);
  console_test_wait (g_atomic_int_get (&fixture->done));
  g_socket_service_stop (fixture->service);
  console_test_spin (50);
  g_assert_finalize_object (fixture->session);
  g_clear_object (&fixture->service);
  g_string_free (fixture->texts, TRUE);
  g_free (fixture->said);
  g_mutex_clear (&fixture->mutex);
}

static gboolean
has_said (Fixture    *fixture,
          const char *text)
{
  gboolean same;

  g_mutex_lock (&fixture->mutex);
  same = g_strcmp0 (fixture->said, text) == 0;
  g_mutex_unlock (&fixture->mutex);
  return same;
}

static void
exchange (Fixture    *fixture,
          const char *text,
          const char *reply,
          gsize       reply_size)
{
  g_autoptr (GError) error = NULL;
  guint n = fixture->n_offers;

  fixture->answer = reply;
  fixture->answer_size = reply_size;
  console_text_port_send (CONSOLE_TEXT_PORT (fixture->session), text, &error);
  g_assert_no_error (error);
  console_test_wait (has_said (fixture, text));
  if (reply_size > 0 && reply_size <= CONSOLE_MAX_TEXT)
    console_test_wait (fixture->n_offers > n);
  else
    console_test_spin (100);
}

/* Latin-1 as the protocol wants it, and UTF-8 as servers send it. */
static void
test_both_ways (Fixture       *fixture,
                gconstpointer  data)
{
  exchange (fixture, "to the guest\n", "from it\r\nä", 11);
  exchange (fixture, "again", "\xe4\xdf", 2);
  exchange (fixture, "", "", 0);
  exchange (fixture, "nul", "a\0b", 3);
  exchange (fixture, "final", "end", 4);
  g_assert_cmpstr (fixture->texts->str, ==, "[from it\nä][äß][a][end]");
}

/* Said instead of sent with other letters. */
static void
test_unfit (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (CONSOLE_MAX_TEXT + 1, 'x');

  g_assert_false (console_text_port_send (CONSOLE_TEXT_PORT (fixture->session), "ä", &error));
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_TEXT);
  g_clear_error (&error);
  g_assert_false (console_text_port_send (CONSOLE_TEXT_PORT (fixture->session), large, &error));
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_TEXT);
  console_test_spin (50);
  g_assert_true (has_said (fixture, NULL));
}

static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *large = g_strnfill (CONSOLE_MAX_TEXT + 1, 'x');

  exchange (fixture, "large", large, CONSOLE_MAX_TEXT + 1);
  g_assert_cmpuint (fixture->n_offers, ==, 0);
  exchange (fixture, "most", large, CONSOLE_MAX_TEXT);
  g_assert_cmpuint (fixture->texts->len, ==, CONSOLE_MAX_TEXT + 2);
  g_assert_true (console_session_is_live (fixture->session));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/muster/console/text/vnc/both-ways", Fixture, NULL,
              set_up, test_both_ways, tear_down);
  g_test_add ("/muster/console/text/vnc/unfit", Fixture, NULL, set_up, test_unfit, tear_down);
  g_test_add ("/muster/console/text/vnc/too-large", Fixture, NULL,
              set_up, test_too_large, tear_down);
  return g_test_run ();
}
