/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-cluster.h"
#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DATA_CENTER (muster_data_center_get_type ())
G_DECLARE_FINAL_TYPE (MusterDataCenter, muster_data_center, MUSTER, DATA_CENTER, GObject)

/**
 * muster_data_center_new:
 *
 * Everything a desk looks at: clusters, their hosts, and all VMs.  Properties
 * "name", "description", "clusters", "hosts", "vms", "n-running-twice".  One cluster is always there,
 * %MUSTER_CLUSTER_DEFAULT, and every host begins in it.
 */
MusterDataCenter *muster_data_center_new          (const char        *name);
const char       *muster_data_center_get_name     (MusterDataCenter  *self);
void              muster_data_center_set_name     (MusterDataCenter  *self,
                                                   const char        *name);
/** Returns: never %NULL, may be empty. */
const char       *muster_data_center_get_description (MusterDataCenter *self);
void              muster_data_center_set_description (MusterDataCenter *self,
                                                      const char       *description);
/** Returns: (transfer none): a list of #MusterCluster, the default one first, then by name. */
GListModel       *muster_data_center_get_clusters (MusterDataCenter  *self);
/** Returns: (transfer none): a list of #MusterHost of all clusters. */
GListModel       *muster_data_center_get_hosts    (MusterDataCenter  *self);
/** Returns: (transfer none): a list of #MusterVm, each UUID once. */
GListModel       *muster_data_center_get_vms      (MusterDataCenter  *self);
/** How many VMs run on two hosts at once, see muster_vm_get_running_twice(). */
guint             muster_data_center_get_n_running_twice (MusterDataCenter *self);
void              muster_data_center_set_n_running_twice (MusterDataCenter *self,
                                                          guint             n_running_twice);
/** Returns: (transfer none) (nullable) */
MusterVm         *muster_data_center_find_vm      (MusterDataCenter  *self,
                                                   const char        *uuid);
MusterHost       *muster_data_center_find_host    (MusterDataCenter  *self,
                                                   const char        *id);

/** Returns: (transfer none) (nullable) */
MusterCluster    *muster_data_center_find_cluster (MusterDataCenter  *self,
                                                   const char        *id);
void              muster_data_center_add_cluster  (MusterDataCenter  *self,
                                                   MusterCluster     *cluster);
/** Its hosts go to the default one, which itself cannot be removed. */
void              muster_data_center_remove_cluster (MusterDataCenter *self,
                                                     MusterCluster    *cluster);
/** A cluster's name has changed, and so may have its place. */
void              muster_data_center_sort_clusters (MusterDataCenter *self);
/** Returns: (transfer none) (nullable): the cluster that @host is in. */
MusterCluster    *muster_data_center_find_cluster_of (MusterDataCenter *self,
                                                      MusterHost       *host);
/** Moves @host, which is in the data center, to @cluster. */
void              muster_data_center_place_host   (MusterDataCenter  *self,
                                                   MusterHost        *host,
                                                   MusterCluster     *cluster);

void              muster_data_center_add_host     (MusterDataCenter  *self,
                                                   MusterHost        *host);
void              muster_data_center_remove_host  (MusterDataCenter  *self,
                                                   MusterHost        *host);
/** Adds all of them with one items-changed. */
void              muster_data_center_add_vms      (MusterDataCenter  *self,
                                                   MusterVm         **vms,
                                                   guint              n_vms);
/** Takes them out of the list and marks them as gone. */
void              muster_data_center_remove_vms   (MusterDataCenter  *self,
                                                   MusterVm         **vms,
                                                   guint              n_vms);

G_END_DECLS
