/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint muster_backoff_get_delay_ms (guint  failures,
                                   double chance);

G_END_DECLS
