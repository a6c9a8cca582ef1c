/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_record_name_check:
 * @name: of what is kept in shared records, without blanks around it
 *
 * Returns: whether people can tell it from another; else %MUSTER_ACTION_ERROR_REFUSED and a
 *   sentence
 */
gboolean muster_record_name_check (const char  *name,
                                   GError     **error);

G_END_DECLS
