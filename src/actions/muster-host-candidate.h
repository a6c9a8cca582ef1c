/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cpu-fit.h"
#include "muster-desk.h"
#include "muster-doctor-step.h"
#include "muster-host-facts.h"
#include "muster-migration-check.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CANDIDATE_STATE (muster_candidate_state_get_type ())

/**
 * MusterCandidateState:
 * @MUSTER_CANDIDATE_WAITING: not examined yet
 * @MUSTER_CANDIDATE_LOOKING: being examined
 * @MUSTER_CANDIDATE_GOOD: can be added and used
 * @MUSTER_CANDIDATE_WARNING: can be added and used; something is worth knowing
 * @MUSTER_CANDIDATE_QUESTION: can be added and used; its cluster's CPU would lose something
 *   or be gone, so that somebody has to agree first
 * @MUSTER_CANDIDATE_FAILED: cannot be used now
 */
typedef enum
{
  MUSTER_CANDIDATE_WAITING,
  MUSTER_CANDIDATE_LOOKING,
  MUSTER_CANDIDATE_GOOD,
  MUSTER_CANDIDATE_WARNING,
  MUSTER_CANDIDATE_QUESTION,
  MUSTER_CANDIDATE_FAILED,
} MusterCandidateState;

GType muster_candidate_state_get_type (void) G_GNUC_CONST;

#define MUSTER_TYPE_HOST_CANDIDATE (muster_host_candidate_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostCandidate, muster_host_candidate, MUSTER, HOST_CANDIDATE, GObject)

/**
 * muster_host_candidate_new:
 * @entry: how it is to be reached; without an id for one that is new
 * @login: (nullable): a login that is not stored; else that of @entry counts
 *
 * A host that may become one of the desk's: examined first, then added.
 * "state" notifies.
 */
MusterHostCandidate   *muster_host_candidate_new          (MusterDesk            *desk,
                                                           const MusterHostEntry *entry,
                                                           const MusterLogin     *login);
/**
 * muster_host_candidate_get_steps:
 *
 * Returns: (transfer none): a list of #MusterDoctorStep: the doctor's, what
 *   the host can do, how it fits.  Complete from the start; a second
 *   examination puts new steps in their place
 */
GListModel            *muster_host_candidate_get_steps    (MusterHostCandidate   *self);
MusterCandidateState   muster_host_candidate_get_state    (MusterHostCandidate   *self);
/** Returns: (transfer none) (nullable): of #MusterFinding; %NULL until examined. */
GPtrArray             *muster_host_candidate_get_findings (MusterHostCandidate   *self);
/** Returns: (transfer none) (nullable): %NULL until libvirt has opened. */
const MusterHostFacts *muster_host_candidate_get_facts    (MusterHostCandidate   *self);
/** Returns: (transfer none) (nullable): what becomes of its cluster's CPU; %NULL until known. */
MusterCpuFit          *muster_host_candidate_get_cpu_fit  (MusterHostCandidate   *self);
/**
 * muster_host_candidate_set_cluster:
 * @cluster: (nullable): the id of the one that it is to come into; %NULL: the one that it is
 *   in, or the default one
 *
 * Between two examinations; what was found before is forgotten.
 */
void                   muster_host_candidate_set_cluster  (MusterHostCandidate   *self,
                                                           const char            *cluster);
const MusterHostEntry *muster_host_candidate_get_entry    (MusterHostCandidate   *self);
/** Between two examinations; what was found before is forgotten. */
void                   muster_host_candidate_set_entry    (MusterHostCandidate   *self,
                                                           const MusterHostEntry *entry);
/** @login: (nullable): as of muster_host_candidate_new() */
void                   muster_host_candidate_set_login    (MusterHostCandidate   *self,
                                                           const MusterLogin     *login);
/**
 * muster_host_candidate_set_may_be_known:
 *
 * Whether it is no fault that the desk has the host already, at another
 * address: it is only looked at.
 */
void                   muster_host_candidate_set_may_be_known (MusterHostCandidate *self,
                                                           gboolean               may_be_known);
/**
 * muster_host_candidate_set_migration_check:
 * @check: (nullable): the ports of migration are tried too, as the last step;
 *   %NULL: they are not
 */
void                   muster_host_candidate_set_migration_check (MusterHostCandidate  *self,
                                                           MusterMigrationCheck  *check);
/**
 * muster_host_candidate_examine:
 * @cancellable: (nullable): ends the wait at once; the state is WAITING again
 *
 * Has the doctor look at it and, when libvirt opens, finds out what it can do
 * and how it fits to the hosts that the inventory is connected to, and to its cluster.
 *
 * Returns: a future of a boolean: whether it can be added and used now;
 *   rejects only when cancelled, or with %MUSTER_VIRT_ERROR_INVALID for an
 *   address that is none
 */
DexFuture             *muster_host_candidate_examine      (MusterHostCandidate   *self,
                                                           GCancellable          *cancellable);
/**
 * muster_host_candidate_add:
 *
 * Stores its login, then its record, whether it was examined or not.
 *
 * Returns: a future of the new id (string); rejects as muster_host_add()
 */
DexFuture             *muster_host_candidate_add          (MusterHostCandidate   *self);

G_END_DECLS
