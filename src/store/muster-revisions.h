/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-record.h"

G_BEGIN_DECLS

/**
 * MusterRevisions:
 *
 * A set of revisions of any number of records, and what follows from it:
 * heads, winners, conflicts, the next revision.  Knows no place and no clock;
 * sets made of the same revisions in any order say the same.
 */
typedef struct _MusterRevisions MusterRevisions;

/** The content of a set changed for this record. */
typedef void (*MusterRevisionsFunc) (const char *kind,
                                     const char *id,
                                     gpointer    user_data);

MusterRevisions *muster_revisions_new   (void);
MusterRevisions *muster_revisions_copy  (MusterRevisions *self);
/** Returns: (transfer full): all revisions of what the @records are of. */
MusterRevisions *muster_revisions_copy_of (MusterRevisions *self,
                                           GPtrArray       *records);
MusterRevisions *muster_revisions_ref   (MusterRevisions *self);
void             muster_revisions_unref (MusterRevisions *self);

/** muster_revisions_add: (takes a reference) %FALSE when the revision is there already. */
gboolean         muster_revisions_add   (MusterRevisions *self,
                                         MusterRecord    *record);

/** muster_revisions_lookup: (returns borrowed, nullable) one revision of a record. */
MusterRecord    *muster_revisions_lookup (MusterRevisions *self,
                                          const char      *kind,
                                          const char      *id,
                                          const char      *revision);

/** muster_revisions_list_all: (transfer full) every revision, in order of kind, id, age. */
GPtrArray       *muster_revisions_list_all (MusterRevisions *self);

/** muster_revisions_list_heads: (transfer full) what no other revision supersedes, the winner first. */
GPtrArray       *muster_revisions_list_heads (MusterRevisions *self,
                                              const char      *kind,
                                              const char      *id);

/** muster_revisions_get_winner: (returns borrowed, nullable) may be a deletion. */
MusterRecord    *muster_revisions_get_winner (MusterRevisions *self,
                                              const char      *kind,
                                              const char      *id);

/** muster_revisions_list: (transfer full) the winners that are no deletions; @kind %NULL: all kinds. */
GPtrArray       *muster_revisions_list (MusterRevisions *self,
                                        const char      *kind);

/** muster_revisions_list_conflicts: (transfer full) heads that lost; deletions that lost to deletions are settled. */
GPtrArray       *muster_revisions_list_conflicts (MusterRevisions *self);

/**
 * muster_revisions_next:
 * @parents: (nullable): what it supersedes; %NULL means the winner
 * @content: (nullable): %NULL makes a deletion
 * @now: microseconds since 1970, UTC
 *
 * Makes, but does not add, the next revision of a record.
 *
 * Returns: (transfer full) (nullable): the revision, or %NULL with
 *   %MUSTER_STORE_ERROR_INVALID, or %MUSTER_STORE_ERROR_NOT_FOUND for a
 *   deletion of what is not there, unless @parents say what it settles
 */
MusterRecord    *muster_revisions_next (MusterRevisions     *self,
                                        const char          *writer,
                                        const char          *kind,
                                        const char          *id,
                                        JsonObject          *content,
                                        const char * const  *parents,
                                        gint64               now,
                                        GError             **error);

/**
 * muster_revisions_prune:
 * @writer: the caller, whose own deletions stay so that it reuses no counter
 * @now: microseconds since 1970, UTC
 *
 * Drops what was superseded more than 30 days ago, all but the newest twenty
 * superseded revisions of a record, and of those all but the newest MiB, and
 * deletions older than 90 days.  Only for a set whose every copy has the newer
 * ones.
 */
void             muster_revisions_prune (MusterRevisions *self,
                                         const char      *writer,
                                         gint64           now);

/** muster_revisions_diff: calls @func for each record whose heads differ. */
void             muster_revisions_diff (MusterRevisions     *before,
                                        MusterRevisions     *after,
                                        MusterRevisionsFunc  func,
                                        gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterRevisions, muster_revisions_unref)

G_END_DECLS
