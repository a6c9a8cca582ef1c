/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-create-dialog.h"

struct _MusterAuthorityCreateDialog
{
  MusterFormDialog parent_instance;

  MusterPki *pki;
  GtkEditable *name_row;
};

G_DEFINE_FINAL_TYPE (MusterAuthorityCreateDialog, muster_authority_create_dialog, MUSTER_TYPE_FORM_DIALOG)

static char *
dup_name (MusterAuthorityCreateDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

static void
update (MusterAuthorityCreateDialog *self)
{
  g_autofree char *name = dup_name (self);

  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self), *name != '\0');
}

static DexFuture *
created_cb (DexFuture *future,
            gpointer   data)
{
  MusterFormDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (muster_form_dialog_is_closed (self))
    return dex_future_new_true ();
  if (dex_future_get_value (future, &error) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    muster_form_dialog_fail (self, _("The certificate authority could not be created."),
                             error->message);

  return dex_future_new_true ();
}

static void
muster_authority_create_dialog_apply (MusterFormDialog *dialog)
{
  MusterAuthorityCreateDialog *self = MUSTER_AUTHORITY_CREATE_DIALOG (dialog);
  g_autofree char *name = dup_name (self);

  muster_form_dialog_begin (dialog, _("A key is being made…"));
  dex_future_disown (dex_future_finally (muster_pki_create_authority (self->pki, name),
                                         created_cb, g_object_ref (self), g_object_unref));
}

static void
muster_authority_create_dialog_dispose (GObject *object)
{
  g_clear_object (&MUSTER_AUTHORITY_CREATE_DIALOG (object)->pki);

  G_OBJECT_CLASS (muster_authority_create_dialog_parent_class)->dispose (object);
}

static void
muster_authority_create_dialog_class_init (MusterAuthorityCreateDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_authority_create_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_authority_create_dialog_apply;
}

static void
muster_authority_create_dialog_init (MusterAuthorityCreateDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();

  self->name_row = GTK_EDITABLE (row);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), 64);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Its private key is kept in the keyring of this computer and nowhere else. Export it afterwards, for the safe and for other computers."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  adw_dialog_set_title (ADW_DIALOG (self), _("New Certificate Authority"));
  adw_dialog_set_focus (ADW_DIALOG (self), row);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("C_reate"));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (group));
}

AdwDialog *
muster_authority_create_dialog_new (MusterDesk *desk)
{
  MusterAuthorityCreateDialog *self;
  MusterDataCenter *center;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_AUTHORITY_CREATE_DIALOG, NULL);
  self->pki = g_object_ref (muster_desk_get_pki (desk));
  center = muster_inventory_get_data_center (muster_desk_get_inventory (desk));
  gtk_editable_set_text (self->name_row, muster_data_center_get_name (center));

  return ADW_DIALOG (self);
}
