/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MUSTER_CLI_ERROR (muster_cli_error_quark ())

/**
 * MusterCliError:
 *
 * How musterctl ends; the numbers are a promise to scripts.
 *
 * @MUSTER_CLI_DONE: all was done
 * @MUSTER_CLI_FAILED: the act failed
 * @MUSTER_CLI_USAGE: the command line is wrong
 * @MUSTER_CLI_NOT_FOUND: no object, or more than one, is named like that
 * @MUSTER_CLI_UNREACHABLE: a host does not answer
 * @MUSTER_CLI_REFUSED: refused by state, policy or a conflict
 */
typedef enum
{
  MUSTER_CLI_DONE,
  MUSTER_CLI_FAILED,
  MUSTER_CLI_USAGE,
  MUSTER_CLI_NOT_FOUND,
  MUSTER_CLI_UNREACHABLE,
  MUSTER_CLI_REFUSED,
} MusterCliError;

GQuark         muster_cli_error_quark     (void);
/** muster_cli_error_exit_code: what an error of any layer means to a script. */
MusterCliError muster_cli_error_exit_code (const GError   *error);
/** muster_cli_error_merge: the exit code of two acts of one command. */
MusterCliError muster_cli_error_merge     (MusterCliError  a,
                                           MusterCliError  b);

G_END_DECLS
