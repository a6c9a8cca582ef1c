/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-vm-actions.h"

G_BEGIN_DECLS

/**
 * muster_disk_check_same:
 *
 * Whether two hosts see the same disks of a VM that is off.  libvirt asks that
 * only of a VM that runs; one that is moved while it is off would silently
 * lose its disks, or be given others of the same name.  In doubt the answer
 * is no.  In a fiber only.
 *
 * Returns: %TRUE, or %FALSE with %MUSTER_POLICY_ERROR_STATE and a sentence,
 *   or with the %MUSTER_VIRT_ERROR of a host that could not be asked
 */
gboolean muster_disk_check_same (MusterVm          *vm,
                                 MusterHost        *source,
                                 MusterConnection  *source_connection,
                                 MusterHost        *target,
                                 MusterConnection  *target_connection,
                                 GError           **error);

G_END_DECLS
