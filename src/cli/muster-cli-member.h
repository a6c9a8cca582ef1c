/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/**
 * MusterCliMember:
 * @name: what it is called here, else where it was moved to its cluster
 * @uuid: (nullable): %NULL when nobody here knows
 * @host: (nullable): %NULL when it is not in the list of this desk
 *
 * A host that is in a cluster.
 */
typedef struct
{
  char *name;
  char *uuid;
  MusterHost *host;
} MusterCliMember;

/**
 * muster_cli_member_list:
 *
 * To be called from a command, after muster_cli_records_open().
 *
 * Returns: (transfer full): of #MusterCliMember: the hosts of the list that are in
 *   @cluster, without those of other data centers, and then those that only the
 *   records know
 */
GPtrArray *muster_cli_member_list      (MusterCli             *cli,
                                        MusterCluster         *cluster);
/** Returns: (transfer none): how it is, for people. */
const char *muster_cli_member_get_state (const MusterCliMember *self);

G_END_DECLS
