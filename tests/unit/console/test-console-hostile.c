/* SPDX-License-Identifier: GPL-3.0-or-later */
/* VNC servers that greet as they should, and then mean no good. */
#include "config.h"

#include <string.h>

#include <libdex.h>

#include "console-framebuffer.h"
#include "console-test.h"

#define WIDTH 64
#define HEIGHT 48
/* Seeds of each speech; more with "-m thorough". */
#define ROUNDS 60
#define MANY_ROUNDS 2000

/* No server makes our program stand still for longer. */
#define LONGEST_MS 3000

/* What a server says after its greeting. */
typedef void (*Speech) (GByteArray *bytes,
                        GRand      *random);

typedef struct
{
  GSocketService *service;
  ConsoleTarget *target;
  Speech speech;
  gint seed;      /* of the next connection */
} Server;

static void
put_8 (GByteArray *bytes,
       guint       value)
{
  guint8 byte = (guint8) value;

  g_byte_array_append (bytes, &byte, 1);
}

static void
put_16 (GByteArray *bytes,
        guint       value)
{
  guint16 word = GUINT16_TO_BE ((guint16) value);

  g_byte_array_append (bytes, (guint8 *) &word, sizeof word);
}

static void
put_32 (GByteArray *bytes,
        guint32     value)
{
  guint32 word = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (guint8 *) &word, sizeof word);
}

static void
put_noise (GByteArray *bytes,
           GRand      *random,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    put_8 (bytes, g_rand_int (random) & 0xff);
}

static void
put_init (GByteArray *bytes)
{
  put_16 (bytes, WIDTH);
  put_16 (bytes, HEIGHT);
  g_byte_array_append (bytes, (const guint8 *) "\x20\x18\0\1\0\xff\0\xff\0\xff\x10\x08\0\0\0\0", 16);
  put_32 (bytes, 1);
  put_8 (bytes, 'x');
}

static void
put_rect (GByteArray *bytes,
          guint       x,
          guint       y,
          guint       width,
          guint       height,
          gint32      encoding)
{
  put_16 (bytes, x);
  put_16 (bytes, y);
  put_16 (bytes, width);
  put_16 (bytes, height);
  put_32 (bytes, (guint32) encoding);
}

static void
put_update (GByteArray *bytes,
            guint       n_rects)
{
  put_8 (bytes, 0);
  put_8 (bytes, 0);
  put_16 (bytes, n_rects);
}

/* Every encoding that the library knows, with what does not belong into it.  No area is
 * empty: of an empty cursor the library complains, which is fatal here. */
static void
speak_noise (GByteArray *bytes,
             GRand      *random)
{
  const gint32 encodings[] = {
    0, 1, 2, 5, 7, 15, 16, -223, -224, -232, -239, -240, -257, -258, -259, -261, -308, -314
  };

  for (guint i = 0; i < 8; i++)
    {
      guint n = (guint) g_rand_int_range (random, 1, 4);

      put_update (bytes, n);
      for (guint j = 0; j < n; j++)
        {
          gint32 encoding =
            encodings[g_rand_int_range (random, 0, (gint32) G_N_ELEMENTS (encodings))];
          gboolean inside = g_rand_boolean (random);

          put_rect (bytes, (guint) g_rand_int_range (random, 0, inside ? WIDTH : 70000),
                    (guint) g_rand_int_range (random, 0, inside ? HEIGHT : 70000),
                    (guint) g_rand_int_range (random, 1, 2 * WIDTH),
                    (guint) g_rand_int_range (random, 1, 2 * HEIGHT), encoding);
          put_noise (bytes, random, (guint) g_rand_int_range (random, 0, 4000));
        }
    }
}

static void
put_raw (GByteArray *bytes,
         GRand      *random,
         guint       width,
         guint       height)
{
  put_rect (bytes, 0, 0, width, height, 0);
  put_noise (bytes, random, width * height * 4);
}

/* The screen becomes smaller, larger, nothing, between two areas of one update that
 * were meant for its old size. */
static void
speak_of_sizes (GByteArray *bytes,
                GRand      *random)
{
  guint width = WIDTH;
  guint height = HEIGHT;

  for (guint i = 0; i < 12; i++)
    {
      guint old_width = width;
      guint old_height = height;

      width = (guint) g_rand_int_range (random, i == 11 ? 0 : 1, 200);
      height = (guint) g_rand_int_range (random, 1, 200);
      put_update (bytes, 4);
      put_raw (bytes, random, old_width, old_height);
      put_rect (bytes, 0, 0, width, height, -223);
      put_raw (bytes, random, width, height);
      put_raw (bytes, random, i % 3 == 0 ? old_width : width, i % 3 == 0 ? old_height : height);
    }
}

