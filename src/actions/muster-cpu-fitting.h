/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cpu-fit.h"
#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_cluster_fit_cpu:
 * @host: need not be in the cluster yet; nothing is changed
 *
 * Asks the hosts of a cluster and one that is to come what CPU they can give to a VM, the
 * newest libvirt of them what all of them can give with and without it, and where that
 * differs @host which VMs of the cluster it could take.  Hosts that do not answer
 * within 10 s are named; those of another data center and those that left are not asked,
 * and none is where a cluster runs no VMs.
 *
 * Returns: (transfer full): a future of a boxed #MusterCpuFit; never rejects
 */
DexFuture *muster_cluster_fit_cpu (MusterDesk    *desk,
                                   MusterCluster *cluster,
                                   MusterHost    *host);

/**
 * muster_cluster_fit_cpu_of:
 * @id: (nullable): of its record, when it has one; it is not compared with itself
 * @name: of a host that the desk need not list
 * @connection: to it
 * @facts: what it can do
 *
 * Returns: (transfer full): as muster_cluster_fit_cpu()
 */
DexFuture *muster_cluster_fit_cpu_of (MusterDesk            *desk,
                                      MusterCluster         *cluster,
                                      const char            *id,
                                      const char            *name,
                                      MusterConnection      *connection,
                                      const MusterHostFacts *facts);

G_END_DECLS
