/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-history.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CHART (muster_chart_get_type ())
G_DECLARE_FINAL_TYPE (MusterChart, muster_chart, MUSTER, CHART, GtkWidget)

/**
 * muster_chart_new:
 *
 * One or two metrics of a #MusterHistory over its five minutes, shares from 0
 * to 100 %, rates against a scale that fits.
 */
GtkWidget *muster_chart_new         (void);
/**
 * muster_chart_set_metrics:
 * @second: %MUSTER_N_METRICS for none
 */
void       muster_chart_set_metrics (MusterChart   *self,
                                     MusterMetric   first,
                                     MusterMetric   second);
void       muster_chart_set_history (MusterChart   *self,
                                     MusterHistory *history);
/** The colour of the first (0) or second (1) line. */
void       muster_chart_get_color   (MusterChart   *self,
                                     guint          line,
                                     GdkRGBA       *color);

/** muster_chart_round_up: the least of 1, 2 and 5 times a power of ten that holds @value. */
double     muster_chart_round_up    (double         value);

G_END_DECLS
