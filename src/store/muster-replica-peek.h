/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-replica.h"

G_BEGIN_DECLS

/**
 * muster_replica_peek:
 * @replicas: of #MusterReplica
 *
 * Reads the records of one kind and nothing else; writes nothing.
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of
 *   #MusterRecord, the winners of what could be read that are not deleted
 */
DexFuture *muster_replica_peek (GPtrArray  *replicas,
                                const char *kind);

G_END_DECLS
