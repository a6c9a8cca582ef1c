/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_PAGE (muster_vm_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmPage, muster_vm_page, MUSTER, VM_PAGE, AdwNavigationPage)

/** One VM: facts, charts and its screen.  Property "narrow". */
GtkWidget *muster_vm_page_new (MusterDesk *desk,
                               MusterVm   *vm,
                               GSettings  *settings);

G_END_DECLS
