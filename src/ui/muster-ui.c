/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-ui.h"
#include "muster-ui-resources.h"

void
muster_ui_init (void)
{
  muster_ui_register_resource ();
}

void
muster_ui_set_description (AdwStatusPage *page,
                           const char    *text)
{
  g_autofree char *escaped = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_status_page_set_description (page, escaped);
}
