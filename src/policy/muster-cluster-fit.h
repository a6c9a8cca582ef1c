/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-facts.h"

G_BEGIN_DECLS

/**
 * MusterFitSeverity:
 * @MUSTER_FIT_GOOD: it fits
 * @MUSTER_FIT_NOTE: good to know
 * @MUSTER_FIT_WARNING: some VMs cannot move there, or lose something
 * @MUSTER_FIT_BLOCKER: no VM can move between it and the others
 */
typedef enum
{
  MUSTER_FIT_GOOD,
  MUSTER_FIT_NOTE,
  MUSTER_FIT_WARNING,
  MUSTER_FIT_BLOCKER,
} MusterFitSeverity;

typedef enum
{
  MUSTER_FIT_CLUSTER,
  MUSTER_FIT_HYPERVISOR,
  MUSTER_FIT_ARCHITECTURE,
  MUSTER_FIT_NETWORK,
  MUSTER_FIT_STORAGE,
  MUSTER_FIT_VERSION,
} MusterFitArea;

/**
 * MusterFitRemark:
 * @text: one or more whole sentences, translated
 */
typedef struct
{
  MusterFitSeverity severity;
  MusterFitArea what;
  char *text;
} MusterFitRemark;

/**
 * MusterFitHost:
 * @name: what people call it
 *
 * A host as it is compared; both are borrowed.
 */
typedef struct
{
  const char *name;
  const MusterHostFacts *facts;
} MusterFitHost;

/**
 * muster_cluster_fit:
 * @candidate: the host that is to come
 * @others: the hosts that are there
 *
 * Compares a host with those it is to take VMs from and give VMs to, but for the processor,
 * which is compared within a cluster: #MusterCpuFit.  Storage in a folder or on a disk of
 * one host counts as local.
 *
 * Returns: (transfer full): of #MusterFitRemark, the worst first; never empty
 */
GPtrArray *muster_cluster_fit     (const MusterHostFacts *candidate,
                                   const MusterFitHost   *others,
                                   gsize                  n_others);
void       muster_fit_remark_free (MusterFitRemark       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterFitRemark, muster_fit_remark_free)

G_END_DECLS
