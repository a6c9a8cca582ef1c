/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-doctor-step.h"
#include "muster-host-entry.h"
#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_MIGRATION_CHECK (muster_migration_check_get_type ())
G_DECLARE_FINAL_TYPE (MusterMigrationCheck, muster_migration_check, MUSTER, MIGRATION_CHECK, GObject)

/**
 * muster_migration_check_new:
 * @ssh: where ssh logs in at the host that is examined
 *
 * Tries over ssh whether a host reaches the ports of migration of the others
 * that the desk is connected to, and they its own where the desk knows how ssh
 * gets in at them.  Nothing is changed on any of them.
 *
 * Signal "question" (#MusterSshQuestion): answer or decline it, now or later;
 * when nobody is connected it is declined.
 */
MusterMigrationCheck *muster_migration_check_new            (MusterDesk            *desk,
                                                             const char            *ssh);
/** @path: (nullable): in place of the user's configuration of ssh */
void                  muster_migration_check_set_ssh_config (MusterMigrationCheck  *self,
                                                             const char            *path);
/**
 * muster_migration_check_run:
 * @entry: the host; need not be in the list
 * @step: is told what was found, from its beginning to its end
 * @cancellable: (nullable)
 *
 * Returns: (transfer full): a future of %TRUE, once it has ended or was cancelled
 */
DexFuture            *muster_migration_check_run            (MusterMigrationCheck  *self,
                                                             const MusterHostEntry *entry,
                                                             MusterDoctorStep      *step,
                                                             GCancellable          *cancellable);

G_END_DECLS
