/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-address-book.h"
#include "muster-domain-details.h"
#include "muster-host-reader.h"
#include "muster-state-map.h"
#include "muster-usage-meter.h"

/* A guest decides whether its agent answers: it gets so long. */
#define AGENT_SECONDS 10

struct _MusterHostReader
{
  GObject parent_instance;

  MusterHost *host;
  MusterConnection *connection;
  MusterVmRegistry *registry;
  MusterOsNames *os_names;
  gboolean once;

  GHashTable *counters;      /* uuid -> MusterVmCounters */
  MusterNodeCounters node_counters;
  MusterAddressBook *addresses;
};

enum { ERROR, OUTDATED, AGENT_CONNECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHostReader, muster_host_reader, G_TYPE_OBJECT)

static void
muster_host_reader_dispose (GObject *object)
{
  MusterHostReader *self = MUSTER_HOST_READER (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->registry);
  g_clear_object (&self->os_names);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (muster_host_reader_parent_class)->dispose (object);
}

static void
muster_host_reader_finalize (GObject *object)
{
  MusterHostReader *self = MUSTER_HOST_READER (object);

  g_clear_pointer (&self->counters, g_hash_table_unref);
  g_clear_pointer (&self->addresses, muster_address_book_free);

  G_OBJECT_CLASS (muster_host_reader_parent_class)->finalize (object);
}

