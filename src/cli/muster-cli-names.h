/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-data-center.h"
#include "muster-host-entry.h"

G_BEGIN_DECLS

/* All of these fail with %MUSTER_CLI_NOT_FOUND, which is about none or more
 * than one of that name; the message names the candidates. */

/**
 * muster_cli_names_find_vm:
 * @name: NAME, UUID, HOST/NAME or HOST/UUID
 *
 * Returns: (transfer full) (nullable): the VM
 */
MusterVm        *muster_cli_names_find_vm    (MusterDataCenter  *data_center,
                                              const char        *name,
                                              GError           **error);
/** @name: NAME, UUID, host name or URI. Returns: (transfer full) (nullable) */
MusterHost      *muster_cli_names_find_host  (MusterDataCenter  *data_center,
                                              const char        *name,
                                              GError           **error);
/** @name: NAME or id. Returns: (transfer full) (nullable) */
MusterCluster   *muster_cli_names_find_cluster (MusterDataCenter *data_center,
                                              const char        *name,
                                              GError           **error);
/** @name: NAME, id or URI. Returns: (transfer none) (nullable): one of @entries */
MusterHostEntry *muster_cli_names_find_entry (GPtrArray         *entries,
                                              const char        *name,
                                              GError           **error);

G_END_DECLS
