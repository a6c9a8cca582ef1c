/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Returns: (transfer full): "1.5 GiB"; "" for 0, which is unknown. */
char *muster_cli_format_memory  (guint64 kib);
/** Returns: (transfer full): "12 %"; "" when negative. */
char *muster_cli_format_percent (double  share);
/** Returns: (transfer full): local date and time of µs since 1970; "" for 0. */
char *muster_cli_format_time    (gint64  microseconds);

G_END_DECLS
