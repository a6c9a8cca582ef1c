/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-days.h"
#include "muster-cli-error.h"

#define MAX_DAYS 3652

int
muster_cli_days_read (const char  *text,
                      int          fallback,
                      GError     **error)
{
  guint64 days = fallback;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MAX_DAYS, &days, NULL))
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                   _("“%s” is no number of days from 1 to %d."), text, MAX_DAYS);
      return 0;
    }

  return (int) days;
}
