/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-inventory.h"
#include "muster-task-list.h"
#include "muster-vm-verb.h"

G_BEGIN_DECLS

#define MUSTER_ACTION_ERROR (muster_action_error_quark ())

/**
 * MusterActionError:
 * @MUSTER_ACTION_ERROR_FAILED: the host tried and failed
 * @MUSTER_ACTION_ERROR_UNREACHABLE: the host does not answer
 * @MUSTER_ACTION_ERROR_REFUSED: by policy, state or permission
 * @MUSTER_ACTION_ERROR_GONE: the object does not exist any more
 * @MUSTER_ACTION_ERROR_CANCELLED: somebody cancelled it
 * @MUSTER_ACTION_ERROR_TAKEN: somebody else has it, and can be made to let go
 */
typedef enum
{
  MUSTER_ACTION_ERROR_FAILED,
  MUSTER_ACTION_ERROR_UNREACHABLE,
  MUSTER_ACTION_ERROR_REFUSED,
  MUSTER_ACTION_ERROR_GONE,
  MUSTER_ACTION_ERROR_CANCELLED,
  MUSTER_ACTION_ERROR_TAKEN,
} MusterActionError;

GQuark      muster_action_error_quark (void);

/** A task of the right title and properties for @verb on @vm. */
MusterTask *muster_vm_task_new        (MusterVmVerb     verb,
                                       MusterVm        *vm);
MusterTask *muster_vm_migrate_task_new (MusterVm        *vm,
                                        MusterHost      *target);

/**
 * muster_vm_act:
 * @verb: any but MIGRATE
 * @task: reports state, progress and failure; ended when the future is
 *
 * Shutdown is done when the guest has stopped; when it has not obeyed after
 * 60 s the task's "warning" says so and it goes on waiting until cancelled
 * (cancelling ends the wait, not the guest's shutdown).  Start, resume, pause,
 * save, off wait for libvirt's call; reboot and reset do not wait for the guest.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with #MusterActionError
 */
DexFuture  *muster_vm_act             (MusterInventory *inventory,
                                       MusterVm        *vm,
                                       MusterVmVerb     verb,
                                       MusterTask      *task);

/**
 * muster_vm_request:
 *
 * The same, but done as soon as the host has accepted it: a shutdown does not
 * wait for the guest.
 */
DexFuture  *muster_vm_request         (MusterInventory *inventory,
                                       MusterVm        *vm,
                                       MusterVmVerb     verb,
                                       MusterTask      *task);

/**
 * muster_vm_migrate:
 *
 * Live when it runs, offline (definition only) when it is off; peer-to-peer:
 * the two hosts do it between them.  Persistent on @target, undefined at the
 * source.  Cancelling @task aborts the migration.  Afterwards both hosts are
 * asked where the VM is: it is on exactly one, or the failure says what was
 * found.
 */
DexFuture  *muster_vm_migrate         (MusterInventory *inventory,
                                       MusterVm        *vm,
                                       MusterHost      *target,
                                       MusterTask      *task);

/** Returns: a future of a boxed GBytes: a PNG of the VM's screen. */
DexFuture  *muster_vm_screenshot      (MusterInventory *inventory,
                                       MusterVm        *vm);

/**
 * muster_vm_send_keys:
 * @combination: names joined by "+", "ctrl+alt+delete"
 */
DexFuture  *muster_vm_send_keys       (MusterInventory *inventory,
                                       MusterVm        *vm,
                                       const char      *combination);
/** The same of scan codes, with bit 7 for the prefix 0xe0, as console/ has them. */
DexFuture  *muster_vm_send_scan_codes (MusterInventory *inventory,
                                       MusterVm        *vm,
                                       const guint     *codes,
                                       guint            n_codes,
                                       guint            hold_ms);

G_END_DECLS
