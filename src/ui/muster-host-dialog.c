/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-folder-credentials.h"
#include "muster-host-actions.h"
#include "muster-host-dialog.h"
#include "muster-identity.h"
#include "muster-pki-folder.h"

struct _MusterHostDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkWidget *cancel_button;
  GtkButton *save_button;
  GtkWidget *form;
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkWidget *identity_group;
  AdwComboRow *identity_row;
  GtkWidget *login_group;
  AdwExpanderRow *login_row;
  AdwEntryRow *user_row;
  AdwEntryRow *password_row;
  GtkWidget *result_group;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkWidget *result_spinner;
  GtkImage *result_icon;
  GtkWidget *details_row;
  GtkLabel *details_label;
  GtkWidget *anyway_row;

  MusterDesk *desk;
  MusterHostEntry *entry;      /* what is edited; NULL when adding */
  GPtrArray *identities;       /* MusterSecretInfo; "none" comes before them */
  gboolean name_typed;
  gboolean setting_name;
  gboolean closed;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MusterHostDialog, muster_host_dialog, ADW_TYPE_DIALOG)

/**
 * Attempt:
 *
 * One press of the button: what the form said then.
 */
typedef struct
{
  MusterHostDialog *dialog;
  MusterHostEntry *entry;
  MusterLogin *login;
  gboolean anyway;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_clear_object (&attempt->dialog);
  g_clear_pointer (&attempt->entry, muster_host_entry_free);
  g_clear_pointer (&attempt->login, muster_login_free);
  g_free (attempt);
}

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* --- what the form shows ---------------------------------------------------- */

static void
update_button (MusterHostDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button),
                            !self->busy && *get_text (self->address_row) != '\0');
}

static void
set_busy (MusterHostDialog *self,
          gboolean          busy)
{
  self->busy = busy;
  /* What becomes insensitive would lose the focus to nothing. */
  if (busy)
    gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_sensitive (self->identity_group, !busy);
  gtk_widget_set_sensitive (self->login_group, !busy);
  if (!busy && !self->closed)
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  update_button (self);
}

static void
show_progress (MusterHostDialog *self,
               const char       *text)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), text);
  adw_action_row_set_subtitle (self->result_row, NULL);
  gtk_stack_set_visible_child (self->result_stack, self->result_spinner);
  gtk_widget_set_visible (self->result_group, TRUE);
  gtk_widget_set_visible (self->details_row, FALSE);
  gtk_widget_set_visible (self->anyway_row, FALSE);
}

static void
show_problem (MusterHostDialog *self,
              const char       *message,
              const char       *advice,
              const char       *details,
              gboolean          can_save)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), message);
  adw_action_row_set_subtitle (self->result_row, advice);
  gtk_image_set_from_icon_name (self->result_icon, "dialog-warning-symbolic");
  gtk_stack_set_visible_child (self->result_stack, GTK_WIDGET (self->result_icon));
  gtk_label_set_text (self->details_label, details != NULL ? details : "");
  gtk_widget_set_visible (self->details_row, details != NULL && *details != '\0');
  gtk_widget_set_visible (self->anyway_row, can_save);
  gtk_widget_set_visible (self->result_group, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
form_changed_cb (MusterHostDialog *self)
{
  if (self->save_button == NULL)
    return;

  gtk_widget_set_visible (self->result_group, FALSE);
  update_button (self);
}

/* Suggests a name as long as nobody has typed one. */
static void
suggest_name (MusterHostDialog *self)
{
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  if (self->name_typed)
    return;

  uri = muster_host_uri_from_address (get_text (self->address_row), NULL);
  name = uri != NULL ? muster_host_name_from_uri (uri) : g_strdup ("");
  self->setting_name = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  self->setting_name = FALSE;
}

static void
address_changed_cb (MusterHostDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
  suggest_name (self);
  form_changed_cb (self);
}

static void
name_changed_cb (MusterHostDialog *self)
{
  if (!self->setting_name)
    self->name_typed = *get_text (self->name_row) != '\0';
  form_changed_cb (self);
}

static void
identity_changed_cb (MusterHostDialog *self)
{
  form_changed_cb (self);
}

/* --- identities ------------------------------------------------------------------ */

static const char *
get_identity (MusterHostDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->identity_row);

  if (self->identities == NULL || selected == 0 || selected > self->identities->len)
    return NULL;

  return ((MusterSecretInfo *) g_ptr_array_index (self->identities, selected - 1))->id;
}

