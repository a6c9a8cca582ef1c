/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * muster_cli_file_read:
 * @path: a file, or "-" for standard input
 *
 * Returns: (transfer full) (nullable): its text, at most 1 MiB, or %NULL with
 *   %MUSTER_CLI_ERROR
 */
char    *muster_cli_file_read  (const char  *path,
                                GError     **error);
/** Whether muster_cli_file_write() could write it: before somebody is asked for a secret. */
gboolean muster_cli_file_try   (const char  *path,
                                GError     **error);
/**
 * muster_cli_file_write:
 * @path: (nullable): a file that does not exist yet; %NULL for standard output
 *
 * Writes all of it, readable by its owner alone, or leaves nothing behind.
 */
gboolean muster_cli_file_write (const char  *path,
                                const void  *bytes,
                                gsize        length,
                                GError     **error);

G_END_DECLS
