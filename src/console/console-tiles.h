/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-framebuffer.h"

G_BEGIN_DECLS

/* A picture as small render nodes, scaled to a size in device pixels.  GTK draws
 * only the tiles that changed. */
typedef struct _ConsoleTiles ConsoleTiles;

ConsoleTiles *console_tiles_new          (void);
void          console_tiles_free         (ConsoleTiles         *self);
void          console_tiles_set          (ConsoleTiles         *self,
                                          ConsoleFramebuffer   *framebuffer,
                                          int                   width,
                                          int                   height);
void          console_tiles_set_software (ConsoleTiles         *self,
                                          gboolean              software);
void          console_tiles_invalidate   (ConsoleTiles         *self,
                                          const cairo_region_t *region);
void          console_tiles_snapshot     (ConsoleTiles         *self,
                                          GtkSnapshot          *snapshot);
guint64       console_tiles_get_n_made   (ConsoleTiles         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleTiles, console_tiles_free)

G_END_DECLS
