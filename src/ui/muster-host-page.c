/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-commands.h"
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
  AdwBanner *other_banner;
  AdwBanner *stale_banner;
  AdwBanner *left_banner;
  GtkStack *stack;
  AdwViewStack *view_stack;
  MusterHostOverview *overview;
  MusterVmTable *table;
  AdwStatusPage *connecting_page;
  AdwStatusPage *unreachable_page;
  GtkWidget *retry_button;
  GtkWidget *edit_button;
  GtkWidget *examine_button;
  GtkWidget *sign_in_button;
  GtkWidget *details_clamp;
  GtkLabel *details_label;

  MusterMembership *membership;
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
  if (muster_host_is_lost (host))
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
  gtk_widget_set_visible (self->sign_in_button, reason == MUSTER_HOST_REASON_AUTH);
}

static void
update (MusterHostPage *self)
{
  const char *page = find_page (self->host);
  g_autoptr (GMenuModel) menu = muster_host_commands_make_menu (self->host);

  gtk_menu_button_set_menu_model (self->menu_button, menu);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 muster_host_get_name (self->host));
  adw_window_title_set_subtitle (self->window_title,
    muster_host_get_state_label (self->host));
  muster_ui_set_description (self->connecting_page,
                             muster_host_get_uri (self->host));
  update_unreachable (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->bar, g_str_equal (page, "host"));
}

static void
update_other (MusterHostPage *self)
{
  adw_banner_set_revealed (self->other_banner,
                           muster_membership_get_other (self->membership, self->host) != NULL);
  adw_banner_set_revealed (self->left_banner,
                           muster_membership_has_left (self->membership, self->host));
}

static void
update_stale (MusterHostPage *self)
{
  guint n = muster_host_get_n_superseded (self->host);
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u definition here is stale: another host took the VM over.",
                               "%u definitions here are stale: other hosts took the VMs over.", n),
                     n);

  adw_banner_set_title (self->stale_banner, text);
  adw_banner_set_revealed (self->stale_banner,
                           n > 0 && muster_host_get_state (self->host) == MUSTER_HOST_ONLINE);
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

  g_clear_object (&self->membership);
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
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, other_banner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, stale_banner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, left_banner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, overview);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, table);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, unreachable_page);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, examine_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostPage, sign_in_button);
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
set_targets (MusterHostPage *self)
{
  const char *id = muster_host_get_id (self->host);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->other_banner), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->stale_banner), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->left_banner), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->examine_button), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->sign_in_button), "s", id);
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
  self->membership = g_object_ref (muster_desk_get_membership (desk));
  self->host = g_object_ref (host);
  set_targets (self);
  muster_host_overview_set_host (self->overview, host);
  muster_vm_table_set_desk (self->table, desk);
  muster_vm_table_set_scope (self->table, host, NULL);
  muster_vm_table_set_data_center (self->table,
    muster_inventory_get_data_center (muster_desk_get_inventory (desk)));
  muster_vm_table_set_settings (self->table, settings);
  muster_tasks_button_set_tasks (self->tasks_button, muster_desk_get_tasks (desk));
  g_signal_connect_object (host, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::maintenance", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::reason", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::uuid", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::uri", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::n-superseded", G_CALLBACK (update_stale), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::state", G_CALLBACK (update_stale), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->membership, "changed", G_CALLBACK (update_other), self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_other (self);
  update_stale (self);

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
