/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_LINE (muster_line_get_type ())
G_DECLARE_FINAL_TYPE (MusterLine, muster_line, MUSTER, LINE, GtkWidget)

/**
 * muster_line_new:
 * @chars: how wide it naturally is, whatever its text
 * @xalign: 0 start, 1 end
 *
 * One line of text for tables of thousands: it costs nothing until it is
 * drawn, and then only when its text has changed.  Of the same looks, a
 * #GtkInscription takes fifty times as long to make.
 */
GtkWidget  *muster_line_new         (guint       chars,
                                     float       xalign);
const char *muster_line_get_text    (MusterLine *self);
void        muster_line_set_text    (MusterLine *self,
                                     const char *text);
/**
 * muster_line_set_samples:
 * @samples: (nullable): texts there is to be room for, which stay where they are
 *
 * Makes it as wide as the widest of @samples, and never narrower.
 */
void        muster_line_set_samples (MusterLine         *self,
                                     const char * const *samples);
/** Digits of one width. */
void        muster_line_set_numeric (MusterLine *self,
                                     gboolean    numeric);
/** In small print, and dimmed. */
void        muster_line_set_minor   (MusterLine *self,
                                     gboolean    minor);

G_END_DECLS
