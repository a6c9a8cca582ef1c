/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* The keyboard of a widget, handed to a session while the widget has the
 * focus.  Property "grabbed". */
#define CONSOLE_TYPE_KEYBOARD (console_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleKeyboard, console_keyboard, CONSOLE, KEYBOARD, GObject)

ConsoleKeyboard *console_keyboard_new         (GtkWidget       *widget);
void             console_keyboard_set_session (ConsoleKeyboard *self,
                                               ConsoleSession  *session);
void             console_keyboard_set_enabled (ConsoleKeyboard *self,
                                               gboolean         enabled);
void             console_keyboard_set_release (ConsoleKeyboard *self,
                                               ConsoleRelease   release);
gboolean         console_keyboard_get_grabbed (ConsoleKeyboard *self);
void             console_keyboard_set_grabbed (ConsoleKeyboard *self,
                                               gboolean         grabbed);

G_END_DECLS
