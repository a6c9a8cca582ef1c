/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-cpu-fitting.h"
#include "muster-move-dialog.h"

/* Room for some clusters beside what a refusal says. */
#define DIALOG_HEIGHT 420
/* And for what is lost. */
#define REPORT_HEIGHT 640
/* Of more VMs the number is told: each is a widget. */
#define MAX_VM_ROWS 100

struct _MusterMoveDialog
{
  MusterFormDialog parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *new_group;         /* where there is but one cluster */
  GtkCheckButton *first_check;  /* the others are in its group */
  AdwPreferencesGroup *cpu_group;
  AdwExpanderRow *features_row;
  AdwExpanderRow *vms_row;
  GPtrArray *cpu_rows;          /* pairs of an expander and a row in it, borrowed */

  MusterDesk *desk;
  MusterHost *host;
  GPtrArray *rows;              /* of the clusters, borrowed from the group */
  char *chosen;                 /* the id of a cluster */
  char *told;                   /* of which cluster it is shown what its CPU would lose */
  char *compared;               /* the cluster that it was compared with */
};

G_DEFINE_FINAL_TYPE (MusterMoveDialog, muster_move_dialog, MUSTER_TYPE_FORM_DIALOG)

static MusterDataCenter *
get_data_center (MusterMoveDialog *self)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
}

static const char *
get_current (MusterMoveDialog *self)
{
  MusterCluster *cluster =
    muster_data_center_find_cluster_of (get_data_center (self), self->host);

  return cluster != NULL ? muster_cluster_get_id (cluster) : NULL;
}

static void
update_ready (MusterMoveDialog *self)
{
  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self),
                                self->chosen != NULL &&
                                g_strcmp0 (self->chosen, get_current (self)) != 0);
}

/* --- what becomes of the CPU ---------------------------------------------------------------- */

static void
add_line (MusterMoveDialog *self,
          AdwExpanderRow   *expander,
          const char       *title,
          const char       *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_expander_row_add_row (expander, row);
  g_ptr_array_add (self->cpu_rows, expander);
  g_ptr_array_add (self->cpu_rows, row);
}

static void
forget_cpu (MusterMoveDialog *self)
{
  for (guint i = 0; i < self->cpu_rows->len; i += 2)
    adw_expander_row_remove (self->cpu_rows->pdata[i], self->cpu_rows->pdata[i + 1]);
  g_ptr_array_set_size (self->cpu_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->cpu_group), FALSE);
  g_clear_pointer (&self->told, g_free);
  adw_dialog_set_content_height (ADW_DIALOG (self), DIALOG_HEIGHT);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Move"));
}

static void
forget_another (MusterMoveDialog *self)
{
  if (self->told == NULL || g_strcmp0 (self->told, self->chosen) == 0)
    return;
  forget_cpu (self);
  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), NULL, NULL);
}

static void
set_title (AdwExpanderRow *row,
           char           *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_free (title);
}

static void
list_vms (MusterMoveDialog *self,
          GPtrArray        *vms)
{
  guint n_more = vms->len > MAX_VM_ROWS ? vms->len - MAX_VM_ROWS : 0;
  g_autofree char *more = g_strdup_printf (ngettext ("%u other VM", "%u other VMs", n_more), n_more);

  for (guint i = 0; i < vms->len - n_more; i++)
    {
      const MusterCpuFitVm *vm = vms->pdata[i];

      add_line (self, self->vms_row, vm->name, vm->host);
    }
  if (n_more > 0)
    add_line (self, self->vms_row, more, NULL);
}

static void
list_cpu (MusterMoveDialog *self,
          MusterCpuFit     *fit)
{
  guint n_features = g_strv_length (fit->lost);
  guint n_vms = fit->vms->len;
  g_autofree char *features = g_strjoinv (" ", fit->lost);

  add_line (self, self->features_row, features, NULL);
  list_vms (self, fit->vms);
  set_title (self->features_row,
             g_strdup_printf (ngettext ("%u Feature Lost", "%u Features Lost", n_features),
                              n_features));
  set_title (self->vms_row,
             g_strdup_printf (ngettext ("%u VM Concerned", "%u VMs Concerned", n_vms), n_vms));
  gtk_widget_set_visible (GTK_WIDGET (self->vms_row), n_vms > 0);
}

