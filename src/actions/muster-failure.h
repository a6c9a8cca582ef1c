/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-vm-actions.h"

G_BEGIN_DECLS

/**
 * MusterFailure:
 * @code: #MusterActionError
 * @reason: sentences for people: which act failed on what, and why
 * @advice: what to do next, "" when there is nothing to say
 * @details: libvirt's own text
 *
 * A failed act, in the words that a dialog, a task and the command line show.
 */
typedef struct
{
  MusterActionError code;
  char *reason;
  char *advice;
  char *details;
} MusterFailure;

/**
 * muster_failure_new:
 * @act: the failed act as a translated sentence, "“web1” could not be started."
 * @place: the host on which it had to happen
 * @other: (nullable): the source host of a migration
 * @error: what `virt` or `policy` said
 */
MusterFailure *muster_failure_new      (const char          *act,
                                        MusterHost          *place,
                                        MusterHost          *other,
                                        const GError        *error);
/** muster_failure_new_for_verb: @target is that of a migration, else %NULL. */
MusterFailure *muster_failure_new_for_verb (MusterVmVerb     verb,
                                        MusterVm            *vm,
                                        MusterHost          *target,
                                        const GError        *error);
MusterFailure *muster_failure_new_text (MusterActionError    code,
                                        const char          *reason,
                                        const char          *advice,
                                        const char          *details);
/**
 * muster_failure_is_migration_port:
 * @text: why a migration failed, as libvirt or QEMU say it
 *
 * Returns: whether the source could not reach the port of the target at which
 *   a VM's memory would have arrived
 */
gboolean       muster_failure_is_migration_port (const char *text);
void           muster_failure_free     (MusterFailure       *self);
/** Ends @task with it, as cancelled when that is what it is. */
void           muster_failure_tell     (const MusterFailure *self,
                                        MusterTask          *task);
/** Returns: (transfer full): a future that rejects with #MusterActionError. */
DexFuture     *muster_failure_to_future (const MusterFailure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterFailure, muster_failure_free)

G_END_DECLS
