/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-display.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_USB_DIALOG (muster_usb_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterUsbDialog, muster_usb_dialog, MUSTER, USB_DIALOG, AdwDialog)

/**
 * muster_usb_dialog_new:
 * @display: (transfer none): whose guest gets the devices
 * @uuid: of the VM; whether devices are attached by themselves is remembered for it
 *
 * The USB devices of this computer, each with a switch; or why the guest can be given
 * none.
 */
AdwDialog *muster_usb_dialog_new (ConsoleDisplay *display,
                                  GSettings      *settings,
                                  const char     *uuid);

/**
 * muster_usb_dialog_recall:
 *
 * Has @session attach devices by itself, if that is what is remembered for the VM.
 */
void       muster_usb_dialog_recall (ConsoleSession *session,
                                     GSettings      *settings,
                                     const char     *uuid);

G_END_DECLS
