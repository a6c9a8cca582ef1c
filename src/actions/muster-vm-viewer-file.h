/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_vm_viewer_file_make:
 *
 * The text of a connection file (application/x-virt-viewer) for the screen of
 * @vm, with a password that is good for two minutes where the display takes one.
 *
 * Returns: (transfer full): a future of a string, a secret; rejects with
 *   #MusterActionError: refused when the VM is off, has no screen, or one that
 *   listens on its host only
 */
DexFuture *muster_vm_viewer_file_make (MusterDesk *desk,
                                       MusterVm   *vm);

G_END_DECLS
