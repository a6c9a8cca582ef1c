/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "muster-backoff.h"
#include "muster-connection-private.h"
#include "muster-libvirt-private.h"
#include "muster-virt-attempt-private.h"
#include "muster-virt-error-private.h"
#include "muster-virt-init-private.h"
#include "muster-virt-link-private.h"

/* How long an orderly close waits for a host that may not answer. */
#define CLOSE_TIMEOUT_S 2
/* A connection that stood this long has not failed when it is lost. */
#define STABLE_US (10 * G_USEC_PER_SEC)

struct _MusterConnection
{
  GObject parent_instance;

  char *uri;
  MusterCredentials *credentials;
  MusterWorkerQueue *queue;

  MusterConnectionState state;
  MusterConnectionReason reason;
  GError *error;
  MusterVirtLink *link;         /* while open */
  gint64 opened_at;
  guint pulse_source;
  int lost_reason;              /* of a link lost before it was announced; or -1 */
  GPtrArray *waiters;           /* DexPromise; while connecting */

  /* The attempt or link that counts; what older ones bring is dropped. */
  guint stamp;

  gboolean persistent;
  gboolean login_refused;
  guint failures;
  guint retry_source;
  gint64 next_attempt;
};

enum
{
  PROP_0,
  PROP_URI,
  PROP_CREDENTIALS,
  PROP_STATE,
  PROP_REASON,
  PROP_ERROR,
  PROP_NEXT_ATTEMPT,
  N_PROPS
};

enum
{
  SIGNAL_EVENT,
  N_SIGNALS
};

typedef struct
{
  virConnectPtr connect;
  MusterVirtCall call;
  gpointer data;
  GDestroyNotify destroy;
} Call;

G_DEFINE_FINAL_TYPE (MusterConnection, muster_connection, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void start_attempt (MusterConnection       *self,
                           MusterConnectionReason  reason);

static const char * const state_names[] = {
  [MUSTER_CONNECTION_CLOSED] = "closed",
  [MUSTER_CONNECTION_CONNECTING] = "connecting",
  [MUSTER_CONNECTION_OPEN] = "open",
  [MUSTER_CONNECTION_WAITING] = "waiting",
};

static const char * const reason_names[] = {
  [MUSTER_CONNECTION_REASON_NONE] = "none",
  [MUSTER_CONNECTION_REASON_REQUESTED] = "requested",
  [MUSTER_CONNECTION_REASON_UNRESOLVED] = "unresolved",
  [MUSTER_CONNECTION_REASON_PORT_CLOSED] = "port-closed",
  [MUSTER_CONNECTION_REASON_NO_ANSWER] = "no-answer",
  [MUSTER_CONNECTION_REASON_CERTIFICATE] = "certificate",
  [MUSTER_CONNECTION_REASON_HOST_KEY] = "host-key",
  [MUSTER_CONNECTION_REASON_AUTH] = "auth",
  [MUSTER_CONNECTION_REASON_SECRETS] = "secrets",
  [MUSTER_CONNECTION_REASON_LOST] = "lost",
  [MUSTER_CONNECTION_REASON_FAILED] = "failed",
};

/* --- the state --- */

static void
set_next_attempt (MusterConnection *self,
                  gint64            next_attempt)
{
  if (self->next_attempt == next_attempt)
    return;

  self->next_attempt = next_attempt;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_ATTEMPT]);
}

