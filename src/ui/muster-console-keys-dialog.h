/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_KEYS_DIALOG (muster_console_keys_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleKeysDialog, muster_console_keys_dialog, MUSTER, CONSOLE_KEYS_DIALOG, AdwDialog)

/**
 * muster_console_keys_dialog_new:
 *
 * What gives the keyboard back, and the user's own combinations for "Send
 * keys": "console-release" and "console-combos" of @settings.
 */
AdwDialog *muster_console_keys_dialog_new (GSettings *settings);

G_END_DECLS
