/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SIDEBAR_ROW (muster_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterSidebarRow, muster_sidebar_row, MUSTER, SIDEBAR_ROW, AdwBin)

/** A row of the sidebar's tree.  Read-only properties: "title", "description"
 * (its state in words). */
GtkWidget *muster_sidebar_row_new      (void);
void       muster_sidebar_row_set_row  (MusterSidebarRow *self,
                                        GtkTreeListRow   *row);
/** Returns: (transfer none) (nullable): the model object it shows. */
gpointer   muster_sidebar_row_get_item (MusterSidebarRow *self);

G_END_DECLS
