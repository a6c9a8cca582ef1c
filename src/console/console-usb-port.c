/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-usb-port.h"

enum
{
  USB_FAILED,
  USB_CHANGED,
  N_SIGNALS
};

G_DEFINE_INTERFACE (ConsoleUsbPort, console_usb_port, CONSOLE_TYPE_SESSION)

static guint signals[N_SIGNALS];

static void
console_usb_port_default_init (ConsoleUsbPortInterface *iface)
{
  signals[USB_FAILED] =
    g_signal_new ("usb-failed", CONSOLE_TYPE_USB_PORT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[USB_CHANGED] =
    g_signal_new ("usb-changed", CONSOLE_TYPE_USB_PORT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * console_usb_port_get_devices:
 *
 * Returns: (transfer none) (nullable): of #ConsoleUsbDevice; %NULL with
 *   #CONSOLE_ERROR_USB, a sentence for people, if the VM cannot be given any
 */
GListModel *
console_usb_port_get_devices (ConsoleUsbPort  *self,
                              GError         **error)
{
  g_return_val_if_fail (CONSOLE_IS_USB_PORT (self), NULL);

  if (console_session_is_live (CONSOLE_SESSION (self)))
    return CONSOLE_USB_PORT_GET_IFACE (self)->get_devices (self, error);
  g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_USB,
                       _("The screen is not connected."));
  return NULL;
}

/**
 * console_usb_port_set_attached:
 * @device: one of the port's own
 *
 * Hands @device to the guest, or takes it back.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
console_usb_port_set_attached (ConsoleUsbPort   *self,
                               ConsoleUsbDevice *device,
                               gboolean          attached)
{
  GError *error = NULL;

  g_return_val_if_fail (CONSOLE_IS_USB_PORT (self), NULL);
  g_return_val_if_fail (CONSOLE_IS_USB_DEVICE (device), NULL);

  if (console_usb_port_get_devices (self, &error) == NULL)
    return dex_future_new_for_error (error);
  return CONSOLE_USB_PORT_GET_IFACE (self)->set_attached (self, device, attached);
}

/**
 * console_usb_port_set_auto:
 * @automatic: whether what is plugged in from now on goes to the guest; keyboards and
 *   mice do not
 */
void
console_usb_port_set_auto (ConsoleUsbPort *self,
                           gboolean        automatic)
{
  g_return_if_fail (CONSOLE_IS_USB_PORT (self));

  CONSOLE_USB_PORT_GET_IFACE (self)->set_auto (self, automatic);
}

void
_console_usb_port_changed (ConsoleUsbPort *self)
{
  g_signal_emit (self, signals[USB_CHANGED], 0);
}

void
_console_usb_port_failed (ConsoleUsbPort *self,
                          const char     *text)
{
  g_signal_emit (self, signals[USB_FAILED], 0, text);
}
