/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-domain-console.h"
#include "muster-inventory.h"

G_BEGIN_DECLS

/**
 * MusterVmSerial:
 * @device: what libvirt calls it
 * @label: what people call it: "Serial Console 2"
 *
 * One of a running VM's serial consoles.
 */
typedef struct
{
  char *device;
  char *label;
} MusterVmSerial;

void       muster_vm_serial_free (MusterVmSerial  *self);

/**
 * muster_vm_serial_list:
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of #MusterVmSerial,
 *   those of the running VM; rejects with #MusterActionError
 */
DexFuture *muster_vm_serial_list (MusterInventory *inventory,
                                  MusterVm        *vm);

/**
 * muster_vm_serial_open:
 * @device: (nullable): %NULL for the first
 * @force: whether whoever has it now loses it
 *
 * Returns: (transfer full): a future of a #MusterDomainConsole; rejects with
 *   #MusterActionError, %MUSTER_ACTION_ERROR_TAKEN when somebody else has it
 */
DexFuture *muster_vm_serial_open (MusterInventory *inventory,
                                  MusterVm        *vm,
                                  const char      *device,
                                  gboolean         force);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVmSerial, muster_vm_serial_free)

G_END_DECLS
