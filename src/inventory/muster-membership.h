/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-inventory.h"
#include "muster-member-record.h"

G_BEGIN_DECLS

/* Kinds of shared records, both with "name" and "description"; see also
 * %MUSTER_MEMBER_RECORD_KIND. */
#define MUSTER_DATA_CENTER_RECORD_KIND "data-center"
#define MUSTER_CLUSTER_RECORD_KIND     "cluster"

#define MUSTER_TYPE_MEMBERSHIP (muster_membership_get_type ())
G_DECLARE_FINAL_TYPE (MusterMembership, muster_membership, MUSTER, MEMBERSHIP, GObject)

/**
 * MusterMembership::changed:
 *
 * It is known of one more host which data center's records it keeps, or whether it was
 * taken out of this one.
 */

/**
 * muster_membership_new:
 * @inventory: whose hosts keep the shared records
 * @listed: whether its hosts are those of somebody's list
 *
 * Which hosts are one data center, and what their shared records make of it: its name,
 * its clusters, and which host is in which.  The inventory's #MusterDataCenter is kept
 * true to them.
 *
 * A listed host that keeps no records yet joins the data center of the others, once these
 * do not say that it was taken out; one that was only named for the moment does so with
 * the first change that is made.  One that keeps those of another data center is left
 * alone: nothing is read from it nor written to it.  Nothing is written to a host before
 * somebody gives the data center something to keep; from then on the records say of each
 * listed host where it is.
 */
MusterMembership *muster_membership_new       (MusterInventory  *inventory,
                                               gboolean          listed);

/**
 * muster_membership_follow:
 *
 * Looks at each host as soon as it is connected, and goes on to, as an app does; a
 * command calls muster_membership_read() when it needs to know.
 */
void              muster_membership_follow    (MusterMembership *self);

/** Returns: (transfer none): the shared records. */
MusterStore      *muster_membership_get_store (MusterMembership *self);

/**
 * muster_membership_read:
 *
 * Looks at every host that is connected.
 *
 * Returns: (transfer full): a future of %TRUE once the model says what they keep;
 *   never rejects
 */
DexFuture        *muster_membership_read      (MusterMembership *self);

/**
 * muster_membership_peek:
 *
 * Reads of the data center that most of the connected hosts keep which hosts it has, and
 * nothing else; writes nothing.
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of the
 *   #MusterRecord of kind %MUSTER_MEMBER_RECORD_KIND; never rejects
 */
DexFuture        *muster_membership_peek      (MusterMembership *self);

/**
 * muster_membership_get_id:
 *
 * Returns: (nullable): the data center's id; %NULL while no host is known to have one
 */
const char       *muster_membership_get_id    (MusterMembership *self);

/**
 * muster_membership_ensure:
 *
 * Gives the data center an id, and its hosts a record of it, where there is none: from
 * now on its hosts are no other's.
 *
 * Returns: (transfer full): a future of the id (string); rejects as
 *   muster_store_put() does
 */
DexFuture        *muster_membership_ensure    (MusterMembership *self);

/**
 * muster_membership_complete:
 *
 * Reads, and writes where the listed hosts are if the records do not say so.
 *
 * Returns: (transfer full): a future of %TRUE; never rejects
 */
DexFuture        *muster_membership_complete  (MusterMembership *self);

/**
 * muster_membership_get_other:
 *
 * Returns: (nullable): the id of the other data center whose records @host keeps
 */
const char       *muster_membership_get_other (MusterMembership *self,
                                               MusterHost       *host);

/**
 * muster_membership_peek_others:
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of the #MusterRecord
 *   of kind %MUSTER_DATA_CENTER_RECORD_KIND of each other data center that connected hosts
 *   belong to, by its id; nothing is written there; never rejects
 */
DexFuture        *muster_membership_peek_others (MusterMembership *self);

/** Returns: whether @host was taken out of the data center that is looked at. */
gboolean          muster_membership_has_left  (MusterMembership *self,
                                               MusterHost       *host);

/** Returns: whether the shared records are kept on @host, as far as it can be reached. */
gboolean          muster_membership_has_joined (MusterMembership *self,
                                               MusterHost       *host);

/**
 * muster_membership_expel:
 *
 * @host keeps the records of the data center no more: they are removed from it, but for
 * those of itself, by which other desktops learn why.  Its record has to say already that
 * it has left.
 *
 * Returns: (transfer full): a future of %TRUE; rejects when they could not be removed
 */
DexFuture        *muster_membership_expel     (MusterMembership *self,
                                               MusterHost       *host);

/**
 * muster_membership_open:
 * @id: of a data center, as muster_membership_get_other() has it
 *
 * Makes that the one which is looked at, now and when Muster is started again.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture        *muster_membership_open      (MusterMembership *self,
                                               const char       *id);

/**
 * muster_membership_dissolve:
 * @id: that of the data center which is looked at
 *
 * The data center is no more: its records are removed from every host
 * but for one that says so to desktops that are away.
 *
 * Returns: (transfer full): a future of %TRUE once all of its hosts that are connected say
 *   so; rejects with %MUSTER_STORE_ERROR_NOT_FOUND when another one is looked at by now, and
 *   with %MUSTER_STORE_ERROR_WRITE when a host does not say so: then it is taken back where
 *   it was said
 */
DexFuture        *muster_membership_dissolve  (MusterMembership *self,
                                               const char       *id);

/** Returns: whether @host says that the data center @id was dissolved. */
gboolean          muster_membership_has_ended_at (MusterMembership *self,
                                               MusterHost       *host,
                                               const char       *id);

/**
 * muster_membership_recall:
 *
 * @host says of the data center that is looked at that it was dissolved, which did not come
 * to be: it says so no more, and belongs to it again.
 *
 * Returns: (transfer full): a future of %TRUE; rejects when that could not be removed
 */
DexFuture        *muster_membership_recall    (MusterMembership *self,
                                               MusterHost       *host);

/**
 * muster_membership_list_conflicts:
 *
 * Returns: (transfer full): as muster_store_conflicts(), but for what settles itself:
 *   copies that two desktops made of one host
 */
DexFuture        *muster_membership_list_conflicts (MusterMembership *self);

/** Returns: on how many hosts @record is; @n_hosts: (out): how many keep records. */
guint             muster_membership_count_copies (MusterMembership *self,
                                                  MusterRecord     *record,
                                                  guint            *n_hosts);

G_END_DECLS
