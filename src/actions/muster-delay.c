/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libdex.h>

#include "muster-delay.h"

gboolean
muster_delay (guint milliseconds)
{
  g_autoptr (GError) error = NULL;

  dex_await (dex_timeout_new_msec (milliseconds), &error);

  return g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT);
}
