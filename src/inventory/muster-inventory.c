/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-host-monitor.h"
#include "muster-inventory.h"

struct _MusterInventory
{
  GObject parent_instance;

  MusterStore *store;
  MusterCredentialsFunc credentials;
  gpointer credentials_data;
  GDestroyNotify credentials_destroy;

  MusterDataCenter *data_center;
  MusterVmRegistry *registry;
  MusterOsNames *os_names;
  GHashTable *monitors;   /* host id -> MusterHostMonitor */
  GHashTable *entries;    /* host id -> MusterHostEntry */
  gboolean reading;
  gboolean read_again;
  gboolean follow;
  gboolean attentive;
};

enum { HOST_ERROR, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterInventory, muster_inventory, G_TYPE_OBJECT)

static void
muster_inventory_dispose (GObject *object)
{
  MusterInventory *self = MUSTER_INVENTORY (object);

  g_clear_pointer (&self->monitors, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_object (&self->registry);
  g_clear_object (&self->data_center);
  g_clear_object (&self->os_names);
  g_clear_object (&self->store);
  if (self->credentials_destroy != NULL)
    g_clear_pointer (&self->credentials_data, self->credentials_destroy);

  G_OBJECT_CLASS (muster_inventory_parent_class)->dispose (object);
}

static void
muster_inventory_class_init (MusterInventoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_inventory_dispose;

  signals[HOST_ERROR] =
    g_signal_new ("host-error", MUSTER_TYPE_INVENTORY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2,
                  MUSTER_TYPE_HOST, G_TYPE_STRING);
}

static void mark_wanted_cb (MusterInventory *self, MusterHost *host, const char *uuid);

static void
muster_inventory_init (MusterInventory *self)
{
  self->attentive = TRUE;
  self->data_center = muster_data_center_new (_("Data center"));
  self->registry = muster_vm_registry_new (self->data_center);
  g_signal_connect_object (self->registry, "mark-wanted", G_CALLBACK (mark_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  self->os_names = muster_os_names_new ();
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          g_object_unref);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) muster_host_entry_free);
}

/* --- hosts come and go with their records --------------------------------- */

/* One machine under two names would show each of its VMs twice, moving. */
static void
identified_cb (MusterInventory   *self,
               MusterHostMonitor *mine)
{
  MusterHost *host = muster_host_monitor_get_host (mine);
  const char *uuid = muster_host_get_uuid (host);
  GHashTableIter iter;
  gpointer monitor;

  g_hash_table_iter_init (&iter, self->monitors);
  while (uuid != NULL &&
         g_hash_table_iter_next (&iter, NULL, &monitor))
    {
      MusterHost *other = muster_host_monitor_get_host (monitor);

      if (other != host &&
          muster_host_get_reason (other) != MUSTER_HOST_REASON_DUPLICATE &&
          g_strcmp0 (muster_host_get_uuid (other), uuid) == 0)
        {
          muster_host_monitor_refuse (mine, other);
          return;
        }
    }
}

static void
monitor_error_cb (MusterInventory   *self,
                  const char        *text,
                  MusterHostMonitor *monitor)
{
  g_signal_emit (self, signals[HOST_ERROR], 0,
                 muster_host_monitor_get_host (monitor), text);
}

