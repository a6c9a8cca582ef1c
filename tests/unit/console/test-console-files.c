/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files into a guest, through a real QEMU; the test is the guest's agent. */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libdex.h>
#include <spice/vd_agent.h>

#include "console-file-port.h"
#include "console-qemu.h"
#include "console-test.h"

/* More than a chunk of the protocol; a serial line carries it in a moment. */
#define FILE_SIZE 6000

typedef struct
{
  GIOStream *stream;
  GByteArray *raw;
  GByteArray *message;
  GByteArray *file;
  char *name;
  gsize size;
  guint32 id;
  gboolean refuses;
  gboolean stalls;
  gboolean called_off;
} Agent;

static void
agent_init (Agent       *agent,
            ConsoleQemu *qemu)
{
  agent->stream = console_qemu_dial (qemu);
  agent->raw = g_byte_array_new ();
  agent->message = g_byte_array_new ();
  agent->file = g_byte_array_new ();
}

static void
agent_clear (Agent *agent)
{
  g_clear_object (&agent->stream);
  g_clear_pointer (&agent->raw, g_byte_array_unref);
  g_clear_pointer (&agent->message, g_byte_array_unref);
  g_clear_pointer (&agent->file, g_byte_array_unref);
  g_clear_pointer (&agent->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Agent, agent_clear)

static void
agent_answer (Agent   *agent,
              guint32  id,
              guint32  result)
{
  const struct __attribute__ ((packed))
  {
    VDIChunkHeader chunk;
    VDAgentMessage message;
    guint32 id;
    guint32 result;
  } answer = {
    { VDP_CLIENT_PORT, sizeof (VDAgentMessage) + 2 * sizeof (guint32) },
    { VD_AGENT_PROTOCOL, VD_AGENT_FILE_XFER_STATUS, 0, 2 * sizeof (guint32) },
    id, result,
  };

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (agent->stream),
                                            &answer, sizeof answer, NULL, NULL, NULL));
}

static void
agent_take_start (Agent                              *agent,
                  const VDAgentFileXferStartMessage *start)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_data (file, (const char *) start->data, (gsize) -1,
                                            G_KEY_FILE_NONE, NULL));
  agent->id = start->id;
  g_free (agent->name);
  agent->name = g_key_file_get_string (file, "vdagent-file-xfer", "name", NULL);
  agent->size = g_key_file_get_uint64 (file, "vdagent-file-xfer", "size", NULL);
  g_byte_array_set_size (agent->file, 0);
  if (agent->refuses)
    agent_answer (agent, start->id, VD_AGENT_FILE_XFER_STATUS_SESSION_LOCKED);
  else if (!agent->stalls)
    agent_answer (agent, start->id, VD_AGENT_FILE_XFER_STATUS_CAN_SEND_DATA);
}

static void
agent_take (Agent                *agent,
            const VDAgentMessage *message)
{
  const VDAgentFileXferDataMessage *data = (const void *) message->data;
  const VDAgentFileXferStatusMessage *status = (const void *) message->data;

  if (message->type == VD_AGENT_FILE_XFER_START)
    agent_take_start (agent, (const void *) message->data);
  else if (message->type == VD_AGENT_FILE_XFER_DATA)
    {
      g_byte_array_append (agent->file, data->data, (guint) data->size);
      if (agent->file->len == agent->size)
        agent_answer (agent, data->id, VD_AGENT_FILE_XFER_STATUS_SUCCESS);
    }
  else if (message->type == VD_AGENT_FILE_XFER_STATUS)
    agent->called_off = status->result == VD_AGENT_FILE_XFER_STATUS_CANCELLED;
}

static void
agent_parse (Agent *agent)
{
  while (agent->raw->len >= sizeof (VDIChunkHeader))
    {
      VDIChunkHeader chunk;
      VDAgentMessage head;

      memcpy (&chunk, agent->raw->data, sizeof chunk);
      if (agent->raw->len < sizeof chunk + chunk.size)
        return;
      g_byte_array_append (agent->message, agent->raw->data + sizeof chunk, chunk.size);
      g_byte_array_remove_range (agent->raw, 0, sizeof chunk + chunk.size);
      memcpy (&head, agent->message->data, sizeof head);
      if (agent->message->len < sizeof head + head.size)
        continue;
      agent_take (agent, (const void *) agent->message->data);
      g_byte_array_set_size (agent->message, 0);
    }
}

/* Hears what there is to be heard now, and answers it. */
static gboolean
agent_serve (Agent *agent)
{
  GPollableInputStream *input =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (agent->stream));
  guint8 bytes[4096];
  gssize n;

  while ((n = g_pollable_input_stream_read_nonblocking (input, bytes, sizeof bytes, NULL,
                                                        NULL)) > 0)
    g_byte_array_append (agent->raw, bytes, (guint) n);
  agent_parse (agent);
  return TRUE;
}

/* --- the files ------------------------------------------------------------------ */

