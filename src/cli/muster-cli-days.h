/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/** Returns: --days or what is usual; 0 with %MUSTER_CLI_USAGE */
int muster_cli_days_read (MusterCli  *cli,
                          GError    **error);

G_END_DECLS
