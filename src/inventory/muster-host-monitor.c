/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-monitor.h"
#include "muster-host-reader.h"
#include "muster-state-map.h"

#define ATTENTIVE_SECONDS 3
#define INATTENTIVE_SECONDS 15
#define LEASES_EVERY_ROUNDS 10
/* For so long after a start a new lease is looked for in every round. */
#define LEASES_EXPECTED_US (90 * G_USEC_PER_SEC)
/* Events come in bursts; what they are about is asked for once. */
#define COALESCE_MS 30
/* From so many on, listing all is cheaper than asking for each. */
#define LIST_ALL_FROM 16

typedef enum
{
  CHANGE_STATE = 1 << 0,
  CHANGE_DETAILS = 1 << 1,
} Change;

struct _MusterHostMonitor
{
  GObject parent_instance;

  MusterHost *host;
  MusterConnection *connection;
  MusterVmRegistry *registry;
  MusterHostReader *reader;
  gboolean follow;
  gboolean attentive;
  gboolean refused;

  DexPromise *settled;
  DexPromise *wake;          /* ends the pause between two looks */
  GHashTable *changes;       /* uuid -> Change */
  guint refresh_timeout;
  gboolean leases_changed;
  gint64 leases_expected_until;   /* monotonic µs */
  gboolean refreshing;       /* one refresh at a time: answers keep their order */
  GHashTable *agents;        /* UUIDs whose agents are to be asked */
  gboolean asking_agents;
  guint run;                 /* of the connection: fibers of an older one end */
};

enum { ERROR, IDENTIFIED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHostMonitor, muster_host_monitor, G_TYPE_OBJECT)

static void schedule_refresh (MusterHostMonitor *self);

static void
muster_host_monitor_dispose (GObject *object)
{
  MusterHostMonitor *self = MUSTER_HOST_MONITOR (object);

  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  dex_clear (&self->wake);
  dex_clear (&self->settled);
  g_clear_object (&self->connection);
  g_clear_object (&self->registry);
  g_clear_object (&self->reader);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (muster_host_monitor_parent_class)->dispose (object);
}

static void
muster_host_monitor_finalize (GObject *object)
{
  MusterHostMonitor *self = MUSTER_HOST_MONITOR (object);

  g_clear_pointer (&self->changes, g_hash_table_unref);
  g_clear_pointer (&self->agents, g_hash_table_unref);

  G_OBJECT_CLASS (muster_host_monitor_parent_class)->finalize (object);
}

static void
muster_host_monitor_class_init (MusterHostMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_host_monitor_dispose;
  object_class->finalize = muster_host_monitor_finalize;

  signals[ERROR] =
    g_signal_new ("error", MUSTER_TYPE_HOST_MONITOR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[IDENTIFIED] =
    g_signal_new ("identified", MUSTER_TYPE_HOST_MONITOR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_host_monitor_init (MusterHostMonitor *self)
{
  self->attentive = TRUE;
  self->settled = dex_promise_new ();
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
settle (MusterHostMonitor *self)
{
  if (dex_future_is_pending (DEX_FUTURE (self->settled)))
    dex_promise_resolve_boolean (self->settled, TRUE);
}

static void
mark_changed (MusterHostMonitor *self,
              const char        *uuid,
              Change             change)
{
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->changes, uuid));

  g_hash_table_insert (self->changes, g_strdup (uuid),
                       GUINT_TO_POINTER (before | change));
  schedule_refresh (self);
}

/* --- following events ----------------------------------------------------- */

static guint
count_state_changes (GHashTable *changes)
{
  GHashTableIter iter;
  gpointer change;
  guint n = 0;

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    if (GPOINTER_TO_UINT (change) & CHANGE_STATE)
      n++;
  return n;
}

static void
refresh_states (MusterHostMonitor *self,
                GHashTable        *changes)
{
  GHashTableIter iter;
  gpointer uuid, change;

  if (count_state_changes (changes) >= LIST_ALL_FROM)
    {
      muster_host_reader_await_list (self->reader);
      return;
    }
  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &uuid, &change))
    if (GPOINTER_TO_UINT (change) & CHANGE_STATE)
      muster_host_reader_await_vm (self->reader, uuid);
}

