/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-record.h"
#include "muster-replica.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_REPLICA_VIEW (muster_replica_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterReplicaView, muster_replica_view, MUSTER, REPLICA_VIEW, GObject)

/* What one desktop knows of a replica: which names it has, and whose content was
 * seen to be whole. */

MusterReplicaView *muster_replica_view_new           (MusterReplica      *replica);
MusterReplica     *muster_replica_view_get_replica   (MusterReplicaView  *self);

/** A look begins; the names are not asked for yet: what is written from now on may not
 * be among them. */
void               muster_replica_view_begin         (MusterReplicaView  *self);

/**
 * muster_replica_view_set_names:
 *
 * What there is now.  A name that was there and is not any more was cleaned up by
 * somebody, unless all are gone: then the place is a new one.
 */
void               muster_replica_view_set_names     (MusterReplicaView  *self,
                                                      const char * const *names);
void               muster_replica_view_set_whole     (MusterReplicaView  *self,
                                                      const char         *name);
/** A part of its content is there, as a write left it that was cut off. */
void               muster_replica_view_set_partial   (MusterReplicaView  *self,
                                                      const char         *name);
/** It is of no use to this Muster, and left alone. */
void               muster_replica_view_set_foreign   (MusterReplicaView  *self,
                                                      const char         *name);
void               muster_replica_view_set_gone      (MusterReplicaView  *self,
                                                      const char         *name);

/** Returns: (transfer container): the names that are there, in no order, without those
 *   of no use. */
GPtrArray         *muster_replica_view_list_names    (MusterReplicaView  *self);
gboolean           muster_replica_view_is_whole      (MusterReplicaView  *self,
                                                      const char         *name);

/** Returns: whether it has @name, or a part of its content. */
gboolean           muster_replica_view_has           (MusterReplicaView  *self,
                                                      const char         *name);

/** Returns: whether it is to be given @name: it has not, or a part, and nobody removed it. */
gboolean           muster_replica_view_lacks         (MusterReplicaView  *self,
                                                      const char         *name);

/** Returns: whether @name was there, and was removed by somebody. */
gboolean           muster_replica_view_is_gone       (MusterReplicaView  *self,
                                                      const char         *name);

/** Returns: whether it has all of the set @names, and none of them in part only. */
gboolean           muster_replica_view_has_all       (MusterReplicaView  *self,
                                                      GHashTable         *names);

/** Returns: whether anything that was there was removed by somebody. */
gboolean           muster_replica_view_has_gone      (MusterReplicaView  *self);

/**
 * muster_replica_view_give:
 *
 * Returns: (transfer full): a future that resolves when the replica keeps @record, as
 *   muster_replica_keep() does; the view knows by then
 */
DexFuture         *muster_replica_view_give          (MusterReplicaView  *self,
                                                      MusterRecord       *record);

/** Returns: whether @record was removed by somebody from the replicas of all @views. */
gboolean           muster_replica_view_are_all_without (GPtrArray        *views,
                                                      MusterRecord       *record);

/** Returns: whether it answered the last look, as far as is known. */
gboolean           muster_replica_view_is_reachable  (MusterReplicaView  *self);
/** Returns: whether a look has begun that has not ended. */
gboolean           muster_replica_view_is_looked_at  (MusterReplicaView  *self);
/** The end of a look; muster_replica_view_begin() is its beginning. */
void               muster_replica_view_end           (MusterReplicaView  *self,
                                                      gboolean            reachable);

G_END_DECLS
