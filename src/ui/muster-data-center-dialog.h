/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DATA_CENTER_DIALOG (muster_data_center_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterDataCenterDialog, muster_data_center_dialog, MUSTER, DATA_CENTER_DIALOG,
                      MusterFormDialog)

/** muster_data_center_dialog_new: makes a data center of some hosts. */
AdwDialog *muster_data_center_dialog_new (MusterDesk *desk);

G_END_DECLS
