/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_OVERVIEW (muster_vm_overview_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmOverview, muster_vm_overview, MUSTER, VM_OVERVIEW, AdwBin)

/** What a VM is and does: facts and charts. */
void muster_vm_overview_set_vm (MusterVmOverview *self,
                                MusterVm         *vm);

G_END_DECLS
