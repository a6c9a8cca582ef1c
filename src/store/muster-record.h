/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_RECORD (muster_record_get_type ())
G_DECLARE_FINAL_TYPE (MusterRecord, muster_record, MUSTER, RECORD, GObject)

/**
 * muster_record_new:
 * @kind: what it is about: lower-case letters, digits and hyphens
 * @id: which one: letters, digits, `.`, `_` and `-`, not beginning with `.`
 * @counter: at least 1
 * @writer: who writes: letters, digits, `_` and `-`
 * @parents: (nullable): the revisions this one supersedes
 * @time: microseconds since 1970, UTC
 * @content: (nullable): what it says, copied; %NULL makes a deletion
 *
 * One revision of one record.  It never changes once made.
 *
 * Returns: (transfer full) (nullable): the revision, or %NULL with
 *   %MUSTER_STORE_ERROR_INVALID
 */
MusterRecord *muster_record_new           (const char          *kind,
                                           const char          *id,
                                           guint64              counter,
                                           const char          *writer,
                                           const char * const  *parents,
                                           gint64               time,
                                           JsonObject          *content,
                                           GError             **error);

/**
 * muster_record_new_from_json:
 * @json: a whole revision as muster_record_get_text() has it
 *
 * Fields it does not know are kept and written again.
 *
 * Returns: (transfer full) (nullable): the revision, or %NULL with
 *   %MUSTER_STORE_ERROR_INVALID
 */
MusterRecord *muster_record_new_from_json (JsonObject          *json,
                                           GError             **error);

/** muster_record_get_text: (returns borrowed) the whole revision as JSON on one line. */
const char         *muster_record_get_text     (MusterRecord *self);
const char         *muster_record_get_kind     (MusterRecord *self);
const char         *muster_record_get_id       (MusterRecord *self);

/** muster_record_get_revision: "COUNTER-WRITER", unique within a record. */
const char         *muster_record_get_revision (MusterRecord *self);
guint64             muster_record_get_counter  (MusterRecord *self);
const char         *muster_record_get_writer   (MusterRecord *self);

/** muster_record_get_parents: (returns borrowed) never %NULL, may be empty. */
const char * const *muster_record_get_parents  (MusterRecord *self);

/** muster_record_get_time: microseconds since 1970 UTC by the writer's clock; for people only. */
gint64              muster_record_get_time     (MusterRecord *self);
gboolean            muster_record_is_deleted   (MusterRecord *self);

/**
 * muster_record_get_content:
 *
 * Returns: (transfer none) (nullable): what it says, sealed (reading only, in
 *   the main thread); %NULL when the record was deleted
 */
JsonObject         *muster_record_get_content  (MusterRecord *self);

/**
 * muster_record_dup_content:
 *
 * A copy to edit and put again.  Changing members in it, instead of making a
 * new object, is what keeps the fields of a newer Muster.
 *
 * Returns: (transfer full): an object of the caller's own; empty when deleted
 */
JsonObject         *muster_record_dup_content  (MusterRecord *self);

/**
 * muster_record_compare:
 *
 * Returns: above 0 when @a wins over @b: the higher counter, then the higher
 *   writer; 0 for the same revision
 */
int                 muster_record_compare      (MusterRecord *a,
                                                MusterRecord *b);

/**
 * muster_record_parse_revision:
 * @counter: (out) (optional): its counter
 * @writer: (out) (optional) (transfer none): its writer, a part of @revision
 *
 * Returns: whether @revision is well-formed
 */
gboolean            muster_record_parse_revision (const char  *revision,
                                                  guint64     *counter,
                                                  const char **writer);

G_END_DECLS
