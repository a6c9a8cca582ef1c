/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-display.h"
#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_MONITOR_WINDOW (muster_monitor_window_get_type ())
G_DECLARE_FINAL_TYPE (MusterMonitorWindow, muster_monitor_window, MUSTER, MONITOR_WINDOW,
                      AdwApplicationWindow)

/**
 * muster_monitor_window_new:
 * @keeper: whose machine is @vm
 * @number: of its monitor, from 2 on
 * @model: what the display of its first monitor may and may not, this one does too
 *
 * Returns: (transfer none): a window with a further monitor of a VM.  When the guest
 *   switches that off it stays, with the last picture, and waits.
 */
GtkWindow *muster_monitor_window_new (GtkApplication *application,
                                      MusterVm       *vm,
                                      GSettings      *settings,
                                      ConsoleKeeper  *keeper,
                                      int             number,
                                      ConsoleDisplay *model);

G_END_DECLS