static guint
new_text_signal (const char *name)
{
  return g_signal_new (name, MUSTER_TYPE_HOST_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
muster_host_reader_class_init (MusterHostReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_host_reader_dispose;
  object_class->finalize = muster_host_reader_finalize;

  signals[ERROR] = new_text_signal ("error");
  signals[OUTDATED] = new_text_signal ("outdated");
  signals[AGENT_CONNECTED] = new_text_signal ("agent-connected");
}

static void
muster_host_reader_init (MusterHostReader *self)
{
  self->addresses = muster_address_book_new ();
  self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

MusterHostReader *
muster_host_reader_new (MusterHost       *host,
                        MusterConnection *connection,
                        MusterVmRegistry *registry,
                        MusterOsNames    *os_names,
                        gboolean          once)
{
  MusterHostReader *self = g_object_new (MUSTER_TYPE_HOST_READER, NULL);

  self->host = g_object_ref (host);
  self->connection = g_object_ref (connection);
  self->registry = g_object_ref (registry);
  self->os_names = g_object_ref (os_names);
  self->once = once;
  return self;
}

/* --- what the host says becomes the model's ------------------------------- */

static void
report (MusterHostReader *self,
        const GError     *error)
{
  if (!g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE) &&
      !g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED) &&
      !g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    g_signal_emit (self, signals[ERROR], 0, error->message);
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
clear_run (MusterHostReader *self,
           MusterVm         *vm)
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
update_run (MusterHostReader *self,
            const char       *uuid)
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
update_addresses (MusterHostReader *self,
                  MusterVm         *vm)
{
  g_auto(GStrv) ips = NULL;

  if (!muster_vm_state_is_active (muster_vm_get_state (vm)))
    return;
  ips = muster_address_book_look_up (self->addresses, muster_vm_get_uuid (vm),
                                     muster_vm_get_macs (vm));
  muster_vm_set_ips (vm, (const char * const *) ips);
}

static void
apply_details (MusterHostReader          *self,
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
    g_signal_emit (self, signals[AGENT_CONNECTED], 0, details->uuid);
}

static void
apply_size (MusterVm                *vm,
            const MusterDomainStats *stats)
{
  if (stats->vcpus_maximum > 0 && stats->memory_maximum_kib > 0)
    muster_vm_set_size (vm, stats->vcpus_maximum, stats->memory_maximum_kib);
}

static void
apply_vm_stats (MusterHostReader        *self,
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
  if (self->once)
    apply_size (vm, stats);
  state = muster_vm_get_state (vm);
  if (muster_vm_state_from_libvirt (stats->state, state == MUSTER_VM_SAVED) != state)
    g_signal_emit (self, signals[OUTDATED], 0, stats->uuid);
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
apply_node_info (MusterHostReader     *self,
                 const MusterNodeInfo *info)
{
  g_autofree char *libvirt_version = format_version (info->libvirt_version);
  g_autofree char *version = format_version (info->hypervisor_version);
  g_autofree char *hypervisor =
    g_strdup_printf ("%s %s", info->hypervisor, version);

  muster_host_set_facts (self->host, &(MusterHostTraits) {
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
apply_list (MusterHostReader *self,
            GPtrArray        *infos)
{
  g_autoptr(GArray) claims = claims_from_infos (infos);

  muster_vm_registry_claim_all (self->registry, self->host,
                                (MusterVmClaim *) claims->data, claims->len);
  for (guint i = 0; i < infos->len; i++)
    update_run (self, ((MusterDomainInfo *) infos->pdata[i])->uuid);
}

void
muster_host_reader_await_list (MusterHostReader *self)
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
report_unreadable (MusterHostReader *self,
                   guint             n)
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
look_at_texts (MusterHostReader *self,
               GPtrArray        *texts)
{
  g_autoptr(GPtrArray) parsed =
    dex_await_boxed (muster_domain_details_parse_all (texts), NULL);

  if (parsed == NULL)
    return;
  for (guint i = 0; i < parsed->len; i++)
    apply_details (self, parsed->pdata[i]);
  report_unreadable (self, texts->len - parsed->len);
}

void
muster_host_reader_await_vm (MusterHostReader *self,
                             const char       *uuid)
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

void
muster_host_reader_await_leases (MusterHostReader *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) leases =
    dex_await_boxed (muster_node_list_leases (self->connection), &error);
  GHashTableIter iter;
  gpointer uuid;

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

void
muster_host_reader_await_agent (MusterHostReader *self,
                                const char       *uuid)
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

void
muster_host_reader_await_stats (MusterHostReader *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) stats =
    dex_await_boxed (muster_domain_list_stats (self->connection), &error);
  gint64 now = g_get_monotonic_time ();

  if (stats == NULL)
    {
      report (self, error);
      return;
    }
  for (guint i = 0; i < stats->len; i++)
    apply_vm_stats (self, stats->pdata[i], now);
}

void
muster_host_reader_await_node (MusterHostReader *self)
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

/* Fetched side by side; a domain that is gone by now is in no text. */
static GPtrArray *
fetch_texts (MusterHostReader *self,
             GPtrArray        *uuids)
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

void
muster_host_reader_await_details (MusterHostReader *self,
                                  GPtrArray        *uuids)
{
  g_autoptr(GPtrArray) texts = NULL;

  if (uuids->len == 0)
    return;
  texts = fetch_texts (self, uuids);
  look_at_texts (self, texts);
}

/* Those about which the host's statistics say nothing while they are off. */
static void
look_at_sizeless (MusterHostReader *self,
                  GPtrArray        *infos)
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
  muster_host_reader_await_details (self, uuids);
}

static void
look_at_chunks (MusterHostReader *self,
                GPtrArray        *chunks)
{
  for (guint i = 0; i < chunks->len; i++)
    {
      g_autoptr(GPtrArray) texts = dex_await_boxed (dex_ref (chunks->pdata[i]), NULL);

      if (texts != NULL)
        look_at_texts (self, texts);
    }
}

gboolean
muster_host_reader_await_identity (MusterHostReader  *self,
                                   GError           **error)
{
  g_autoptr(MusterNodeInfo) info =
    dex_await_boxed (muster_node_get_info (self->connection), error);

  if (info == NULL)
    return FALSE;
  apply_node_info (self, info);
  return TRUE;
}

/* Names first, so that rows appear, then the rest. */
gboolean
muster_host_reader_await_all (MusterHostReader  *self,
                              GError           **error)
{
  g_autoptr(MusterDomainListing) listing =
    dex_await_boxed (muster_domain_list_with_xml (self->connection, self->once, 0), error);

  if (listing == NULL)
    return FALSE;
  apply_list (self, listing->infos);
  muster_vm_registry_set_lost (self->registry, self->host, FALSE);
  /* A driver without bulk statistics still has VMs to show. */
  muster_host_reader_await_stats (self);
  look_at_chunks (self, listing->chunks);
  if (self->once)
    look_at_sizeless (self, listing->infos);
  return TRUE;
}

void
muster_host_reader_forget (MusterHostReader *self)
{
  g_hash_table_remove_all (self->counters);
  memset (&self->node_counters, 0, sizeof self->node_counters);
}
