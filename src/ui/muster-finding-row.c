/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-finding-row.h"

GtkWidget *
muster_finding_row_new (const MusterFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon =
    gtk_image_new_from_icon_name (finding->severity == MUSTER_FINDING_ERROR
                                  ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  g_autofree char *text = g_strdup_printf ("%s\n%s", finding->cause, finding->repair);

  gtk_widget_add_css_class (icon, finding->severity == MUSTER_FINDING_ERROR
                                  ? "error" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  muster_finding_severity_to_label (finding->severity), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}
