/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_GONE_DIALOG (muster_gone_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterGoneDialog, muster_gone_dialog, MUSTER, GONE_DIALOG, MusterFormDialog)

/**
 * muster_gone_dialog_new:
 * @host: one that does not answer
 *
 * Shows which hosts would take its VMs over, and has them do it once somebody says that
 * the host is powered off.
 */
AdwDialog *muster_gone_dialog_new (MusterDesk *desk,
                                   MusterHost *host);

G_END_DECLS
