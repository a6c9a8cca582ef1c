/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-vm-column.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_CELL (muster_vm_cell_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmCell, muster_vm_cell, MUSTER, VM_CELL, GtkWidget)

/**
 * muster_vm_cell_new:
 *
 * A cell of the VM table.  Property "compact": the name's cell then shows
 * state, host and address too, in a second line.
 */
GtkWidget *muster_vm_cell_new     (MusterVmColumn  column);
MusterVm  *muster_vm_cell_get_vm  (MusterVmCell   *self);
void       muster_vm_cell_set_vm  (MusterVmCell   *self,
                                   MusterVm       *vm);
/** Shows again what changes without a notification: the uptime. */
void       muster_vm_cell_refresh (MusterVmCell   *self);

G_END_DECLS
