/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** How far back a history reaches, in microseconds: five minutes. */
#define MUSTER_HISTORY_SPAN (5 * 60 * G_USEC_PER_SEC)

/**
 * MusterMetric:
 *
 * What is measured of a VM; a host has the first two only.
 *
 * @MUSTER_METRIC_CPU: share of all its virtual CPUs, 0 to 1
 * @MUSTER_METRIC_MEMORY: share of its memory, 0 to 1
 * @MUSTER_METRIC_DISK_READ: bytes a second, as the others below
 */
typedef enum
{
  MUSTER_METRIC_CPU,
  MUSTER_METRIC_MEMORY,
  MUSTER_METRIC_DISK_READ,
  MUSTER_METRIC_DISK_WRITE,
  MUSTER_METRIC_NET_RX,
  MUSTER_METRIC_NET_TX,
  MUSTER_N_METRICS
} MusterMetric;

/**
 * MusterSample:
 * @time: monotonic, in microseconds
 * @values: by #MusterMetric; negative where unknown
 */
typedef struct
{
  gint64 time;
  float values[MUSTER_N_METRICS];
} MusterSample;

#define MUSTER_TYPE_HISTORY (muster_history_get_type ())
G_DECLARE_FINAL_TYPE (MusterHistory, muster_history, MUSTER, HISTORY, GObject)

/**
 * muster_history_new:
 *
 * The last five minutes of one object's measurements.  Signal "changed" after
 * each push.
 */
MusterHistory      *muster_history_new        (void);

/** muster_history_push: Appends @sample and forgets what is older than the span. */
void                muster_history_push       (MusterHistory      *self,
                                               const MusterSample *sample);
guint               muster_history_get_length (MusterHistory      *self);

/** muster_history_get: Returns: the sample at @index, 0 being the oldest. */
const MusterSample *muster_history_get        (MusterHistory      *self,
                                               guint               index);

/** muster_history_get_end: wall-clock µs since the epoch of the newest sample that says something; 0 without one. */
gint64              muster_history_get_end    (MusterHistory      *self);

G_END_DECLS
