/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CLUSTER_COMMANDS (muster_cluster_commands_get_type ())
G_DECLARE_FINAL_TYPE (MusterClusterCommands, muster_cluster_commands, MUSTER, CLUSTER_COMMANDS,
                      GObject)

/**
 * muster_cluster_commands_new:
 * @window: has "win.toast"; it gets the actions, which end with it
 *
 * What can be done to the data center and its clusters from a window:
 * "win.new-cluster", "win.edit-data-center" and "win.resolve-conflicts", which shows
 * them to choose from; with a cluster's id
 * "win.edit-cluster" and "win.delete-cluster"; with a host's id "win.move-host"
 * and "win.open-data-center", which is the one whose records that host keeps.
 */
MusterClusterCommands *muster_cluster_commands_new       (GtkApplicationWindow *window,
                                                          MusterDesk           *desk);
/** Returns: (transfer full): what can be done to @cluster. */
GMenuModel            *muster_cluster_commands_make_menu (MusterCluster        *cluster);
/** Returns: (transfer full): what can be done to the data center. */
GMenuModel            *muster_cluster_commands_make_data_center_menu (void);

G_END_DECLS