static void
show_identities (MusterHostDialog *self,
                 GPtrArray        *identities,
                 const char       *selected)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint position = 0;

  gtk_string_list_append (names, _("None"));
  for (guint i = 0; i < identities->len; i++)
    {
      MusterSecretInfo *info = g_ptr_array_index (identities, i);

      gtk_string_list_append (names, info->name);
      if (g_strcmp0 (info->id, selected) == 0)
        position = i + 1;
    }
  /* Most desks have one identity: it is the one. */
  if (position == 0 && selected == NULL && self->entry == NULL && identities->len > 0)
    position = 1;

  g_clear_pointer (&self->identities, g_ptr_array_unref);
  self->identities = g_ptr_array_ref (identities);
  adw_combo_row_set_model (self->identity_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->identity_row, position);
}

static gboolean
await_identities (MusterHostDialog  *self,
                  const char        *selected,
                  GError           **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (self->desk);
  g_autoptr (GPtrArray) identities =
    dex_await_boxed (muster_secret_store_list_identities (secrets), error);

  if (identities == NULL)
    return FALSE;
  if (!self->closed)
    show_identities (self, identities, selected);

  return TRUE;
}

static DexFuture *
load_fiber (gpointer data)
{
  MusterHostDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (!await_identities (self, self->entry != NULL ? self->entry->identity : NULL,
                         &error) &&
      !self->closed)
    show_problem (self, _("The keyring cannot be read."), error->message, NULL, FALSE);

  return dex_future_new_true ();
}

typedef struct
{
  MusterHostDialog *dialog;
  GFile *folder;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_clear_object (&import->dialog);
  g_clear_object (&import->folder);
  g_free (import);
}

static DexFuture *
import_fiber (gpointer data)
{
  Import *import = data;
  MusterHostDialog *self = import->dialog;
  MusterSecretStore *secrets = muster_desk_get_secrets (self->desk);
  g_autoptr (MusterIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *name;

  identity = dex_await_object (
    muster_identity_import_folder (g_file_peek_path (import->folder)), &error);
  if (identity != NULL)
    {
      name = muster_identity_get_common_name (identity);
      id = dex_await_string (
        muster_secret_store_add_identity (secrets, identity,
                                          name != NULL ? name
                                          : muster_identity_get_subject (identity)),
        &error);
    }
  if (id != NULL && await_identities (self, id, &error) && !self->closed)
    gtk_widget_grab_focus (GTK_WIDGET (self->save_button));
  if (error != NULL && !self->closed)
    show_problem (self, _("The identity cannot be imported."), error->message, NULL,
                  FALSE);

  return dex_future_new_true ();
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (MusterHostDialog) self = data;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  Import *import;

  if (folder == NULL || self->closed)
    return;

  import = g_new0 (Import, 1);
  import->dialog = g_object_ref (self);
  import->folder = g_object_ref (folder);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, import_fiber, import, import_free));
}

static void
import_cb (MusterHostDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _("Folder with the Certificate and Key"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (root), NULL,
                                 folder_chosen_cb, g_object_ref (self));
}

/* --- testing and saving ------------------------------------------------------------ */

