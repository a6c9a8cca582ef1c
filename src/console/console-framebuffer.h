/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/**
 * ConsoleFramebuffer:
 *
 * Our own copy of a screen: it outlives the session that fed it, so the last
 * picture stays.  What the session damages is only noted ("pending" is
 * emitted once); console_framebuffer_update (), called at most once a frame,
 * copies it and emits "updated" with the region (#cairo_region_t, in pixels
 * of the screen).
 */
#define CONSOLE_TYPE_FRAMEBUFFER (console_framebuffer_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleFramebuffer, console_framebuffer, CONSOLE, FRAMEBUFFER, GObject)

ConsoleFramebuffer *console_framebuffer_new            (void);
void                console_framebuffer_set_session    (ConsoleFramebuffer          *self,
                                                        ConsoleSession              *session);
void                console_framebuffer_watch          (ConsoleFramebuffer          *self);
void                console_framebuffer_unwatch        (ConsoleFramebuffer          *self);
gboolean            console_framebuffer_get_pending    (ConsoleFramebuffer          *self);
gboolean            console_framebuffer_update         (ConsoleFramebuffer          *self);
int                 console_framebuffer_get_width      (ConsoleFramebuffer          *self);
int                 console_framebuffer_get_height     (ConsoleFramebuffer          *self);
GBytes             *console_framebuffer_dup_pixels     (ConsoleFramebuffer          *self,
                                                        const cairo_rectangle_int_t *area);
GdkTexture         *console_framebuffer_dup_screenshot (ConsoleFramebuffer          *self,
                                                        GError                     **error);
guint64             console_framebuffer_get_n_copied   (ConsoleFramebuffer          *self);

G_END_DECLS
