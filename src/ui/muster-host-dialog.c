/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-draft-credentials.h"
#include "muster-host-actions.h"
#include "muster-host-departure.h"
#include "muster-host-dialog.h"
#include "muster-host-form.h"

struct _MusterHostDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkWidget *cancel_button;
  GtkButton *save_button;
  MusterHostForm *form;
  GtkWidget *result_group;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkWidget *result_spinner;
  GtkImage *result_icon;
  GtkWidget *details_row;
  GtkLabel *details_label;
  GtkWidget *anyway_row;

  MusterDesk *desk;
  MusterHostEntry *entry;
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

/* --- what the form shows ---------------------------------------------------- */

static void
update_button (MusterHostDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button),
                            !self->busy && !muster_host_form_is_empty (self->form));
}

static void
set_busy (MusterHostDialog *self,
          gboolean          busy)
{
  self->busy = busy;
  /* What becomes insensitive would lose the focus to nothing. */
  if (busy)
    gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  if (!busy && !self->closed)
    muster_host_form_focus (self->form);
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

static void
form_problem_cb (MusterHostDialog *self,
                 const char       *message,
                 const char       *reason)
{
  show_problem (self, message, reason, NULL, FALSE);
}

/* --- testing and saving ------------------------------------------------------------ */

/* Keys for a test of what the form says, which is not stored yet. */
static MusterCredentials *
dup_credentials (const Attempt *attempt)
{
  g_autoptr (MusterCredentials) stored =
    muster_desk_dup_credentials (attempt->dialog->desk, attempt->entry);

  if (attempt->login == NULL || stored == NULL)
    return g_steal_pointer (&stored);

  return muster_draft_credentials_new (stored, attempt->login);
}

static gboolean
await_test (Attempt *attempt)
{
  MusterHostDialog *self = attempt->dialog;
  g_autoptr (MusterCredentials) credentials = dup_credentials (attempt);
  g_autoptr (MusterHostTest) test = NULL;
  g_autoptr (GError) error = NULL;

  test = dex_await_boxed (muster_host_test (attempt->entry->uri, credentials), &error);
  if (test != NULL && test->ok)
    {
      if (dex_await (muster_host_check_uuid (self->desk, attempt->entry, test->uuid), &error))
        return TRUE;
      if (!self->closed)
        show_problem (self, _("The host cannot be saved."), error->message, NULL, FALSE);
      return FALSE;
    }
  if (!self->closed)
    show_problem (self,
                  test != NULL ? test->message : error->message,
                  test != NULL ? test->advice : NULL,
                  test != NULL ? test->details : NULL, TRUE);

  return FALSE;
}

/* A record that only got a new password is tried again. */
static gboolean
await_stored (Attempt  *attempt,
              GError  **error)
{
  MusterDesk *desk = attempt->dialog->desk;
  MusterInventory *inventory = muster_desk_get_inventory (desk);
  MusterHost *host;
  g_autofree char *id = NULL;

  /* That the others cannot be told now is no reason not to save it here. */
  dex_await (muster_host_rewrite (desk, attempt->entry), NULL);
  id =
    dex_await_string (muster_host_save (muster_desk_get_store (desk),
                                        muster_desk_get_secrets (desk),
                                        attempt->entry, attempt->login),
                      error);

  if (id == NULL)
    return FALSE;

  host = muster_data_center_find_host (muster_inventory_get_data_center (inventory), id);
  if (attempt->login != NULL && host != NULL)
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

static void
start_saving (MusterHostDialog *self,
              gboolean          anyway)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  Attempt *attempt;

  if (self->busy)
    return;

  entries = muster_host_form_read (self->form, &error);
  if (entries == NULL)
    {
      show_problem (self, error->message, NULL, NULL, FALSE);
      return;
    }

  attempt = g_new0 (Attempt, 1);
  attempt->dialog = g_object_ref (self);
  attempt->entry = muster_host_entry_copy (entries->pdata[0]);
  attempt->anyway = anyway;
  attempt->login = muster_host_form_dup_login (self->form);
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
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_spinner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, result_icon);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, details_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, details_label);
  gtk_widget_class_bind_template_child (widget_class, MusterHostDialog, anyway_row);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_problem_cb);
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
    muster_host_form_focus (self->form);

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
  g_type_ensure (MUSTER_TYPE_HOST_FORM);
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

AdwDialog *
muster_host_dialog_new (MusterDesk            *desk,
                        const MusterHostEntry *entry)
{
  MusterHostDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_HOST_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->entry = muster_host_entry_copy (entry);
  if (muster_desk_get_secrets (desk) == NULL)
    adw_dialog_set_content_height (ADW_DIALOG (self), -1);
  muster_host_form_set_desk (self->form, desk, entry);

  return ADW_DIALOG (self);
}