static void
refresh_details (MusterHostMonitor *self,
                 GHashTable        *changes)
{
  g_autoptr(GPtrArray) uuids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer uuid, change;

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &uuid, &change))
    if (GPOINTER_TO_UINT (change) & CHANGE_DETAILS)
      g_ptr_array_add (uuids, uuid);
  muster_host_reader_await_details (self->reader, uuids);
}

static char *
take_agent (MusterHostMonitor *self)
{
  GHashTableIter iter;
  gpointer uuid;

  g_hash_table_iter_init (&iter, self->agents);
  if (!g_hash_table_iter_next (&iter, &uuid, NULL))
    return NULL;
  g_hash_table_iter_steal (&iter);
  return uuid;
}

/* One after the other, and apart from everything else: a guest whose agent
 * hangs delays other guests' addresses only. */
static DexFuture *
agents_fiber (gpointer user_data)
{
  MusterHostMonitor *self = user_data;

  for (;;)
    {
      g_autofree char *uuid = take_agent (self);

      if (uuid == NULL)
        break;
      muster_host_reader_await_agent (self->reader, uuid);
    }
  self->asking_agents = FALSE;
  return dex_future_new_true ();
}

static void
ask_agent (MusterHostMonitor *self,
           const char        *uuid)
{
  g_hash_table_add (self->agents, g_strdup (uuid));
  /* Who looks once asks when it wants the answers, if at all. */
  if (!self->follow || self->asking_agents)
    return;
  self->asking_agents = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, agents_fiber,
                                          g_object_ref (self), g_object_unref));
}

static void
look_at_leases (MusterHostMonitor *self)
{
  muster_host_reader_await_leases (self->reader);
  self->leases_changed = FALSE;
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  MusterHostMonitor *self = user_data;
  g_autoptr(GHashTable) changes = g_steal_pointer (&self->changes);

  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  refresh_states (self, changes);
  refresh_details (self, changes);
  if (self->leases_changed)
    look_at_leases (self);
  return dex_future_new_true ();
}

static DexFuture *
refreshed_cb (DexFuture *future,
              gpointer   user_data)
{
  MusterHostMonitor *self = user_data;

  self->refreshing = FALSE;
  if (g_hash_table_size (self->changes) > 0 || self->leases_changed)
    schedule_refresh (self);
  return dex_future_new_true ();
}

static gboolean
refresh_cb (gpointer user_data)
{
  MusterHostMonitor *self = user_data;
  DexFuture *fiber;

  self->refresh_timeout = 0;
  fiber = dex_scheduler_spawn (NULL, 0, refresh_fiber, g_object_ref (self),
                               g_object_unref);
  self->refreshing = TRUE;
  dex_future_disown (dex_future_finally (fiber, refreshed_cb,
                                         g_object_ref (self), g_object_unref));
  return G_SOURCE_REMOVE;
}

static void
schedule_refresh (MusterHostMonitor *self)
{
  if (self->refresh_timeout != 0 || self->refreshing ||
      !muster_host_get_listed (self->host))
    return;
  self->refresh_timeout = g_timeout_add (COALESCE_MS, refresh_cb, self);
}

static void
domain_state_event (MusterHostMonitor    *self,
                    const MusterVirtEvent *event)
{
  Change change = CHANGE_STATE;

  if (event->code == VIR_DOMAIN_EVENT_STARTED)
    {
      MusterVm *vm = muster_vm_registry_find_claimed (self->registry, self->host,
                                                      event->uuid);

      if (vm != NULL && event->detail == VIR_DOMAIN_EVENT_STARTED_BOOTED)
        muster_vm_set_started (vm, g_get_real_time (), TRUE);
      change |= CHANGE_DETAILS;
      self->leases_expected_until = g_get_monotonic_time () + LEASES_EXPECTED_US;
    }
  else if (event->code == VIR_DOMAIN_EVENT_DEFINED)
    change |= CHANGE_DETAILS;
  else if (event->code == VIR_DOMAIN_EVENT_STOPPED &&
           event->detail == VIR_DOMAIN_EVENT_STOPPED_MIGRATED)
    muster_vm_registry_hold (self->registry, event->uuid);
  mark_changed (self, event->uuid, change);
}

