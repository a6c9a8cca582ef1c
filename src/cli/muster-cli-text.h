/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** muster_cli_text_width: how many columns of a terminal it takes. */
guint muster_cli_text_width  (const char *text);
/** muster_cli_print_error: one escaped line on stderr, after "musterctl: ". */
void  muster_cli_print_error (const char *text);
/** muster_cli_print_note: the same, indented below the one before. */
void  muster_cli_print_note  (const char *text);
/** muster_cli_print: one escaped line on stdout. */
void  muster_cli_print       (const char *text);

G_END_DECLS
