/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-certificate-record.h"
#include "muster-cli.h"

G_BEGIN_DECLS

/** Returns: (transfer full) (nullable): what the authority has issued, #MusterCertificateRecord by name */
GPtrArray *muster_cli_ledger_read        (MusterCli                      *cli,
                                          GError                        **error);
void       muster_cli_ledger_print       (GPtrArray                      *ledger);
JsonArray *muster_cli_ledger_to_json     (GPtrArray                      *ledger);
/** Whether hosts let in who shows it: it was not revoked, and has not ended. */
gboolean   muster_cli_ledger_is_accepted (const MusterCertificateRecord  *line);

G_END_DECLS