static void
event_cb (MusterHostMonitor     *self,
          const MusterVirtEvent *event)
{
  switch (event->kind)
    {
    case MUSTER_VIRT_EVENT_DOMAIN_STATE:
      domain_state_event (self, event);
      break;
    case MUSTER_VIRT_EVENT_DOMAIN_CHANGED:
    case MUSTER_VIRT_EVENT_DOMAIN_DEVICE:
      mark_changed (self, event->uuid, CHANGE_DETAILS);
      break;
    case MUSTER_VIRT_EVENT_DOMAIN_AGENT:
      self->leases_changed = TRUE;
      if (event->code == VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED)
        ask_agent (self, event->uuid);
      break;
    case MUSTER_VIRT_EVENT_NETWORK:
      self->leases_changed = TRUE;
      schedule_refresh (self);
      break;
    case MUSTER_VIRT_EVENT_DOMAIN_JOB:
    case MUSTER_VIRT_EVENT_DOMAIN_BLOCK_JOB:
    case MUSTER_VIRT_EVENT_DOMAIN_REBOOT:
    case MUSTER_VIRT_EVENT_DOMAIN_GRAPHICS:
    case MUSTER_VIRT_EVENT_POOL:
    case MUSTER_VIRT_EVENT_NODE_DEVICE:
    default:
      break;
    }
}

/* --- the life of one connection ------------------------------------------- */

static void
pause_between_looks (MusterHostMonitor *self)
{
  int seconds = self->attentive ? ATTENTIVE_SECONDS : INATTENTIVE_SECONDS;

  dex_clear (&self->wake);
  self->wake = dex_promise_new ();
  dex_await (dex_future_first (dex_timeout_new_seconds (seconds),
                               dex_ref (self->wake), NULL), NULL);
}

/* The first look. */
static gboolean
look_at_everything (MusterHostMonitor  *self,
                    GError            **error)
{
  if (!muster_host_reader_await_identity (self->reader, error))
    return FALSE;
  g_signal_emit (self, signals[IDENTIFIED], 0);
  if (self->refused)
    return TRUE;
  if (!muster_host_reader_await_all (self->reader, error))
    return FALSE;
  look_at_leases (self);
  muster_host_reader_await_node (self->reader);
  return TRUE;
}

/* Whether the connection that a fiber was started for is still the one. */
static gboolean
is_current (MusterHostMonitor *self,
            guint              run)
{
  return self->run == run &&
         muster_connection_get_state (self->connection) == MUSTER_CONNECTION_OPEN;
}

static void
follow (MusterHostMonitor *self,
        guint              run)
{
  for (guint round = 1; ; round++)
    {
      pause_between_looks (self);
      if (!is_current (self, run))
        return;
      muster_host_reader_await_stats (self->reader);
      muster_host_reader_await_node (self->reader);
      if (round % LEASES_EVERY_ROUNDS == 0 ||
          g_get_monotonic_time () < self->leases_expected_until)
        look_at_leases (self);
    }
}

/* A host that could not be looked at whole is looked at again. */
static gboolean
look_until_whole (MusterHostMonitor *self,
                  guint              run)
{
  for (;;)
    {
      g_autoptr(GError) error = NULL;

      if (look_at_everything (self, &error))
        return is_current (self, run);
      if (!is_current (self, run))
        return FALSE;
      g_signal_emit (self, signals[ERROR], 0, error->message);
      settle (self);
      if (!self->follow)
        return FALSE;
      pause_between_looks (self);
      if (!is_current (self, run))
        return FALSE;
    }
}

