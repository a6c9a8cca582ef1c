/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain-console.h"
#include "muster-domain-line-private.h"
#include "muster-domain-private.h"
#include "muster-virt-error-private.h"

#define RECEIVE_SIZE (16 * 1024)

/* Together what a line of 115200 baud carries.  A host's daemon reads nothing more
 * from a client of whose packets five wait for a guest, not even that it lives. */
#define SEND_SIZE 512
#define SEND_PAUSE_MS 44

struct _MusterDomainConsole
{
  GObject parent_instance;

  MusterConnection *connection;
  MusterDomainLine *line;   /* NULL once it is closed or has ended */
  GByteArray *waiting;
  GError *error;
  gboolean sending;
  gboolean ended;
};

enum
{
  RECEIVED,
  DRAINED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterDomainConsole, muster_domain_console, G_TYPE_OBJECT)

/* --- from the guest ---------------------------------------------------------------- */

static void
let_go (MusterDomainConsole *self,
        gboolean             at_end)
{
  MusterDomainLine *line = g_steal_pointer (&self->line);

  if (line == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->connection, self);
  virStreamEventRemoveCallback (line->stream);
  line->at_end = at_end;
  _muster_domain_line_unref (line);
  g_byte_array_set_size (self->waiting, 0);
}

static void
end (MusterDomainConsole *self,
     GError              *error)
{
  if (self->ended || self->line == NULL)
    {
      g_clear_error (&error);
      return;
    }

  self->ended = TRUE;
  self->error = error;
  let_go (self, error == NULL);
  g_signal_emit (self, signals[ENDED], 0);
}

/* Of a line that it took away a host says "I/O failure" and no more, and in the
 * way in which the end of all is said; its connection's own end knows better. */
static void
end_with_error (MusterDomainConsole *self,
                GError              *error)
{
  if (virConnectIsAlive (self->line->connect) != 0)
    g_clear_error (&error);
  end (self, error);
}

/* libvirt has the bytes already: nothing here waits for the host. */
static void
receive (MusterDomainConsole *self)
{
  char buffer[RECEIVE_SIZE];
  int n = virStreamRecv (self->line->stream, buffer, sizeof buffer);

  if (n > 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (buffer, (gsize) n);

      g_signal_emit (self, signals[RECEIVED], 0, bytes);
    }
  else if (n == 0)
    end (self, NULL);
  else if (n == -1)
    end_with_error (self, _muster_virt_error_new_last ());
}

static void
stream_cb (virStreamPtr  stream,
           int           events,
           void         *data)
{
  g_autoptr (MusterDomainConsole) self = g_object_ref (data);

  if (self->line == NULL)
    return;
  if (events & VIR_STREAM_EVENT_READABLE)
    receive (self);
  else
    end (self, NULL);
}

static void
connection_state_cb (MusterDomainConsole *self)
{
  g_autoptr (MusterDomainConsole) kept = g_object_ref (self);

  if (muster_connection_get_state (self->connection) != MUSTER_CONNECTION_OPEN)
    end (self, g_error_new_literal (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                                    _("The connection to the host was lost.")));
}

/* --- to the guest ------------------------------------------------------------------ */

typedef struct
{
  MusterDomainLine *line;
  gsize length;
  char bytes[SEND_SIZE];
} Packet;

static void
packet_free (gpointer data)
{
  Packet *packet = data;

  _muster_domain_line_unref (packet->line);
  /* It may be a password. */
  explicit_bzero (packet->bytes, sizeof packet->bytes);
  g_free (packet);
}

static DexFuture *
send_cb (virConnectPtr connect,
         gpointer      data)
{
  Packet *packet = data;
  int n = virStreamSend (packet->line->stream, packet->bytes, packet->length);

  if (n == -1)
    return muster_virt_error_future ();

  /* -2: the stream is full; it is tried again. */
  return dex_future_new_for_int (MAX (n, 0));
}

static DexFuture *
send_packet (MusterDomainConsole *self)
{
  Packet *packet = g_new0 (Packet, 1);

  packet->line = _muster_domain_line_ref (self->line);
  packet->length = MIN (self->waiting->len, SEND_SIZE);
  memcpy (packet->bytes, self->waiting->data, packet->length);

  return muster_connection_call (self->connection, send_cb, packet, packet_free);
}

static DexFuture *
send_fiber (gpointer data)
{
  MusterDomainConsole *self = data;
  g_autoptr (GError) error = NULL;

  while (self->waiting->len > 0)
    {
      int n = dex_await_int (send_packet (self), &error);

      /* Closed meanwhile, it has nothing waiting any more. */
      if (error == NULL && self->waiting->len > 0)
        g_byte_array_remove_range (self->waiting, 0, (guint) n);
      if (error != NULL || self->waiting->len == 0)
        break;
      dex_await (dex_timeout_new_msec (SEND_PAUSE_MS), NULL);
    }
  self->sending = FALSE;
  if (error != NULL)
    end (self, g_steal_pointer (&error));
  else if (self->line != NULL)
    g_signal_emit (self, signals[DRAINED], 0);

  return dex_future_new_true ();
}

