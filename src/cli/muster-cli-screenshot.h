/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * muster_cli_screenshot_check:
 * @file: "-" for standard output
 *
 * Returns: (transfer full) (nullable): the format that @file asks for, or %NULL
 *   with %MUSTER_CLI_USAGE
 */
char    *muster_cli_screenshot_check (const char  *file,
                                      GError     **error);
/** Writes the picture on the screen of @vm to @file.  To be called from a command. */
gboolean muster_cli_screenshot_write (MusterCli   *cli,
                                      MusterVm    *vm,
                                      const char  *file,
                                      const char  *format,
                                      GError     **error);

G_END_DECLS
