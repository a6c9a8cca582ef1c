/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-layout.h"
#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * muster_cli_type_prepare:
 * @text: what to type, "-" for standard input
 * @layout: (out) (transfer full): the guest's keyboard
 *
 * Names what no keys make before anything is typed.
 *
 * Returns: (transfer full) (nullable): what muster_cli_type_run() takes, or %NULL
 *   with %MUSTER_CLI_USAGE
 */
char    *muster_cli_type_prepare (MusterCli      *cli,
                                  const char     *text,
                                  ConsoleLayout **layout,
                                  GError        **error);
/** Types it, over the connection to the host.  To be called from a command. */
gboolean muster_cli_type_run     (MusterCli      *cli,
                                  MusterVm       *vm,
                                  const char     *prepared,
                                  ConsoleLayout  *layout,
                                  GError        **error);

G_END_DECLS
