/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-history.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CHART_CARD (muster_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (MusterChartCard, muster_chart_card, MUSTER, CHART_CARD, AdwBin)

/**
 * MusterChartCard:
 *
 * A chart with its title and the values of now.  Properties "title",
 * "metric", "second-metric" (%MUSTER_N_METRICS for none), "label" and
 * "second-label" (what the two lines are).
 */
void muster_chart_card_set_history (MusterChartCard *self,
                                    MusterHistory   *history);

G_END_DECLS
