/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* What the protocols tell the base class; all main thread. */

void     _console_session_connected        (ConsoleSession     *self);
void     _console_session_set_migrating    (ConsoleSession     *self,
                                            gboolean            migrating);
void     _console_session_end              (ConsoleSession     *self,
                                            ConsoleReason       reason,
                                            const char         *error);
gboolean _console_session_set_size         (ConsoleSession     *self,
                                            int                 width,
                                            int                 height);
void     _console_session_damage           (ConsoleSession     *self,
                                            int                 x,
                                            int                 y,
                                            int                 width,
                                            int                 height);
void     _console_session_set_cursor       (ConsoleSession     *self,
                                            const guint8       *rgba,
                                            int                 width,
                                            int                 height,
                                            int                 hot_x,
                                            int                 hot_y);
void     _console_session_hide_cursor      (ConsoleSession     *self);
void     _console_session_set_pointer_mode (ConsoleSession     *self,
                                            ConsolePointerMode  mode);
void     _console_session_set_locks        (ConsoleSession     *self,
                                            int                 locks);
void     _console_session_set_encrypted    (ConsoleSession     *self,
                                            gboolean            encrypted);
void     _console_session_bell             (ConsoleSession     *self);
gboolean _console_session_add_head         (ConsoleSession     *self,
                                            ConsoleSession     *head,
                                            int                 number);
void     _console_session_remove_head      (ConsoleSession     *self,
                                            ConsoleSession     *head);
void     _console_session_end_with_error   (ConsoleSession     *self,
                                            const GError       *error);
void     _console_session_end_no_clear     (ConsoleSession     *self);

G_END_DECLS
