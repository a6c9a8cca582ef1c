/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-host.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CLUSTER (muster_cluster_get_type ())
G_DECLARE_FINAL_TYPE (MusterCluster, muster_cluster, MUSTER, CLUSTER, GObject)

/** The id of the cluster that is always there, and has the hosts that nobody put elsewhere. */
#define MUSTER_CLUSTER_DEFAULT "default"

/**
 * MusterClusterServices:
 * @MUSTER_CLUSTER_VIRT: its hosts run VMs
 * @MUSTER_CLUSTER_GLUSTER: its hosts keep volumes of Gluster
 *
 * What a cluster is for; at least one of them.
 */
typedef enum
{
  MUSTER_CLUSTER_VIRT = 1 << 0,
  MUSTER_CLUSTER_GLUSTER = 1 << 1,
} MusterClusterServices;

/**
 * muster_cluster_new:
 * @id: of its record, or %MUSTER_CLUSTER_DEFAULT
 *
 * Hosts that can take each other's VMs.  Properties "name", "description", "hosts",
 * "virt" (at first it is) and "gluster".
 */
MusterCluster *muster_cluster_new         (const char    *id,
                                           const char    *name);
const char    *muster_cluster_get_id      (MusterCluster *self);
gboolean       muster_cluster_is_default  (MusterCluster *self);
const char    *muster_cluster_get_name    (MusterCluster *self);
void           muster_cluster_set_name    (MusterCluster *self,
                                           const char    *name);
/** Returns: never %NULL, may be empty. */
const char    *muster_cluster_get_description (MusterCluster *self);
void           muster_cluster_set_description (MusterCluster *self,
                                               const char    *description);
MusterClusterServices muster_cluster_get_services (MusterCluster    *self);
void           muster_cluster_set_services (MusterCluster           *self,
                                            MusterClusterServices    services);
/** Returns: (transfer none): a list of #MusterHost, sorted by name. */
GListModel    *muster_cluster_get_hosts   (MusterCluster *self);
void           muster_cluster_add_host    (MusterCluster *self,
                                           MusterHost    *host);
void           muster_cluster_remove_host (MusterCluster *self,
                                           MusterHost    *host);

G_END_DECLS
