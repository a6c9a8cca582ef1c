/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_METER (muster_meter_get_type ())
G_DECLARE_FINAL_TYPE (MusterMeter, muster_meter, MUSTER, METER, GtkWidget)

/**
 * muster_meter_new:
 *
 * A small bar with its percentage, for tables of thousands: its size does not
 * depend on its value, so that a change only draws.  Properties "value" (0 to
 * 1, negative unknown: nothing is drawn), "show-text" and "label" (what is
 * measured, for its accessible name: "CPU 12 %").
 */
GtkWidget *muster_meter_new           (void);
double     muster_meter_get_value     (MusterMeter *self);
void       muster_meter_set_value     (MusterMeter *self,
                                       double       value);
void       muster_meter_set_show_text (MusterMeter *self,
                                       gboolean     show_text);
void       muster_meter_set_label     (MusterMeter *self,
                                       const char  *label);

G_END_DECLS
