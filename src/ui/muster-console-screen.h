/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-display.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_SCREEN (muster_console_screen_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleScreen, muster_console_screen, MUSTER, CONSOLE_SCREEN, AdwBin)

/**
 * MusterConsoleScreen:
 *
 * A display, scaled and released as the settings say, with what is said over it
 * for a while.
 */
void            muster_console_screen_set_settings (MusterConsoleScreen *self,
                                                    GSettings           *settings);
ConsoleDisplay *muster_console_screen_get_display  (MusterConsoleScreen *self);

/**
 * muster_console_screen_set_status:
 * @text: (nullable): what is being waited for; %NULL hides it
 */
void            muster_console_screen_set_status   (MusterConsoleScreen *self,
                                                    const char          *text);

/** Whose the keyboard is, said each time for a moment: who wants it back has no other
 * way to find out. */
void            muster_console_screen_tell_grabbed (MusterConsoleScreen *self);

G_END_DECLS
