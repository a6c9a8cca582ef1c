/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The monitors of the desktop, for a window in full screen. */

/**
 * muster_monitors_dup_name:
 *
 * Returns: (transfer full): what a person and the settings know it by: its make and
 *   where it is plugged in
 */
char       *muster_monitors_dup_name (GdkMonitor *monitor);

/**
 * muster_monitors_find:
 * @monitors: of #GdkMonitor
 * @name: (nullable): as muster_monitors_dup_name() gave it
 *
 * Returns: (transfer full) (nullable): %NULL when it is not there now
 */
GdkMonitor *muster_monitors_find     (GListModel *monitors,
                                      const char *name);

/**
 * muster_monitors_fill:
 * @menu: gets a submenu, whose items activate "win.monitor" with a name, "" for
 *   the monitor that the window is on; nothing where there is but one monitor
 */
void        muster_monitors_fill     (GListModel *monitors,
                                      GMenu      *menu);

G_END_DECLS
