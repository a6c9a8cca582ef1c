/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-conflict-alarm.h"
#include "muster-rest-alarm.h"
#include "muster-save-view-dialog.h"
#include "muster-tasks-button.h"
#include "muster-vm-list-page.h"
#include "muster-vm-table.h"

struct _MusterVmListPage
{
  AdwNavigationPage parent_instance;

  MusterVmTable *table;
  GtkMenuButton *view_button;
  MusterTasksButton *tasks_button;
  AdwBanner *conflict_banner;
  AdwBanner *rest_banner;

  MusterConflictAlarm *conflict_alarm;
  MusterRestAlarm *rest_alarm;
  MusterDesk *desk;
  char *view_name;          /* of the saved view that is shown, or NULL */
  gboolean narrow;
};

enum { PROP_0, PROP_NARROW, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterVmListPage, muster_vm_list_page, ADW_TYPE_NAVIGATION_PAGE)

static void
save_view_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  MusterVmListPage *self = MUSTER_VM_LIST_PAGE (widget);

  adw_dialog_present (muster_save_view_dialog_new (muster_desk_get_views (self->desk),
                                                   self->table, self->view_name),
                      widget);
}

static gboolean
muster_vm_list_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (MUSTER_VM_LIST_PAGE (widget)->table));
}

static void
muster_vm_list_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, MUSTER_VM_LIST_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_vm_list_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  MusterVmListPage *self = MUSTER_VM_LIST_PAGE (object);

  if (prop_id != PROP_NARROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->narrow == g_value_get_boolean (value))
    return;

  self->narrow = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
muster_vm_list_page_dispose (GObject *object)
{
  MusterVmListPage *self = MUSTER_VM_LIST_PAGE (object);

  g_clear_object (&self->conflict_alarm);
  g_clear_object (&self->rest_alarm);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->view_name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_VM_LIST_PAGE);

  G_OBJECT_CLASS (muster_vm_list_page_parent_class)->dispose (object);
}

static void
muster_vm_list_page_class_init (MusterVmListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_vm_list_page_get_property;
  object_class->set_property = muster_vm_list_page_set_property;
  object_class->dispose = muster_vm_list_page_dispose;
  widget_class->grab_focus = muster_vm_list_page_grab_focus;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (MUSTER_TYPE_VM_TABLE);
  g_type_ensure (MUSTER_TYPE_TASKS_BUTTON);
  gtk_widget_class_install_action (widget_class, "page.save-view", NULL, save_view_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-vm-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterVmListPage, table);
  gtk_widget_class_bind_template_child (widget_class, MusterVmListPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmListPage, tasks_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmListPage, conflict_banner);
  gtk_widget_class_bind_template_child (widget_class, MusterVmListPage, rest_banner);
}

static void
muster_vm_list_page_init (MusterVmListPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_menu_append (menu, _("_Save View…"), "page.save-view");
  g_menu_append_section (menu, _("Columns"),
                         muster_vm_table_get_columns_menu (self->table));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  muster_vm_table_get_columns (self->table));
  gtk_menu_button_set_menu_model (self->view_button, G_MENU_MODEL (menu));
}

GtkWidget *
muster_vm_list_page_new (void)
{
  return g_object_new (MUSTER_TYPE_VM_LIST_PAGE, NULL);
}

void
muster_vm_list_page_set_desk (MusterVmListPage *self,
                              MusterDesk       *desk,
                              GSettings        *settings)
{
  MusterInventory *inventory;

  g_return_if_fail (MUSTER_IS_VM_LIST_PAGE (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));

  self->desk = g_object_ref (desk);
  self->conflict_alarm = muster_conflict_alarm_new (desk, self->conflict_banner);
  self->rest_alarm = muster_rest_alarm_new (desk, self->rest_banner);
  inventory = muster_desk_get_inventory (desk);
  muster_vm_table_set_desk (self->table, desk);
  muster_vm_table_set_data_center (self->table,
                                   muster_inventory_get_data_center (inventory));
  muster_vm_table_set_settings (self->table, settings);
  muster_tasks_button_set_tasks (self->tasks_button, muster_desk_get_tasks (desk));
}

void
muster_vm_list_page_show_view (MusterVmListPage *self,
                               MusterSavedView  *view)
{
  g_return_if_fail (MUSTER_IS_VM_LIST_PAGE (self));
  g_return_if_fail (MUSTER_IS_SAVED_VIEW (view));

  muster_vm_list_page_set_scope (self, muster_saved_view_get_name (view), NULL);
  g_set_str (&self->view_name, muster_saved_view_get_name (view));
  muster_vm_table_show_view (self->table, view);
}

void
muster_vm_list_page_set_scope (MusterVmListPage *self,
                               const char       *title,
                               GListModel       *hosts)
{
  g_return_if_fail (MUSTER_IS_VM_LIST_PAGE (self));

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  g_clear_pointer (&self->view_name, g_free);
  muster_vm_table_show_view (self->table, NULL);
  muster_vm_table_set_scope (self->table, NULL, hosts);
}

void
muster_vm_list_page_search (MusterVmListPage *self)
{
  g_return_if_fail (MUSTER_IS_VM_LIST_PAGE (self));

  muster_vm_table_begin_search (self->table);
}
