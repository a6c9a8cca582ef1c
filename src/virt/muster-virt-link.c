/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-connection.h"
#include "muster-libvirt-private.h"
#include "muster-virt-error-private.h"
#include "muster-virt-events-private.h"
#include "muster-virt-link-private.h"

/* A dead peer is noticed after (count + 1) intervals: 6 s. */
#define KEEP_ALIVE_INTERVAL_S 2
#define KEEP_ALIVE_COUNT 2

struct _MusterVirtSink
{
  gatomicrefcount ref_count;
  const MusterVirtLinkFuncs *funcs;
  GWeakRef target;
  guint stamp;
};

struct _MusterVirtLink
{
  gatomicrefcount ref_count;
  virConnectPtr connect;        /* given to the closing thread in the end */
  MusterVirtEvents *events;
  MusterVirtSink *sink;
  gpointer number;              /* of the sink, for the close callback */
};

typedef struct
{
  MusterVirtSink *sink;
  int reason;
} Loss;

typedef struct
{
  const MusterLogin *login;
  gboolean asked;
} LoginRequest;

typedef struct
{
  virConnectPtr connect;
  MusterVirtEvents *events;
  MusterVirtSink *sink;
  gpointer number;
  DexPromise *promise;
} Closing;

G_DEFINE_BOXED_TYPE (MusterVirtLink, _muster_virt_link,
                     _muster_virt_link_ref, _muster_virt_link_unref)

MusterVirtSink *
_muster_virt_sink_new (const MusterVirtLinkFuncs *funcs,
                       GObject                   *target,
                       guint                      stamp)
{
  MusterVirtSink *self = g_new0 (MusterVirtSink, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->funcs = funcs;
  g_weak_ref_init (&self->target, target);
  self->stamp = stamp;

  return self;
}

MusterVirtSink *
_muster_virt_sink_ref (MusterVirtSink *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_muster_virt_sink_unref (MusterVirtSink *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_weak_ref_clear (&self->target);
  g_free (self);
}

/*< private >
 * _muster_virt_sink_emit:
 *
 * Main context only, as the target may be freed here.
 */
void
_muster_virt_sink_emit (MusterVirtSink        *self,
                        const MusterVirtEvent *event)
{
  g_autoptr(GObject) target = g_weak_ref_get (&self->target);

  if (target != NULL)
    self->funcs->event (target, self->stamp, event);
}

static gboolean
tell_loss_cb (gpointer data)
{
  Loss *loss = data;
  g_autoptr(GObject) target = g_weak_ref_get (&loss->sink->target);

  if (target != NULL)
    loss->sink->funcs->lost (target, loss->sink->stamp, loss->reason);

  return G_SOURCE_REMOVE;
}

static void
loss_free (gpointer data)
{
  Loss *loss = data;

  _muster_virt_sink_unref (loss->sink);
  g_free (loss);
}

/* A close callback outlives its link: taking it back from a dead connection
 * fails in libvirt, and drivers inside this process never free its data.  So
 * it is given a number, which finds the sink as long as its link is open.
 */
static GMutex open_sinks_mutex;
static GHashTable *open_sinks;
static guint last_number;

static gpointer
number_sink (MusterVirtSink *sink)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&open_sinks_mutex);
  gpointer number = GUINT_TO_POINTER (++last_number);

  if (open_sinks == NULL)
    open_sinks = g_hash_table_new_full (NULL, NULL, NULL,
                                        (GDestroyNotify) _muster_virt_sink_unref);
  g_hash_table_insert (open_sinks, number, _muster_virt_sink_ref (sink));

  return number;
}

static MusterVirtSink *
dup_numbered_sink (gpointer number)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&open_sinks_mutex);
  MusterVirtSink *sink = g_hash_table_lookup (open_sinks, number);

  return sink != NULL ? _muster_virt_sink_ref (sink) : NULL;
}

static void
forget_numbered_sink (gpointer number)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&open_sinks_mutex);

  g_hash_table_remove (open_sinks, number);
}

/* Comes from whatever thread was reading the socket. */
static void
closed_cb (virConnectPtr connect,
           int           reason,
           void         *data)
{
  MusterVirtSink *sink = dup_numbered_sink (data);
  Loss *loss;

  if (sink == NULL)
    return;

  loss = g_new0 (Loss, 1);
  loss->sink = sink;
  loss->reason = reason;
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_loss_cb, loss, loss_free);
}