static void
set_error (MusterConnection *self,
           const GError     *error)
{
  if (self->error == error)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* All three change before the first notification, so that whoever listens to
 * one reads the right others.
 */
static void
set_state (MusterConnection       *self,
           MusterConnectionState   state,
           MusterConnectionReason  reason,
           const GError           *error)
{
  gboolean state_changed = self->state != state;
  gboolean reason_changed = self->reason != reason;

  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  self->reason = reason;
  set_error (self, error);
  if (state_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (reason_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Taken before the state changes: whoever hears of that may open anew. */
static GPtrArray *
take_waiters (MusterConnection *self)
{
  GPtrArray *waiters = self->waiters;

  self->waiters = g_ptr_array_new_with_free_func (dex_unref);
  return waiters;
}

static void
settle_waiters (GPtrArray    *waiters,
                const GError *error)
{
  for (guint i = 0; i < waiters->len; i++)
    if (error == NULL)
      dex_promise_resolve_boolean (waiters->pdata[i], TRUE);
    else
      dex_promise_reject (waiters->pdata[i], g_error_copy (error));
}

static DexFuture *
add_waiter (MusterConnection *self)
{
  DexPromise *promise = dex_promise_new ();

  g_ptr_array_add (self->waiters, promise);
  return DEX_FUTURE (dex_ref (promise));
}

/* --- trying again --- */

static void
clear_retry (MusterConnection *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  set_next_attempt (self, 0);
}

static gboolean
retry_cb (gpointer data)
{
  MusterConnection *self = data;

  self->retry_source = 0;
  set_next_attempt (self, 0);
  start_attempt (self, self->reason);

  return G_SOURCE_REMOVE;
}

/* What a person has to put right first is not tried again unasked: a wrong
 * password can lock an account, a keyring asks again each time.
 */
static gboolean
may_retry (MusterConnection       *self,
           MusterConnectionReason  reason,
           const GError           *error)
{
  return self->persistent &&
         reason != MUSTER_CONNECTION_REASON_AUTH &&
         reason != MUSTER_CONNECTION_REASON_SECRETS &&
         !g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
}

static void
rest (MusterConnection       *self,
      MusterConnectionReason  reason,
      const GError           *error)
{
  guint delay_ms;

  if (!may_retry (self, reason, error))
    {
      set_state (self, MUSTER_CONNECTION_CLOSED, reason, error);
      return;
    }

  delay_ms = muster_backoff_get_delay_ms (self->failures, g_random_double ());
  self->retry_source = g_timeout_add (delay_ms, retry_cb, self);
  g_object_freeze_notify (G_OBJECT (self));
  set_next_attempt (self, g_get_monotonic_time () + delay_ms * 1000);
  set_state (self, MUSTER_CONNECTION_WAITING, reason, error);
  g_object_thaw_notify (G_OBJECT (self));
}

/* --- what the link tells --- */

static void
link_event (GObject              *target,
            guint                 stamp,
            const MusterVirtEvent *event)
{
  MusterConnection *self = MUSTER_CONNECTION (target);

  if (self->stamp == stamp && self->state == MUSTER_CONNECTION_OPEN)
    g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
}

static GError *
loss_error_new (int reason)
{
  const char *text;

  switch (reason)
    {
    case VIR_CONNECT_CLOSE_REASON_EOF:
      text = _("The host closed the connection.");
      break;
    case VIR_CONNECT_CLOSE_REASON_KEEPALIVE:
      text = _("The host does not answer any more.");
      break;
    default:
      text = _("The connection to the host was lost.");
      break;
    }

  return g_error_new_literal (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE, text);
}

static void
drop_link (MusterConnection *self)
{
  self->stamp++;
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_pointer (&self->link, _muster_virt_link_unref);
}

static void
link_lost (GObject *target,
           guint    stamp,
           int      reason)
{
  MusterConnection *self = MUSTER_CONNECTION (target);
  g_autoptr(GError) error = NULL;
  gboolean stable;

  if (self->stamp != stamp)
    return;

  if (self->state != MUSTER_CONNECTION_OPEN)
    {
      self->lost_reason = reason;
      return;
    }

  error = loss_error_new (reason);
  stable = g_get_monotonic_time () - self->opened_at > STABLE_US;
  self->failures = stable ? 0 : self->failures + 1;
  drop_link (self);
  rest (self, MUSTER_CONNECTION_REASON_LOST, error);
  muster_worker_queue_reject_all (self->queue, error);
}

static const MusterVirtLinkFuncs link_funcs = { link_event, link_lost };

/* libvirt's keep-alive marks a dead connection as closed, but a call that
 * begins to wait in that very moment sleeps on and the close callback never
 * comes (seen with 11.3): so its own mark is looked at as well.
 */
static gboolean
pulse_cb (gpointer data)
{
  MusterConnection *self = data;

  if (_muster_virt_link_is_alive (self->link))
    return G_SOURCE_CONTINUE;

  self->pulse_source = 0;
  link_lost (G_OBJECT (self), self->stamp, VIR_CONNECT_CLOSE_REASON_KEEPALIVE);

  return G_SOURCE_REMOVE;
}

/* --- an attempt --- */

static void
finish_attempt (MusterConnection       *self,
                guint                   stamp,
                MusterVirtLink         *link,
                MusterConnectionReason  reason,
                const GError           *error)
{
  g_autoptr(GPtrArray) waiters = take_waiters (self);
  int lost_reason = self->lost_reason;

  if (link != NULL)
    {
      self->link = link;
      self->opened_at = g_get_monotonic_time ();
      self->pulse_source = g_timeout_add_seconds (1, pulse_cb, self);
      self->login_refused = FALSE;
      set_state (self, MUSTER_CONNECTION_OPEN, MUSTER_CONNECTION_REASON_NONE, NULL);
    }
  else
    {
      self->login_refused |= reason == MUSTER_CONNECTION_REASON_AUTH;
      rest (self, reason, error);
      self->failures++;
    }

  settle_waiters (waiters, error);
  if (link != NULL && lost_reason >= 0)
    link_lost (G_OBJECT (self), stamp, lost_reason);
}

/* The attempt that a fiber of its own makes. */
typedef struct
{
  MusterConnection *connection;
  guint stamp;
  MusterVirtAttempt *attempt;
} Connecting;

static void
connecting_free (gpointer data)
{
  Connecting *connecting = data;

  _muster_virt_attempt_free (connecting->attempt);
  g_object_unref (connecting->connection);
  g_free (connecting);
}

static DexFuture *
connecting_fiber (gpointer data)
{
  Connecting *connecting = data;
  MusterConnection *self = connecting->connection;
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterVirtLink) link =
    _muster_virt_attempt_await_link (connecting->attempt, &error);

  if (self->stamp == connecting->stamp)
    finish_attempt (self, connecting->stamp, g_steal_pointer (&link),
                    _muster_virt_attempt_get_reason (connecting->attempt), error);

  return dex_future_new_true ();
}

static void
start_attempt (MusterConnection       *self,
               MusterConnectionReason  reason)
{
  Connecting *connecting = g_new0 (Connecting, 1);

  connecting->connection = g_object_ref (self);
  connecting->stamp = ++self->stamp;
  connecting->attempt =
    _muster_virt_attempt_new (self->uri, self->credentials, self->queue,
                              _muster_virt_sink_new (&link_funcs, G_OBJECT (self),
                                                     self->stamp),
                              self->login_refused);
  self->lost_reason = -1;

  set_state (self, MUSTER_CONNECTION_CONNECTING, reason, self->error);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, connecting_fiber,
                                          connecting, connecting_free));
}

/* --- GObject --- */

static void
muster_connection_dispose (GObject *object)
{
  MusterConnection *self = MUSTER_CONNECTION (object);
  g_autoptr(GError) error = NULL;

  error = g_error_new_literal (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                               _("The connection was closed."));
  g_clear_handle_id (&self->retry_source, g_source_remove);
  drop_link (self);
  muster_worker_queue_reject_all (self->queue, error);
  settle_waiters (self->waiters, error);
  g_ptr_array_set_size (self->waiters, 0);

  G_OBJECT_CLASS (muster_connection_parent_class)->dispose (object);
}

static void
muster_connection_finalize (GObject *object)
{
  MusterConnection *self = MUSTER_CONNECTION (object);

  g_clear_object (&self->credentials);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_pointer (&self->queue, muster_worker_queue_unref);
  g_clear_pointer (&self->uri, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (muster_connection_parent_class)->finalize (object);
}

static void
muster_connection_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  MusterConnection *self = MUSTER_CONNECTION (object);

  switch (id)
    {
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_CREDENTIALS:
      g_value_set_object (value, self->credentials);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_REASON:
      g_value_set_int (value, self->reason);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_NEXT_ATTEMPT:
      g_value_set_int64 (value, self->next_attempt);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
muster_connection_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  MusterConnection *self = MUSTER_CONNECTION (object);

  switch (id)
    {
    case PROP_URI:
      self->uri = g_value_dup_string (value);
      break;
    case PROP_CREDENTIALS:
      self->credentials = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
muster_connection_class_init (MusterConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                               G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                G_PARAM_STATIC_STRINGS;

  object_class->dispose = muster_connection_dispose;
  object_class->finalize = muster_connection_finalize;
  object_class->get_property = muster_connection_get_property;
  object_class->set_property = muster_connection_set_property;

  properties[PROP_URI] =
    g_param_spec_string ("uri", NULL, NULL, NULL, construct);
  properties[PROP_CREDENTIALS] =
    g_param_spec_object ("credentials", NULL, NULL, MUSTER_TYPE_CREDENTIALS, construct);
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, MUSTER_CONNECTION_WAITING,
                      MUSTER_CONNECTION_CLOSED, readable);
  properties[PROP_REASON] =
    g_param_spec_int ("reason", NULL, NULL, 0, MUSTER_CONNECTION_REASON_FAILED,
                      MUSTER_CONNECTION_REASON_NONE, readable);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, readable);
  properties[PROP_NEXT_ATTEMPT] =
    g_param_spec_int64 ("next-attempt", NULL, NULL, 0, G_MAXINT64, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_EVENT] =
    g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  _muster_virt_init ();
}

static void
muster_connection_init (MusterConnection *self)
{
  self->queue = muster_worker_queue_new ();
  self->waiters = g_ptr_array_new_with_free_func (dex_unref);
}

MusterConnection *
muster_connection_new (const char        *uri,
                       MusterCredentials *credentials)
{
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (credentials == NULL || MUSTER_IS_CREDENTIALS (credentials), NULL);

  return g_object_new (MUSTER_TYPE_CONNECTION,
                       "uri", uri,
                       "credentials", credentials,
                       NULL);
}

const char *
muster_connection_state_to_string (MusterConnectionState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

const char *
muster_connection_reason_to_string (MusterConnectionReason reason)
{
  g_return_val_if_fail (reason < G_N_ELEMENTS (reason_names), NULL);

  return reason_names[reason];
}

const char *
muster_connection_get_uri (MusterConnection *self)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), NULL);

  return self->uri;
}

