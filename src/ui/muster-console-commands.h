/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-display.h"
#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_COMMANDS (muster_console_commands_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleCommands, muster_console_commands, MUSTER, CONSOLE_COMMANDS,
                      GObject)

/**
 * muster_console_commands_new:
 * @display: (transfer none): what they act on, and where dialogs and toasts go
 * @actions: (transfer none): gets "send-keys", "type-clipboard", "keys", "screenshot",
 *   "usb", "scaling", "share-clipboard", "resize-guest", "mute" and "view-only"; must outlive
 *   the result, and not be used after it
 *
 * What a person can do with the screen of @vm.
 */
MusterConsoleCommands *muster_console_commands_new    (ConsoleDisplay        *display,
                                                       GActionMap            *actions,
                                                       MusterVm              *vm,
                                                       GSettings             *settings);

/**
 * muster_console_commands_update:
 * @connected: whether the guest hears what is typed
 * @pictured: whether there is a picture to save
 */
void                   muster_console_commands_update (MusterConsoleCommands *self,
                                                       gboolean               connected,
                                                       gboolean               pictured);

G_END_DECLS
