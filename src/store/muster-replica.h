/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_REPLICA (muster_replica_get_type ())
G_DECLARE_INTERFACE (MusterReplica, muster_replica, MUSTER, REPLICA, GObject)

/**
 * MusterReplicaInterface:
 *
 * One of the places that keep a #MusterSharedStore: a flat set of names, each with
 * content that never changes once it is whole.  Nothing is expected of it beyond
 * that: it may be away, be lost, and be cut off in the middle of a write, after
 * which a name may be there with a part of its content.
 *
 * Its signal `changed` is emitted in the main context when names may have come or
 * gone, or when it can be reached again.
 */
struct _MusterReplicaInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*list)    (MusterReplica *self);
  DexFuture *(*fetch)   (MusterReplica *self,
                         const char    *name);
  DexFuture *(*keep)    (MusterReplica *self,
                         const char    *name,
                         GBytes        *content);
  DexFuture *(*discard) (MusterReplica *self,
                         const char    *name);
};

/** Returns: (transfer full): a future of a G_TYPE_STRV of all names. */
DexFuture *muster_replica_list         (MusterReplica *self);

/** Returns: (transfer full): a future of #GBytes, as far as they are there; rejects with
 * %MUSTER_STORE_ERROR_NOT_FOUND where only a name is there. */
DexFuture *muster_replica_fetch        (MusterReplica *self,
                                        const char    *name);

/**
 * muster_replica_keep:
 *
 * Makes @name hold @content, also where a part of it is there already.  Where all of
 * it is, nothing is written, lest a cut leaves less.
 *
 * Returns: (transfer full): a future that resolves when it is kept durably; when it
 *   rejects, nobody knows whether it is
 */
DexFuture *muster_replica_keep         (MusterReplica *self,
                                        const char    *name,
                                        GBytes        *content);

/** Returns: (transfer full): a future that resolves when the name is gone, also when it was. */
DexFuture *muster_replica_discard      (MusterReplica *self,
                                        const char    *name);

/** muster_replica_emit_changed: for implementations; in the main context only. */
void       muster_replica_emit_changed (MusterReplica *self);

G_END_DECLS
