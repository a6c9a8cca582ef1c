/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "muster-format.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

char *
muster_format_bytes (guint64 bytes)
{
  return g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}

char *
muster_format_memory (guint64 kib)
{
  /* A size that is whole gibibytes reads better without ".0". */
  if (kib > 0 && kib % (1024 * 1024) == 0)
    /* Translators: an amount of memory in gibibytes */
    return g_strdup_printf (_("%u GiB"), (guint) (kib / (1024 * 1024)));
  if (kib < 1024 * 1024 && kib > 0 && kib % 1024 == 0)
    /* Translators: an amount of memory in mebibytes */
    return g_strdup_printf (_("%u MiB"), (guint) (kib / 1024));

  return muster_format_bytes (kib * 1024);
}

char *
muster_format_rate (double bytes)
{
  if (bytes < 0)
    return g_strdup ("");
  if (bytes < 1000)
    /* Translators: bytes a second, a small whole number */
    return g_strdup_printf (_("%u B/s"), (guint) bytes);
  if (bytes < 1e6)
    return g_strdup_printf (_("%.0f kB/s"), bytes / 1e3);
  if (bytes < 1e9)
    return g_strdup_printf (_("%.1f MB/s"), bytes / 1e6);

  return g_strdup_printf (_("%.1f GB/s"), bytes / 1e9);
}

char *
muster_format_percent (double share)
{
  if (share < 0)
    return g_strdup ("");

  /* Translators: a share in percent; the first % is the sign itself */
  return g_strdup_printf (_("%d %%"), (int) lround (share * 100));
}

char *
muster_format_duration (gint64 seconds)
{
  int n = (int) CLAMP (seconds, 0, G_MAXINT);

  if (n < MINUTE)
    return g_strdup_printf (_("%d s"), n);
  if (n < HOUR)
    return g_strdup_printf (_("%d min"), n / MINUTE);
  if (n < DAY)
    return g_strdup_printf (_("%d h %d min"), n / HOUR, n % HOUR / MINUTE);

  return g_strdup_printf (_("%d d %d h"), n / DAY, n % DAY / HOUR);
}

char *
muster_format_time (gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (then == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (then) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    return g_date_time_format (then, "%X");

  return g_date_time_format (then, "%x %X");
}
