/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-data-center.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SIDEBAR (muster_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (MusterSidebar, muster_sidebar, MUSTER, SIDEBAR, AdwBin)

/**
 * MusterSidebar:
 *
 * The sections, the saved views and the data center's tree.  What is selected has
 * an id: "vms", "view:ID", "data-center", "cluster:ID" or "host:ID".
 *
 * Signals: "selected" (GObject item: MusterSidebarSection, MusterSavedView,
 * MusterDataCenter, MusterCluster or MusterHost), "activated" (a person wants to see it).
 */
void     muster_sidebar_set_data_center (MusterSidebar    *self,
                                         MusterDataCenter *data_center);
/** @views: of #MusterSavedView */
void     muster_sidebar_set_views       (MusterSidebar    *self,
                                         GListModel       *views);
/** Returns: (transfer full) (nullable): the id of what is selected. */
char    *muster_sidebar_dup_selected    (MusterSidebar    *self);
/** Returns: %FALSE when there is no @id (yet). */
gboolean muster_sidebar_select          (MusterSidebar    *self,
                                         const char       *id);

G_END_DECLS
