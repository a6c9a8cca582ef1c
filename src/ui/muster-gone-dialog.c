/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-gone-dialog.h"
#include "muster-host-gone.h"

/* Room for some VMs beside the two questions. */
#define DIALOG_HEIGHT 520

struct _MusterGoneDialog
{
  MusterFormDialog parent_instance;

  AdwPreferencesGroup *vms_group;
  AdwPreferencesGroup *choice_group;
  AdwSwitchRow *off_row;
  AdwSwitchRow *start_row;

  MusterDesk *desk;
  MusterHost *host;
  char *uuid;
  GPtrArray *plan;              /* NULL until it is there */
  GPtrArray *rows;              /* of the VMs, borrowed from the group */
};

G_DEFINE_FINAL_TYPE (MusterGoneDialog, muster_gone_dialog, MUSTER_TYPE_FORM_DIALOG)

static gboolean
is_anything_planned (MusterGoneDialog *self)
{
  for (guint i = 0; self->plan != NULL && i < self->plan->len; i++)
    if (muster_takeover_get_state (self->plan->pdata[i]) == MUSTER_TAKEOVER_PLANNED)
      return TRUE;

  return FALSE;
}

static void
update_ready (MusterGoneDialog *self)
{
  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self),
                                is_anything_planned (self) &&
                                adw_switch_row_get_active (self->off_row));
}

/* --- the VMs -------------------------------------------------------------------------- */

static char *
describe_end (MusterTakeover *takeover)
{
  MusterHost *target = muster_takeover_get_target (takeover);
  const char *name = target != NULL ? muster_host_get_name (target) : "";
  const char *problem = muster_takeover_get_problem (takeover);

  switch (muster_takeover_get_state (takeover))
    {
    case MUSTER_TAKEOVER_PLANNED:
      return g_strdup_printf (muster_takeover_get_ran (takeover)
                                ? _("It ran. %s takes it over.")
                                : _("It was off. %s takes it over."), name);
    case MUSTER_TAKEOVER_DEFINED:
      return problem != NULL ? g_strdup_printf (_("%s has it now. %s"), name, problem)
                             : g_strdup_printf (_("%s has it now."), name);
    case MUSTER_TAKEOVER_STARTED:
      return g_strdup_printf (_("It runs on %s now."), name);
    case MUSTER_TAKEOVER_LEFT:
    default:
      return g_strdup (problem);
    }
}

static char *
describe_end_and_loss (MusterTakeover *takeover)
{
  const char *loss = muster_takeover_get_loss (takeover);
  g_autofree char *end = describe_end (takeover);

  return loss != NULL ? g_strdup_printf ("%s %s", end, loss) : g_steal_pointer (&end);
}

/* What is left alone is not said to be taken over. */
static char *
describe (MusterTakeover *takeover)
{
  char *text = describe_end_and_loss (takeover);
  g_autofree char *end = NULL;

  if (!muster_takeover_get_autostart (takeover) ||
      muster_takeover_get_state (takeover) == MUSTER_TAKEOVER_LEFT)
    return text;
  end = text;

  /* Translators: what becomes of a VM, in a sentence or two */
  return g_strdup_printf (_("%s The host that is gone starts it when it boots, so that it would run twice unless a lock manager guards its disks there."),
                          end);
}

/* One that nothing has become of yet has none. */
static void
add_icon (AdwActionRow   *row,
          MusterTakeover *takeover)
{
  gboolean problem = muster_takeover_get_problem (takeover) != NULL;
  GtkWidget *icon;

  if (!problem && muster_takeover_get_state (takeover) == MUSTER_TAKEOVER_PLANNED)
    return;
  icon = gtk_image_new_from_icon_name (problem ? "dialog-warning-symbolic"
                                               : "object-select-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (row, icon);
}

static void
add_row (MusterGoneDialog *self,
         MusterTakeover   *takeover)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe (takeover);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), muster_takeover_get_label (takeover));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  add_icon (ADW_ACTION_ROW (row), takeover);
  adw_preferences_group_add (self->vms_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (MusterGoneDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->vms_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->plan->len; i++)
    add_row (self, self->plan->pdata[i]);
  adw_preferences_group_set_description (self->vms_group, self->plan->len == 0
    ? _("It had no VMs when its definitions were copied last.")
    : _("From the copies of their definitions that the other hosts have. What was changed after the last copy is lost; disks are not touched."));
  gtk_widget_set_visible (GTK_WIDGET (self->choice_group), is_anything_planned (self));
  update_ready (self);
}

/* --- the plan ------------------------------------------------------------------------- */

