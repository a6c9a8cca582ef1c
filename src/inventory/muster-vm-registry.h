/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-data-center.h"
#include "muster-vm-home.h"

G_BEGIN_DECLS

/**
 * MusterVmClaim:
 *
 * What one host says of one VM.
 */
typedef struct
{
  const char *uuid;
  const char *name;
  MusterVmState state;
  MusterVmReason reason;
  gboolean persistent;
  gboolean autostart;
} MusterVmClaim;

#define MUSTER_VM_REGISTRY_TWICE_MS 2500

#define MUSTER_TYPE_VM_REGISTRY (muster_vm_registry_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmRegistry, muster_vm_registry, MUSTER, VM_REGISTRY, GObject)

/**
 * muster_vm_registry_new:
 *
 * Decides which host each VM is on.  Two hosts know a VM while it migrates,
 * and a host that does not answer may be out of date: every host's claim is
 * kept, and the best one makes the VM's home.  A VM is in @data_center as long
 * as somebody claims it, and once.
 *
 * The best claim is the one that runs; then one that has the VM in memory;
 * then what a lost host last said to have in memory; then a mere definition.
 * Among equals the VM stays where it is.
 *
 * A VM that two hosts run for %MUSTER_VM_REGISTRY_TWICE_MS is said to be "running-twice":
 * two ends of a migration that ends may look so for a moment.
 */
MusterVmRegistry *muster_vm_registry_new           (MusterDataCenter    *data_center);

/** Adds to or replaces what @host claims; others of its claims stay. */
void              muster_vm_registry_claim         (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    const MusterVmClaim *claims,
                                                    guint                n_claims);
/** The same for a complete list: what is not in it is not on @host any more. */
void              muster_vm_registry_claim_all     (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    const MusterVmClaim *claims,
                                                    guint                n_claims);
void              muster_vm_registry_unclaim       (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    const char          *uuid);
/** While lost, a host's claims are the last known ones. */
void              muster_vm_registry_set_lost      (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    gboolean             lost);
/** Drops all claims of a host that is removed from the desk. */
void              muster_vm_registry_forget_host   (MusterVmRegistry    *self,
                                                    MusterHost          *host);

/**
 * muster_vm_registry_hold:
 *
 * Keeps a VM although nobody claims it, for at most 10 s: between the events
 * of the two ends of a migration.
 */
void              muster_vm_registry_hold          (MusterVmRegistry    *self,
                                                    const char          *uuid);
void              muster_vm_registry_release       (MusterVmRegistry    *self,
                                                    const char          *uuid);

/** Returns: (transfer none) (nullable): the VM if @host is its home. */
MusterVm         *muster_vm_registry_find_at       (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    const char          *uuid);
/** Returns: (transfer none) (nullable): the VM if @host claims it. */
MusterVm         *muster_vm_registry_find_claimed  (MusterVmRegistry    *self,
                                                    MusterHost          *host,
                                                    const char          *uuid);
/** Returns: (transfer container): the hosts that claim @uuid. */
GPtrArray        *muster_vm_registry_list_claimants (MusterVmRegistry   *self,
                                                     const char         *uuid);

/**
 * muster_vm_registry_set_homes:
 * @homes: #MusterVmHome
 *
 * Which VMs were taken over from hosts that were gone.  What such a host still has
 * defined is superseded: the worst of all claims.  Signal "mark-wanted" (MusterHost,
 * const char *uuid) asks for the mark of a definition, whenever such a VM is claimed.
 */
void              muster_vm_registry_set_homes    (MusterVmRegistry    *self,
                                                   GPtrArray           *homes);
/** @mark: (nullable): that of what @host has defined; until then it is taken for none. */
void              muster_vm_registry_set_mark     (MusterVmRegistry    *self,
                                                   MusterHost          *host,
                                                   const char          *uuid,
                                                   const char          *mark);
/** Whether two hosts seem to run some VM, which may not be sure yet. */
gboolean          muster_vm_registry_suspects_twice (MusterVmRegistry  *self);
/** Returns: (transfer full): the #MusterVms of which @host has a superseded definition. */
GPtrArray        *muster_vm_registry_list_superseded (MusterVmRegistry *self,
                                                      MusterHost       *host);

G_END_DECLS
