/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_VERB (muster_vm_verb_get_type ())

/**
 * MusterVmVerb:
 *
 * What can be done to a VM as it is.
 */
typedef enum
{
  MUSTER_VM_VERB_START,
  MUSTER_VM_VERB_SHUTDOWN,
  MUSTER_VM_VERB_OFF,
  MUSTER_VM_VERB_REBOOT,
  MUSTER_VM_VERB_RESET,
  MUSTER_VM_VERB_PAUSE,
  MUSTER_VM_VERB_RESUME,
  MUSTER_VM_VERB_SAVE,
  MUSTER_VM_VERB_DISCARD,
  MUSTER_VM_VERB_MIGRATE,
  MUSTER_N_VM_VERBS
} MusterVmVerb;

#define MUSTER_POLICY_ERROR (muster_policy_error_quark ())

/**
 * MusterPolicyError:
 * @MUSTER_POLICY_ERROR_STATE: not possible in the present state
 * @MUSTER_POLICY_ERROR_HOST: a host that it needs does not answer
 */
typedef enum
{
  MUSTER_POLICY_ERROR_STATE,
  MUSTER_POLICY_ERROR_HOST,
} MusterPolicyError;

GType       muster_vm_verb_get_type    (void) G_GNUC_CONST;
GQuark      muster_policy_error_quark  (void);

/** muster_vm_verb_to_id: as on the command line: "shutdown". */
const char *muster_vm_verb_to_id       (MusterVmVerb  verb);
/** muster_vm_verb_to_label: for a menu, translated, with mnemonic: "_Start". */
const char *muster_vm_verb_to_label    (MusterVmVerb  verb);
/** muster_vm_verb_to_title: a task's title, translated, "Start". */
const char *muster_vm_verb_to_title    (MusterVmVerb  verb);
/** %TRUE when the guest may lose data by it, so that a person is asked first. */
gboolean    muster_vm_verb_is_destructive (MusterVmVerb verb);

/**
 * muster_vm_verb_check:
 *
 * Whether @verb makes sense for @vm now.
 *
 * Returns: %TRUE, or %FALSE with #MusterPolicyError and a sentence for people
 */
gboolean    muster_vm_verb_check       (MusterVmVerb  verb,
                                        MusterVm     *vm,
                                        GError      **error);
/** The same for a migration to @target. */
gboolean    muster_vm_migrate_check    (MusterVm     *vm,
                                        MusterHost   *target,
                                        GError      **error);

G_END_DECLS
