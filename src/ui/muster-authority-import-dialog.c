/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-file.h"
#include "muster-authority-import-dialog.h"

struct _MusterAuthorityImportDialog
{
  MusterFormDialog parent_instance;

  MusterPki *pki;
  GFile *source;               /* a file or a folder */
  GFile *key;                  /* when it is in a file of its own */
  AdwActionRow *source_row;
  AdwActionRow *key_row;
  GtkWidget *passphrase_row;
};

G_DEFINE_FINAL_TYPE (MusterAuthorityImportDialog, muster_authority_import_dialog, MUSTER_TYPE_FORM_DIALOG)

/* --- importing -------------------------------------------------------------------- */

/* Asks for a passphrase when the source turned out to have one. */
static void
ask (MusterAuthorityImportDialog *self,
     const GError                *error)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row));
  gboolean again = *typed != '\0';

  gtk_widget_set_visible (self->passphrase_row, TRUE);
  if (again)
    gtk_widget_add_css_class (self->passphrase_row, "error");
  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self),
                           again ? _("The passphrase was not accepted.")
                                 : _("The key is protected by a passphrase."),
                           again ? error->message : _("Type it to go on."));
  gtk_widget_grab_focus (self->passphrase_row);
  gtk_editable_select_region (GTK_EDITABLE (self->passphrase_row), 0, -1);
}

static void
fail (MusterAuthorityImportDialog *self,
      const GError                *error)
{
  g_autofree char *name = g_file_get_basename (self->source);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: a file or a folder */
  g_autofree char *act =
    g_strdup_printf (_("The certificate authority could not be imported from “%s”."), shown);

  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), act, error->message);
}

static DexFuture *
import_fiber (gpointer data)
{
  MusterAuthorityImportDialog *self = data;
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row));
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) kept = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_authority_file_open (g_file_peek_path (self->source),
                                                  self->key != NULL
                                                  ? g_file_peek_path (self->key) : NULL,
                                                  *passphrase != '\0' ? passphrase : NULL),
                      &error);

  if (muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return dex_future_new_true ();
  if (authority != NULL)
    kept = dex_await_object (muster_pki_import_authority (self->pki, authority), &error);

  if (kept != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else if (authority == NULL && muster_authority_file_needs_passphrase (error))
    ask (self, error);
  else
    fail (self, error);

  return dex_future_new_true ();
}

static void
muster_authority_import_dialog_apply (MusterFormDialog *dialog)
{
  MusterAuthorityImportDialog *self = MUSTER_AUTHORITY_IMPORT_DIALOG (dialog);

  gtk_widget_remove_css_class (self->passphrase_row, "error");
  muster_form_dialog_begin (dialog, _("The certificate authority is being read…"));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, import_fiber, g_object_ref (self),
                                          g_object_unref));
}

/* --- choosing --------------------------------------------------------------------- */

static void
show_path (AdwActionRow *row,
           GFile        *file)
{
  g_autofree char *path = g_file_get_parse_name (file);

  adw_action_row_set_subtitle (row, path);
}

static void
set_source (MusterAuthorityImportDialog *self,
            GFile                       *source,
            gboolean                     is_folder)
{
  if (source == NULL || muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return;

  g_set_object (&self->source, source);
  g_clear_object (&self->key);
  show_path (self->source_row, source);
  adw_action_row_set_subtitle (self->key_row, _("Only when it is not in the same file"));
  gtk_widget_set_visible (GTK_WIDGET (self->key_row), !is_folder);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase_row), "");
  gtk_widget_set_visible (self->passphrase_row, FALSE);
  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), NULL, NULL);
  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self), TRUE);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (MusterAuthorityImportDialog) self = data;
  g_autoptr (GFile) file =
    gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  set_source (self, file, FALSE);
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (MusterAuthorityImportDialog) self = data;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  set_source (self, folder, TRUE);
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (MusterAuthorityImportDialog) self = data;
  g_autoptr (GFile) file =
    gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL || muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return;
  g_set_object (&self->key, file);
  show_path (self->key_row, file);
}

static GtkFileDialog *
new_file_dialog (const char *title)
{
  GtkFileDialog *dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);

  return dialog;
}

static void
choose_file_cb (MusterAuthorityImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = new_file_dialog (_("File with the Certificate Authority"));

  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        file_chosen_cb, g_object_ref (self));
}

static void
choose_folder_cb (MusterAuthorityImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog =
    new_file_dialog (_("Folder with the Certificate Authority"));

  gtk_file_dialog_select_folder (dialog,
                                 GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                 folder_chosen_cb, g_object_ref (self));
}

static void
choose_key_cb (MusterAuthorityImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = new_file_dialog (_("File with the Private Key"));

  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        key_chosen_cb, g_object_ref (self));
}

/* --- object ----------------------------------------------------------------------- */

static void
muster_authority_import_dialog_dispose (GObject *object)
{
  MusterAuthorityImportDialog *self = MUSTER_AUTHORITY_IMPORT_DIALOG (object);

  g_clear_object (&self->pki);
  g_clear_object (&self->source);
  g_clear_object (&self->key);

  G_OBJECT_CLASS (muster_authority_import_dialog_parent_class)->dispose (object);
}

static void
muster_authority_import_dialog_class_init (MusterAuthorityImportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_authority_import_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_authority_import_dialog_apply;
}

static AdwActionRow *
add_path_row (AdwPreferencesGroup *group,
              const char          *title,
              const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);

  return ADW_ACTION_ROW (row);
}

static GtkWidget *
add_button_row (MusterAuthorityImportDialog *self,
                AdwPreferencesGroup         *group,
                const char                  *title,
                GCallback                    callback)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", callback, self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);

  return row;
}

static void
add_key_button (MusterAuthorityImportDialog *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Choose _Key…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_key_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->key_row, button);
  gtk_widget_set_visible (GTK_WIDGET (self->key_row), FALSE);
}

static void
muster_authority_import_dialog_init (MusterAuthorityImportDialog *self)
{
  AdwPreferencesGroup *sources = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *chosen = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *first;

  adw_preferences_group_set_description (sources, _("One that was exported before, one made with libvirt’s instructions, or that of oVirt: its folder /etc/pki/ovirt-engine, or a copy of it."));
  first = add_button_row (self, sources, _("Choose a _File…"), G_CALLBACK (choose_file_cb));
  add_button_row (self, sources, _("Choose a F_older…"), G_CALLBACK (choose_folder_cb));

  self->source_row = add_path_row (chosen, _("From"), _("Nothing is chosen yet"));
  self->key_row = add_path_row (chosen, _("Key"), NULL);
  add_key_button (self);
  self->passphrase_row = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passphrase_row),
                                 _("Passphrase"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->passphrase_row), TRUE);
  gtk_widget_set_visible (self->passphrase_row, FALSE);
  adw_preferences_group_add (chosen, self->passphrase_row);

  adw_dialog_set_title (ADW_DIALOG (self), _("Import Certificate Authority"));
  adw_dialog_set_focus (ADW_DIALOG (self), first);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Import"));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), sources);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), chosen);
}

AdwDialog *
muster_authority_import_dialog_new (MusterDesk *desk)
{
  MusterAuthorityImportDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_AUTHORITY_IMPORT_DIALOG, NULL);
  self->pki = g_object_ref (muster_desk_get_pki (desk));

  return ADW_DIALOG (self);
}
