/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_PROGRESS_RING (muster_progress_ring_get_type ())
G_DECLARE_FINAL_TYPE (MusterProgressRing, muster_progress_ring, MUSTER, PROGRESS_RING, GtkWidget)

/** MusterProgressRing: a circle that fills, of an icon's size. */
void muster_progress_ring_set_fraction (MusterProgressRing *self,
                                        double              fraction);

G_END_DECLS
