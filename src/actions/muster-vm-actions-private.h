/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-vm-actions.h"

G_BEGIN_DECLS

MusterConnection *_muster_vm_dup_connection (MusterInventory  *inventory,
                                             MusterVm         *vm,
                                             GError          **error);
gboolean          _muster_vm_check_active   (MusterVm         *vm,
                                             GError          **error);

G_END_DECLS
