/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-display.h"
#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_VIEW (muster_console_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleView, muster_console_view, MUSTER, CONSOLE_VIEW, AdwBin)

/**
 * MusterConsoleView:
 *
 * The screen of a VM with what is to be said when there is none.  Connected
 * while it is shown.
 *
 * Properties: "exposed" (read-only: it is connected, and the bytes travel over
 * the network in the clear), "open" (read-only: it is connected over the network,
 * and wants no password), "passwords-next" (read-only: it takes some from the
 * VM's next start), "pictures" (read-only: what is shown are screenshots, not
 * the display), "elsewhere" (the screen is shown in a window of its own, so not
 * here: a display may have one viewer only), "settings" (read-only), "devices"
 * (read-only: a menu of the screen and the serial consoles, %NULL without any),
 * "serial" (read-only: one of those is shown instead of the screen).
 */
GtkWidget      *muster_console_view_new         (void);
void            muster_console_view_set_vm      (MusterConsoleView *self,
                                                 MusterDesk        *desk,
                                                 MusterVm          *vm,
                                                 GSettings         *settings);
/** Actions "console.send-keys", "console.type-clipboard", "console.keys",
 * "console.screenshot", "console.scaling", "console.share-clipboard",
 * "console.resize-guest", "console.mute", "console.view-only", "console.retry",
 * "console.listen", "console.send-files", "console.usb",
 * "console.use-passwords", "console.use-pictures", "console.use-display",
 * "console.use-serial" and "console.device" (the alias of a serial console, "" for the
 * screen), for buttons outside of it. */
GActionGroup   *muster_console_view_get_actions (MusterConsoleView *self);
ConsoleDisplay *muster_console_view_get_display (MusterConsoleView *self);
void            muster_console_view_grab        (MusterConsoleView *self);

G_END_DECLS
