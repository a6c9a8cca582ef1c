/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-geometry.h"
#include "console-session.h"

G_BEGIN_DECLS

/* The pointer over a widget, handed to a session. */
#define CONSOLE_TYPE_POINTER (console_pointer_get_type ())
G_DECLARE_FINAL_TYPE (ConsolePointer, console_pointer, CONSOLE, POINTER, GObject)

ConsolePointer *console_pointer_new          (GtkWidget             *widget);
void            console_pointer_set_session  (ConsolePointer        *self,
                                              ConsoleSession        *session);
void            console_pointer_set_enabled  (ConsolePointer        *self,
                                              gboolean               enabled);
void            console_pointer_set_geometry (ConsolePointer        *self,
                                              const ConsoleGeometry *geometry);
void            console_pointer_move         (ConsolePointer        *self,
                                              double                 x,
                                              double                 y);
void            console_pointer_button       (ConsolePointer        *self,
                                              guint                  button,
                                              gboolean               down);
void            console_pointer_scroll       (ConsolePointer        *self,
                                              double                 dx,
                                              double                 dy,
                                              GdkScrollUnit          unit);

G_END_DECLS
