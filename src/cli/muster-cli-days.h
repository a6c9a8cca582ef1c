/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_cli_days_read:
 * @text: (nullable): of an option
 * @fallback: what it is without
 *
 * Returns: a number of days; 0 with %MUSTER_CLI_USAGE
 */
int muster_cli_days_read (const char  *text,
                          int          fallback,
                          GError     **error);

G_END_DECLS