MusterConnectionState
muster_connection_get_state (MusterConnection *self)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), MUSTER_CONNECTION_CLOSED);

  return self->state;
}

MusterConnectionReason
muster_connection_get_reason (MusterConnection *self)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), MUSTER_CONNECTION_REASON_NONE);

  return self->reason;
}

const GError *
muster_connection_get_error (MusterConnection *self)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), NULL);

  return self->error;
}

gboolean
muster_connection_has_events (MusterConnection *self)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), FALSE);

  return self->link != NULL && _muster_virt_link_has_events (self->link);
}

DexFuture *
muster_connection_open (MusterConnection *self)
{
  DexFuture *future;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), NULL);

  if (self->state == MUSTER_CONNECTION_OPEN)
    return dex_future_new_true ();

  future = add_waiter (self);
  if (self->state != MUSTER_CONNECTION_CONNECTING)
    {
      clear_retry (self);
      self->failures = 0;
      set_error (self, NULL);
      start_attempt (self, MUSTER_CONNECTION_REASON_REQUESTED);
    }

  return future;
}

void
muster_connection_set_persistent (MusterConnection *self,
                                  gboolean          persistent)
{
  g_return_if_fail (MUSTER_IS_CONNECTION (self));

  self->persistent = persistent;
  if (persistent || self->state != MUSTER_CONNECTION_WAITING)
    return;

  clear_retry (self);
  set_state (self, MUSTER_CONNECTION_CLOSED, self->reason, self->error);
}

