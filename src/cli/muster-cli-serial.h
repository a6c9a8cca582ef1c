/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * muster_cli_serial_run:
 *
 * Makes standard input and output the serial console of @vm until one of them
 * ends.  To be called from a command.
 */
MusterCliError muster_cli_serial_run   (MusterCli  *cli,
                                        MusterVm   *vm,
                                        GError    **error);

/**
 * muster_cli_serial_parse_escape:
 * @text: "^]": the key that Ctrl is pressed with; "none"
 * @escape: (out): the character, -1 for none
 */
gboolean       muster_cli_serial_parse_escape (const char  *text,
                                               int         *escape,
                                               GError     **error);

G_END_DECLS
