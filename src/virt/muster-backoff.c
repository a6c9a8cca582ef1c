/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-backoff.h"

#define FIRST_MS 1000
#define LAST_MS 30000
#define JITTER 0.2

/**
 * muster_backoff_get_delay_ms:
 * @failures: how many attempts have failed in a row, 0 for the first wait
 * @chance: 0 to 1, at random
 *
 * How long to wait before the next attempt: 1 s, doubling up to 30 s, and up
 * to a fifth more or less, so that desktops that lost a host together do not
 * come back together.
 *
 * Returns: milliseconds
 */
guint
muster_backoff_get_delay_ms (guint  failures,
                             double chance)
{
  guint delay = FIRST_MS;

  for (guint i = 0; i < failures && delay < LAST_MS; i++)
    delay *= 2;

  delay = MIN (delay, LAST_MS);
  return delay * (1 - JITTER + 2 * JITTER * CLAMP (chance, 0, 1));
}
