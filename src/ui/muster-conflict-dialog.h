/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONFLICT_DIALOG (muster_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterConflictDialog, muster_conflict_dialog, MUSTER, CONFLICT_DIALOG,
                      AdwDialog)

/**
 * muster_conflict_dialog_new:
 *
 * What the shared records say in two ways at once: all of them, who wrote each and
 * when, and a choice of the one that is to hold.  Follows them while it is open.
 */
AdwDialog *muster_conflict_dialog_new (MusterDesk *desk);

G_END_DECLS