gboolean
muster_domain_console_send (MusterDomainConsole *self,
                            const void          *data,
                            gsize                length)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_CONSOLE (self), FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  if (self->line == NULL ||
      length > MUSTER_DOMAIN_CONSOLE_MAX_WAITING - self->waiting->len)
    return FALSE;

  g_byte_array_append (self->waiting, data, (guint) length);
  if (!self->sending && length > 0)
    {
      self->sending = TRUE;
      dex_future_disown (dex_scheduler_spawn (NULL, 0, send_fiber, g_object_ref (self),
                                              g_object_unref));
    }

  return TRUE;
}

/* --- opening ------------------------------------------------------------------------- */

/* Shared, as the worker may be at it for longer than somebody waits. */
typedef struct
{
  MusterConnection *connection;
  char *uuid;
  char *device;
  gboolean force;
} Request;

static void
request_clear (gpointer data)
{
  Request *request = data;

  g_object_unref (request->connection);
  g_free (request->uuid);
  g_free (request->device);
}

static void
request_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, request_clear);
}

static DexFuture *
open_cb (virDomainPtr domain,
         gpointer     data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  MusterDomainLine *line = _muster_domain_line_open (domain, request->device,
                                                     request->force, &error);

  return line != NULL ? dex_future_new_take_boxed (MUSTER_TYPE_DOMAIN_LINE, line)
                      : dex_future_new_for_error (g_steal_pointer (&error));
}

static MusterDomainConsole *
console_new (MusterConnection *connection,
             MusterDomainLine *line)
{
  MusterDomainConsole *self = g_object_new (MUSTER_TYPE_DOMAIN_CONSOLE, NULL);

  self->connection = g_object_ref (connection);
  self->line = _muster_domain_line_ref (line);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (connection_state_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

static DexFuture *
open_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (MusterDomainConsole) self = NULL;
  g_autoptr (MusterDomainLine) line = NULL;
  g_autoptr (GError) error = NULL;

  line = dex_await_boxed (
    _muster_domain_call (request->connection, MUSTER_LANE_QUERY, request->uuid, open_cb,
                         g_atomic_rc_box_acquire (request), request_unref), &error);
  if (line == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  self = console_new (request->connection, line);
  /* Of writing it says always that it can be done. */
  if (virStreamEventAddCallback (line->stream,
                                 VIR_STREAM_EVENT_READABLE | VIR_STREAM_EVENT_ERROR |
                                 VIR_STREAM_EVENT_HANGUP, stream_cb, self, NULL) < 0)
    return dex_future_new_for_error (_muster_virt_error_new_last ());

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
muster_domain_console_open (MusterConnection *connection,
                            const char       *uuid,
                            const char       *device,
                            gboolean          force)
{
  Request *request;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  request = g_atomic_rc_box_new0 (Request);
  request->connection = g_object_ref (connection);
  request->uuid = g_strdup (uuid);
  request->device = g_strdup (device);
  request->force = force;

  return dex_scheduler_spawn (NULL, 0, open_fiber, request, request_unref);
}

/* --- object -------------------------------------------------------------------------- */

gsize
muster_domain_console_get_waiting (MusterDomainConsole *self)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_CONSOLE (self), 0);

  return self->waiting->len;
}

gboolean
muster_domain_console_get_ended (MusterDomainConsole *self)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_CONSOLE (self), TRUE);

  return self->ended;
}

const GError *
muster_domain_console_get_error (MusterDomainConsole *self)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_CONSOLE (self), NULL);

  return self->error;
}

void
muster_domain_console_close (MusterDomainConsole *self)
{
  g_return_if_fail (MUSTER_IS_DOMAIN_CONSOLE (self));

  let_go (self, FALSE);
}

static void
muster_domain_console_dispose (GObject *object)
{
  MusterDomainConsole *self = MUSTER_DOMAIN_CONSOLE (object);

  let_go (self, FALSE);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (muster_domain_console_parent_class)->dispose (object);
}

static void
muster_domain_console_finalize (GObject *object)
{
  MusterDomainConsole *self = MUSTER_DOMAIN_CONSOLE (object);

  g_byte_array_unref (self->waiting);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (muster_domain_console_parent_class)->finalize (object);
}

static guint
new_plain_signal (const char *name)
{
  return g_signal_new (name, MUSTER_TYPE_DOMAIN_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                       NULL, G_TYPE_NONE, 0);
}

static void
muster_domain_console_class_init (MusterDomainConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_domain_console_dispose;
  object_class->finalize = muster_domain_console_finalize;

  signals[RECEIVED] =
    g_signal_new ("received", MUSTER_TYPE_DOMAIN_CONSOLE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[DRAINED] = new_plain_signal ("drained");
  signals[ENDED] = new_plain_signal ("ended");
}

static void
muster_domain_console_init (MusterDomainConsole *self)
{
  self->waiting = g_byte_array_new ();
}