static DexFuture *
watch_fiber (gpointer user_data)
{
  MusterHostMonitor *self = user_data;
  guint run = self->run;

  if (!look_until_whole (self, run) || self->refused)
    {
      if (self->run == run)
        settle (self);
      return dex_future_new_true ();
    }
  settle (self);
  muster_host_set_listed (self->host, TRUE);
  if (g_hash_table_size (self->changes) > 0)
    schedule_refresh (self);
  if (self->follow)
    follow (self, run);
  return dex_future_new_true ();
}

static void
forget_connection (MusterHostMonitor *self)
{
  self->run++;
  if (self->wake != NULL && dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  g_hash_table_remove_all (self->changes);
  g_hash_table_remove_all (self->agents);
  muster_host_reader_forget (self->reader);
  muster_host_set_listed (self->host, FALSE);
}

static void
show_status (MusterHostMonitor *self)
{
  const GError *error = muster_connection_get_error (self->connection);
  MusterConnectionState state = muster_connection_get_state (self->connection);
  MusterConnectionReason reason = muster_connection_get_reason (self->connection);

  if (self->refused)
    return;
  /* A new attempt at a lost host does not make it look any better. */
  if (state == MUSTER_CONNECTION_CONNECTING &&
      muster_host_get_state (self->host) == MUSTER_HOST_UNREACHABLE)
    return;
  muster_host_set_status (self->host, muster_host_state_from_connection (state, reason),
                          muster_host_reason_from_connection (reason),
                          error != NULL ? error->message : NULL);
}

static void
error_cb (MusterHostMonitor *self,
          const char        *text)
{
  g_signal_emit (self, signals[ERROR], 0, text);
}

static void
outdated_cb (MusterHostMonitor *self,
             const char        *uuid)
{
  mark_changed (self, uuid, CHANGE_STATE);
}

static void
connection_state_cb (MusterHostMonitor *self)
{
  MusterConnectionState state = muster_connection_get_state (self->connection);

  show_status (self);
  if (state == MUSTER_CONNECTION_OPEN)
    {
      dex_future_disown (dex_scheduler_spawn (NULL, 0, watch_fiber,
                                              g_object_ref (self),
                                              g_object_unref));
      return;
    }
  if (state == MUSTER_CONNECTION_CONNECTING)
    return;
  forget_connection (self);
  muster_vm_registry_set_lost (self->registry, self->host, TRUE);
  settle (self);
}

MusterHostMonitor *
muster_host_monitor_new (MusterHost       *host,
                         MusterConnection *connection,
                         MusterVmRegistry *registry,
                         MusterOsNames    *os_names,
                         gboolean          follow_host)
{
  MusterHostMonitor *self = g_object_new (MUSTER_TYPE_HOST_MONITOR, NULL);

  self->host = g_object_ref (host);
  self->connection = g_object_ref (connection);
  self->registry = g_object_ref (registry);
  self->reader = muster_host_reader_new (host, connection, registry, os_names, !follow_host);
  self->follow = follow_host;
  g_signal_connect_object (self->reader, "error", G_CALLBACK (error_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "outdated", G_CALLBACK (outdated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "agent-connected", G_CALLBACK (ask_agent), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::state",
                           G_CALLBACK (connection_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "event", G_CALLBACK (event_cb), self,
                           G_CONNECT_SWAPPED);
  muster_connection_set_persistent (connection, follow_host);
  return self;
}

MusterHost *
muster_host_monitor_get_host (MusterHostMonitor *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);
  return self->host;
}

MusterConnection *
muster_host_monitor_get_connection (MusterHostMonitor *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);
  return self->connection;
}

void
muster_host_monitor_start (MusterHostMonitor *self)
{
  g_return_if_fail (MUSTER_IS_HOST_MONITOR (self));

  dex_future_disown (muster_connection_open (self->connection));
}

DexFuture *
muster_host_monitor_settle (MusterHostMonitor *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);
  return dex_ref (DEX_FUTURE (self->settled));
}

void
muster_host_monitor_refuse (MusterHostMonitor *self,
                            MusterHost        *other)
{
  g_autofree char *text = NULL;

  g_return_if_fail (MUSTER_IS_HOST_MONITOR (self));

  self->refused = TRUE;
  text = g_strdup_printf (_("It reports the same host UUID as “%s” (%s)."),
                          muster_host_get_name (other),
                          muster_host_get_uuid (other));
  muster_host_set_status (self->host, MUSTER_HOST_DISCONNECTED,
                          MUSTER_HOST_REASON_DUPLICATE, text);
  muster_connection_set_persistent (self->connection, FALSE);
  dex_future_disown (muster_connection_close (self->connection));
}

void
muster_host_monitor_retry (MusterHostMonitor *self)
{
  g_return_if_fail (MUSTER_IS_HOST_MONITOR (self));

  self->refused = FALSE;
  muster_connection_set_persistent (self->connection, self->follow);
  dex_future_disown (muster_connection_open (self->connection));
}

void
muster_host_monitor_set_attentive (MusterHostMonitor *self,
                                   gboolean           attentive)
{
  g_return_if_fail (MUSTER_IS_HOST_MONITOR (self));

  if (self->attentive == attentive)
    return;
  self->attentive = attentive;
  if (attentive && self->wake != NULL &&
      dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
}

typedef struct
{
  MusterHostMonitor *self;
  char *uuid;
} VmLook;

static void
vm_look_free (VmLook *data)
{
  g_clear_object (&data->self);
  g_free (data->uuid);
  g_free (data);
}

static DexFuture *
spawn_look (MusterHostMonitor *self,
            const char        *uuid,
            DexFiberFunc       func)
{
  VmLook *data = g_new0 (VmLook, 1);

  data->self = g_object_ref (self);
  data->uuid = g_strdup (uuid);
  return dex_scheduler_spawn (NULL, 0, func, data, (GDestroyNotify) vm_look_free);
}

static DexFuture *
refresh_vm_fiber (gpointer user_data)
{
  VmLook *data = user_data;

  muster_host_reader_await_vm (data->self->reader, data->uuid);
  return dex_future_new_true ();
}

DexFuture *
muster_host_monitor_refresh_vm (MusterHostMonitor *self,
                                const char        *uuid)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);

  return spawn_look (self, uuid, refresh_vm_fiber);
}

