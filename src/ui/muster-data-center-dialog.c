/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-data-center-actions.h"
#include "muster-data-center-dialog.h"
#include "muster-record-name.h"

struct _MusterDataCenterDialog
{
  MusterFormDialog parent_instance;

  GtkEditable *name_row;
  GtkEditable *description_row;
  GPtrArray *hosts;
  GPtrArray *rows;              /* of AdwSwitchRow, one a host */

  MusterDesk *desk;
  MusterTask *task;             /* the last attempt */
};

G_DEFINE_FINAL_TYPE (MusterDataCenterDialog, muster_data_center_dialog, MUSTER_TYPE_FORM_DIALOG)

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static GPtrArray *
list_chosen (MusterDataCenterDialog *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->rows->len; i++)
    if (adw_switch_row_get_active (self->rows->pdata[i]))
      g_ptr_array_add (chosen, g_object_ref (self->hosts->pdata[i]));

  return chosen;
}

static void
update (MusterDataCenterDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autoptr (GPtrArray) chosen = list_chosen (self);

  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self), *name != '\0' && chosen->len > 0);
}

/* --- the act -------------------------------------------------------------------------------- */

/* Closing the dialog stops nothing: the task list says how it ended. */
static DexFuture *
done_cb (DexFuture *future,
         gpointer   data)
{
  MusterDataCenterDialog *self = data;
  MusterFormDialog *dialog = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    muster_task_finish (self->task);
  else
    muster_task_fail (self->task, error->message, "", "");
  if (muster_form_dialog_is_closed (dialog))
    return dex_future_new_true ();
  if (error == NULL)
    adw_dialog_force_close (ADW_DIALOG (dialog));
  else
    muster_form_dialog_fail (dialog, _("The data center could not be created."), error->message);

  return dex_future_new_true ();
}

static void
muster_data_center_dialog_apply (MusterFormDialog *dialog)
{
  MusterDataCenterDialog *self = MUSTER_DATA_CENTER_DIALOG (dialog);
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *description = dup_text (self->description_row);
  g_autoptr (GPtrArray) chosen = list_chosen (self);
  DexFuture *future = muster_data_center_create (self->desk, name, description, chosen);

  g_clear_object (&self->task);
  self->task = muster_task_new (_("Create Data Center"), name);
  muster_task_list_add (muster_desk_get_tasks (self->desk), self->task);
  muster_form_dialog_begin (dialog, _("Writing to the hosts…"));
  dex_future_disown (dex_future_finally (future, done_cb, g_object_ref (self), g_object_unref));
}

/* --- object --------------------------------------------------------------------------------- */

static void
muster_data_center_dialog_dispose (GObject *object)
{
  MusterDataCenterDialog *self = MUSTER_DATA_CENTER_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_data_center_dialog_parent_class)->dispose (object);
}

static void
muster_data_center_dialog_finalize (GObject *object)
{
  g_clear_object (&MUSTER_DATA_CENTER_DIALOG (object)->task);

  G_OBJECT_CLASS (muster_data_center_dialog_parent_class)->finalize (object);
}

static void
muster_data_center_dialog_class_init (MusterDataCenterDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_data_center_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = muster_data_center_dialog_finalize;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_data_center_dialog_apply;
}

static GtkEditable *
add_entry (GtkWidget  *group,
           const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return GTK_EDITABLE (row);
}

static void
muster_data_center_dialog_init (MusterDataCenterDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_ptr_array_new ();
  self->name_row = add_entry (group, _("Name"));
  self->description_row = add_entry (group, _("Description"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name_row), MUSTER_RECORD_NAME_MAX);
  g_signal_connect_object (self->name_row, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (group));
}

/* Returns: (nullable): why the host cannot be had. */
static const char *
find_hindrance (MusterDataCenterDialog *self,
                MusterHost             *host)
{
  if (muster_host_get_state (host) != MUSTER_HOST_ONLINE)
    return _("Does not answer");
  if (muster_membership_get_other (muster_desk_get_membership (self->desk), host) != NULL)
    return _("Belongs to another data center");

  return NULL;
}

static void
add_host (MusterDataCenterDialog *self,
          GtkWidget              *group,
          MusterHost             *host)
{
  const char *hindrance = find_hindrance (self, host);
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), muster_host_get_name (host));
  if (hindrance != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hindrance);
  gtk_widget_set_sensitive (row, hindrance == NULL);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (self->rows, row);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (muster_host_get_name (*(MusterHost **) a),
                         muster_host_get_name (*(MusterHost **) b));
}

static GPtrArray *
list_hosts (MusterDataCenter *center)
{
  GListModel *hosts = muster_data_center_get_hosts (center);
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (hosts, i));
  g_ptr_array_sort (sorted, compare_names);

  return sorted;
}

static void
add_hosts (MusterDataCenterDialog *self)
{
  MusterDataCenter *center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *name = g_markup_escape_text (muster_data_center_get_name (center), -1);
  /* Translators: the name of a data center */
  g_autofree char *text = g_strdup_printf (_("They leave “%s”, and their VMs go on running. The new data center is shown then."),
                                           name);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Hosts"));
  if (muster_membership_get_id (muster_desk_get_membership (self->desk)) != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
  self->hosts = list_hosts (center);
  for (guint i = 0; i < self->hosts->len; i++)
    add_host (self, group, self->hosts->pdata[i]);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (group));
}

AdwDialog *
muster_data_center_dialog_new (MusterDesk *desk)
{
  MusterDataCenterDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_DATA_CENTER_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  adw_dialog_set_title (ADW_DIALOG (self), _("New Data Center"));
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("C_reate"));
  add_hosts (self);

  return ADW_DIALOG (self);
}
