/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The most characters of a name that somebody gives to something. */
#define MUSTER_RECORD_NAME_MAX 64

/**
 * muster_record_name_check:
 * @name: of what is kept in shared records, without blanks around it
 *
 * Returns: whether people can tell it from another; else %MUSTER_ACTION_ERROR_REFUSED and a
 *   sentence
 */
gboolean muster_record_name_check    (const char  *name,
                                      GError     **error);

/**
 * muster_record_name_get_room:
 * @kept: a name that there is already; who wrote it may not have known of the limit
 *
 * Returns: how many characters an entry needs that is not to shorten @kept
 */
int      muster_record_name_get_room (const char  *kept);

G_END_DECLS
