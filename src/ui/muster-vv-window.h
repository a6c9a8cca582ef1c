/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_VV_WINDOW (muster_vv_window_get_type ())
G_DECLARE_FINAL_TYPE (MusterVvWindow, muster_vv_window, MUSTER, VV_WINDOW,
                      AdwApplicationWindow)

/**
 * muster_vv_window_new:
 * @file: a connection file of virt-viewer, which need not be one
 *
 * A screen in a window of its own, that no host is known of: all that there is to
 * know is in the file.  What is wrong with that is said in the window.
 */
GtkWindow *muster_vv_window_new (GtkApplication *application,
                                 GFile          *file,
                                 GSettings      *settings);

G_END_DECLS
