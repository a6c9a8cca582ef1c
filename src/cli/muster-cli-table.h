/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MusterCliTable MusterCliTable;

/**
 * muster_cli_table_new:
 * @headings: (nullable): one a column, translated; a column whose heading
 *   begins with ">" is aligned to the right; %NULL for two columns without
 *   headings
 *
 * Rows of text for a person at a terminal, aligned by display width.
 */
MusterCliTable *muster_cli_table_new       (const char * const *headings);
/** muster_cli_table_add: one text a column, ended by %NULL; %NULL ends early. */
void            muster_cli_table_add       (MusterCliTable     *self,
                                            ...) G_GNUC_NULL_TERMINATED;
/** muster_cli_table_add_strv: the same of a list. */
void            muster_cli_table_add_strv  (MusterCliTable     *self,
                                            const char * const *cells);
/** Returns: (transfer full): all of it, each row with its line's end. */
char           *muster_cli_table_to_string (MusterCliTable     *self);
void            muster_cli_table_print     (MusterCliTable     *self);
void            muster_cli_table_free      (MusterCliTable     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCliTable, muster_cli_table_free)

G_END_DECLS