/* Keys for a test of what the form says, which is not stored yet. */
static MusterCredentials *
await_credentials (Attempt          *attempt,
                   MusterPkiFolder **folder,
                   GError          **error)
{
  MusterDesk *desk = attempt->dialog->desk;
  MusterSecretStore *secrets = muster_desk_get_secrets (desk);
  g_autoptr (MusterIdentity) identity = NULL;
  const char *path = NULL;

  if (secrets == NULL || attempt->login == NULL)
    return muster_desk_dup_credentials (desk, attempt->entry);

  if (attempt->entry->identity != NULL)
    {
      identity = dex_await_object (
        muster_secret_store_get_identity (secrets, attempt->entry->identity), error);
      if (identity == NULL)
        return NULL;
      *folder = muster_pki_folder_new (identity, error);
      if (*folder == NULL)
        return NULL;
      path = muster_pki_folder_get_path (*folder);
    }

  return muster_folder_credentials_new (path, attempt->login);
}

static gboolean
await_test (Attempt *attempt)
{
  MusterHostDialog *self = attempt->dialog;
  g_autoptr (MusterPkiFolder) folder = NULL;
  g_autoptr (MusterCredentials) credentials = NULL;
  g_autoptr (MusterHostTest) test = NULL;
  g_autoptr (GError) error = NULL;

  credentials = await_credentials (attempt, &folder, &error);
  if (error != NULL)
    {
      show_problem (self, _("The keys for this host could not be read."),
                    error->message, NULL, TRUE);
      return FALSE;
    }

  test = dex_await_boxed (muster_host_test (attempt->entry->uri, credentials), &error);
  if (test != NULL && test->ok)
    return TRUE;
  if (!self->closed)
    show_problem (self,
                  test != NULL ? test->message : error->message,
                  test != NULL ? test->advice : NULL,
                  test != NULL ? test->details : NULL, TRUE);

  return FALSE;
}

static gboolean
await_login_stored (Attempt  *attempt,
                    GError  **error)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (attempt->dialog->desk);

  if (secrets == NULL || attempt->login == NULL)
    return TRUE;

  return dex_await (muster_secret_store_set_login (secrets, attempt->entry->id,
                                                   attempt->entry->name,
                                                   attempt->login),
                    error);
}

/* The host is tried as soon as its record is there: its password has to be
 * there before.  A record that only got a new password is tried again. */
static gboolean
await_stored (Attempt  *attempt,
              GError  **error)
{
  MusterDesk *desk = attempt->dialog->desk;
  MusterStore *store = muster_desk_get_store (desk);
  MusterSecretStore *secrets = muster_desk_get_secrets (desk);
  MusterInventory *inventory = muster_desk_get_inventory (desk);
  gboolean is_new = attempt->entry->id == NULL;
  MusterHost *host;

  if (is_new)
    attempt->entry->id = g_uuid_string_random ();
  if (!await_login_stored (attempt, error))
    return FALSE;
  if (!dex_await (is_new ? muster_host_add (store, attempt->entry)
                         : muster_host_edit (store, attempt->entry), error))
    {
      if (is_new && secrets != NULL && attempt->login != NULL)
        dex_future_disown (muster_secret_store_remove_login (secrets,
                                                             attempt->entry->id));
      return FALSE;
    }
  host = muster_data_center_find_host (muster_inventory_get_data_center (inventory),
                                       attempt->entry->id);
  if (!is_new && attempt->login != NULL && host != NULL)
    muster_inventory_retry (inventory, host);

  return TRUE;
}

static DexFuture *
save_fiber (gpointer data)
{
  Attempt *attempt = data;
  MusterHostDialog *self = attempt->dialog;
  g_autoptr (GError) error = NULL;

  if ((attempt->anyway || await_test (attempt)) && !self->closed)
    {
      if (await_stored (attempt, &error))
        adw_dialog_force_close (ADW_DIALOG (self));
      else
        show_problem (self, _("The host cannot be saved."), error->message, NULL, FALSE);
    }
  set_busy (self, FALSE);

  return dex_future_new_true ();
}

