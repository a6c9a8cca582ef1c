/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cluster-fit.h"
#include "muster-domain-xml.h"

G_BEGIN_DECLS

/**
 * MusterCpuVerdict:
 * @MUSTER_CPU_FITS: all that the cluster's hosts have in common it has as well, or
 *   there is nobody to be compared with
 * @MUSTER_CPU_LOWERS: the cluster's CPU would lose something
 * @MUSTER_CPU_FOREIGN: no running VM could move between it and the others
 * @MUSTER_CPU_UNKNOWN: nobody could tell
 */
typedef enum
{
  MUSTER_CPU_FITS,
  MUSTER_CPU_LOWERS,
  MUSTER_CPU_FOREIGN,
  MUSTER_CPU_UNKNOWN,
} MusterCpuVerdict;

/**
 * MusterCpuFitVm:
 * @name: as one line of text
 * @host: the name of the one it is on
 */
typedef struct
{
  char *name;
  char *host;
} MusterCpuFitVm;

/**
 * MusterCpuFit:
 * @reason: (nullable): of %MUSTER_CPU_FOREIGN and %MUSTER_CPU_UNKNOWN: whole sentences,
 *   translated
 * @lost: the features that the cluster's CPU would lose, sorted
 * @vms: of #MusterCpuFitVm: those of the cluster that ask for a CPU that the host
 *   cannot give, sorted by name; empty where nothing is lost
 * @silent: names of the cluster's hosts that did not answer
 * @alone: whether the cluster has no other host whose CPU matters
 *
 * What becomes of the CPU of a cluster when a host comes into it.
 */
typedef struct
{
  MusterCpuVerdict verdict;
  char *reason;
  GStrv lost;
  GPtrArray *vms;
  GPtrArray *silent;
  gboolean alone;
} MusterCpuFit;

#define MUSTER_TYPE_CPU_FIT (muster_cpu_fit_get_type ())

GType         muster_cpu_fit_get_type (void) G_GNUC_CONST;
/** Returns: (transfer full): one that fits. */
MusterCpuFit *muster_cpu_fit_new      (void);
MusterCpuFit *muster_cpu_fit_ref      (MusterCpuFit *self);
void          muster_cpu_fit_unref    (MusterCpuFit *self);

/** muster_cpu_fit_conclude: @reason: (nullable) (transfer full) */
void          muster_cpu_fit_conclude (MusterCpuFit     *self,
                                       MusterCpuVerdict  verdict,
                                       char             *reason);

/**
 * muster_cpu_fit_is_peer:
 *
 * Returns: whether the processors of two hosts can be compared: they are of one
 *   architecture and one maker, as far as the hosts tell, and both say what they can give
 */
gboolean      muster_cpu_fit_is_peer  (const MusterHostFacts *host,
                                       const MusterHostFacts *other);

/**
 * muster_cpu_fit_compare_kinds:
 * @name: of the host that is to come
 * @others: those of the cluster that answered
 *
 * Concludes where no processor of the others can be compared with that of the host.
 *
 * Returns: whether one can
 */
gboolean      muster_cpu_fit_compare_kinds (MusterCpuFit          *self,
                                            const char            *name,
                                            const MusterHostFacts *host,
                                            const MusterFitHost   *others,
                                            gsize                  n_others);

/**
 * muster_cpu_fit_compare_features:
 * @cluster: what the CPU of the cluster has
 * @joint: the same with the host among its hosts
 */
void          muster_cpu_fit_compare_features (MusterCpuFit       *self,
                                               const char * const *cluster,
                                               const char * const *joint);

/** muster_cpu_fit_add_vm: @name is escaped, @host as it is. */
void          muster_cpu_fit_add_vm   (MusterCpuFit *self,
                                       const char   *name,
                                       const char   *host);

/**
 * muster_cpu_fit_find_demand:
 * @cpu: (nullable): of a VM's live definition, or of what it starts with when it is off
 * @in_memory: whether it runs, or a saved state of it waits
 * @own: the host it is on
 * @host: the one that is to come
 *
 * Which CPU a host has to be able to give so that the VM could move to it.  What a VM that
 * is off takes from whichever host it starts on asks for nothing, and so does what
 * libvirt does not check; what is emulated does not ask the processor.
 *
 * Returns: (nullable): a <cpu>, borrowed from @cpu or @own
 */
const char   *muster_cpu_fit_find_demand (const MusterDomainCpu *cpu,
                                          gboolean               in_memory,
                                          const MusterHostFacts *own,
                                          const MusterHostFacts *host);

/**
 * muster_cpu_fit_to_text:
 * @host: the name of the host that is to come
 * @cluster: the name of the cluster
 *
 * Returns: (transfer full) (nullable): whole sentences, translated; %NULL where it fits
 */
char         *muster_cpu_fit_to_text  (MusterCpuFit *self,
                                       const char   *host,
                                       const char   *cluster);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCpuFit, muster_cpu_fit_unref)

G_END_DECLS
