/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/* What is done to the shared records of the data center.  All of these read them from
 * every host that is connected before they change anything, and reject with
 * %MUSTER_ACTION_ERROR_REFUSED when a name is empty, too long or taken, and as
 * muster_store_put() does when no host can keep what they write. */

/**
 * muster_data_center_edit:
 * @name: (nullable): %NULL leaves it, and so with the @description
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *muster_data_center_edit (MusterDesk    *desk,
                                    const char    *name,
                                    const char    *description);

/**
 * muster_cluster_create:
 * @description: (nullable)
 * @services: what it is for; refused when it is for nothing
 *
 * Returns: (transfer full): a future of the new cluster's id (string)
 */
DexFuture *muster_cluster_create   (MusterDesk            *desk,
                                    const char            *name,
                                    const char            *description,
                                    MusterClusterServices  services);

/**
 * muster_cluster_edit:
 * @id: also %MUSTER_CLUSTER_DEFAULT
 * @name: (nullable): %NULL leaves it, and so with the @description
 * @services: what it is for; refused when it is for nothing
 *
 * Where a cluster does not run VMs any more those that run go on, and none is started.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_GONE
 *   when there is no such cluster any more
 */
DexFuture *muster_cluster_edit     (MusterDesk            *desk,
                                    const char            *id,
                                    const char            *name,
                                    const char            *description,
                                    MusterClusterServices  services);

/**
 * muster_cluster_delete:
 *
 * Returns: (transfer full): a future of %TRUE; refused for the default cluster, and
 *   for one with hosts, which are named
 */
DexFuture *muster_cluster_delete   (MusterDesk    *desk,
                                    const char    *id);

/**
 * muster_cluster_list_members:
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of the
 *   #MusterRecord of each host of the cluster, also of those that this desk does not
 *   list; never rejects
 */
DexFuture *muster_cluster_list_members (MusterDesk *desk,
                                        const char *id);

/** Returns: (transfer none): what the host of the record is called; a stranger's text. */
const char *muster_cluster_get_member_name (MusterRecord *member);

/**
 * muster_cluster_dissolve:
 *
 * Puts all hosts of the cluster, also those that do not answer, into the default one,
 * and deletes it.  As they go together no VM loses a host that it could move to, and
 * those that run go on.
 *
 * Returns: (transfer full): a future of %TRUE; refused for the default cluster
 */
DexFuture *muster_cluster_dissolve (MusterDesk    *desk,
                                    const char    *id);

/**
 * MusterHostMoveFlags:
 * @MUSTER_HOST_MOVE_LOWER_CPU: also where the cluster's CPU loses something by it
 */
typedef enum
{
  MUSTER_HOST_MOVE_NONE = 0,
  MUSTER_HOST_MOVE_LOWER_CPU = 1 << 0,
} MusterHostMoveFlags;

/**
 * muster_host_move:
 * @cluster: the id of one
 *
 * Returns: (transfer full): a future of %TRUE; refused while @host runs VMs, which are
 *   named, and while it is not connected, as nobody knows then what it runs; refused
 *   where its processor is of another kind than those of the cluster, and, unless @flags
 *   accept it, where the cluster's CPU would lose features: they and the VMs concerned
 *   are named, see muster_cluster_fit_cpu()
 */
DexFuture *muster_host_move        (MusterDesk          *desk,
                                    MusterHost          *host,
                                    const char          *cluster,
                                    MusterHostMoveFlags  flags);

/**
 * muster_host_place:
 * @host: one that has just come to the data center
 * @cluster: the id of one
 *
 * Puts it there whatever it runs, as none of its VMs has been in a cluster before.  Its CPU
 * is not looked at, see #MusterHostCandidate.
 *
 * Returns: (transfer full): a future of %TRUE; refused for a host of another data center, for
 *   one that was taken out, for one that does not answer, and, if somebody put it into
 *   another cluster before, while it runs VMs
 */
DexFuture *muster_host_place       (MusterDesk *desk,
                                    MusterHost *host,
                                    const char *cluster);

/**
 * muster_host_set_in_maintenance:
 * @maintenance: %TRUE: no VM is started on @host or moved there any more; %FALSE
 *   activates it again
 *
 * Returns: (transfer full): a future of %TRUE; refused as muster_host_move() is, but
 *   that a host that runs VMs can be activated
 */
DexFuture *muster_host_set_in_maintenance (MusterDesk *desk,
                                           MusterHost *host,
                                           gboolean    maintenance);

/**
 * muster_conflict_resolve:
 * @revision: the one whose content is to hold, of all that were written at the same time
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_GONE
 *   when it is no revision that is in question
 */
DexFuture *muster_conflict_resolve (MusterDesk    *desk,
                                    const char    *kind,
                                    const char    *id,
                                    const char    *revision);

G_END_DECLS
