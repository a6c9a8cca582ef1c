/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/* What the commands for the shared records write with --json; see musterctl(1).  To be
 * called from a command. */

JsonObject *muster_cli_json_data_center (MusterCli     *cli);
JsonArray  *muster_cli_json_clusters    (MusterCli     *cli);
JsonObject *muster_cli_json_cluster     (MusterCli     *cli,
                                         MusterCluster *cluster);

G_END_DECLS