static void
add_host (MusterInventory       *self,
          const MusterHostEntry *entry)
{
  g_autoptr(MusterHost) host = muster_host_new (entry->id, entry->name, entry->uri);
  g_autoptr(MusterCredentials) credentials =
    self->credentials (entry, self->credentials_data);
  g_autoptr(MusterConnection) connection =
    muster_connection_new (entry->uri, credentials);
  MusterHostMonitor *monitor =
    muster_host_monitor_new (host, connection, self->registry, self->os_names,
                             self->follow);

  g_hash_table_insert (self->monitors, g_strdup (entry->id), monitor);
  g_signal_connect_object (monitor, "identified", G_CALLBACK (identified_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "error", G_CALLBACK (monitor_error_cb), self,
                           G_CONNECT_SWAPPED);
  muster_data_center_add_host (self->data_center, host);
  muster_host_monitor_set_attentive (monitor, self->attentive);
  muster_host_monitor_start (monitor);
}

static void
remove_host (MusterInventory *self,
             const char      *id)
{
  g_autoptr(MusterHostMonitor) monitor = NULL;
  g_autofree char *key = NULL;
  MusterHost *host;

  if (!g_hash_table_steal_extended (self->monitors, id, (gpointer *) &key,
                                    (gpointer *) &monitor))
    return;
  host = muster_host_monitor_get_host (monitor);
  dex_future_disown (muster_host_monitor_close (monitor));
  muster_vm_registry_forget_host (self->registry, host);
  muster_data_center_remove_host (self->data_center, host);
}

static gboolean
same_connection (const MusterHostEntry *a,
                 const MusterHostEntry *b)
{
  return g_str_equal (a->uri, b->uri) && g_strcmp0 (a->identity, b->identity) == 0;
}

static void
fold_entry (MusterInventory       *self,
            const MusterHostEntry *entry)
{
  MusterHostEntry *known = g_hash_table_lookup (self->entries, entry->id);
  MusterHostMonitor *monitor = g_hash_table_lookup (self->monitors, entry->id);

  if (known != NULL && monitor != NULL && same_connection (known, entry))
    muster_host_set_name (muster_host_monitor_get_host (monitor), entry->name);
  else
    {
      remove_host (self, entry->id);
      add_host (self, entry);
    }
  g_hash_table_insert (self->entries, g_strdup (entry->id),
                       muster_host_entry_copy (entry));
}

static void
remove_missing (MusterInventory *self,
                GHashTable      *present)
{
  g_autoptr(GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->entries);

  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains (present, ids->pdata[i]))
      {
        remove_host (self, ids->pdata[i]);
        g_hash_table_remove (self->entries, ids->pdata[i]);
      }
}

static void
fold_records (MusterInventory *self,
              GPtrArray       *records)
{
  g_autoptr(GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    {
      MusterRecord *record = records->pdata[i];
      const char *id = muster_record_get_id (record);
      g_autoptr(MusterHostEntry) entry =
        muster_host_entry_from_json (id, muster_record_get_content (record));

      if (entry == NULL)
        continue;
      g_hash_table_add (present, (gpointer) id);
      fold_entry (self, entry);
    }
  remove_missing (self, present);
}

static DexFuture *
records_read_cb (DexFuture *future,
                 gpointer   user_data)
{
  MusterInventory *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->monitors != NULL)
    fold_records (self, g_value_get_boxed (value));
  return dex_future_new_true ();
}

static DexFuture *
read_hosts (MusterInventory *self)
{
  return dex_future_then (muster_store_list (self->store, MUSTER_HOST_RECORD_KIND),
                          records_read_cb, g_object_ref (self), g_object_unref);
}

static void read_hosts_again (MusterInventory *self);

static DexFuture *
reading_done_cb (DexFuture *future,
                 gpointer   user_data)
{
  MusterInventory *self = user_data;

  self->reading = FALSE;
  if (self->read_again)
    {
      self->read_again = FALSE;
      read_hosts_again (self);
    }
  return dex_future_new_true ();
}

static void
read_hosts_again (MusterInventory *self)
{
  if (self->reading)
    {
      self->read_again = TRUE;
      return;
    }
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (read_hosts (self), reading_done_cb,
                                         g_object_ref (self), g_object_unref));
}

static void
store_changed_cb (MusterInventory *self,
                  const char      *kind,
                  const char      *id)
{
  if (g_str_equal (kind, MUSTER_HOST_RECORD_KIND))
    read_hosts_again (self);
}

/* --- the rest ------------------------------------------------------------- */

MusterInventory *
muster_inventory_new (MusterStore           *store,
                      MusterCredentialsFunc  credentials,
                      gpointer               user_data,
                      GDestroyNotify         destroy)
{
  MusterInventory *self = g_object_new (MUSTER_TYPE_INVENTORY, NULL);

  self->store = g_object_ref (store);
  self->credentials = credentials;
  self->credentials_data = user_data;
  self->credentials_destroy = destroy;
  return self;
}