static DexFuture *
closed_cb (DexFuture *future,
           gpointer   data)
{
  return dex_future_new_true ();
}

DexFuture *
muster_connection_close (MusterConnection *self)
{
  g_autoptr(MusterVirtLink) link = NULL;
  g_autoptr(GPtrArray) waiters = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), NULL);

  error = g_error_new_literal (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                               _("The connection was closed."));
  waiters = take_waiters (self);
  link = g_steal_pointer (&self->link);
  drop_link (self);
  clear_retry (self);
  set_state (self, MUSTER_CONNECTION_CLOSED, MUSTER_CONNECTION_REASON_REQUESTED, NULL);
  muster_worker_queue_reject_all (self->queue, error);
  settle_waiters (waiters, error);

  if (link == NULL)
    return dex_future_new_true ();

  return dex_future_finally (dex_future_first (_muster_virt_link_close (link),
                                               dex_timeout_new_seconds (CLOSE_TIMEOUT_S),
                                               NULL),
                             closed_cb, NULL, NULL);
}

/* --- calls --- */

static DexFuture *
run_call_cb (gpointer data)
{
  Call *call = data;

  virResetLastError ();
  return call->call (call->connect, call->data);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy != NULL)
    call->destroy (call->data);
  virConnectClose (call->connect);
  g_free (call);
}

MusterWorkerQueue *
_muster_connection_get_queue (MusterConnection *self)
{
  return self->queue;
}

/*< private >
 * _muster_connection_call_in_lane:
 *
 * As muster_connection_call(), on the threads of @lane.
 */
DexFuture *
_muster_connection_call_in_lane (MusterConnection *self,
                                 MusterLane        lane,
                                 MusterVirtCall    call,
                                 gpointer          data,
                                 GDestroyNotify    destroy)
{
  Call *job;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (self), NULL);

  if (self->state != MUSTER_CONNECTION_OPEN)
    {
      if (destroy != NULL)
        destroy (data);
      return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                                    _("The host is not connected."));
    }

  job = g_new0 (Call, 1);
  job->connect = _muster_virt_link_get_connect (self->link);
  virConnectRef (job->connect);
  job->call = call;
  job->data = data;
  job->destroy = destroy;

  return muster_worker_queue_push (self->queue, lane, run_call_cb, job, call_free);
}

DexFuture *
muster_connection_call (MusterConnection *self,
                        MusterVirtCall    call,
                        gpointer          data,
                        GDestroyNotify    destroy)
{
  return _muster_connection_call_in_lane (self, MUSTER_LANE_QUERY, call, data, destroy);
}
