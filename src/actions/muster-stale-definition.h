/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-vm-actions.h"

G_BEGIN_DECLS

/**
 * muster_stale_definition_remove:
 * @host: a host that came back
 * @vm: one that another host took over meanwhile
 *
 * Removes what @host still has defined of @vm, its saved state and what libvirt knows of
 * its snapshots with it; no disk is touched.  Refused unless another host that answers
 * has the definition that holds, and while @host runs the VM.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with #MusterActionError
 */
DexFuture *muster_stale_definition_remove (MusterDesk *desk,
                                           MusterHost *host,
                                           MusterVm   *vm);

G_END_DECLS
