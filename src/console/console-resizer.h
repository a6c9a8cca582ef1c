/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

#define CONSOLE_TYPE_RESIZER (console_resizer_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleResizer, console_resizer, CONSOLE, RESIZER, GObject)

/* Asks the guest for the size of the window, when that has come to rest. */

ConsoleResizer *console_resizer_new         (void);
void            console_resizer_set_session (ConsoleResizer *self,
                                             ConsoleSession *session);
void            console_resizer_set_enabled (ConsoleResizer *self,
                                             gboolean        enabled);
void            console_resizer_set_size    (ConsoleResizer *self,
                                             int             width,
                                             int             height);

G_END_DECLS
