/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-address-book.h"
#include "muster-domain-details.h"
#include "muster-host-monitor.h"
#include "muster-state-map.h"
#include "muster-usage-meter.h"

#define ATTENTIVE_SECONDS 3
#define INATTENTIVE_SECONDS 15
#define LEASES_EVERY_ROUNDS 10
/* For so long after a start a new lease is looked for in every round. */
#define LEASES_EXPECTED_US (90 * G_USEC_PER_SEC)
/* Events come in bursts; what they are about is asked for once. */
#define COALESCE_MS 30
/* From so many on, listing all is cheaper than asking for each. */
#define LIST_ALL_FROM 16

/* A guest decides whether its agent answers: it gets so long. */
#define AGENT_SECONDS 10

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
  MusterOsNames *os_names;
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

  GHashTable *counters;      /* uuid -> MusterVmCounters */
  MusterNodeCounters node_counters;
  MusterAddressBook *addresses;
};

enum { ERROR, IDENTIFIED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHostMonitor, muster_host_monitor, G_TYPE_OBJECT)

static void schedule_refresh (MusterHostMonitor *self);
static void ask_agent (MusterHostMonitor *self,
                       const char        *uuid);

static void
muster_host_monitor_dispose (GObject *object)
{
  MusterHostMonitor *self = MUSTER_HOST_MONITOR (object);

  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  dex_clear (&self->wake);
  dex_clear (&self->settled);
  g_clear_object (&self->connection);
  g_clear_object (&self->registry);
  g_clear_object (&self->os_names);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (muster_host_monitor_parent_class)->dispose (object);
}

static void
muster_host_monitor_finalize (GObject *object)
{
  MusterHostMonitor *self = MUSTER_HOST_MONITOR (object);

  g_clear_pointer (&self->changes, g_hash_table_unref);
  g_clear_pointer (&self->agents, g_hash_table_unref);
  g_clear_pointer (&self->counters, g_hash_table_unref);
  g_clear_pointer (&self->addresses, muster_address_book_free);

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
  self->addresses = muster_address_book_new ();
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- what the host says becomes the model's ------------------------------- */

static void
report (MusterHostMonitor *self,
        const GError      *error)
{
  if (!g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE) &&
      !g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED) &&
      !g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    g_signal_emit (self, signals[ERROR], 0, error->message);
}

static void
settle (MusterHostMonitor *self)
{
  if (dex_future_is_pending (DEX_FUTURE (self->settled)))
    dex_promise_resolve_boolean (self->settled, TRUE);
}

static MusterVmClaim
claim_from_info (const MusterDomainInfo *info)
{
  return (MusterVmClaim) {
    .uuid = info->uuid,
    .name = info->name,
    .state = muster_vm_state_from_libvirt (info->state, info->saved),
    .reason = muster_vm_reason_from_libvirt (info->state, info->reason),
    .persistent = info->persistent,
    .autostart = info->autostart,
  };
}

static GArray *
claims_from_infos (GPtrArray *infos)
{
  GArray *claims = g_array_sized_new (FALSE, FALSE, sizeof (MusterVmClaim),
                                      infos->len);

  for (guint i = 0; i < infos->len; i++)
    {
      MusterVmClaim claim = claim_from_info (infos->pdata[i]);

      g_array_append_val (claims, claim);
    }
  return claims;
}

static void
clear_run (MusterHostMonitor *self,
           MusterVm          *vm)
{
  static const MusterSample none = { 0, { -1, -1, -1, -1, -1, -1 } };
  MusterSample sample = none;

  muster_vm_set_started (vm, 0, FALSE);
  muster_vm_set_ips (vm, NULL);
  muster_address_book_set_agent (self->addresses, muster_vm_get_uuid (vm), NULL);
  if (g_hash_table_remove (self->counters, muster_vm_get_uuid (vm)))
    {
      sample.time = g_get_monotonic_time ();
      muster_vm_push_sample (vm, &sample);
    }
}

