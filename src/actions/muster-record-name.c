/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-record-name.h"
#include "muster-vm-actions.h"

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED, reason);

  return FALSE;
}

gboolean
muster_record_name_check (const char  *name,
                          GError     **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  if (*name == '\0')
    return refuse (error, _("A name is needed."));
  if (!g_utf8_validate (name, -1, NULL) || strpbrk (name, "\r\n\t") != NULL)
    return refuse (error, _("The name is not one line of text."));
  if (g_utf8_strlen (name, -1) > MUSTER_RECORD_NAME_MAX)
    return refuse (error, _("The name is too long. 64 characters are the most."));

  return TRUE;
}

int
muster_record_name_get_room (const char *kept)
{
  g_return_val_if_fail (kept != NULL, MUSTER_RECORD_NAME_MAX);

  return (int) MAX (MUSTER_RECORD_NAME_MAX, g_utf8_strlen (kept, -1));
}
