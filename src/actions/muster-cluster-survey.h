/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cluster-cpu.h"
#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_cluster_survey_cpu:
 *
 * Asks the hosts of a cluster what CPU they can give to a VM, and the newest libvirt of
 * them what all of them can give: a VM with that CPU runs on every one of them.  A host
 * that does not answer within 10 s is listed without features.
 *
 * Returns: (transfer full): a future of a boxed #MusterClusterCpu, without a model where
 *   there is none; rejects with %MUSTER_ACTION_ERROR_UNREACHABLE when no host answers,
 *   and with %MUSTER_ACTION_ERROR_REFUSED when it has no hosts
 */
DexFuture *muster_cluster_survey_cpu (MusterDesk    *desk,
                                      MusterCluster *cluster);

G_END_DECLS
