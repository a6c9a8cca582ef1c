/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-vm-column.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_SORTER (muster_vm_sorter_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmSorter, muster_vm_sorter, MUSTER, VM_SORTER, GtkSorter)

/** Orders VMs by @column, equal ones by name. */
MusterVmSorter *muster_vm_sorter_new        (MusterVmColumn  column);
MusterVmColumn  muster_vm_sorter_get_column (MusterVmSorter *self);

G_END_DECLS
