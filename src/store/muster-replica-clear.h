/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-replica.h"

G_BEGIN_DECLS

/**
 * muster_replica_clear:
 * @kind: (nullable): of the one record that stays, and its @id
 * @spared: a kind of which all records stay
 *
 * Removes every revision of every other record from a replica which belongs to the
 * others no more.  What is no record is left alone.  What stays is what others learn from when they look at the replica: they leave it before they give back
 * what it lacks, see muster_shared_store_remove().
 *
 * Returns: (transfer full): a future of %TRUE; rejects at the first that cannot be
 *   removed
 */
DexFuture *muster_replica_clear (MusterReplica *replica,
                                 const char    *kind,
                                 const char    *id,
                                 const char    *spared);

G_END_DECLS
