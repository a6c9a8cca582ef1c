/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-overview.h"
#include "muster-host-page.h"
#include "muster-ui.h"
#include "muster-tasks-button.h"
#include "muster-vm-table.h"

struct _MusterHostPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkMenuButton *menu_button;
  MusterTasksButton *tasks_button;
  GtkWidget *bar;
  GtkStack *stack;
  AdwViewStack *view_stack;
  MusterHostOverview *overview;
  MusterVmTable *table;
  AdwStatusPage *connecting_page;
  AdwStatusPage *unreachable_page;
  GtkWidget *retry_button;
  GtkWidget *edit_button;
  GtkWidget *examine_button;
  GtkWidget *details_clamp;
  GtkLabel *details_label;

  MusterHost *host;
  gboolean narrow;
};

enum { PROP_0, PROP_NARROW, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterHostPage, muster_host_page, ADW_TYPE_NAVIGATION_PAGE)

/* A host that was here keeps its pages, with the last that is known. */
static const char *
find_page (MusterHost *host)
{
  if (muster_host_get_uuid (host) != NULL)
    return "host";
  if (muster_host_get_state (host) == MUSTER_HOST_UNREACHABLE)
    return "unreachable";

  return "connecting";
}

static void
update_unreachable (MusterHostPage *self)
{
  MusterHostReason reason = muster_host_get_reason (self->host);
  const char *error = muster_host_get_error (self->host);

  adw_status_page_set_title (self->unreachable_page,
                             muster_host_reason_to_text (reason));
  muster_ui_set_description (self->unreachable_page,
                             muster_host_reason_to_advice (reason));
  gtk_label_set_text (self->details_label, error != NULL ? error : "");
  gtk_widget_set_visible (self->details_clamp, error != NULL);
}

static void
update (MusterHostPage *self)
{
  const char *page = find_page (self->host);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 muster_host_get_name (self->host));
  adw_window_title_set_subtitle (self->window_title,
    muster_host_state_to_label (muster_host_get_state (self->host)));
  muster_ui_set_description (self->connecting_page,
                             muster_host_get_uri (self->host));
  update_unreachable (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->bar, g_str_equal (page, "host"));
}

static void
copy_cb (MusterHostPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->details_label));
}

static void
muster_host_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, MUSTER_HOST_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_host_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  MusterHostPage *self = MUSTER_HOST_PAGE (object);

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
muster_host_page_dispose (GObject *object)
{
  MusterHostPage *self = MUSTER_HOST_PAGE (object);

  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_HOST_PAGE);

  G_OBJECT_CLASS (muster_host_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, tasks_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, bar);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, overview);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, table);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, unreachable_page);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, examine_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, details_clamp);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, details_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
muster_host_page_class_init (MusterHostPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_host_page_get_property;
  object_class->set_property = muster_host_page_set_property;
  object_class->dispose = muster_host_page_dispose;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (MUSTER_TYPE_HOST_OVERVIEW);
  g_type_ensure (MUSTER_TYPE_TASKS_BUTTON);
  g_type_ensure (MUSTER_TYPE_VM_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-host-page.ui");
  bind_children (widget_class);
}

static void
muster_host_page_init (MusterHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_menu (MusterHostPage *self)
{
  const char *id = muster_host_get_id (self->host);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) removal = g_menu_new ();
  g_autofree char *retry = g_strdup_printf ("win.retry-host::%s", id);
  g_autofree char *edit = g_strdup_printf ("win.edit-host::%s", id);
  g_autofree char *examine = g_strdup_printf ("win.examine-host::%s", id);
  g_autofree char *remove_action = g_strdup_printf ("win.remove-host::%s", id);

  g_menu_append (menu, _("_Try Again Now"), retry);
  g_menu_append (menu, _("E_xamine Host…"), examine);
  g_menu_append (menu, _("_Edit Host…"), edit);
  g_menu_append (removal, _("_Remove Host…"), remove_action);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (removal));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->examine_button), "s", id);
}

GtkWidget *
muster_host_page_new (MusterDesk *desk,
                      MusterHost *host,
                      GSettings  *settings)
{
  MusterHostPage *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  self = g_object_new (MUSTER_TYPE_HOST_PAGE, NULL);
  self->host = g_object_ref (host);
  set_menu (self);
  muster_host_overview_set_host (self->overview, host);
  muster_vm_table_set_desk (self->table, desk);
  muster_vm_table_set_scope (self->table, host, NULL);
  muster_vm_table_set_data_center (self->table,
    muster_inventory_get_data_center (muster_desk_get_inventory (desk)));
  muster_vm_table_set_settings (self->table, settings);
  muster_tasks_button_set_tasks (self->tasks_button, muster_desk_get_tasks (desk));
  g_signal_connect_object (host, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::reason", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::uuid", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::uri", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

MusterHost *
muster_host_page_get_host (MusterHostPage *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_PAGE (self), NULL);

  return self->host;
}

gboolean
muster_host_page_search (MusterHostPage *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_PAGE (self), FALSE);

  if (!gtk_widget_get_visible (self->bar))
    return FALSE;

  adw_view_stack_set_visible_child_name (self->view_stack, "vms");
  muster_vm_table_begin_search (self->table);

  return TRUE;
}
