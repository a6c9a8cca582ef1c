/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-cluster-dialog.h"
#include "muster-record-name.h"

struct _MusterClusterDialog
{
  MusterFormDialog parent_instance;

  GtkEditable *name_row;
  GtkEditable *description_row;
  AdwSwitchRow *virt_row;
  AdwSwitchRow *gluster_row;

  MusterDesk *desk;
  GObject *item;                /* cluster or data center; NULL makes a cluster */
};

G_DEFINE_FINAL_TYPE (MusterClusterDialog, muster_cluster_dialog, MUSTER_TYPE_FORM_DIALOG)

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static MusterClusterServices
get_services (MusterClusterDialog *self)
{
  MusterClusterServices services = 0;

  if (self->virt_row == NULL || self->gluster_row == NULL)
    return MUSTER_CLUSTER_VIRT;
  if (adw_switch_row_get_active (self->virt_row))
    services |= MUSTER_CLUSTER_VIRT;
  if (adw_switch_row_get_active (self->gluster_row))
    services |= MUSTER_CLUSTER_GLUSTER;

  return services;
}

static void
set_services (MusterClusterDialog   *self,
              MusterClusterServices  services)
{
  adw_switch_row_set_active (self->virt_row, (services & MUSTER_CLUSTER_VIRT) != 0);
  adw_switch_row_set_active (self->gluster_row, (services & MUSTER_CLUSTER_GLUSTER) != 0);
}

static void
update (MusterClusterDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);

  muster_form_dialog_set_ready (MUSTER_FORM_DIALOG (self),
                                *name != '\0' && get_services (self) != 0);
}

/* --- the act -------------------------------------------------------------------------------- */

static const char *
get_old_name (MusterClusterDialog *self)
{
  if (MUSTER_IS_DATA_CENTER (self->item))
    return muster_data_center_get_name (MUSTER_DATA_CENTER (self->item));

  return MUSTER_IS_CLUSTER (self->item) ? muster_cluster_get_name (MUSTER_CLUSTER (self->item))
                                        : NULL;
}

/* Returns: (nullable): %NULL where a name stays that is longer than a new one may be. */
static char *
dup_name (MusterClusterDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);

  if (g_utf8_strlen (name, -1) > MUSTER_RECORD_NAME_MAX &&
      g_strcmp0 (name, get_old_name (self)) == 0)
    return NULL;

  return g_steal_pointer (&name);
}

static DexFuture *
begin (MusterClusterDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *description = dup_text (self->description_row);

  if (MUSTER_IS_DATA_CENTER (self->item))
    return muster_data_center_edit (self->desk, name, description);
  if (MUSTER_IS_CLUSTER (self->item))
    return muster_cluster_edit (self->desk, muster_cluster_get_id (MUSTER_CLUSTER (self->item)),
                                name, description, get_services (self));

  return muster_cluster_create (self->desk, name, description, get_services (self));
}

static const char *
get_failed_act (MusterClusterDialog *self)
{
  if (MUSTER_IS_DATA_CENTER (self->item))
    return _("The data center could not be changed.");
  if (MUSTER_IS_CLUSTER (self->item))
    return _("The cluster could not be changed.");

  return _("The cluster could not be created.");
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   data)
{
  MusterClusterDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (muster_form_dialog_is_closed (MUSTER_FORM_DIALOG (self)))
    return dex_future_new_true ();
  if (dex_future_get_value (future, &error) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    muster_form_dialog_fail (MUSTER_FORM_DIALOG (self), get_failed_act (self), error->message);

  return dex_future_new_true ();
}

static void
muster_cluster_dialog_apply (MusterFormDialog *dialog)
{
  MusterClusterDialog *self = MUSTER_CLUSTER_DIALOG (dialog);

  muster_form_dialog_begin (dialog, _("Writing to the hosts…"));
  dex_future_disown (dex_future_finally (begin (self), done_cb, g_object_ref (self),
                                         g_object_unref));
}

/* --- object --------------------------------------------------------------------------------- */

static void
muster_cluster_dialog_dispose (GObject *object)
{
  MusterClusterDialog *self = MUSTER_CLUSTER_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (muster_cluster_dialog_parent_class)->dispose (object);
}

static void
muster_cluster_dialog_class_init (MusterClusterDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_cluster_dialog_dispose;
  MUSTER_FORM_DIALOG_CLASS (klass)->apply = muster_cluster_dialog_apply;
}

static GtkEditable *
add_row (GtkWidget  *group,
         const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return GTK_EDITABLE (row);
}

static AdwSwitchRow *
add_switch (MusterClusterDialog *self,
            GtkWidget           *group,
            const char          *title,
            const char          *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);

  return ADW_SWITCH_ROW (row);
}

/* A data center has none of its own. */
static void
add_services (MusterClusterDialog   *self,
              MusterClusterServices  services)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Services"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("What the hosts of the cluster are for: at least one of the two."));
  self->virt_row = add_switch (self, group, _("_Virtual Machines"),
                               _("Without it no VM is started there or moved there; those that run go on"));
  self->gluster_row = add_switch (self, group, _("_Gluster Volumes"),
                                  _("The hosts keep the bricks of volumes that VMs can have their disks on"));
  set_services (self, services);
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (group));
}

static void
muster_cluster_dialog_init (MusterClusterDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->name_row = add_row (group, _("Name"));
  self->description_row = add_row (group, _("Description"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name_row), MUSTER_RECORD_NAME_MAX);
  g_signal_connect_object (self->name_row, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
  muster_form_dialog_add (MUSTER_FORM_DIALOG (self), ADW_PREFERENCES_GROUP (group));
}

static void
set_name (MusterClusterDialog *self,
          const char          *name)
{
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name_row),
                                muster_record_name_get_room (name));
  gtk_editable_set_text (self->name_row, name);
}

static MusterClusterDialog *
new_dialog (MusterDesk *desk,
            gpointer    item,
            const char *title,
            const char *act)
{
  MusterClusterDialog *self = g_object_new (MUSTER_TYPE_CLUSTER_DIALOG, NULL);

  self->desk = g_object_ref (desk);
  g_set_object (&self->item, item);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  muster_form_dialog_set_act (MUSTER_FORM_DIALOG (self), act);

  return self;
}

AdwDialog *
muster_cluster_dialog_new (MusterDesk *desk)
{
  MusterClusterDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = new_dialog (desk, NULL, _("New Cluster"), _("C_reate"));
  add_services (self, MUSTER_CLUSTER_VIRT);

  return ADW_DIALOG (self);
}

AdwDialog *
muster_cluster_dialog_new_for_cluster (MusterDesk    *desk,
                                       MusterCluster *cluster)
{
  MusterClusterDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_CLUSTER (cluster), NULL);

  self = new_dialog (desk, cluster, _("Edit Cluster"), _("_Save"));
  add_services (self, muster_cluster_get_services (cluster));
  set_name (self, muster_cluster_get_name (cluster));
  gtk_editable_set_text (self->description_row, muster_cluster_get_description (cluster));

  return ADW_DIALOG (self);
}

AdwDialog *
muster_cluster_dialog_new_for_data_center (MusterDesk *desk)
{
  MusterClusterDialog *self;
  MusterDataCenter *center;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  center = muster_inventory_get_data_center (muster_desk_get_inventory (desk));
  self = new_dialog (desk, center, _("Rename Data Center"), _("_Save"));
  set_name (self, muster_data_center_get_name (center));
  gtk_editable_set_text (self->description_row, muster_data_center_get_description (center));

  return ADW_DIALOG (self);
}
