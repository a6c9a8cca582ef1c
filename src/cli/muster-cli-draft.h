/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli.h"
#include "muster-credentials.h"
#include "muster-host-entry.h"

G_BEGIN_DECLS

/**
 * muster_cli_draft_read_login:
 * @login: (out) (transfer full) (nullable): %NULL when no --user was given
 *
 * Asks for the password of --user.
 */
gboolean muster_cli_draft_read_login   (MusterCli        *cli,
                                        MusterLogin     **login,
                                        GError          **error);
/**
 * muster_cli_draft_set_identity:
 * @is_new: without --identity it gets the only one there is
 *
 * Gives @entry the identity that the command line names.
 */
gboolean muster_cli_draft_set_identity (MusterCli        *cli,
                                        MusterHostEntry  *entry,
                                        gboolean          is_new,
                                        GError          **error);

G_END_DECLS
