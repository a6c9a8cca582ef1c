/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console-session.h"

G_BEGIN_DECLS

/**
 * ConsoleSpiceScreen:
 *
 * One monitor's part of what a display channel draws; tells a session its size and what
 * is damaged, until console_spice_screen_leave ().
 */
#define CONSOLE_TYPE_SPICE_SCREEN (console_spice_screen_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceScreen, console_spice_screen, CONSOLE, SPICE_SCREEN, GObject)

/* @session, which has it, and @channel are borrowed; @monitor is one of that channel's. */
ConsoleSpiceScreen *console_spice_screen_new          (ConsoleSession              *session,
                                                       SpiceChannel                *channel,
                                                       guint                        monitor);
SpiceChannel       *console_spice_screen_get_channel  (ConsoleSpiceScreen          *self);
void                console_spice_screen_leave        (ConsoleSpiceScreen          *self);

/* Where the monitor is among those of its channel. */
void                console_spice_screen_get_place    (ConsoleSpiceScreen          *self,
                                                       int                         *x,
                                                       int                         *y);

/* @self may be %NULL. */
void                console_spice_screen_read_pixels  (ConsoleSpiceScreen          *self,
                                                       const cairo_rectangle_int_t *area,
                                                       guint8                      *pixels,
                                                       gsize                        stride);

/* What the guest has @monitor of @channel show of its surface; FALSE if nothing. */
gboolean            console_spice_screen_find_monitor (SpiceChannel                *channel,
                                                       guint                        monitor,
                                                       cairo_rectangle_int_t       *area);

G_END_DECLS
