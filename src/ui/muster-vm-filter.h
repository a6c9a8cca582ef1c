/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-cluster.h"
#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_FILTER (muster_vm_filter_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmFilter, muster_vm_filter, MUSTER, VM_FILTER, GtkFilter)

/**
 * muster_vm_filter_new:
 *
 * Keeps the VMs of a scope whose name, title, address, host, OS, state or
 * description contains every word of the search.
 */
MusterVmFilter *muster_vm_filter_new        (void);
/** Words of @search are separated by spaces; %NULL or "" is no search. */
void            muster_vm_filter_set_search (MusterVmFilter *self,
                                             const char     *search);
/** Only VMs of @host, %NULL for any. */
void            muster_vm_filter_set_host   (MusterVmFilter *self,
                                             MusterHost     *host);
/** Only VMs whose host is in @hosts, %NULL for any. */
void            muster_vm_filter_set_hosts  (MusterVmFilter *self,
                                             GListModel     *hosts);
/** Something it reads has changed in some VM. */
void            muster_vm_filter_refresh    (MusterVmFilter *self);
/** %TRUE when there is a search. */
gboolean        muster_vm_filter_is_searching (MusterVmFilter *self);

G_END_DECLS
