/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-host.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CLUSTER (muster_cluster_get_type ())
G_DECLARE_FINAL_TYPE (MusterCluster, muster_cluster, MUSTER, CLUSTER, GObject)

/**
 * muster_cluster_new:
 *
 * Hosts that can take each other's VMs.  Properties "name" and "hosts".
 */
MusterCluster *muster_cluster_new         (const char    *name);
const char    *muster_cluster_get_name    (MusterCluster *self);
/** Returns: (transfer none): a list of #MusterHost, sorted by name. */
GListModel    *muster_cluster_get_hosts   (MusterCluster *self);
void           muster_cluster_add_host    (MusterCluster *self,
                                           MusterHost    *host);
void           muster_cluster_remove_host (MusterCluster *self,
                                           MusterHost    *host);

G_END_DECLS
