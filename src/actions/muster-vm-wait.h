/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-vm.h"

G_BEGIN_DECLS

typedef struct _MusterVmWait MusterVmWait;

/**
 * muster_vm_wait_new:
 *
 * Waits until @vm has stopped (or is no more), by what the model notifies.
 * Ends as well when its host stops answering.
 */
MusterVmWait *muster_vm_wait_new        (MusterVm     *vm);
/** Returns: (transfer full): a future of %TRUE when it is over, either way. */
DexFuture    *muster_vm_wait_dup_future (MusterVmWait *self);
/** Whether it has stopped. */
gboolean      muster_vm_wait_is_met     (MusterVmWait *self);
void          muster_vm_wait_free       (MusterVmWait *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVmWait, muster_vm_wait_free)

G_END_DECLS
