/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cluster.h"

struct _MusterCluster
{
  GObject parent_instance;

  char *id;
  char *name;
  char *description;
  GListStore *hosts;
  MusterClusterServices services;
};

enum { PROP_0, PROP_NAME, PROP_DESCRIPTION, PROP_HOSTS, PROP_VIRT, PROP_GLUSTER, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterCluster, muster_cluster, G_TYPE_OBJECT)

static void
muster_cluster_finalize (GObject *object)
{
  MusterCluster *self = MUSTER_CLUSTER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (muster_cluster_parent_class)->finalize (object);
}

static void
muster_cluster_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  MusterCluster *self = MUSTER_CLUSTER (object);

  switch (prop_id)
    {
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_DESCRIPTION: g_value_set_string (value, self->description); break;
    case PROP_HOSTS: g_value_set_object (value, self->hosts); break;
    case PROP_VIRT:
      g_value_set_boolean (value, (self->services & MUSTER_CLUSTER_VIRT) != 0);
      break;
    case PROP_GLUSTER:
      g_value_set_boolean (value, (self->services & MUSTER_CLUSTER_GLUSTER) != 0);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_cluster_class_init (MusterClusterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_cluster_finalize;
  object_class->get_property = muster_cluster_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, "",
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HOSTS] =
    g_param_spec_object ("hosts", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VIRT] =
    g_param_spec_boolean ("virt", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_GLUSTER] =
    g_param_spec_boolean ("gluster", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_cluster_init (MusterCluster *self)
{
  self->description = g_strdup ("");
  self->hosts = g_list_store_new (MUSTER_TYPE_HOST);
  self->services = MUSTER_CLUSTER_VIRT;
}

MusterCluster *
muster_cluster_new (const char *id,
                    const char *name)
{
  MusterCluster *self;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_CLUSTER, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

const char *
muster_cluster_get_id (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), NULL);
  return self->id;
}

gboolean
muster_cluster_is_default (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), FALSE);
  return g_str_equal (self->id, MUSTER_CLUSTER_DEFAULT);
}

const char *
muster_cluster_get_name (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), NULL);
  return self->name;
}

void
muster_cluster_set_name (MusterCluster *self,
                         const char    *name)
{
  g_return_if_fail (MUSTER_IS_CLUSTER (self));
  g_return_if_fail (name != NULL);

  if (g_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const char *
muster_cluster_get_description (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), NULL);
  return self->description;
}

void
muster_cluster_set_description (MusterCluster *self,
                                const char    *description)
{
  g_return_if_fail (MUSTER_IS_CLUSTER (self));
  g_return_if_fail (description != NULL);

  if (g_set_str (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

MusterClusterServices
muster_cluster_get_services (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), 0);
  return self->services;
}

void
muster_cluster_set_services (MusterCluster         *self,
                             MusterClusterServices  services)
{
  MusterClusterServices changed;

  g_return_if_fail (MUSTER_IS_CLUSTER (self));
  g_return_if_fail (services != 0);

  changed = self->services ^ services;
  self->services = services;
  if (changed & MUSTER_CLUSTER_VIRT)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIRT]);
  if (changed & MUSTER_CLUSTER_GLUSTER)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GLUSTER]);
}

GListModel *
muster_cluster_get_hosts (MusterCluster *self)
{
  g_return_val_if_fail (MUSTER_IS_CLUSTER (self), NULL);
  return G_LIST_MODEL (self->hosts);
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_utf8_collate (muster_host_get_name ((MusterHost *) a),
                         muster_host_get_name ((MusterHost *) b));
}

void
muster_cluster_add_host (MusterCluster *self,
                         MusterHost    *host)
{
  g_return_if_fail (MUSTER_IS_CLUSTER (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  g_list_store_insert_sorted (self->hosts, host, compare_names, NULL);
}

void
muster_cluster_remove_host (MusterCluster *self,
                            MusterHost    *host)
{
  guint position;

  g_return_if_fail (MUSTER_IS_CLUSTER (self));

  if (g_list_store_find (self->hosts, host, &position))
    g_list_store_remove (self->hosts, position);
}
