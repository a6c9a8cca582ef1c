/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-replica.h"
#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SHARED_STORE (muster_shared_store_get_type ())
G_DECLARE_FINAL_TYPE (MusterSharedStore, muster_shared_store, MUSTER, SHARED_STORE, GObject)

/**
 * muster_shared_store_new:
 * @author: (nullable): who writes, for people: "alice-desk1"; what a writer's name
 *   cannot hold is left out
 *
 * A #MusterStore that is kept on any number of replicas, each of which has all of
 * it.  There is no leader: who reaches one replica reads and writes, and all come to
 * the same when they meet again.  A put resolves when one replica has it durably.
 * What a replica lacks it is given at each look.
 *
 * A put that rejects because no replica took it may show up all the same: nobody
 * knows what a replica that was cut off had done.
 *
 * Returns: (transfer full): the store, without any replica
 */
MusterSharedStore *muster_shared_store_new          (const char        *author);

/** muster_shared_store_add: looks at @replica now, and whenever it says that it changed. */
void               muster_shared_store_add          (MusterSharedStore *self,
                                                     MusterReplica     *replica);
/** muster_shared_store_remove: in a callback of “changed” it comes before what was read
 * of @replica leads to its being given what it lacks. */
void               muster_shared_store_remove       (MusterSharedStore *self,
                                                     MusterReplica     *replica);

/** muster_shared_store_forget: all that was read; for a store without any replica. */
void               muster_shared_store_forget       (MusterSharedStore *self);

/**
 * muster_shared_store_sync:
 *
 * Looks at every replica, reads what is new and gives each what it lacks.
 *
 * Returns: (transfer full): a future of a boolean: whether all were reached
 */
DexFuture         *muster_shared_store_sync         (MusterSharedStore *self);

/**
 * muster_shared_store_clean:
 * @now: microseconds since 1970, UTC
 *
 * Removes what muster_revisions_prune() drops, if every replica was reached and has
 * what wins; else nothing.
 *
 * Returns: (transfer full): a future of a boolean: whether it was the time to clean
 */
DexFuture         *muster_shared_store_clean        (MusterSharedStore *self,
                                                     gint64             now);

/**
 * muster_shared_store_list_heads:
 *
 * Returns: (transfer full): the #MusterRecords that nothing supersedes, the winner
 *   first, deletions too; more than one are a conflict
 */
GPtrArray         *muster_shared_store_list_heads   (MusterSharedStore *self,
                                                     const char        *kind,
                                                     const char        *id);

/** Returns: (transfer full): who wrote @record, as the store's author was said to be. */
char              *muster_shared_store_dup_author   (MusterRecord      *record);

/** Returns: how many replicas are known to have the whole of @record; @n_replicas: (out): of how many. */
guint              muster_shared_store_count_copies (MusterSharedStore *self,
                                                     MusterRecord      *record,
                                                     guint             *n_replicas);

G_END_DECLS
