/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console-usb-port.h"

G_BEGIN_DECLS

#define CONSOLE_TYPE_SPICE_USB (console_spice_usb_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceUsb, console_spice_usb, CONSOLE, SPICE_USB, GObject)

/* The USB devices of this machine; as #ConsoleUsbPort has it. */

/** console_spice_usb_new: @port is what failures are told by, and may go before this. */
ConsoleSpiceUsb *console_spice_usb_new          (ConsoleUsbPort    *port,
                                                 SpiceSession      *session);

/**
 * console_spice_usb_take:
 *
 * For each channel in "channel-new".
 *
 * Returns: whether it will be connected by the library
 */
gboolean         console_spice_usb_take         (ConsoleSpiceUsb   *self,
                                                 SpiceChannel      *channel);
GListModel      *console_spice_usb_get_devices  (ConsoleSpiceUsb   *self,
                                                 GError           **error);
DexFuture       *console_spice_usb_set_attached (ConsoleSpiceUsb   *self,
                                                 ConsoleUsbDevice  *device,
                                                 gboolean           attached);
void             console_spice_usb_set_auto     (ConsoleSpiceUsb   *self,
                                                 gboolean           automatic);

G_END_DECLS
