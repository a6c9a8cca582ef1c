/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-record.h"

G_BEGIN_DECLS

/* How one revision is kept by itself: under a name that says which it is, with its
 * length and a checksum before it, so that a part of it is never taken for all. */

/** muster_record_image_make_name: "KIND.ID.COUNTER-WRITER" */
char         *muster_record_image_make_name  (MusterRecord  *record);

/**
 * muster_record_image_parse_name:
 * @kind: (out): and @id, @revision, to be freed
 *
 * Returns: whether @name can be that of a revision
 */
gboolean      muster_record_image_parse_name (const char    *name,
                                              char         **kind,
                                              char         **id,
                                              char         **revision);

GBytes       *muster_record_image_encode     (MusterRecord  *record);

/**
 * muster_record_image_decode:
 * @content: what was found under @name, of a stranger; more bytes may follow it
 *
 * Returns: (transfer full) (nullable): the revision; or %NULL with
 *   %MUSTER_STORE_ERROR_CORRUPT when it is not whole, %MUSTER_STORE_ERROR_NEWER when
 *   its format is unknown, %MUSTER_STORE_ERROR_INVALID when it is no revision or not
 *   that of @name
 */
MusterRecord *muster_record_image_decode     (const char    *name,
                                              GBytes        *content,
                                              GError       **error);

G_END_DECLS
