/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-vm-column.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_COLUMNS (muster_vm_columns_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmColumns, muster_vm_columns, MUSTER, VM_COLUMNS, GObject)

/**
 * muster_vm_columns_new:
 * @view: borrowed; gets the columns
 *
 * The columns of a table of VMs: their cells, which of them are shown in which
 * order, and the one that the rows are sorted by; remembered in the settings
 * "vm-columns", "vm-sort-column" and "vm-sort-descending".
 *
 * Property "compact": only the name's is shown, whose cells have two lines then.
 */
MusterVmColumns *muster_vm_columns_new             (GtkColumnView      *view);
/** Where they are remembered; %NULL for nowhere. */
void             muster_vm_columns_set_settings    (MusterVmColumns    *self,
                                                    GSettings          *settings);
/** Whether what is changed is remembered at all. */
void             muster_vm_columns_set_remembering (MusterVmColumns    *self,
                                                    gboolean            remembering);
/** Shows what is remembered. */
void             muster_vm_columns_restore         (MusterVmColumns    *self);
void             muster_vm_columns_set_compact     (MusterVmColumns    *self,
                                                    gboolean            compact);
/** Whether the host's may be shown. */
void             muster_vm_columns_set_show_host   (MusterVmColumns    *self,
                                                    gboolean            show_host);
/** Shows these, in this order. */
void             muster_vm_columns_show            (MusterVmColumns    *self,
                                                    const char * const *ids);
/** Returns: (transfer full): the ids of those that are wanted, in their order. */
char           **muster_vm_columns_dup_ids         (MusterVmColumns    *self);
/** By the name, if there is none of that id. */
void             muster_vm_columns_sort_by         (MusterVmColumns    *self,
                                                    const char         *id,
                                                    gboolean            descending);
/** Returns: what the rows are sorted by, or %MUSTER_N_VM_COLUMNS. */
MusterVmColumn   muster_vm_columns_get_sort        (MusterVmColumns    *self,
                                                    GtkSortType        *order);
/** The values of @changed, a bit for each column, are others now. */
void             muster_vm_columns_resort          (MusterVmColumns    *self,
                                                    guint               changed);
/** Shows again what changes without a notification. */
void             muster_vm_columns_refresh         (MusterVmColumns    *self);
/** Actions, named by the ids, that show and hide them. */
GActionGroup    *muster_vm_columns_get_actions     (MusterVmColumns    *self);
/** A menu of those actions, as "columns.ID". */
GMenuModel      *muster_vm_columns_get_menu        (MusterVmColumns    *self);

G_END_DECLS