static int
answer_cb (virConnectCredentialPtr credentials,
           unsigned int            n_credentials,
           void                   *data)
{
  LoginRequest *request = data;

  request->asked = TRUE;
  if (request->login == NULL)
    return -1;

  for (guint i = 0; i < n_credentials; i++)
    {
      const char *answer = credentials[i].type == VIR_CRED_PASSPHRASE
                             ? request->login->password
                             : request->login->user;

      /* libvirt frees it with free () */
      credentials[i].result = strdup (answer != NULL ? answer : "");
      credentials[i].resultlen = strlen (credentials[i].result);
    }

  return 0;
}

static MusterVirtLink *
link_new (virConnectPtr   connect,
          MusterVirtSink *sink)
{
  MusterVirtLink *self = g_new0 (MusterVirtLink, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->connect = connect;
  self->sink = _muster_virt_sink_ref (sink);

  /* Drivers inside this process (test:///) have neither. */
  virConnectSetKeepAlive (connect, KEEP_ALIVE_INTERVAL_S, KEEP_ALIVE_COUNT);
  self->number = number_sink (sink);
  virConnectRegisterCloseCallback (connect, closed_cb, self->number, NULL);

  self->events = _muster_virt_events_new (connect, sink);

  return self;
}

/*< private >
 * _muster_virt_link_open:
 * @tls: the transport is TLS
 * @login: (nullable): for hosts that want one
 * @sink: who is told of events and of the loss
 *
 * Blocks; for a worker thread.
 *
 * Returns: (transfer full): a future of a boxed MusterVirtLink
 */
DexFuture *
_muster_virt_link_open (const char        *uri,
                        gboolean           tls,
                        const MusterLogin *login,
                        MusterVirtSink    *sink)
{
  int types[] = { VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE };
  LoginRequest request = { login, FALSE };
  virConnectAuth auth = { types, G_N_ELEMENTS (types), answer_cb, &request };
  virConnectPtr connect;
  virErrorPtr error;

  virResetLastError ();
  connect = virConnectOpenAuth (uri, &auth, 0);
  if (connect != NULL)
    return dex_future_new_take_boxed (MUSTER_TYPE_VIRT_LINK, link_new (connect, sink));

  error = virGetLastError ();
  if (error == NULL)
    return muster_virt_error_future ();

  return dex_future_new_for_error (_muster_virt_error_new_open (error, tls,
                                                                request.asked));
}

MusterVirtLink *
_muster_virt_link_ref (MusterVirtLink *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
run_closing_cb (gpointer data,
                gpointer user_data)
{
  Closing *closing = data;

  _muster_virt_events_free (closing->events, closing->connect);
  virConnectUnregisterCloseCallback (closing->connect, closed_cb);
  virConnectClose (closing->connect);
  forget_numbered_sink (closing->number);
  _muster_virt_sink_unref (closing->sink);

  dex_promise_resolve_boolean (closing->promise, TRUE);
  dex_unref (closing->promise);
  g_free (closing);
}

/* Closing talks to the host, which may be gone: each has its own thread, for
 * no longer than keep-alive lasts.
 */
static GThreadPool *
get_closers (void)
{
  static gsize pool = 0;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (run_closing_cb, NULL,
                                                         -1, FALSE, NULL));

  return (GThreadPool *) pool;
}

/*< private >
 * _muster_virt_link_close:
 *
 * Ends the subscriptions and the connection, on a thread of its own.  Calls
 * that are still under way hold the virConnect until they end.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
_muster_virt_link_close (MusterVirtLink *self)
{
  Closing *closing;
  DexFuture *future;

  if (self->connect == NULL)
    return dex_future_new_true ();

  closing = g_new0 (Closing, 1);
  closing->connect = g_steal_pointer (&self->connect);
  closing->events = g_steal_pointer (&self->events);
  closing->sink = g_steal_pointer (&self->sink);
  closing->number = self->number;
  closing->promise = dex_promise_new ();
  future = DEX_FUTURE (dex_ref (closing->promise));
  g_thread_pool_push (get_closers (), closing, NULL);

  return future;
}

void
_muster_virt_link_unref (MusterVirtLink *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  dex_unref (_muster_virt_link_close (self));
  g_free (self);
}

virConnectPtr
_muster_virt_link_get_connect (MusterVirtLink *self)
{
  return self->connect;
}

gboolean
_muster_virt_link_has_events (MusterVirtLink *self)
{
  return self->events != NULL && _muster_virt_events_has_lifecycle (self->events);
}

/*< private >
 * _muster_virt_link_is_alive:
 *
 * Asks the local end only; sends nothing and does not wait.
 */
gboolean
_muster_virt_link_is_alive (MusterVirtLink *self)
{
  /* -1: the driver cannot tell, as there is nothing that could be lost */
  return virConnectIsAlive (self->connect) != 0;
}
