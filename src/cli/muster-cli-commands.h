/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/** muster_cli_commands_find: Returns: (nullable): the command, or %NULL. */
const MusterCliCommand *muster_cli_commands_find     (const char *group,
                                                      const char *name);
/** muster_cli_commands_has_group: whether there are commands of @group. */
gboolean                muster_cli_commands_has_group (const char *group);
/** Returns: (transfer full): what --help prints; @group %NULL means all. */
char                   *muster_cli_commands_describe (const char *group);
/** Returns: (transfer full): what --help prints of one command. */
char                   *muster_cli_command_describe  (const MusterCliCommand *command);
/** Returns: (transfer full): "musterctl vm start VM..." */
char                   *muster_cli_command_usage     (const MusterCliCommand *command);

G_END_DECLS
