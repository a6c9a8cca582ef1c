/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "muster-credentials.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_LOGIN_DIALOG (muster_login_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterLoginDialog, muster_login_dialog, MUSTER, LOGIN_DIALOG, AdwAlertDialog)

/**
 * muster_login_dialog_ask:
 * @parent: where it is shown
 * @host: what people call the host
 * @reason: why it asks, a sentence
 * @user: (nullable): the user who was refused
 *
 * Asks for a host's user and password.
 *
 * Returns: (transfer full): a future of a boxed #MusterLogin; rejects with
 *   %G_IO_ERROR_CANCELLED when nobody gives one
 */
DexFuture *muster_login_dialog_ask (GtkWidget  *parent,
                                    const char *host,
                                    const char *reason,
                                    const char *user);

G_END_DECLS
