/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-vm.h"

G_BEGIN_DECLS

/**
 * MusterVmColumn:
 *
 * What the VM table can show of a VM.
 */
typedef enum
{
  MUSTER_VM_COLUMN_NAME,
  MUSTER_VM_COLUMN_STATE,
  MUSTER_VM_COLUMN_HOST,
  MUSTER_VM_COLUMN_CPU,
  MUSTER_VM_COLUMN_MEMORY,
  MUSTER_VM_COLUMN_IP,
  MUSTER_VM_COLUMN_OS,
  MUSTER_VM_COLUMN_UPTIME,
  MUSTER_VM_COLUMN_VCPUS,
  MUSTER_VM_COLUMN_MEMORY_SIZE,
  MUSTER_VM_COLUMN_DISK,
  MUSTER_VM_COLUMN_NETWORK,
  MUSTER_VM_COLUMN_DESCRIPTION,
  MUSTER_N_VM_COLUMNS
} MusterVmColumn;

/** A stable word for settings and actions: "memory-size". */
const char *muster_vm_column_to_id     (MusterVmColumn  column);
/** Returns: the column, or %MUSTER_N_VM_COLUMNS when there is none of that id. */
MusterVmColumn muster_vm_column_from_id (const char    *id);
/** The translated heading. */
const char *muster_vm_column_to_title  (MusterVmColumn  column);
/** How many characters its text usually has. */
guint       muster_vm_column_get_chars (MusterVmColumn  column);
/**
 * muster_vm_column_get_samples:
 *
 * Returns: (nullable): the widest texts it may have, when they are few enough
 *   to be known: there is to be room for all of them
 */
const char * const *muster_vm_column_get_samples (MusterVmColumn column);
/** %TRUE when it is numbers, set flush right. */
gboolean    muster_vm_column_is_number (MusterVmColumn  column);
/** %TRUE when it changes with every sample, without anybody's doing. */
gboolean    muster_vm_column_is_live   (MusterVmColumn  column);
/** Names of the properties of #MusterVm it shows, %NULL-terminated. */
const char * const *muster_vm_column_get_properties (MusterVmColumn column);
/** Returns: (transfer full): what it says of @vm, "" when that is not known. */
char       *muster_vm_column_dup_text  (MusterVmColumn  column,
                                        MusterVm       *vm);
/** The order of two VMs by this column; unknown values come last. */
int         muster_vm_column_compare   (MusterVmColumn  column,
                                        MusterVm       *a,
                                        MusterVm       *b);

/**
 * muster_vm_dup_state_text:
 *
 * Returns: (transfer full): the state in a word or two, with its reason where
 *   that matters: "Paused (I/O error)", "Last known: Running"
 */
char       *muster_vm_dup_state_text   (MusterVm       *vm);
/** Returns: the icon of its state, or that of an unknown one when it is stale. */
const char *muster_vm_get_state_icon   (MusterVm       *vm);
/** Returns: the style class that colours that icon, "" for none. */
const char *muster_vm_get_state_class  (MusterVm       *vm);

G_END_DECLS