static DexFuture *
define_vm_fiber (gpointer user_data)
{
  VmLook *data = user_data;
  g_autoptr(GPtrArray) uuids = g_ptr_array_new ();

  g_ptr_array_add (uuids, data->uuid);
  muster_host_reader_await_details (data->self->reader, uuids);
  return dex_future_new_true ();
}

DexFuture *
muster_host_monitor_define_vm (MusterHostMonitor *self,
                               const char        *uuid)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);

  return spawn_look (self, uuid, define_vm_fiber);
}

static DexFuture *
ask_agent_fiber (gpointer user_data)
{
  VmLook *data = user_data;

  muster_host_reader_await_agent (data->self->reader, data->uuid);
  return dex_future_new_true ();
}

DexFuture *
muster_host_monitor_ask_agents (MusterHostMonitor *self,
                                const char        *uuid)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer known;

  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);

  g_hash_table_iter_init (&iter, self->agents);
  while (g_hash_table_iter_next (&iter, &known, NULL))
    if (uuid == NULL || g_str_equal (uuid, known))
      {
        DexFuture *look = spawn_look (self, known, ask_agent_fiber);

        /* They end by themselves: a fiber that nobody waits for any more
         * would be torn from its own wait. */
        dex_future_disown (dex_ref (look));
        g_ptr_array_add (futures, look);
      }
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}

DexFuture *
muster_host_monitor_close (MusterHostMonitor *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_MONITOR (self), NULL);

  g_signal_handlers_disconnect_by_data (self->connection, self);
  forget_connection (self);
  settle (self);
  return muster_connection_close (self->connection);
}
