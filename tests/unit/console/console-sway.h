/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

#define CONSOLE_SWAY_WIDTH 1050
#define CONSOLE_SWAY_HEIGHT 840

/* A Wayland compositor of its own, that nobody sees, with one monitor of that many device
 * pixels: whole logical ones at each scale that is tested. */
typedef struct _ConsoleSway ConsoleSway;

/* Before GTK starts: it is told to go there.  @binding is what Super+X does. */
ConsoleSway     *console_sway_new       (const char  *binding);
void             console_sway_free      (ConsoleSway *self);
const char      *console_sway_get_dir   (ConsoleSway *self);
void             console_sway_command   (ConsoleSway *self,
                                         const char  *command);

/* What the monitor shows. */
cairo_surface_t *console_sway_capture   (ConsoleSway *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleSway, console_sway_free)

G_END_DECLS
