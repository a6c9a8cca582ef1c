/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

#define CONSOLE_TYPE_LOCK_SYNC (console_lock_sync_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleLockSync, console_lock_sync, CONSOLE, LOCK_SYNC, GObject)

/* Keeps the guest's Caps, Num and Scroll Lock the same as the desktop's, while the
 * guest has the keyboard. */

ConsoleLockSync *console_lock_sync_new         (GtkWidget       *widget);
void             console_lock_sync_set_session (ConsoleLockSync *self,
                                                ConsoleSession  *session);
void             console_lock_sync_set_active  (ConsoleLockSync *self,
                                                gboolean         active);
void             console_lock_sync_key         (ConsoleLockSync *self,
                                                guint            qnum);

G_END_DECLS
