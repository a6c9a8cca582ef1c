/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-export-dialog.h"

struct _MusterAuthorityExportDialog
{
  MusterFormDialog parent_instance;

  MusterPki *pki;
  AdwPreferencesGroup *group;
  AdwComboRow *format_row;
  GtkWidget *first_row;
  GtkWidget *second_row;
  GtkWidget *hint;
};

G_DEFINE_FINAL_TYPE (MusterAuthorityExportDialog, muster_authority_export_dialog, MUSTER_TYPE_FORM_DIALOG)

static const struct
{
  const char *title;
  const char *name;
} formats[] =
{
  [MUSTER_AUTHORITY_PKCS12] = { N_("PKCS #12"), "certificate-authority.p12" },
  [MUSTER_AUTHORITY_PEM] = { N_("PEM, with the key as PKCS #8"), "certificate-authority.pem" },
};

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* --- writing ------------------------------------------------------------------------ */

typedef struct
{
  MusterAuthorityExportDialog *dialog;
  GFile *file;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_clear_object (&self->dialog);
  g_clear_object (&self->file);
  g_free (self);
}

static DexFuture *
export_fiber (gpointer data)
{
  Export *self = data;
  MusterAuthorityExportDialog *dialog = self->dialog;
  MusterFormDialog *form = MUSTER_FORM_DIALOG (dialog);
  g_autofree char *path = g_file_get_parse_name (self->file);
  g_autofree char *act = g_strdup_printf (_("The certificate authority could not be exported to “%s”."), path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    dex_await_boxed (muster_pki_export_authority (dialog->pki,
                                                  adw_combo_row_get_selected (dialog->format_row),
                                                  get_text (dialog->first_row)),
                     &error);

  if (bytes != NULL)
    dex_await (dex_file_replace_contents_bytes (self->file, bytes, NULL, FALSE,
                                                G_FILE_CREATE_PRIVATE |
                                                G_FILE_CREATE_REPLACE_DESTINATION),
               &error);
  if (muster_form_dialog_is_closed (form))
    return dex_future_new_true ();
  if (error != NULL)
    {
      muster_form_dialog_fail (form, act, error->message);
      return dex_future_new_true ();
    }
  gtk_widget_activate_action (GTK_WIDGET (dialog), "win.toast", "s",
                              _("The certificate authority was exported."));
  adw_dialog_force_close (ADW_DIALOG (dialog));

  return dex_future_new_true ();
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MusterAuthorityExportDialog) dialog = data;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  Export *self;

  if (file == NULL || muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (dialog)))
    return;

  muster_form_dialog_begin (MUSTER_FORM_DIALOG (dialog), _("The file is being written…"));
  self = g_new0 (Export, 1);
  self->dialog = g_object_ref (dialog);
  self->file = g_object_ref (file);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, export_fiber, self, export_free));
}

static void
muster_authority_export_dialog_apply (MusterFormDialog *dialog)
{
  MusterAuthorityExportDialog *self = MUSTER_AUTHORITY_EXPORT_DIALOG (dialog);
  g_autoptr (GtkFileDialog) chooser = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (chooser, _("Export Certificate Authority"));
  gtk_file_dialog_set_initial_name (chooser,
                                    formats[adw_combo_row_get_selected (self->format_row)].name);
  gtk_file_dialog_save (chooser, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        chosen_cb, g_object_ref (self));
}

/* --- the form ------------------------------------------------------------------------ */

/* Returns: (nullable): what is missing yet */
static char *
dup_hint (MusterAuthorityExportDialog *self)
{
  const char *first = get_text (self->first_row);

  if (g_utf8_strlen (first, -1) < MUSTER_PASSPHRASE_LENGTH)
    return g_strdup_printf (ngettext ("A passphrase has at least %d character.",
                                      "A passphrase has at least %d characters.",
                                      MUSTER_PASSPHRASE_LENGTH),
                            MUSTER_PASSPHRASE_LENGTH);
  if (!g_str_equal (first, get_text (self->second_row)))
    return g_strdup (_("The two passphrases differ."));

  return NULL;
}

static void
update (MusterAuthorityExportDialog *self)
{
  g_autofree char *hint = dup_hint (self);

  gtk_label_set_text (GTK_LABEL (self->hint), hint != NULL ? hint : "");
  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self), hint == NULL);
}

static void
muster_authority_export_dialog_dispose (GObject *object)
{
  g_clear_object (&MUSTER_AUTHORITY_EXPORT_DIALOG (object)->pki);

  G_OBJECT_CLASS (muster_authority_export_dialog_parent_class)->dispose (object);
}

static void
muster_authority_export_dialog_class_init (MusterAuthorityExportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_authority_export_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_authority_export_dialog_apply;
}

static void
add_format_row (MusterAuthorityExportDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_string_list_append (titles, _(formats[i].title));
  self->format_row = ADW_COMBO_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Format"));
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (titles));
  adw_preferences_group_add (self->group, row);
}

static GtkWidget *
add_passphrase_row (MusterAuthorityExportDialog *self,
                    const char                  *title)
{
  GtkWidget *row = adw_password_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);

  return row;
}

static void
add_hint (MusterAuthorityExportDialog *self)
{
  self->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_widget_set_margin_top (self->hint, 12);
  gtk_widget_add_css_class (self->hint, "dimmed");
  adw_preferences_group_add (self->group, self->hint);
}

static void
muster_authority_export_dialog_init (MusterAuthorityExportDialog *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_description (self->group, _("Whoever has the file and its passphrase can issue certificates that every host trusts. Without the passphrase nobody can read it again."));
  add_format_row (self);
  self->first_row = add_passphrase_row (self, _("Passphrase"));
  self->second_row = add_passphrase_row (self, _("Passphrase Again"));
  add_hint (self);

  adw_dialog_set_title (ADW_DIALOG (self), _("Export Certificate Authority"));
  adw_dialog_set_focus (ADW_DIALOG (self), self->first_row);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Export…"));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), self->group);
  update (self);
}

AdwDialog *
muster_authority_export_dialog_new (MusterPki *pki)
{
  MusterAuthorityExportDialog *self;

  g_return_val_if_fail (MUSTER_IS_PKI (pki), NULL);

  self = g_object_new (MUSTER_TYPE_AUTHORITY_EXPORT_DIALOG, NULL);
  self->pki = g_object_ref (pki);

  return ADW_DIALOG (self);
}
