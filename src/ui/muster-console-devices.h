/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_DEVICES (muster_console_devices_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleDevices, muster_console_devices, MUSTER, CONSOLE_DEVICES,
                      GObject)

/**
 * MusterConsoleDevices:
 *
 * What of a VM can be shown as its console, the screen or one of its serial
 * consoles, and which of them is.  Its properties "menu" (#GMenuModel, %NULL
 * where there is but the screen) and "device" (string, %NULL for the screen)
 * tell when they change.
 */
/**
 * muster_console_devices_new:
 * @actions: gets "device", whose state is what is shown, and "use-serial", which
 *   shows the first serial console
 */
MusterConsoleDevices *muster_console_devices_new            (MusterDesk           *desk,
                                                             MusterVm             *vm,
                                                             GActionMap           *actions);
/**
 * muster_console_devices_look:
 *
 * Asks the host again: a VM has serial consoles only while it runs, and in
 * another run it may have others.
 */
void                  muster_console_devices_look           (MusterConsoleDevices *self);
GMenuModel           *muster_console_devices_get_menu       (MusterConsoleDevices *self);
const char           *muster_console_devices_get_device     (MusterConsoleDevices *self);
/**
 * muster_console_devices_get_label:
 *
 * Returns: (nullable): what people call the device that is shown
 */
const char           *muster_console_devices_get_label      (MusterConsoleDevices *self);
gboolean              muster_console_devices_has_serial     (MusterConsoleDevices *self);

G_END_DECLS
