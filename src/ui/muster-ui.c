/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-ui.h"
#include "muster-ui-resources.h"

/* By then a sheet has opened; and so narrow is a window whose dialogs are sheets. */
#define SHEET_MS 500
#define SHEET_WIDTH 450

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

void
muster_ui_tell_fullscreen (GtkButton *button,
                           gboolean   fullscreen)
{
  const char *name = fullscreen ? _("Leave full screen") : _("Full screen");

  g_return_if_fail (GTK_IS_BUTTON (button));

  gtk_button_set_icon_name (button, fullscreen ? "view-restore-symbolic"
                                               : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* To take it once more would select what has been typed. */
static gboolean
has_keyboard (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
focus_cb (gpointer data)
{
  GtkWidget *focus = data;

  if (gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus) && !has_keyboard (focus))
    gtk_widget_grab_focus (focus);

  return G_SOURCE_REMOVE;
}

static gboolean
is_sheet (AdwDialog *dialog)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (dialog));

  return root != NULL && gtk_widget_get_width (GTK_WIDGET (root)) <= SHEET_WIDTH;
}

/* Later the dialog calls its focus what the sheet has given the keyboard to; now and then
 * the sheet does that after all that is idle. */
static void
dialog_mapped_cb (AdwDialog *dialog)
{
  GtkWidget *focus = adw_dialog_get_focus (dialog);

  if (focus == NULL)
    return;
  g_idle_add_full (G_PRIORITY_LOW, focus_cb, g_object_ref (focus), g_object_unref);
  if (is_sheet (dialog))
    g_timeout_add_full (G_PRIORITY_LOW, SHEET_MS, focus_cb, g_object_ref (focus),
                        g_object_unref);
}

void
muster_ui_focus_when_shown (AdwDialog *dialog)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));

  g_signal_connect (dialog, "map", G_CALLBACK (dialog_mapped_cb), NULL);
}
