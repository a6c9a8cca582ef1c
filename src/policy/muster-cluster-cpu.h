/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-facts.h"

G_BEGIN_DECLS

/**
 * MusterClusterCpuHost:
 * @name: what people call it
 * @vendor: (nullable): of its processor
 * @features: (nullable): what it can give to a VM, sorted; %NULL when it did not tell
 * @lacks: what another host of the cluster has and it has not, sorted
 */
typedef struct
{
  char *name;
  char *vendor;
  GStrv features;
  GStrv lacks;
} MusterClusterCpuHost;

/**
 * MusterClusterCpu:
 * @model: (nullable): of the best CPU that every host that told can give to a VM;
 *   %NULL when there is none
 * @xml: (nullable): the same as libvirt takes it in a VM's definition
 * @features: what it has, sorted
 * @hosts: of #MusterClusterCpuHost
 */
typedef struct
{
  char *model;
  char *xml;
  GStrv features;
  GPtrArray *hosts;
} MusterClusterCpu;

#define MUSTER_TYPE_CLUSTER_CPU (muster_cluster_cpu_get_type ())

GType             muster_cluster_cpu_get_type (void) G_GNUC_CONST;
/** Returns: (transfer full): one of no hosts. */
MusterClusterCpu *muster_cluster_cpu_new      (void);
MusterClusterCpu *muster_cluster_cpu_ref      (MusterClusterCpu   *self);
void              muster_cluster_cpu_unref    (MusterClusterCpu   *self);

/** muster_cluster_cpu_add: @features: (nullable): copied, sorted */
void              muster_cluster_cpu_add      (MusterClusterCpu   *self,
                                               const char         *name,
                                               const char         *vendor,
                                               const char * const *features);

/**
 * muster_cluster_cpu_conclude:
 * @xml: (nullable): the baseline of the hosts that told; untrusted
 *
 * Reads what the cluster's CPU is, and which host lacks what; to be called once, when
 * all hosts are in.
 */
void              muster_cluster_cpu_conclude (MusterClusterCpu   *self,
                                               const char         *xml);

/** Returns: whether processors of two vendors are among them, which share no CPU. */
gboolean          muster_cluster_cpu_is_mixed (MusterClusterCpu   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterClusterCpu, muster_cluster_cpu_unref)

G_END_DECLS
