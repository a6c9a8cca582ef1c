/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-data-center.h"

struct _MusterDataCenter
{
  GObject parent_instance;

  char *name;
  GListStore *clusters;
  GListStore *hosts;
  GListStore *vms;
  GHashTable *vms_by_uuid;   /* borrows from vms */
};

enum { PROP_0, PROP_NAME, PROP_CLUSTERS, PROP_HOSTS, PROP_VMS, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterDataCenter, muster_data_center, G_TYPE_OBJECT)

static void
muster_data_center_finalize (GObject *object)
{
  MusterDataCenter *self = MUSTER_DATA_CENTER (object);

  g_clear_pointer (&self->vms_by_uuid, g_hash_table_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->clusters);
  g_clear_object (&self->hosts);
  g_clear_object (&self->vms);

  G_OBJECT_CLASS (muster_data_center_parent_class)->finalize (object);
}

static void
muster_data_center_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  MusterDataCenter *self = MUSTER_DATA_CENTER (object);

  switch (prop_id)
    {
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_CLUSTERS: g_value_set_object (value, self->clusters); break;
    case PROP_HOSTS: g_value_set_object (value, self->hosts); break;
    case PROP_VMS: g_value_set_object (value, self->vms); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_data_center_class_init (MusterDataCenterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = muster_data_center_finalize;
  object_class->get_property = muster_data_center_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CLUSTERS] =
    g_param_spec_object ("clusters", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_HOSTS] =
    g_param_spec_object ("hosts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_VMS] =
    g_param_spec_object ("vms", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_data_center_init (MusterDataCenter *self)
{
  /* Until clusters are records, this one holds every host. */
  g_autoptr(MusterCluster) cluster = muster_cluster_new (_("Default"));

  self->clusters = g_list_store_new (MUSTER_TYPE_CLUSTER);
  self->hosts = g_list_store_new (MUSTER_TYPE_HOST);
  self->vms = g_list_store_new (MUSTER_TYPE_VM);
  self->vms_by_uuid = g_hash_table_new (g_str_hash, g_str_equal);
  g_list_store_append (self->clusters, cluster);
}

MusterDataCenter *
muster_data_center_new (const char *name)
{
  MusterDataCenter *self = g_object_new (MUSTER_TYPE_DATA_CENTER, NULL);

  self->name = g_strdup (name);
  return self;
}

const char *
muster_data_center_get_name (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  return self->name;
}

GListModel *
muster_data_center_get_clusters (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  return G_LIST_MODEL (self->clusters);
}

GListModel *
muster_data_center_get_hosts (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  return G_LIST_MODEL (self->hosts);
}

GListModel *
muster_data_center_get_vms (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  return G_LIST_MODEL (self->vms);
}

MusterVm *
muster_data_center_find_vm (MusterDataCenter *self,
                            const char       *uuid)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  return g_hash_table_lookup (self->vms_by_uuid, uuid);
}

MusterHost *
muster_data_center_find_host (MusterDataCenter *self,
                              const char       *id)
{
  GListModel *hosts;

  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);

  hosts = G_LIST_MODEL (self->hosts);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_strcmp0 (muster_host_get_id (host), id) == 0)
        return host;
    }
  return NULL;
}

static MusterCluster *
only_cluster (MusterDataCenter *self)
{
  g_autoptr(MusterCluster) cluster =
    g_list_model_get_item (G_LIST_MODEL (self->clusters), 0);

  return cluster;
}

void
muster_data_center_add_host (MusterDataCenter *self,
                             MusterHost       *host)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  g_list_store_append (self->hosts, host);
  muster_cluster_add_host (only_cluster (self), host);
}

void
muster_data_center_remove_host (MusterDataCenter *self,
                                MusterHost       *host)
{
  guint position;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  muster_cluster_remove_host (only_cluster (self), host);
  if (g_list_store_find (self->hosts, host, &position))
    g_list_store_remove (self->hosts, position);
}

void
muster_data_center_add_vms (MusterDataCenter  *self,
                            MusterVm         **vms,
                            guint              n_vms)
{
  guint end;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  for (guint i = 0; i < n_vms; i++)
    {
      gpointer uuid = (gpointer) muster_vm_get_uuid (vms[i]);

      g_return_if_fail (!g_hash_table_contains (self->vms_by_uuid, uuid));
      g_hash_table_insert (self->vms_by_uuid, uuid, vms[i]);
    }
  end = g_list_model_get_n_items (G_LIST_MODEL (self->vms));
  g_list_store_splice (self->vms, end, 0, (gpointer *) vms, n_vms);
}

/* One removal is one items-changed; a whole host's VMs are one for all, as
 * everything after the first of them would move anyway. */
static void
rebuild_without (MusterDataCenter *self,
                 GHashTable       *removed)
{
  GListModel *model = G_LIST_MODEL (self->vms);
  guint n_items = g_list_model_get_n_items (model);
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(MusterVm) vm = g_list_model_get_item (model, i);

      if (!g_hash_table_contains (removed, vm))
        g_ptr_array_add (kept, g_steal_pointer (&vm));
    }
  g_list_store_splice (self->vms, 0, n_items, kept->pdata, kept->len);
}

void
muster_data_center_remove_vms (MusterDataCenter  *self,
                               MusterVm         **vms,
                               guint              n_vms)
{
  g_autoptr(GHashTable) removed =
    g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  GHashTableIter iter;
  gpointer vm;
  guint position;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  for (guint i = 0; i < n_vms; i++)
    {
      g_hash_table_remove (self->vms_by_uuid, muster_vm_get_uuid (vms[i]));
      g_hash_table_add (removed, g_object_ref (vms[i]));
    }
  if (n_vms == 1 && g_list_store_find (self->vms, vms[0], &position))
    g_list_store_remove (self->vms, position);
  else if (n_vms > 1)
    rebuild_without (self, removed);

  g_hash_table_iter_init (&iter, removed);
  while (g_hash_table_iter_next (&iter, &vm, NULL))
    muster_vm_set_gone (vm, TRUE);
}
