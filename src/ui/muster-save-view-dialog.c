/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-record-name.h"
#include "muster-save-view-dialog.h"

struct _MusterSaveViewDialog
{
  AdwAlertDialog parent_instance;

  MusterViewBook *book;
  MusterVmTable *table;
  GtkEditable *entry;
};

G_DEFINE_FINAL_TYPE (MusterSaveViewDialog, muster_save_view_dialog, ADW_TYPE_ALERT_DIALOG)

static DexFuture *
failed_cb (DexFuture *future,
           gpointer   table)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  gtk_widget_activate_action (table, "win.toast", "s", error->message);

  return dex_future_new_true ();
}

static void
muster_save_view_dialog_response (AdwAlertDialog *dialog,
                                  const char     *response)
{
  MusterSaveViewDialog *self = MUSTER_SAVE_VIEW_DIALOG (dialog);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  g_autoptr (MusterSavedView) view = NULL;

  if (!g_str_equal (response, "save"))
    return;
  view = muster_vm_table_make_view (self->table, name);
  dex_future_disown (dex_future_catch (muster_view_book_save (self->book, view), failed_cb,
                                       g_object_ref (self->table), g_object_unref));
}

static void
update (MusterSaveViewDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "save", *name != '\0');
}

static void
muster_save_view_dialog_dispose (GObject *object)
{
  MusterSaveViewDialog *self = MUSTER_SAVE_VIEW_DIALOG (object);

  g_clear_object (&self->book);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (muster_save_view_dialog_parent_class)->dispose (object);
}

static void
muster_save_view_dialog_class_init (MusterSaveViewDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_save_view_dialog_dispose;
  ADW_ALERT_DIALOG_CLASS (klass)->response = muster_save_view_dialog_response;
}

static void
muster_save_view_dialog_init (MusterSaveViewDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_entry_row_new ();

  self->entry = GTK_EDITABLE (row);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), MUSTER_RECORD_NAME_MAX);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  adw_alert_dialog_set_heading (dialog, _("Save View"));
  adw_alert_dialog_set_body (dialog, _("The search, the columns and their order are kept in the sidebar under this name. A view of the same name is replaced."));
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "save");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_dialog_set_focus (ADW_DIALOG (self), row);
  update (self);
}

AdwDialog *
muster_save_view_dialog_new (MusterViewBook *book,
                             MusterVmTable  *table,
                             const char     *name)
{
  MusterSaveViewDialog *self;

  g_return_val_if_fail (MUSTER_IS_VIEW_BOOK (book), NULL);
  g_return_val_if_fail (MUSTER_IS_VM_TABLE (table), NULL);

  self = g_object_new (MUSTER_TYPE_SAVE_VIEW_DIALOG, NULL);
  self->book = g_object_ref (book);
  self->table = g_object_ref (table);
  if (name != NULL)
    {
      adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->entry),
                                    muster_record_name_get_room (name));
      gtk_editable_set_text (self->entry, name);
    }

  return ADW_DIALOG (self);
}