/* From here on the act is another one. */
static void
tell_lowering (MusterMoveDialog *self,
               MusterCluster    *cluster,
               MusterCpuFit     *fit)
{
  g_autofree char *text = muster_cpu_fit_to_text (fit, muster_host_get_name (self->host),
                                                  muster_cluster_get_name (cluster));

  forget_cpu (self);
  list_cpu (self, fit);
  g_set_str (&self->told, muster_cluster_get_id (cluster));
  gtk_widget_set_visible (GTK_WIDGET (self->cpu_group), TRUE);
  adw_dialog_set_content_height (ADW_DIALOG (self), REPORT_HEIGHT);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Move and Lower CPU"));
  muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("The cluster’s CPU would lose features."),
                           text);
}

/* --- the clusters --------------------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton *check,
            gpointer        data)
{
  MusterMoveDialog *self = data;

  if (!gtk_check_button_get_active (check))
    return;
  g_set_str (&self->chosen, g_object_get_data (G_OBJECT (check), "muster-cluster"));
  forget_another (self);
  update_ready (self);
}

static GtkWidget *
new_check (MusterMoveDialog *self,
           MusterCluster    *cluster)
{
  GtkWidget *check = gtk_check_button_new ();

  g_object_set_data_full (G_OBJECT (check), "muster-cluster",
                          g_strdup (muster_cluster_get_id (cluster)), g_free);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->first_check);
  if (self->first_check == NULL)
    self->first_check = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  muster_cluster_get_name (cluster), -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               g_strcmp0 (self->chosen, muster_cluster_get_id (cluster)) == 0);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);

  return check;
}

static AdwActionRow *
add_cluster (MusterMoveDialog *self,
             MusterCluster    *cluster)
{
  gboolean current = g_strcmp0 (muster_cluster_get_id (cluster), get_current (self)) == 0;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), muster_cluster_get_name (cluster));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               current ? _("The host is in this cluster now.")
                                       : muster_cluster_get_description (cluster));
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);

  return ADW_ACTION_ROW (row);
}

static void
add_choice (MusterMoveDialog *self,
            MusterCluster    *cluster)
{
  AdwActionRow *row = add_cluster (self, cluster);
  GtkWidget *check = new_check (self, cluster);

  adw_action_row_add_prefix (row, check);
  adw_action_row_set_activatable_widget (row, check);
}

static void
clear (MusterMoveDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  self->first_check = NULL;
}

static void
fill (MusterMoveDialog *self)
{
  GListModel *clusters = muster_data_center_get_clusters (get_data_center (self));
  guint n = g_list_model_get_n_items (clusters);

  clear (self);
  if (self->chosen == NULL ||
      muster_data_center_find_cluster (get_data_center (self), self->chosen) == NULL)
    g_set_str (&self->chosen, get_current (self));
  forget_another (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      if (n > 1)
        add_choice (self, cluster);
      else
        add_cluster (self, cluster);
    }
  adw_preferences_group_set_description (self->group,
                                         n > 1 ? NULL
                                               : _("There is no other cluster yet."));
  gtk_widget_set_visible (self->new_group, n == 1);
  update_ready (self);
}

/* --- the act -------------------------------------------------------------------------------- */

static DexFuture *
moved_cb (DexFuture *future,
          gpointer   data)
{
  MusterMoveDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return dex_future_new_true ();
  if (dex_future_get_value (future, &error) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("The host could not be moved."),
                             error->message);

  return dex_future_new_true ();
}

static void
move (MusterMoveDialog    *self,
      MusterHostMoveFlags  flags)
{
  muster_form_dialog_begin (MUSTER_FORM_DIALOG (self), _("Writing to the hosts…"));
  dex_future_disown (dex_future_finally (muster_host_move (self->desk, self->host, self->chosen,
                                                           flags),
                                         moved_cb, g_object_ref (self), g_object_unref));
}

