/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_LIST_PAGE (muster_vm_list_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmListPage, muster_vm_list_page, MUSTER, VM_LIST_PAGE, AdwNavigationPage)

/** MusterVmListPage: the VMs of a data center or cluster.  Property "narrow". */
GtkWidget *muster_vm_list_page_new       (void);
void       muster_vm_list_page_set_desk  (MusterVmListPage *self,
                                          MusterDesk       *desk,
                                          GSettings        *settings);
/** A saved view of all VMs. */
void       muster_vm_list_page_show_view (MusterVmListPage *self,
                                          MusterSavedView  *view);
/** Only VMs on @hosts, %NULL for all. */
void       muster_vm_list_page_set_scope (MusterVmListPage *self,
                                          const char       *title,
                                          GListModel       *hosts);
/** Begins a search. */
void       muster_vm_list_page_search    (MusterVmListPage *self);

G_END_DECLS