MusterDataCenter *
muster_inventory_get_data_center (MusterInventory *self)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);
  return self->data_center;
}

MusterStore *
muster_inventory_get_store (MusterInventory *self)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);
  return self->store;
}

static MusterHostMonitor *
monitor_of (MusterInventory *self,
            MusterHost      *host)
{
  if (host == NULL || self->monitors == NULL)
    return NULL;
  return g_hash_table_lookup (self->monitors, muster_host_get_id (host));
}

MusterConnection *
muster_inventory_get_connection (MusterInventory *self,
                                 MusterHost      *host)
{
  MusterHostMonitor *monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  monitor = monitor_of (self, host);
  return monitor != NULL ? muster_host_monitor_get_connection (monitor) : NULL;
}

static DexFuture *
os_names_loaded_cb (DexFuture *future,
                    gpointer   user_data)
{
  MusterInventory *self = user_data;
  GListModel *vms = muster_data_center_get_vms (self->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr(MusterVm) vm = g_list_model_get_item (vms, i);
      g_autofree char *name =
        muster_os_names_look_up (self->os_names, muster_vm_get_os_id (vm));

      muster_vm_set_os_name (vm, name);
    }
  return dex_future_new_true ();
}

DexFuture *
muster_inventory_start (MusterInventory *self,
                        gboolean         follow)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  self->follow = follow;
  if (follow)
    {
      g_signal_connect_object (self->store, "changed",
                               G_CALLBACK (store_changed_cb), self,
                               G_CONNECT_SWAPPED);
      /* Names are an ornament: nothing waits for them, nor fails with them. */
      dex_future_disown (dex_future_then (muster_os_names_load (self->os_names),
                                          os_names_loaded_cb,
                                          g_object_ref (self), g_object_unref));
    }
  return read_hosts (self);
}

DexFuture *
muster_inventory_read_hosts (MusterInventory *self)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  return read_hosts (self);
}

DexFuture *
muster_inventory_settle (MusterInventory *self)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    g_ptr_array_add (futures, muster_host_monitor_settle (monitor));
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}

void
muster_inventory_retry (MusterInventory *self,
                        MusterHost      *host)
{
  MusterHostMonitor *monitor;

  g_return_if_fail (MUSTER_IS_INVENTORY (self));

  monitor = monitor_of (self, host);
  if (monitor != NULL)
    muster_host_monitor_retry (monitor);
}

void
muster_inventory_set_attentive (MusterInventory *self,
                                gboolean         attentive)
{
  GHashTableIter iter;
  gpointer monitor;

  g_return_if_fail (MUSTER_IS_INVENTORY (self));

  self->attentive = attentive;
  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    muster_host_monitor_set_attentive (monitor, attentive);
}

void
muster_inventory_hold_vm (MusterInventory *self,
                          MusterVm        *vm,
                          MusterHost      *target)
{
  g_return_if_fail (MUSTER_IS_INVENTORY (self));
  muster_vm_registry_hold (self->registry, muster_vm_get_uuid (vm));
}

void
muster_inventory_release_vm (MusterInventory *self,
                             MusterVm        *vm)
{
  g_return_if_fail (MUSTER_IS_INVENTORY (self));
  muster_vm_registry_release (self->registry, muster_vm_get_uuid (vm));
}

DexFuture *
muster_inventory_refresh_vm (MusterInventory *self,
                             MusterVm        *vm)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    if (muster_connection_get_state (muster_host_monitor_get_connection (monitor))
        == MUSTER_CONNECTION_OPEN)
      g_ptr_array_add (futures,
                       muster_host_monitor_refresh_vm (monitor,
                                                       muster_vm_get_uuid (vm)));
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}

