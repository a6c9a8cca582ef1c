/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * muster_cli_identities_find:
 * @name: what it is called, or its id or the beginning of that
 *
 * Returns: (transfer full) (nullable): the id of an imported identity, or %NULL
 *   with %MUSTER_CLI_NOT_FOUND or what the Secret Service said
 */
char *muster_cli_identities_find (MusterCli   *cli,
                                  const char  *name,
                                  GError     **error);

G_END_DECLS
