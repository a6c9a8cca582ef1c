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

/* Adwaita announces only titles of its own. */
static void
announce_cb (GtkWidget *label)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (label), gtk_label_get_text (GTK_LABEL (label)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

AdwToast *
muster_ui_new_toast (const char *text,
                     const char *button)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* What it would like to have the button does not get in a narrow window. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), button != NULL ? 16 : 60);
  adw_toast_set_button_label (toast, button);
  gtk_widget_add_css_class (label, "heading");
  g_signal_connect (label, "map", G_CALLBACK (announce_cb), NULL);
  adw_toast_set_custom_title (toast, label);

  return toast;
}

void
muster_ui_set_toast_text (AdwToast   *toast,
                          const char *text)
{
  gtk_label_set_text (GTK_LABEL (adw_toast_get_custom_title (toast)), text);
}

const char *
muster_ui_get_toast_text (AdwToast *toast)
{
  return gtk_label_get_text (GTK_LABEL (adw_toast_get_custom_title (toast)));
}

void
muster_ui_set_stale (GtkWidget *widget,
                     gboolean   stale)
{
  if (stale)
    gtk_widget_add_css_class (widget, "stale");
  else
    gtk_widget_remove_css_class (widget, "stale");
}

static gboolean
focus_cb (gpointer data)
{
  GtkWidget *focus = data;

  if (gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus))
    gtk_widget_grab_focus (focus);

  return G_SOURCE_REMOVE;
}

/* Later the dialog calls its focus what the sheet has given the keyboard to. */
static void
dialog_mapped_cb (AdwDialog *dialog)
{
  GtkWidget *focus = adw_dialog_get_focus (dialog);

  if (focus != NULL)
    g_idle_add_full (G_PRIORITY_LOW, focus_cb, g_object_ref (focus), g_object_unref);
}

void
muster_ui_focus_when_shown (AdwDialog *dialog)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));

  g_signal_connect (dialog, "map", G_CALLBACK (dialog_mapped_cb), NULL);
}
