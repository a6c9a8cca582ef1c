/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-view-book.h"
#include "muster-vm-table.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SAVE_VIEW_DIALOG (muster_save_view_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterSaveViewDialog, muster_save_view_dialog, MUSTER, SAVE_VIEW_DIALOG, AdwAlertDialog)

/**
 * muster_save_view_dialog_new:
 * @name: (nullable): of the view that is shown, which is then saved again
 *
 * Asks for a name and saves how @table looks under it.
 */
AdwDialog *muster_save_view_dialog_new (MusterViewBook *book,
                                        MusterVmTable  *table,
                                        const char     *name);

G_END_DECLS
