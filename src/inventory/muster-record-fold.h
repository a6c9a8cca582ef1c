/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-data-center.h"

G_BEGIN_DECLS

/**
 * muster_record_fold:
 * @id: (nullable): of the data center that is looked at
 * @data_centers: #MusterRecord of that kind, and so with the others; what they say is
 *   a stranger's
 *
 * Makes the model what the shared records say: its name, its clusters, and in which of
 * them each of its hosts is, and whether in maintenance.  What no record is about is as
 * it was in the beginning.
 */
void muster_record_fold (MusterDataCenter *data_center,
                         const char       *id,
                         GPtrArray        *data_centers,
                         GPtrArray        *clusters,
                         GPtrArray        *members);

G_END_DECLS
