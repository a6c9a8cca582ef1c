/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConsoleUsbDevice:
 *
 * A device that is plugged in here.  Properties: "name" (as it calls itself; it is not
 * trusted), "attached" (read-only: the guest has it).
 */
#define CONSOLE_TYPE_USB_DEVICE (console_usb_device_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleUsbDevice, console_usb_device, CONSOLE, USB_DEVICE, GObject)

ConsoleUsbDevice *console_usb_device_new           (const char       *name);
const char       *console_usb_device_get_name      (ConsoleUsbDevice *self);
gboolean          console_usb_device_get_attached  (ConsoleUsbDevice *self);

/* For implementations. */
void              _console_usb_device_set_attached (ConsoleUsbDevice *self,
                                                    gboolean          attached);

G_END_DECLS