/* Where nobody could tell it is moved; whoever looks hears that it was not compared. */
static void
go_on (MusterMoveDialog *self,
       MusterCpuFit     *fit)
{
  MusterCluster *cluster =
    muster_data_center_find_cluster (get_data_center (self), self->chosen);

  if (g_strcmp0 (self->chosen, self->compared) != 0)
    {
      muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), _("The host could not be moved."),
                               _("The cluster does not exist any more."));
      return;
    }
  if (fit->verdict == MUSTER_CPU_LOWERS && cluster != NULL)
    {
      tell_lowering (self, cluster, fit);
      return;
    }
  if (fit->verdict == MUSTER_CPU_UNKNOWN)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", fit->reason);
  move (self, MUSTER_HOST_MOVE_NONE);
}

static DexFuture *
compared_cb (DexFuture *future,
             gpointer   data)
{
  MusterMoveDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (!muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    go_on (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

/* Cancelled meanwhile, it is not moved. */
static void
muster_move_dialog_apply (MusterFormDialog *dialog)
{
  MusterMoveDialog *self = MUSTER_MOVE_DIALOG (dialog);
  MusterCluster *cluster =
    muster_data_center_find_cluster (get_data_center (self), self->chosen);

  if (cluster == NULL || g_strcmp0 (self->told, self->chosen) == 0)
    {
      move (self, self->told != NULL ? MUSTER_HOST_MOVE_LOWER_CPU : MUSTER_HOST_MOVE_NONE);
      return;
    }
  g_set_str (&self->compared, self->chosen);
  muster_form_dialog_begin (dialog, _("Comparing its processor with those of the cluster…"));
  dex_future_disown (dex_future_finally (muster_cluster_fit_cpu (self->desk, cluster, self->host),
                                         compared_cb, g_object_ref (self), g_object_unref));
}

/* --- object --------------------------------------------------------------------------------- */

static void
muster_move_dialog_dispose (GObject *object)
{
  MusterMoveDialog *self = MUSTER_MOVE_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->host);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->cpu_rows, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->compared, g_free);
  g_clear_pointer (&self->told, g_free);

  G_OBJECT_CLASS (muster_move_dialog_parent_class)->dispose (object);
}

static void
muster_move_dialog_class_init (MusterMoveDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_move_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_move_dialog_apply;
}

static GtkWidget *
new_button_row (void)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("_New Cluster…"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (row), "list-add-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.new-cluster");

  return row;
}

static AdwExpanderRow *
add_expander (MusterMoveDialog *self)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_group_add (self->cpu_group, row);

  return ADW_EXPANDER_ROW (row);
}

static void
init_cpu (MusterMoveDialog *self)
{
  self->cpu_rows = g_ptr_array_new ();
  self->cpu_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->cpu_group, _("CPU of the Cluster"));
  self->features_row = add_expander (self);
  self->vms_row = add_expander (self);
  gtk_widget_set_visible (GTK_WIDGET (self->cpu_group), FALSE);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), self->cpu_group);
}

static void
muster_move_dialog_init (MusterMoveDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->new_group = adw_preferences_group_new ();
  adw_preferences_group_set_title (self->group, _("Cluster"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->new_group), new_button_row ());
  adw_dialog_set_content_height (ADW_DIALOG (self), DIALOG_HEIGHT);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), _("_Move"));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), self->group);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (self->new_group));
  init_cpu (self);
}

AdwDialog *
muster_move_dialog_new (MusterDesk *desk,
                        MusterHost *host)
{
  MusterMoveDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  self = g_object_new (MUSTER_TYPE_MOVE_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->host = g_object_ref (host);
  /* Translators: a host's name */
  title = g_strdup_printf (_("Move %s"), muster_host_get_name (host));
  adw_dialog_set_title (ADW_DIALOG (self), title);
  fill (self);
  if (self->first_check != NULL)
    adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->first_check));
  g_signal_connect_object (muster_data_center_get_clusters (get_data_center (self)),
                           "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);

  return ADW_DIALOG (self);
}
