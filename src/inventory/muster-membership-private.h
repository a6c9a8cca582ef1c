/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-data-center-choice.h"
#include "muster-membership.h"

G_BEGIN_DECLS

/* The record of the desk's own store that says which data center is looked at. */
#define MUSTER_MEMBERSHIP_OPEN_ID "open"

typedef struct
{
  MusterReplica *replica;
  char *other;        /* the other data center whose records it keeps */
  gboolean joined;
  gboolean fresh;     /* keeps no records yet */
  gboolean left;      /* was taken out of the data center */
  char **dissolved;   /* the data centers of which it says that they are no more */
} MusterMember;

struct _MusterMembership
{
  GObject parent_instance;

  MusterInventory *inventory;   /* weak: a fiber may outlive it */
  MusterDataCenter *data_center;
  MusterStore *desk_store;      /* the desk's own records */
  MusterSharedStore *store;
  GHashTable *members;          /* MusterHost -> MusterMember */
  char *id;
  char *lost;                   /* the one that was looked at and is no more */
  gboolean remembered;          /* the desk's own store was asked */
  gboolean listed;              /* the hosts are in somebody's list */
  gboolean following;
  gboolean folding;
  gboolean fold_again;
  gboolean dissolving;          /* this desktop is about to */
  guint clean_id;
};

/** @member keeps the records of the data center from now on. */
void     _muster_membership_join     (MusterMembership *self,
                                      MusterMember     *member);

/** @other: (nullable): the data center whose records it keeps */
void     _muster_membership_part     (MusterMembership *self,
                                      MusterMember     *member,
                                      const char       *other);

/** Returns: whether what @member keeps forbids that it belongs to the data center. */
gboolean _muster_membership_is_out   (MusterMembership *self,
                                      MusterMember     *member);

/** No host is known to belong to it any more, nor whether one does. */
void     _muster_membership_part_all (MusterMembership *self);

/** @id: (nullable): of the data center that is looked at from now on */
void     _muster_membership_take_id  (MusterMembership *self,
                                      const char       *id);

/** The data center that is looked at is no more. */
void     _muster_membership_lose     (MusterMembership *self);

/** The store reads that the data center @id is no more. */
void     _muster_membership_heed_end (MusterMembership *self,
                                      const char       *id);

/** Returns: (transfer full) (nullable): the names of what @replica keeps, without the rest of
 * a data center that was dissolved, which is removed.  In a fiber. */
char   **_muster_membership_await_names (MusterReplica *replica);

/** Looks soon at what @host keeps, and so where it belongs. */
void     _muster_membership_consider (MusterMembership *self,
                                      MusterHost       *host);

/**
 * @records: of the members of the data center, as read from hosts that keep it
 *
 * Returns: whether it came to be known of a host that it belongs to it, or does not
 */
gboolean _muster_membership_settle   (MusterMembership *self,
                                      GPtrArray        *records);

/** The record of the member @uuid is not what it was: whoever has left is given nothing
 * from now on, not even by the look that tells. */
void     _muster_membership_heed     (MusterMembership *self,
                                      const char       *uuid);

/** Whoever keeps a list of hosts knows where they are, and writes it down.  In a fiber. */
void     _muster_membership_await_complete (MusterMembership *self);

/** Returns: the id of a source that drops what has been superseded for long. */
guint    _muster_membership_clean_hourly (MusterMembership *self);

G_END_DECLS
