/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_cli_password_read:
 * @prompt: shown when a person is asked
 *
 * Asks at the terminal without echo, or reads one line of standard input when
 * that is no terminal.  Holds the thread: nothing else is going on then.
 *
 * Returns: (transfer full) (nullable): to be freed with
 *   muster_cli_password_free(), or %NULL with an error
 */
char *muster_cli_password_read (const char  *prompt,
                                GError     **error);
/** Overwrites it first. */
void  muster_cli_password_free (char        *password);

G_END_DECLS
