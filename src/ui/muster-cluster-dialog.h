/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CLUSTER_DIALOG (muster_cluster_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterClusterDialog, muster_cluster_dialog, MUSTER, CLUSTER_DIALOG,
                      MusterFormDialog)

/** muster_cluster_dialog_new: Asks for the name and description of a new cluster. */
AdwDialog *muster_cluster_dialog_new                 (MusterDesk    *desk);

/** muster_cluster_dialog_new_for_cluster: For the name and description of @cluster. */
AdwDialog *muster_cluster_dialog_new_for_cluster     (MusterDesk    *desk,
                                                      MusterCluster *cluster);

/** muster_cluster_dialog_new_for_data_center: For those of the data center. */
AdwDialog *muster_cluster_dialog_new_for_data_center (MusterDesk    *desk);

G_END_DECLS
