/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "console-session.h"
#include "console-usb-device.h"

G_BEGIN_DECLS

/**
 * ConsoleUsbPort:
 *
 * What a session that hands USB devices of this machine to the guest has besides.
 *
 * Signals: "usb-failed" (string; a sentence for people: a device that was to be attached
 * by itself was not, or one was lost), "usb-changed" (it can be given devices now).
 */
#define CONSOLE_TYPE_USB_PORT (console_usb_port_get_type ())
G_DECLARE_INTERFACE (ConsoleUsbPort, console_usb_port, CONSOLE, USB_PORT, ConsoleSession)

struct _ConsoleUsbPortInterface
{
  GTypeInterface parent_iface;

  GListModel *(*get_devices)  (ConsoleUsbPort    *self,
                               GError           **error);
  DexFuture  *(*set_attached) (ConsoleUsbPort    *self,
                               ConsoleUsbDevice  *device,
                               gboolean           attached);
  void        (*set_auto)     (ConsoleUsbPort    *self,
                               gboolean           automatic);
};

GListModel *console_usb_port_get_devices  (ConsoleUsbPort    *self,
                                           GError           **error);
DexFuture  *console_usb_port_set_attached (ConsoleUsbPort    *self,
                                           ConsoleUsbDevice  *device,
                                           gboolean           attached) G_GNUC_WARN_UNUSED_RESULT;
void        console_usb_port_set_auto     (ConsoleUsbPort    *self,
                                           gboolean           automatic);

/* For implementations. */
void        _console_usb_port_changed     (ConsoleUsbPort    *self);
void        _console_usb_port_failed      (ConsoleUsbPort    *self,
                                           const char        *text);

G_END_DECLS
