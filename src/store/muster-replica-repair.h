/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-replica-view.h"
#include "muster-revisions.h"

G_BEGIN_DECLS

/*< private >
 * _muster_replica_repair_await:
 * @view: what is known of the replica
 * @views: that one and the others
 *
 * Gives a replica what it lacks of @revisions, in an order in which an old revision
 * never stands without what supersedes it.  For fibers.
 *
 * Returns: whether all calls went well
 */
gboolean _muster_replica_repair_await (MusterReplicaView *view,
                                       GPtrArray         *views,
                                       MusterRevisions   *revisions);

G_END_DECLS
