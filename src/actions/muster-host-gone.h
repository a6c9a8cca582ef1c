/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-takeover.h"
#include "muster-vm-actions.h"

G_BEGIN_DECLS

/**
 * muster_host_gone_find:
 * @name: a name or UUID
 *
 * Finds a host of which there are copies, whether it is in the list and was ever
 * reached, or not.
 *
 * Returns: (transfer full) (nullable): its UUID
 */
char      *muster_host_gone_find (MusterDesk   *desk,
                                  const char   *name);

/**
 * muster_host_gone_plan:
 * @uuid: of a host that does not answer
 * @target: (nullable): which host is to have its VMs; %NULL for those of its cluster
 *   that take VMs, the ones with fewer first
 *
 * What would become of the VMs of a host that is gone, in order of their names.
 *
 * Returns: (transfer full): a future of #GPtrArray of #MusterTakeover; rejects with
 *   #MusterActionError: refused while the host answers, gone when there are no copies
 */
DexFuture *muster_host_gone_plan (MusterDesk   *desk,
                                  const char   *uuid,
                                  MusterHost   *target);

/**
 * muster_host_gone_take:
 * @uuid: of the host that is gone
 * @plan: #MusterTakeover that muster_host_gone_plan() made
 * @start: whether to start those that ran and whose disks their new host has
 *
 * Defines the VMs of a host that is gone on others.  Nobody but the person who calls
 * this can know that the host is powered off: while it runs them, its VMs would run
 * twice.  Each is written down in the shared records before it is defined, so that what
 * the host still has when it comes back is known to be stale.  Displays take a password
 * that Muster sets when they are opened, as copies have none.  None is set to start with
 * its new host; the host that is gone still starts its own when it boots.  Cancelling ends it after
 * the VM at hand.
 *
 * Returns: (transfer full): a future of @plan with what has become of each VM; refused
 *   when the host has come to answer
 */
DexFuture *muster_host_gone_take (MusterDesk   *desk,
                                  const char   *uuid,
                                  GPtrArray    *plan,
                                  gboolean      start,
                                  MusterTask   *task);

G_END_DECLS
