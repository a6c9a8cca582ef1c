/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "muster-cli.h"

G_BEGIN_DECLS

/** muster_cli_renew_due: renews what ends within --within days, and prints how each went. */
MusterCliError muster_cli_renew_due  (MusterCli              *cli,
                                      GError                **error);
/** muster_cli_renew_host: the certificates of one host; --ssh or what its record says is where ssh logs in. */
MusterCliError muster_cli_renew_host (MusterCli              *cli,
                                      const MusterHostEntry  *entry,
                                      GError                **error);
/**
 * muster_cli_renew_trust:
 * @results: (out) (transfer full): how each went, when JSON is wanted; else
 *   that is printed
 *
 * Hands the authority's certificate and the list of the revoked to all hosts.
 */
MusterCliError muster_cli_renew_trust (MusterCli             *cli,
                                       JsonArray            **results,
                                       GError               **error);

G_END_DECLS
