/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_PAGE (muster_host_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostPage, muster_host_page, MUSTER, HOST_PAGE, AdwNavigationPage)

/** One host: what it is and does, and its VMs.  Property "narrow". */
GtkWidget  *muster_host_page_new      (MusterDesk     *desk,
                                       MusterHost     *host,
                                       GSettings      *settings);
MusterHost *muster_host_page_get_host (MusterHostPage *self);
/** Begins a search in the host's VMs; %FALSE when it has none to show yet. */
gboolean    muster_host_page_search   (MusterHostPage *self);

G_END_DECLS
