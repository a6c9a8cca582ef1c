/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-data-center.h"

struct _MusterDataCenter
{
  GObject parent_instance;

  char *name;
  char *description;
  GListStore *clusters;
  GListStore *hosts;
  GListStore *vms;
  GHashTable *vms_by_uuid;   /* borrows from vms */
  guint n_running_twice;
};

enum { PROP_0, PROP_NAME, PROP_DESCRIPTION, PROP_CLUSTERS, PROP_HOSTS, PROP_VMS,
       PROP_N_RUNNING_TWICE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterDataCenter, muster_data_center, G_TYPE_OBJECT)

static void
muster_data_center_finalize (GObject *object)
{
  MusterDataCenter *self = MUSTER_DATA_CENTER (object);

  g_clear_pointer (&self->vms_by_uuid, g_hash_table_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
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
    case PROP_DESCRIPTION: g_value_set_string (value, self->description); break;
    case PROP_CLUSTERS: g_value_set_object (value, self->clusters); break;
    case PROP_HOSTS: g_value_set_object (value, self->hosts); break;
    case PROP_VMS: g_value_set_object (value, self->vms); break;
    case PROP_N_RUNNING_TWICE: g_value_set_uint (value, self->n_running_twice); break;
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
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, "", flags);
  properties[PROP_CLUSTERS] =
    g_param_spec_object ("clusters", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_HOSTS] =
    g_param_spec_object ("hosts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_VMS] =
    g_param_spec_object ("vms", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_N_RUNNING_TWICE] =
    g_param_spec_uint ("n-running-twice", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_data_center_init (MusterDataCenter *self)
{
  g_autoptr(MusterCluster) cluster =
    muster_cluster_new (MUSTER_CLUSTER_DEFAULT, _("Default"));

  self->description = g_strdup ("");
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

void
muster_data_center_set_name (MusterDataCenter *self,
                             const char       *name)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (name != NULL);

  if (g_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const char *
muster_data_center_get_description (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);
  return self->description;
}

void
muster_data_center_set_description (MusterDataCenter *self,
                                    const char       *description)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (description != NULL);

  if (g_set_str (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

guint
muster_data_center_get_n_running_twice (MusterDataCenter *self)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), 0);

  return self->n_running_twice;
}

void
muster_data_center_set_n_running_twice (MusterDataCenter *self,
                                        guint             n_running_twice)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  if (self->n_running_twice == n_running_twice)
    return;
  self->n_running_twice = n_running_twice;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING_TWICE]);
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

/* --- clusters ------------------------------------------------------------- */

static int
compare_clusters (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  MusterCluster *first = (MusterCluster *) a;
  MusterCluster *second = (MusterCluster *) b;
  int order = muster_cluster_is_default (second) - muster_cluster_is_default (first);

  if (order == 0)
    order = g_utf8_collate (muster_cluster_get_name (first),
                            muster_cluster_get_name (second));
  return order != 0 ? order : strcmp (muster_cluster_get_id (first),
                                      muster_cluster_get_id (second));
}

MusterCluster *
muster_data_center_find_cluster (MusterDataCenter *self,
                                 const char       *id)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->clusters)); i++)
    {
      g_autoptr(MusterCluster) cluster =
        g_list_model_get_item (G_LIST_MODEL (self->clusters), i);

      if (g_strcmp0 (muster_cluster_get_id (cluster), id) == 0)
        return cluster;
    }
  return NULL;
}

static MusterCluster *
get_default (MusterDataCenter *self)
{
  return muster_data_center_find_cluster (self, MUSTER_CLUSTER_DEFAULT);
}

void
muster_data_center_add_cluster (MusterDataCenter *self,
                                MusterCluster    *cluster)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (MUSTER_IS_CLUSTER (cluster));

  g_list_store_insert_sorted (self->clusters, cluster, compare_clusters, NULL);
}

void
muster_data_center_remove_cluster (MusterDataCenter *self,
                                   MusterCluster    *cluster)
{
  GListModel *hosts;
  guint position;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (MUSTER_IS_CLUSTER (cluster));
  g_return_if_fail (!muster_cluster_is_default (cluster));

  hosts = muster_cluster_get_hosts (cluster);
  while (g_list_model_get_n_items (hosts) > 0)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, 0);

      muster_data_center_place_host (self, host, get_default (self));
    }
  if (g_list_store_find (self->clusters, cluster, &position))
    g_list_store_remove (self->clusters, position);
}

/* Takes the cluster at @from to where it belongs among those before it. */
static void
settle_cluster (MusterDataCenter *self,
                guint             from)
{
  GListModel *clusters = G_LIST_MODEL (self->clusters);
  g_autoptr(MusterCluster) cluster = g_list_model_get_item (clusters, from);
  guint to = from;

  while (to > 0)
    {
      g_autoptr(MusterCluster) before = g_list_model_get_item (clusters, to - 1);

      if (compare_clusters (before, cluster, NULL) <= 0)
        break;
      to--;
    }
  if (to == from)
    return;
  g_list_store_remove (self->clusters, from);
  g_list_store_insert (self->clusters, to, cluster);
}

/* To sort a list store is to tell that all of it is new, also where nothing moves: who
 * shows it would close and open every branch. */
void
muster_data_center_sort_clusters (MusterDataCenter *self)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  for (guint i = 1; i < g_list_model_get_n_items (G_LIST_MODEL (self->clusters)); i++)
    settle_cluster (self, i);
}

static gboolean
has_host (MusterCluster *cluster,
          MusterHost    *host)
{
  return g_list_store_find (G_LIST_STORE (muster_cluster_get_hosts (cluster)), host, NULL);
}

MusterCluster *
muster_data_center_find_cluster_of (MusterDataCenter *self,
                                    MusterHost       *host)
{
  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->clusters)); i++)
    {
      g_autoptr(MusterCluster) cluster =
        g_list_model_get_item (G_LIST_MODEL (self->clusters), i);

      if (has_host (cluster, host))
        return cluster;
    }
  return NULL;
}

void
muster_data_center_place_host (MusterDataCenter *self,
                               MusterHost       *host,
                               MusterCluster    *cluster)
{
  MusterCluster *before;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (MUSTER_IS_HOST (host));
  g_return_if_fail (MUSTER_IS_CLUSTER (cluster));

  before = muster_data_center_find_cluster_of (self, host);
  if (before == NULL || before == cluster)
    return;
  muster_cluster_remove_host (before, host);
  muster_cluster_add_host (cluster, host);
}

/* --- hosts and VMs -------------------------------------------------------- */

void
muster_data_center_add_host (MusterDataCenter *self,
                             MusterHost       *host)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  g_list_store_append (self->hosts, host);
  muster_cluster_add_host (get_default (self), host);
}

void
muster_data_center_remove_host (MusterDataCenter *self,
                                MusterHost       *host)
{
  MusterCluster *cluster;
  guint position;

  g_return_if_fail (MUSTER_IS_DATA_CENTER (self));

  cluster = muster_data_center_find_cluster_of (self, host);
  if (cluster != NULL)
    muster_cluster_remove_host (cluster, host);
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
