/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"

G_BEGIN_DECLS

/* What the commands for the shared records have in common. */

/**
 * muster_cli_records_open:
 * @code: (out): the exit code when this fails
 *
 * Makes the desk and reads what its hosts keep.  A host that does not answer is no
 * failure, the others have it all; but that none does is.
 */
gboolean muster_cli_records_open   (MusterCli       *cli,
                                    MusterCliError  *code,
                                    GError         **error);

/**
 * muster_cli_records_look:
 *
 * Reads what the hosts keep, for an act that is refused by some of it; without waiting
 * long for a host that has fallen silent.
 */
void     muster_cli_records_look   (MusterCli       *cli);

/**
 * muster_cli_records_settle:
 *
 * @id: (nullable): %NULL for what has none, as the host of a driver for tests
 *
 * After a change of that record: waits until every host that answers keeps it, and
 * says on stderr when there are others.
 */
void     muster_cli_records_settle (MusterCli       *cli,
                                    const char      *kind,
                                    const char      *id);

/**
 * muster_cli_records_count:
 * @id: (nullable): %NULL is on none
 * @n_hosts: (out): how many are to keep it
 *
 * Returns: on how many hosts the record is
 */
guint    muster_cli_records_count  (MusterCli       *cli,
                                    const char      *kind,
                                    const char      *id,
                                    guint           *n_hosts);

/** Sets the MUSTER_CLI_USAGE error when neither --name nor --description was given. */
gboolean muster_cli_records_check_edit (MusterCli   *cli,
                                        GError     **error);

G_END_DECLS
