/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * muster_cli_vv_write:
 * @path: a file that does not exist yet, unless it is to be replaced; "-" for
 *   standard output
 *
 * Writes a connection file for the screen of @vm, with a password that is good
 * for two minutes where the display takes one.  To be called from a command.
 */
gboolean muster_cli_vv_write (MusterCli   *cli,
                              MusterVm    *vm,
                              const char  *path,
                              GError     **error);

G_END_DECLS