/* What follows from a VM's state here: since when it runs, or that it does not. */
static void
update_run (MusterHostMonitor *self,
            const char        *uuid)
{
  MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host, uuid);

  if (vm == NULL)
    return;
  if (!muster_vm_state_is_active (muster_vm_get_state (vm)))
    clear_run (self, vm);
  else if (muster_vm_get_started_at (vm) == 0)
    muster_vm_set_started (vm, g_get_real_time (), FALSE);
}

static void
update_addresses (MusterHostMonitor *self,
                  MusterVm          *vm)
{
  g_auto(GStrv) ips = NULL;

  if (!muster_vm_state_is_active (muster_vm_get_state (vm)))
    return;
  ips = muster_address_book_look_up (self->addresses, muster_vm_get_uuid (vm),
                                     muster_vm_get_macs (vm));
  muster_vm_set_ips (vm, (const char * const *) ips);
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

static void
apply_details (MusterHostMonitor         *self,
               const MusterDomainDetails *details)
{
  MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host,
                                             details->uuid);
  g_autofree char *os_name = NULL;

  if (vm == NULL)
    return;
  os_name = muster_os_names_look_up (self->os_names, details->os_id);
  muster_vm_set_definition (vm, &(MusterVmDefinition) {
    .title = details->title,
    .description = details->description,
    .os_id = details->os_id,
    .os_name = os_name,
    .macs = (const char * const *) details->macs,
    .graphics = details->graphics,
    .vcpus = details->vcpus,
    .memory_kib = details->memory_kib,
  });
  update_addresses (self, vm);
  if (details->agent_connected)
    ask_agent (self, details->uuid);
}

static void
apply_size (MusterVm                *vm,
            const MusterDomainStats *stats)
{
  if (stats->vcpus_maximum > 0 && stats->memory_maximum_kib > 0)
    muster_vm_set_size (vm, stats->vcpus_maximum, stats->memory_maximum_kib);
}

static void
apply_vm_stats (MusterHostMonitor       *self,
                const MusterDomainStats *stats,
                gint64                   now)
{
  MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host,
                                             stats->uuid);
  MusterVmCounters *counters;
  MusterVmState state;
  MusterSample sample;

  if (vm == NULL)
    return;
  if (!self->follow)
    apply_size (vm, stats);
  state = muster_vm_get_state (vm);
  if (muster_vm_state_from_libvirt (stats->state, state == MUSTER_VM_SAVED) != state)
    mark_changed (self, stats->uuid, CHANGE_STATE);
  if (!muster_vm_state_is_active (state))
    return;

  counters = g_hash_table_lookup (self->counters, stats->uuid);
  if (counters == NULL)
    {
      counters = g_new0 (MusterVmCounters, 1);
      g_hash_table_insert (self->counters, g_strdup (stats->uuid), counters);
    }
  muster_vm_counters_advance (counters, stats, now, &sample);
  muster_vm_push_sample (vm, &sample);
}

static char *
format_version (gulong version)
{
  return g_strdup_printf ("%lu.%lu.%lu", version / 1000000,
                          version / 1000 % 1000, version % 1000);
}

static void
apply_node_info (MusterHostMonitor    *self,
                 const MusterNodeInfo *info)
{
  g_autofree char *libvirt_version = format_version (info->libvirt_version);
  g_autofree char *version = format_version (info->hypervisor_version);
  g_autofree char *hypervisor =
    g_strdup_printf ("%s %s", info->hypervisor, version);

  muster_host_set_facts (self->host, &(MusterHostFacts) {
    .uuid = info->uuid,
    .hostname = info->hostname,
    .cpu_model = info->cpu_model,
    .hypervisor = hypervisor,
    .libvirt_version = libvirt_version,
    .cpus = info->cpus,
    .memory_kib = info->memory_kib,
  });
}

/* --- looks, each a step of a fiber ---------------------------------------- */

static void
apply_list (MusterHostMonitor *self,
            GPtrArray         *infos)
{
  g_autoptr(GArray) claims = claims_from_infos (infos);

  muster_vm_registry_claim_all (self->registry, self->host,
                                (MusterVmClaim *) claims->data, claims->len);
  for (guint i = 0; i < infos->len; i++)
    update_run (self, ((MusterDomainInfo *) infos->pdata[i])->uuid);
}

