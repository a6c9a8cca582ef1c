/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* The text of the desktop's clipboard and of a guest's, kept the same while
 * it is active.  Signal "notice": a sentence for people, why not. */
#define CONSOLE_TYPE_CLIPBOARD (console_clipboard_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleClipboard, console_clipboard, CONSOLE, CLIPBOARD, GObject)

ConsoleClipboard *console_clipboard_new         (GtkWidget        *widget);
void              console_clipboard_set_session (ConsoleClipboard *self,
                                                 ConsoleSession   *session);
void              console_clipboard_set_active  (ConsoleClipboard *self,
                                                 gboolean          active);

G_END_DECLS
