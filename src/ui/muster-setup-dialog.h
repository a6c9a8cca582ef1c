/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-run-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SETUP_DIALOG (muster_setup_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterSetupDialog, muster_setup_dialog, MUSTER, SETUP_DIALOG, MusterRunDialog)

/**
 * muster_setup_dialog_new:
 * @desk: one with a keyring
 * @address: (nullable): of the machine; what is remembered of it is filled in
 *
 * Makes a machine a host, over ssh or by hand.  Signal "set-up" (const char
 * *address, const char *account): it is one now, and ssh logged in there (%NULL:
 * by hand).  Where nobody listens to it, the dialog offers to
 * add the host, with the window's action "add-host-at".
 */
AdwDialog *muster_setup_dialog_new (MusterDesk *desk,
                                    const char *address);

G_END_DECLS