static void
look_at_list (MusterHostMonitor *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) infos =
    dex_await_boxed (muster_domain_list (self->connection), &error);

  if (infos != NULL)
    apply_list (self, infos);
  else
    report (self, error);
}

/* Says which of @texts could not be read; their VMs stay without details. */
static void
report_unreadable (MusterHostMonitor *self,
                   guint              n)
{
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("The definition of %u VM on “%s” could not be read.",
                                    "The definitions of %u VMs on “%s” could not be read.",
                                    n),
                          n, muster_host_get_name (self->host));
  g_signal_emit (self, signals[ERROR], 0, text);
}

static void
look_at_texts (MusterHostMonitor *self,
               GPtrArray         *texts)
{
  g_autoptr(GPtrArray) parsed =
    dex_await_boxed (muster_domain_details_parse_all (texts), NULL);

  if (parsed == NULL)
    return;
  for (guint i = 0; i < parsed->len; i++)
    apply_details (self, parsed->pdata[i]);
  report_unreadable (self, texts->len - parsed->len);
}

static void
look_at_one (MusterHostMonitor *self,
             const char        *uuid)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) infos =
    dex_await_boxed (muster_domain_look_up (self->connection, uuid), &error);
  g_autoptr(GArray) claims = NULL;

  if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    muster_vm_registry_unclaim (self->registry, self->host, uuid);
  if (infos == NULL)
    return;
  claims = claims_from_infos (infos);
  muster_vm_registry_claim (self->registry, self->host,
                            (MusterVmClaim *) claims->data, claims->len);
  update_run (self, uuid);
}

static void
look_at_leases (MusterHostMonitor *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) leases =
    dex_await_boxed (muster_node_list_leases (self->connection), &error);
  GHashTableIter iter;
  gpointer uuid;

  self->leases_changed = FALSE;
  if (leases == NULL)
    {
      report (self, error);
      return;
    }
  muster_address_book_set_leases (self->addresses, leases);
  g_hash_table_iter_init (&iter, self->counters);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    {
      MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host, uuid);

      if (vm != NULL)
        update_addresses (self, vm);
    }
}

static void
look_at_agent (MusterHostMonitor *self,
               const char        *uuid)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) addresses =
    dex_await_boxed (dex_future_first (muster_domain_list_agent_addresses (self->connection, uuid),
                                       dex_timeout_new_seconds (AGENT_SECONDS), NULL),
                     &error);
  MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host, uuid);

  /* A guest without an agent, or with one that sleeps, is no error. */
  if (addresses == NULL || vm == NULL)
    return;
  muster_address_book_set_agent (self->addresses, uuid, addresses);
  update_addresses (self, vm);
}

static gboolean
look_at_stats (MusterHostMonitor  *self,
               GError            **error)
{
  g_autoptr(GPtrArray) stats =
    dex_await_boxed (muster_domain_list_stats (self->connection), error);
  gint64 now = g_get_monotonic_time ();

  if (stats == NULL)
    return FALSE;
  for (guint i = 0; i < stats->len; i++)
    apply_vm_stats (self, stats->pdata[i], now);
  return TRUE;
}

static void
look_at_node (MusterHostMonitor *self)
{
  g_autoptr(GError) error = NULL;
  MusterNodeStats *stats =
    dex_await_boxed (muster_node_get_stats (self->connection), &error);
  MusterSample sample;

  if (stats == NULL)
    {
      report (self, error);
      return;
    }
  muster_node_counters_advance (&self->node_counters, stats,
                                g_get_monotonic_time (), &sample);
  muster_host_push_sample (self->host, &sample);
  g_boxed_free (MUSTER_TYPE_NODE_STATS, stats);
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
      look_at_list (self);
      return;
    }
  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &uuid, &change))
    if (GPOINTER_TO_UINT (change) & CHANGE_STATE)
      look_at_one (self, uuid);
}

