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
/**
 * muster_vm_cell_find_below:
 * @widget: of a column view, whose rows are GTK's own widgets; the cells are in them
 *
 * Returns: (transfer none) (nullable): @widget itself, or the first cell in it
 */
MusterVmCell *muster_vm_cell_find_below (GtkWidget *widget);
/** Returns: (transfer none) (nullable): the VM of the row at a place of a column view. */
MusterVm  *muster_vm_cell_find_vm_at (GtkWidget *view,
                                      double     x,
                                      double     y);

G_END_DECLS
