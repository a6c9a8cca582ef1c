/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-host-candidate.h"
#include "muster-repair.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CANDIDATE_ROW (muster_candidate_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterCandidateRow, muster_candidate_row, MUSTER, CANDIDATE_ROW, AdwExpanderRow)

/**
 * muster_candidate_row_new:
 * @is_one_of_many: whether people choose it with a check mark
 *
 * A host that may be added: what was found of it, step by step, with what
 * puts it right.  Property "selected" (boolean): to be added.  Signals:
 *
 * - "repair" (guint): one #MusterRepair was asked for
 * - "again": it is to be looked at once more
 */
GtkWidget           *muster_candidate_row_new           (MusterHostCandidate *candidate,
                                                         gboolean             is_one_of_many);
MusterHostCandidate *muster_candidate_row_get_candidate (MusterCandidateRow  *self);
gboolean             muster_candidate_row_get_selected  (MusterCandidateRow  *self);

G_END_DECLS
