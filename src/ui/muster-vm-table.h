/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_TABLE (muster_vm_table_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmTable, muster_vm_table, MUSTER, VM_TABLE, AdwBin)

/**
 * MusterVmTable:
 *
 * VMs as a table: sorted, searched, selected and acted upon; with the states
 * of having nothing to show.  Properties: "compact" (one column of two lines,
 * for narrow windows), "show-host", "searching", "summary" (how many VMs there
 * are, or are selected, in words).
 */
GtkWidget    *muster_vm_table_new              (void);
void          muster_vm_table_set_settings     (MusterVmTable    *self,
                                                GSettings        *settings);
void          muster_vm_table_set_data_center  (MusterVmTable    *self,
                                                MusterDataCenter *data_center);
/** Who acts on the VMs; without it nothing can be done to them. */
void          muster_vm_table_set_desk         (MusterVmTable    *self,
                                                MusterDesk       *desk);
/** Only VMs of @host, or of the hosts in @hosts; both %NULL: all. */
void          muster_vm_table_set_scope        (MusterVmTable    *self,
                                                MusterHost       *host,
                                                GListModel       *hosts);
void          muster_vm_table_set_search       (MusterVmTable    *self,
                                                const char       *search);
/** Opens the search and gives it the keyboard. */
void          muster_vm_table_begin_search     (MusterVmTable    *self);
/**
 * muster_vm_table_show_view:
 * @view: (nullable): %NULL for what was last seen without any
 *
 * Shows columns, order and search of a saved view.  What is changed then is
 * not remembered unless it is saved again.
 */
void          muster_vm_table_show_view        (MusterVmTable    *self,
                                                MusterSavedView  *view);
/** Returns: (transfer full): a new view of what is seen now. */
MusterSavedView *muster_vm_table_make_view     (MusterVmTable    *self,
                                                const char       *name);
/** Actions "columns.ID" that show and hide columns, for a menu elsewhere. */
GActionGroup *muster_vm_table_get_columns      (MusterVmTable    *self);
/** Returns: (transfer none): the menu of them. */
GMenuModel   *muster_vm_table_get_columns_menu (MusterVmTable    *self);
/** Returns: (transfer none): what it shows, in its order. */
GListModel   *muster_vm_table_get_model        (MusterVmTable    *self);
const char   *muster_vm_table_get_summary      (MusterVmTable    *self);

G_END_DECLS
