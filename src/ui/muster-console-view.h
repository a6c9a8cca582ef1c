/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

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
 * the network in the clear), "elsewhere" (the screen is shown in a window of
 * its own, so not here: a display may have one viewer only).
 */
GtkWidget    *muster_console_view_new         (void);
void          muster_console_view_set_vm      (MusterConsoleView *self,
                                               MusterDesk        *desk,
                                               MusterVm          *vm,
                                               GSettings         *settings);
/** Actions "console.send-keys", "console.screenshot", "console.fit" and
 * "console.retry", for buttons outside of it. */
GActionGroup *muster_console_view_get_actions (MusterConsoleView *self);
void          muster_console_view_grab        (MusterConsoleView *self);

G_END_DECLS
