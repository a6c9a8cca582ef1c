/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"

char *
muster_cli_format_memory (guint64 kib)
{
  if (kib == 0)
    return g_strdup ("");

  return g_format_size_full (MIN (kib, G_MAXUINT64 / 1024) * 1024,
                             G_FORMAT_SIZE_IEC_UNITS);
}

char *
muster_cli_format_percent (double share)
{
  if (share < 0)
    return g_strdup ("");

  return g_strdup_printf ("%.0f %%", share * 100);
}

char *
muster_cli_format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (microseconds > 0)
    time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  /* TRANSLATORS: a local date and time, see g_date_time_format() */
  return time != NULL ? g_date_time_format (time, _("%Y-%m-%d %H:%M:%S"))
                      : g_strdup ("");
}
