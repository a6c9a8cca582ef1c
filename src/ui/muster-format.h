/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** muster_format_bytes: Returns: (transfer full): "1.5 GiB", in binary units. */
char *muster_format_bytes    (guint64 bytes);

/** muster_format_memory: the same for a size given in KiB, as libvirt does. */
char *muster_format_memory   (guint64 kib);

/**
 * muster_format_rate:
 * @bytes: a second; negative when unknown
 *
 * Returns: (transfer full): "12 kB/s", "" when unknown
 */
char *muster_format_rate     (double  bytes);

/** muster_format_percent: of a share of 1; "" when negative (unknown). */
char *muster_format_percent  (double  share);

/**
 * muster_format_duration:
 * @seconds: how long
 *
 * Two units at most, as one reads an uptime.
 *
 * Returns: (transfer full): "3 d 4 h", "2 h 10 min", "5 min", "12 s"
 */
char *muster_format_duration (gint64  seconds);

/**
 * muster_format_time:
 * @time: wall-clock µs since the epoch
 *
 * Returns: (transfer full): the local time of day, with the date unless it is today
 */
char *muster_format_time     (gint64  time);

G_END_DECLS
