/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_viewer_file_save:
 * @widget: in the window that asks, and that tells in a toast how it went
 *
 * Asks where to, and writes a connection file for the screen of @vm there,
 * readable by its owner alone.
 */
void muster_viewer_file_save (GtkWidget  *widget,
                              MusterDesk *desk,
                              MusterVm   *vm);

G_END_DECLS