DexFuture *
muster_inventory_define_vm (MusterInventory *self,
                            MusterVm        *vm)
{
  MusterHostMonitor *monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  monitor = monitor_of (self, muster_vm_get_host (vm));
  return monitor != NULL
           ? muster_host_monitor_define_vm (monitor, muster_vm_get_uuid (vm))
           : dex_future_new_true ();
}

/* --- VMs that were taken over -------------------------------------------- */

typedef struct
{
  MusterVmRegistry *registry;
  MusterHost *host;
  char *uuid;
} Marking;

static void
marking_free (gpointer user_data)
{
  Marking *marking = user_data;

  g_object_unref (marking->registry);
  g_object_unref (marking->host);
  g_free (marking->uuid);
  g_free (marking);
}

static DexFuture *
definition_read_cb (DexFuture *future,
                    gpointer   user_data)
{
  Marking *marking = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autoptr(MusterDomainXml) xml =
    muster_domain_xml_new_summary (g_value_get_string (value), NULL);
  g_autofree char *mark = xml != NULL ? muster_domain_xml_dup_home_mark (xml) : NULL;

  muster_vm_registry_set_mark (marking->registry, marking->host, marking->uuid, mark);
  return dex_future_new_true ();
}

static DexFuture *
read_mark (MusterInventory *self,
           MusterHost      *host,
           const char      *uuid)
{
  MusterConnection *connection = muster_inventory_get_connection (self, host);
  Marking *marking;

  if (connection == NULL ||
      muster_connection_get_state (connection) != MUSTER_CONNECTION_OPEN)
    return dex_future_new_true ();
  marking = g_new0 (Marking, 1);
  marking->registry = g_object_ref (self->registry);
  marking->host = g_object_ref (host);
  marking->uuid = g_strdup (uuid);
  return dex_future_then (muster_domain_get_xml (connection, uuid, VIR_DOMAIN_XML_INACTIVE),
                          definition_read_cb, marking, marking_free);
}

static void
mark_wanted_cb (MusterInventory *self,
                MusterHost      *host,
                const char      *uuid)
{
  dex_future_disown (read_mark (self, host, uuid));
}

DexFuture *
muster_inventory_take_homes (MusterInventory *self,
                             GPtrArray       *homes)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (homes != NULL, NULL);

  muster_vm_registry_set_homes (self->registry, homes);
  for (guint i = 0; i < homes->len; i++)
    {
      const MusterVmHome *home = homes->pdata[i];
      g_autoptr(GPtrArray) hosts =
        muster_vm_registry_list_claimants (self->registry, home->vm);

      for (guint j = 0; j < hosts->len; j++)
        g_ptr_array_add (futures, read_mark (self, hosts->pdata[j], home->vm));
    }
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}

GPtrArray *
muster_inventory_list_claimants (MusterInventory *self,
                                 const char      *uuid)
{
  g_autoptr(GPtrArray) claimants = NULL;
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), hosts);

  claimants = muster_vm_registry_list_claimants (self->registry, uuid);
  for (guint i = 0; i < claimants->len; i++)
    g_ptr_array_add (hosts, g_object_ref (claimants->pdata[i]));
  return hosts;
}

GPtrArray *
muster_inventory_list_superseded (MusterInventory *self,
                                  MusterHost      *host)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  return muster_vm_registry_list_superseded (self->registry, host);
}

gboolean
muster_inventory_suspects_twice (MusterInventory *self)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), FALSE);

  return muster_vm_registry_suspects_twice (self->registry);
}

DexFuture *
muster_inventory_ask_agents (MusterInventory *self,
                             MusterVm        *vm)
{
  const char *uuid = vm != NULL ? muster_vm_get_uuid (vm) : NULL;
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    g_ptr_array_add (futures, muster_host_monitor_ask_agents (monitor, uuid));
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}

DexFuture *
muster_inventory_close (MusterInventory *self)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer monitor;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, NULL, &monitor))
    g_ptr_array_add (futures, muster_host_monitor_close (monitor));
  if (futures->len == 0)
    return dex_future_new_true ();
  return dex_future_allv ((DexFuture **) futures->pdata, futures->len);
}