static DexFuture *
planned_cb (DexFuture *future,
            gpointer   data)
{
  MusterGoneDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return dex_future_new_true ();
  if (value == NULL)
    {
      muster_form_dialog_fail (MUSTER_FORM_DIALOG (self),
                               _("Its VMs cannot be taken over."), error->message);
      return dex_future_new_true ();
    }
  self->plan = g_value_dup_boxed (value);
  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), NULL, NULL);
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->off_row));

  return dex_future_new_true ();
}

static void
plan (MusterGoneDialog *self)
{
  const char *uuid = muster_host_get_uuid (self->host);

  self->uuid = muster_host_gone_find (self->desk, uuid != NULL ? uuid
                                                               : muster_host_get_name (self->host));
  gtk_widget_set_visible (GTK_WIDGET (self->choice_group), FALSE);
  if (self->uuid == NULL)
    {
      muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("Its VMs cannot be taken over."),
                               _("No host that answers has copies of their definitions. They are made while Muster runs, for a data center that has been given a name, a cluster or the like."));
      return;
    }
  muster_form_dialog_begin (MUSTER_FORM_DIALOG (self), _("Looking at the copies…"));
  dex_future_disown (dex_future_finally (muster_host_gone_plan (self->desk, self->uuid, NULL),
                                         planned_cb, g_object_ref (self), g_object_unref));
}

/* --- the act -------------------------------------------------------------------------- */

static gboolean
has_problems (MusterGoneDialog *self)
{
  for (guint i = 0; i < self->plan->len; i++)
    if (muster_takeover_get_problem (self->plan->pdata[i]) != NULL)
      return TRUE;

  return FALSE;
}

static DexFuture *
taken_cb (DexFuture *future,
          gpointer   data)
{
  MusterGoneDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return dex_future_new_true ();
  fill (self);
  if (value == NULL)
    muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("Its VMs were not taken over."),
                             error->message);
  else if (has_problems (self))
    muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("Not all of its VMs run again."),
                             _("Those with a warning were left alone or not started, for the reason beside them."));
  else
    adw_dialog_force_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
muster_gone_dialog_apply (MusterFormDialog *dialog)
{
  MusterGoneDialog *self = MUSTER_GONE_DIALOG (dialog);
  g_autoptr (MusterTask) task =
    muster_task_new (_("Take Over"), muster_host_get_name (self->host));

  muster_task_set_can_cancel (task, TRUE);
  muster_task_list_add (muster_desk_get_tasks (self->desk), task);
  muster_form_dialog_begin (dialog, _("Defining them on the other hosts…"));
  dex_future_disown (dex_future_finally (
    muster_host_gone_take (self->desk, self->uuid, self->plan,
                           adw_switch_row_get_active (self->start_row), task),
    taken_cb, g_object_ref (self), g_object_unref));
}

/* --- object --------------------------------------------------------------------------- */

static void
muster_gone_dialog_dispose (GObject *object)
{
  MusterGoneDialog *self = MUSTER_GONE_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->host);
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_gone_dialog_parent_class)->dispose (object);
}

static void
muster_gone_dialog_class_init (MusterGoneDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_gone_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_gone_dialog_apply;
}

static AdwSwitchRow *
new_switch (const char *title,
            const char *subtitle,
            gboolean    active)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), active);

  return ADW_SWITCH_ROW (row);
}

static void
muster_gone_dialog_init (MusterGoneDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->vms_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->choice_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->off_row = new_switch (_("The _Host Is Powered Off"),
                              _("See for yourself: while it runs, its VMs would run twice and damage their disks."),
                              FALSE);
  self->start_row = new_switch (_("_Start Those That Ran"),
                                _("Unless their new host lacks one of their disks"), TRUE);
  adw_preferences_group_set_title (self->vms_group, _("Virtual Machines"));
  adw_preferences_group_add (self->choice_group, GTK_WIDGET (self->off_row));
  adw_preferences_group_add (self->choice_group, GTK_WIDGET (self->start_row));
  adw_dialog_set_content_height (ADW_DIALOG (self), DIALOG_HEIGHT);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Take Over"));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), self->choice_group);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), self->vms_group);
  g_signal_connect_swapped (self->off_row, "notify::active", G_CALLBACK (update_ready), self);
}

AdwDialog *
muster_gone_dialog_new (MusterDesk *desk,
                        MusterHost *host)
{
  MusterGoneDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  self = g_object_new (MUSTER_TYPE_GONE_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->host = g_object_ref (host);
  /* Translators: a host's name */
  title = g_strdup_printf (_("Take Over VMs of %s"), muster_host_get_name (host));
  adw_dialog_set_title (ADW_DIALOG (self), title);
  plan (self);

  return ADW_DIALOG (self);
}
