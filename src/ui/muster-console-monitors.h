/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console-display.h"
#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_MONITORS (muster_console_monitors_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleMonitors, muster_console_monitors, MUSTER, CONSOLE_MONITORS,
                      GObject)

/**
 * MusterConsoleMonitors:
 *
 * The monitors of a VM besides the first, each in a window of its own while somebody
 * wants to see it.  Its properties "menu" (#GMenuModel, %NULL where there is but one
 * monitor) and "open" (boolean, whether there is a window) tell when they change.
 */
/**
 * muster_console_monitors_new:
 * @display: (transfer none): shows the first monitor, and has the keeper
 * @actions: (transfer none): gets "monitor-2" and so on, whose state is whether there
 *   is a window
 */
MusterConsoleMonitors *muster_console_monitors_new      (ConsoleDisplay        *display,
                                                         GActionMap            *actions,
                                                         MusterVm              *vm,
                                                         GSettings             *settings);
GMenuModel            *muster_console_monitors_get_menu (MusterConsoleMonitors *self);
gboolean               muster_console_monitors_get_open (MusterConsoleMonitors *self);

/** muster_console_monitors_close: Closes all windows. */
void                   muster_console_monitors_close    (MusterConsoleMonitors *self);

G_END_DECLS