/* A screen that nobody has the memory for. */
static void
speak_of_giants (GByteArray *bytes,
                 GRand      *random)
{
  put_update (bytes, 1);
  put_rect (bytes, 0, 0, (guint) g_rand_int_range (random, 17000, 65535), 65535, -223);
  put_noise (bytes, random, 1000);
}

/* A cursor as large. */
static void
speak_of_giant_cursor (GByteArray *bytes,
                       GRand      *random)
{
  put_update (bytes, 1);
  put_rect (bytes, 0, 0, 65535, 65535, -239);
  put_noise (bytes, random, 1000);
}

/* Other messages: colours, bells, texts of any length, and what does not exist. */
static void
speak_otherwise (GByteArray *bytes,
                 GRand      *random)
{
  const guint8 types[] = { 1, 2, 3, 3, 250, 255, 77 };

  for (guint i = 0; i < 20; i++)
    {
      put_8 (bytes, types[g_rand_int_range (random, 0, G_N_ELEMENTS (types))]);
      put_noise (bytes, random, (guint) g_rand_int_range (random, 0, 12));
    }
}

static gboolean
say (GIOStream    *stream,
     gconstpointer words,
     gsize         size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), words, size,
                                    NULL, NULL, NULL);
}

static gboolean
hear (GIOStream *stream,
      gsize      size)
{
  guint8 heard[16];
  gsize n = 0;

  return g_input_stream_read_all (g_io_stream_get_input_stream (stream), heard, size,
                                  &n, NULL, NULL) && n == size;
}

/* In a thread of its own. */
static gboolean
serve_cb (Server            *server,
          GSocketConnection *connection)
{
  GIOStream *stream = G_IO_STREAM (connection);
  GRand *random = g_rand_new_with_seed ((guint32) g_atomic_int_add (&server->seed, 1));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  char rest[4096];

  put_init (bytes);
  server->speech (bytes, random);
  if (say (stream, "RFB 003.008\n", 12) && hear (stream, 12) && say (stream, "\1\1", 2) &&
      hear (stream, 1) && say (stream, "\0\0\0\0", 4) && hear (stream, 1) &&
      say (stream, bytes->data, bytes->len))
    {
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      while (g_input_stream_read (g_io_stream_get_input_stream (stream), rest, sizeof rest,
                                  NULL, NULL) > 0)
        ;
    }
  g_io_stream_close (stream, NULL, NULL);
  g_rand_free (random);
  return TRUE;
}

static void
run_session (Server *server)
{
  g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();
  g_autoptr (ConsoleSession) session = console_session_new_for_target (server->target);
  gint64 last = g_get_monotonic_time ();
  gint64 end = last + 20 * G_USEC_PER_SEC;

  console_framebuffer_watch (framebuffer);
  console_framebuffer_set_session (framebuffer, session);
  console_session_open (session);
  while (!console_test_has_ended (session))
    {
      gint64 now = g_get_monotonic_time ();

      g_assert_cmpint (now - last, <, LONGEST_MS * 1000);
      g_assert_cmpint (now, <, end);
      last = now;
      console_framebuffer_update (framebuffer);
      console_test_spin (1);
    }
  g_assert_nonnull (console_session_get_error (session));
}

static void
test_speech (gconstpointer data)
{
  Server server = { .speech = data };
  guint16 port;
  guint descriptors = 0;
  guint rounds = g_test_thorough () ? MANY_ROUNDS : ROUNDS;

  server.service = g_threaded_socket_service_new (4);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server.service), NULL, NULL);
  server.target = console_test_new_target (CONSOLE_PROTOCOL_VNC, port);
  g_signal_connect_swapped (server.service, "run", G_CALLBACK (serve_cb), &server);
  for (guint i = 0; i < rounds; i++)
    {
      g_debug ("seed %u", i);
      run_session (&server);
      if (i == 20)
        descriptors = console_test_count_descriptors ();
    }
  console_test_wait (console_test_count_descriptors () <= descriptors);
  g_socket_service_stop (server.service);
  g_object_unref (server.service);
  g_object_unref (server.target);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/muster/console/hostile/noise", speak_noise, test_speech);
  g_test_add_data_func ("/muster/console/hostile/sizes", speak_of_sizes, test_speech);
  g_test_add_data_func ("/muster/console/hostile/giants", speak_of_giants, test_speech);
  g_test_add_data_func ("/muster/console/hostile/otherwise", speak_otherwise, test_speech);
  /* Known to end the program: see src/console/crashers.md. */
  if (g_test_thorough ())
    g_test_add_data_func ("/muster/console/hostile/giant-cursor", speak_of_giant_cursor,
                          test_speech);
  return g_test_run ();
}
