/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-vm-column.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_WATCH (muster_vm_watch_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmWatch, muster_vm_watch, MUSTER, VM_WATCH, GObject)

/**
 * muster_vm_watch_new:
 * @vms: a list of #MusterVm
 *
 * Tells that properties of any of @vms have changed, many changes in one:
 * list models that filter and sort do not see them by themselves on this base.
 *
 * Signal "changed" (guint columns): bits (1 << #MusterVmColumn) of what has
 * changed; what people or hosts did once a frame, live figures every second.
 */
MusterVmWatch *muster_vm_watch_new (GListModel *vms);

G_END_DECLS