static MusterHostEntry *
read_form (MusterHostDialog  *self,
           GError           **error)
{
  g_autofree char *uri =
    muster_host_uri_from_address (get_text (self->address_row), error);
  g_autofree char *name = NULL;

  if (uri == NULL)
    return NULL;

  name = *get_text (self->name_row) != '\0' ? g_strdup (get_text (self->name_row))
                                            : muster_host_name_from_uri (uri);

  return muster_host_entry_new (self->entry != NULL ? self->entry->id : NULL,
                                name, uri, get_identity (self));
}

static void
start_saving (MusterHostDialog *self,
              gboolean          anyway)
{
  g_autoptr (GError) error = NULL;
  Attempt *attempt;
  MusterHostEntry *entry;

  if (self->busy)
    return;

  entry = read_form (self, &error);
  if (entry == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
      show_problem (self, error->message, NULL, NULL, FALSE);
      return;
    }

  attempt = g_new0 (Attempt, 1);
  attempt->dialog = g_object_ref (self);
  attempt->entry = entry;
  attempt->anyway = anyway;
  if (*get_text (self->user_row) != '\0')
    attempt->login = muster_login_new (get_text (self->user_row),
                                       get_text (self->password_row));
  set_busy (self, TRUE);
  if (!anyway)
    show_progress (self, _("Testing the connection…"));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, attempt, attempt_free));
}

static void
save_cb (MusterHostDialog *self)
{
  start_saving (self, FALSE);
}

static void
anyway_cb (MusterHostDialog *self)
{
  start_saving (self, TRUE);
}

static void
cancel_cb (MusterHostDialog *self)
{
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
copy_cb (MusterHostDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->details_label));
}

/* --- object -------------------------------------------------------------------------- */

static void
muster_host_dialog_closed (AdwDialog *dialog)
{
  MUSTER_HOST_DIALOG (dialog)->closed = TRUE;
}

static void
muster_host_dialog_dispose (GObject *object)
{
  MusterHostDialog *self = MUSTER_HOST_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->identities, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_HOST_DIALOG);

  G_OBJECT_CLASS (muster_host_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, form);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, identity_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, identity_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, login_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, login_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_spinner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_icon);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, details_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, details_label);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, anyway_row);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, identity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, anyway_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static gboolean
focus_cb (gpointer data)
{
  MusterHostDialog *self = data;

  if (!self->closed && !self->busy)
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));

  return G_SOURCE_REMOVE;
}

/* As a sheet on a narrow window the dialog does not go by its focus widget. */
static void
muster_host_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_host_dialog_parent_class)->map (widget);

  g_idle_add_full (G_PRIORITY_LOW, focus_cb, g_object_ref (widget), g_object_unref);
}

static void
muster_host_dialog_class_init (MusterHostDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_host_dialog_dispose;
  widget_class->map = muster_host_dialog_map;
  ADW_DIALOG_CLASS (klass)->closed = muster_host_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-host-dialog.ui");
  bind_children (widget_class);
}

static void
muster_host_dialog_init (MusterHostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_button (self);
}

static void
show_entry (MusterHostDialog *self)
{
  adw_dialog_set_title (ADW_DIALOG (self), _("Edit Host"));
  gtk_button_set_label (self->save_button, _("_Save"));
  self->name_typed = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), self->entry->uri);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->entry->name);
}

AdwDialog *
muster_host_dialog_new (MusterDesk            *desk,
                        const MusterHostEntry *entry)
{
  MusterHostDialog *self;
  gboolean keeps_secrets;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_HOST_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  keeps_secrets = muster_desk_get_secrets (desk) != NULL;
  if (!keeps_secrets)
    adw_dialog_set_content_height (ADW_DIALOG (self), -1);
  gtk_widget_set_visible (self->identity_group, keeps_secrets);
  gtk_widget_set_visible (self->login_group, keeps_secrets);
  if (entry != NULL)
    {
      self->entry = muster_host_entry_copy (entry);
      show_entry (self);
    }
  if (keeps_secrets)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber,
                                            g_object_ref (self), g_object_unref));

  return ADW_DIALOG (self);
}
