/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_MOVE_DIALOG (muster_move_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterMoveDialog, muster_move_dialog, MUSTER, MOVE_DIALOG,
                      MusterFormDialog)

/**
 * muster_move_dialog_new:
 *
 * Asks which cluster @host is to be in.  Follows the clusters while it is open;
 * its parent has "win.new-cluster".
 */
AdwDialog *muster_move_dialog_new (MusterDesk *desk,
                                   MusterHost *host);

G_END_DECLS
