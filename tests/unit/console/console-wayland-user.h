/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Plays the user of a Wayland compositor: a pointer and a keyboard of its own, through the
 * protocols that compositors of wlroots offer. */
typedef struct _ConsoleWaylandUser ConsoleWaylandUser;

ConsoleWaylandUser *console_wayland_user_new    (void);
void                console_wayland_user_free   (ConsoleWaylandUser *self);

/* To the middle of a device pixel of an output of that size. */
void                console_wayland_user_point  (ConsoleWaylandUser *self,
                                                 int                 x,
                                                 int                 y,
                                                 int                 width,
                                                 int                 height);

/* As linux/input-event-codes.h numbers them. */
void                console_wayland_user_button (ConsoleWaylandUser *self,
                                                 guint               button,
                                                 gboolean            down);
void                console_wayland_user_key    (ConsoleWaylandUser *self,
                                                 guint               key,
                                                 gboolean            down);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleWaylandUser, console_wayland_user_free)

G_END_DECLS
