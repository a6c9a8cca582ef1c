/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_remove_host:
 * @window: has "win.toast" and "win.show"
 *
 * Tells what leaves the view with @host, asks whether it is to leave the data center or
 * only the list, and does that.
 */
void muster_remove_host (GtkWidget  *window,
                         MusterDesk *desk,
                         MusterHost *host);

G_END_DECLS