/* Fetched side by side; a domain that is gone by now is in no text. */
static GPtrArray *
fetch_texts (MusterHostMonitor *self,
             GPtrArray         *uuids)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GPtrArray *texts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_domain_text_free);

  for (guint i = 0; i < uuids->len; i++)
    g_ptr_array_add (futures,
                     muster_domain_get_xml (self->connection, uuids->pdata[i], 0));
  for (guint i = 0; i < uuids->len; i++)
    {
      g_autofree char *xml = dex_await_string (dex_ref (futures->pdata[i]), NULL);
      MusterDomainText *text;

      if (xml == NULL)
        continue;
      text = g_new0 (MusterDomainText, 1);
      text->uuid = g_strdup (uuids->pdata[i]);
      text->xml = g_steal_pointer (&xml);
      g_ptr_array_add (texts, text);
    }
  return texts;
}

static void
look_at_details (MusterHostMonitor *self,
                 GPtrArray         *uuids)
{
  g_autoptr(GPtrArray) texts = NULL;

  if (uuids->len == 0)
    return;
  texts = fetch_texts (self, uuids);
  look_at_texts (self, texts);
}

/* Those about which the host's statistics say nothing while they are off. */
static void
look_at_sizeless (MusterHostMonitor *self,
                  GPtrArray         *infos)
{
  g_autoptr(GPtrArray) uuids = g_ptr_array_new ();

  for (guint i = 0; i < infos->len; i++)
    {
      char *uuid = ((MusterDomainInfo *) infos->pdata[i])->uuid;
      MusterVm *vm = muster_vm_registry_find_at (self->registry, self->host, uuid);

      if (vm != NULL && muster_vm_get_memory_kib (vm) == 0 &&
          !muster_vm_state_is_active (muster_vm_get_state (vm)))
        g_ptr_array_add (uuids, uuid);
    }
  look_at_details (self, uuids);
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
  look_at_details (self, uuids);
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
      look_at_agent (self, uuid);
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

static void
look_at_chunks (MusterHostMonitor *self,
                GPtrArray         *chunks)
{
  for (guint i = 0; i < chunks->len; i++)
    {
      g_autoptr(GPtrArray) texts = dex_await_boxed (dex_ref (chunks->pdata[i]), NULL);

      if (texts != NULL)
        look_at_texts (self, texts);
    }
}

/* The first look: names first, so that rows appear, then the rest.  Where it is
 * the only one, the definitions of VMs that are off are left for those who
 * want one: they are most of what a host has to say. */
static gboolean
look_at_everything (MusterHostMonitor  *self,
                    GError            **error)
{
  g_autoptr(MusterNodeInfo) info =
    dex_await_boxed (muster_node_get_info (self->connection), error);
  g_autoptr(MusterDomainListing) listing = NULL;
  g_autoptr(GError) stats_error = NULL;

  if (info == NULL)
    return FALSE;
  apply_node_info (self, info);
  g_signal_emit (self, signals[IDENTIFIED], 0);
  if (self->refused)
    return TRUE;
  listing = dex_await_boxed (muster_domain_list_with_xml (self->connection,
                                                          !self->follow, 0),
                             error);
  if (listing == NULL)
    return FALSE;
  apply_list (self, listing->infos);
  muster_vm_registry_set_lost (self->registry, self->host, FALSE);
  /* A driver without bulk statistics still has VMs to show. */
  if (!look_at_stats (self, &stats_error))
    report (self, stats_error);
  look_at_chunks (self, listing->chunks);
  if (!self->follow)
    look_at_sizeless (self, listing->infos);
  look_at_leases (self);
  look_at_node (self);
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
      g_autoptr(GError) error = NULL;

      pause_between_looks (self);
      if (!is_current (self, run))
        return;
      if (!look_at_stats (self, &error))
        report (self, error);
      look_at_node (self);
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
  g_hash_table_remove_all (self->counters);
  memset (&self->node_counters, 0, sizeof self->node_counters);
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
  muster_host_set_status (self->host, muster_host_state_from_connection (state),
                          muster_host_reason_from_connection (reason),
                          error != NULL ? error->message : NULL);
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
  self->os_names = g_object_ref (os_names);
  self->follow = follow_host;
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

  look_at_one (data->self, data->uuid);
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
  look_at_details (data->self, uuids);
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

  look_at_agent (data->self, data->uuid);
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