static GFile *
make_file (const char *name,
           gsize       size)
{
  g_autofree char *folder = g_dir_make_tmp ("console-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (i * 31 >> 3);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return g_file_new_for_path (path);
}

static void
drop_file (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static void
assert_same (GFile      *file,
             GByteArray *arrived)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL));
  g_assert_cmpmem (bytes, length, arrived->data, arrived->len);
}

static void
progress_cb (goffset  now,
             goffset  total,
             gpointer data)
{
  goffset *sent = data;

  g_assert_cmpint (now, <=, total);
  *sent = now;
}

static gboolean
is_ready (ConsoleSession *session)
{
  return console_file_port_check (CONSOLE_FILE_PORT (session), NULL);
}

static ConsoleSession *
open_session (ConsoleQemu *qemu)
{
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  ConsoleSession *session = console_test_open_live (target);
  g_assert_true (CONSOLE_IS_FILE_PORT (session));
  return session;
}

/* --- cases ---------------------------------------------------------------------- */

static void
test_arrives (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_AGENT);
  g_autoptr (GFile) file = make_file ("Räder 1.txt", FILE_SIZE);
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (DexFuture) sending = NULL;
  g_auto (Agent) agent = { 0 };
  goffset sent = 0;

  console_qemu_start (qemu);
  agent_init (&agent, qemu);
  session = open_session (qemu);
  console_test_wait (agent_serve (&agent) && is_ready (session));
  sending = console_file_port_send (CONSOLE_FILE_PORT (session), (GFile *[]) { file, NULL },
                                    NULL, progress_cb, &sent);
  console_test_wait (agent_serve (&agent) && !dex_future_is_pending (sending));
  g_assert_true (dex_future_is_resolved (sending));
  g_assert_cmpstr (agent.name, ==, "Räder 1.txt");
  g_assert_cmpint (sent, ==, FILE_SIZE);
  assert_same (file, agent.file);
  drop_file (file);
}

static void
test_refused (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_AGENT);
  g_autoptr (GFile) file = make_file ("a", 10);
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (DexFuture) sending = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Agent) agent = { .refuses = TRUE };
  goffset sent = 0;

  console_qemu_start (qemu);
  agent_init (&agent, qemu);
  session = open_session (qemu);
  console_test_wait (agent_serve (&agent) && is_ready (session));
  sending = console_file_port_send (CONSOLE_FILE_PORT (session), (GFile *[]) { file, NULL },
                                    NULL, progress_cb, &sent);
  console_test_wait (agent_serve (&agent) && !dex_future_is_pending (sending));
  g_assert_null (dex_future_get_value (sending, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "locked"));
  drop_file (file);
}

/* Stopped by the person, and stopped by the loss of the display. */
static void
test_ends (gconstpointer data)
{
  gboolean lost = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_AGENT);
  g_autoptr (GFile) file = make_file ("a", 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (DexFuture) sending = NULL;
  g_auto (Agent) agent = { .stalls = TRUE };
  goffset sent = 0;

  console_qemu_start (qemu);
  agent_init (&agent, qemu);
  session = open_session (qemu);
  console_test_wait (agent_serve (&agent) && is_ready (session));
  sending = console_file_port_send (CONSOLE_FILE_PORT (session), (GFile *[]) { file, NULL },
                                    cancellable, progress_cb, &sent);
  console_test_wait (agent_serve (&agent) && agent.name != NULL);
  g_assert_true (dex_future_is_pending (sending));
  if (lost)
    console_session_close (session);
  else
    g_cancellable_cancel (cancellable);
  console_test_wait (!dex_future_is_pending (sending));
  g_assert_true (dex_future_is_rejected (sending));
  /* When the guest is ready after all, nothing comes any more. */
  agent.stalls = FALSE;
  if (!lost)
    {
      agent_answer (&agent, agent.id, VD_AGENT_FILE_XFER_STATUS_CAN_SEND_DATA);
      console_test_wait (agent_serve (&agent) && agent.called_off);
    }
  g_assert_cmpuint (agent.file->len, ==, 0);
  drop_file (file);
}

/* It is said before anything is sent. */
static void
test_no_agent (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_CLEAR);
  g_autoptr (GFile) file = make_file ("a", 10);
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (DexFuture) sending = NULL;
  g_autoptr (GError) error = NULL;
  goffset sent = -1;

  console_qemu_start (qemu);
  session = open_session (qemu);
  g_assert_false (console_file_port_check (CONSOLE_FILE_PORT (session), &error));
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES);
  sending = console_file_port_send (CONSOLE_FILE_PORT (session), (GFile *[]) { file, NULL },
                                    NULL, progress_cb, &sent);
  g_assert_true (dex_future_is_rejected (sending));
  g_assert_cmpint (sent, ==, -1);
  drop_file (file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/console/files/arrives", test_arrives);
  g_test_add_func ("/console/files/refused", test_refused);
  g_test_add_data_func ("/console/files/stopped", GINT_TO_POINTER (FALSE), test_ends);
  g_test_add_data_func ("/console/files/lost", GINT_TO_POINTER (TRUE), test_ends);
  g_test_add_func ("/console/files/no-agent", test_no_agent);

  return g_test_run ();
}
