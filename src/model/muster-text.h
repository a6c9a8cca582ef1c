/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_text_escape:
 * @text: of somebody who is not trusted: a host, a guest, a file
 *
 * Returns: (transfer full): @text for one line of a window or a terminal: what would
 *   move the cursor, change colours or reorder the line is shown as \xNN or \u{NNNN}
 */
char *muster_text_escape (const char *text);

/**
 * muster_text_dup_file_name:
 * @name: whatever something is called
 * @extension: ".png"
 *
 * Returns: (transfer full): the name of a file, of which no part leads elsewhere
 */
char *muster_text_dup_file_name (const char *name,
                                 const char *extension);

G_END_DECLS
