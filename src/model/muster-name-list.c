/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-name-list.h"

#define MAX_NAMES 5

char *
muster_name_list_to_text (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len && i < MAX_NAMES; i++)
    /* Translators: a name as one of a list; the space parts it from the last */
    g_string_append_printf (text, i > 0 ? _(", “%s”") : _("“%s”"),
                            (const char *) names->pdata[i]);
  if (names->len > MAX_NAMES)
    g_string_append_printf (text, ngettext (" and %u other", " and %u others",
                                            names->len - MAX_NAMES),
                            names->len - MAX_NAMES);

  return g_string_free_and_steal (text);
}
