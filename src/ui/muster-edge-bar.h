/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-display.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_EDGE_BAR (muster_edge_bar_get_type ())
G_DECLARE_FINAL_TYPE (MusterEdgeBar, muster_edge_bar, MUSTER, EDGE_BAR, GObject)

/**
 * muster_edge_bar_new:
 * @window: (transfer none): gets the action "win.show-bar"
 * @view: (transfer none): what is in it, with the bar on top
 *
 * Hides the bar of a window in full screen, and brings it back: when the pointer
 * touches the upper edge, when the keyboard is given back to the desktop, and
 * when the keyboard's focus comes to it.  It goes when nobody is in it any more.
 */
MusterEdgeBar *muster_edge_bar_new    (GtkWindow      *window,
                                       AdwToolbarView *view);

/** muster_edge_bar_follow: @display is what has the keyboard, and gives it back. */
void           muster_edge_bar_follow (MusterEdgeBar  *self,
                                       ConsoleDisplay *display);

/** muster_edge_bar_show: For who asks for it by a key. */
void           muster_edge_bar_show   (MusterEdgeBar  *self);

G_END_DECLS
