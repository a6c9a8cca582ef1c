/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-alarm.h"
#include "muster-certificate-page.h"
#include "muster-cluster-commands.h"
#include "muster-gone-commands.h"
#include "muster-console-window.h"
#include "muster-host-commands.h"
#include "muster-host-page.h"
#include "muster-off-offer.h"
#include "muster-recent-group.h"
#include "muster-sidebar.h"
#include "muster-sidebar-section.h"
#include "muster-vm-commands.h"
#include "muster-vm-list-page.h"
#include "muster-vm-page.h"
#include "muster-twice-alarm.h"
#include "muster-window.h"
#include "muster-ui.h"

struct _MusterWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkButton *welcome_button;
  MusterRecentGroup *recent_group;
  AdwStatusPage *error_page;
  AdwNavigationSplitView *split_view;
  MusterSidebar *sidebar;
  AdwNavigationView *navigation_view;
  MusterVmListPage *list_page;
  AdwBanner *certificate_banner;
  AdwBanner *twice_banner;

  MusterDesk *desk;
  MusterOffOffer *off_offer;
  MusterHostCommands *host_commands;
  MusterClusterCommands *cluster_commands;
  MusterGoneCommands *gone_commands;
  MusterCertificateAlarm *certificate_alarm;
  MusterTwiceAlarm *twice_alarm;
  GBinding *title_binding;   /* weak: of the list to what it is the list of */
  GSettings *settings;
  char *wanted;           /* the remembered page, until it can be selected */
  gboolean started;
  gboolean narrow;
};

enum { PROP_0, PROP_NARROW, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterWindow, muster_window, ADW_TYPE_APPLICATION_WINDOW)

static MusterInventory *
get_inventory (MusterWindow *self)
{
  return muster_desk_get_inventory (self->desk);
}

static MusterDataCenter *
get_data_center (MusterWindow *self)
{
  return muster_inventory_get_data_center (get_inventory (self));
}

static MusterVm *
find_vm (MusterWindow *self,
         GVariant     *uuid)
{
  return muster_data_center_find_vm (get_data_center (self),
                                     g_variant_get_string (uuid, NULL));
}

static void
add_toast (MusterWindow *self,
           const char   *text)
{
  AdwToast *toast = muster_ui_new_toast (text, NULL);

  /* The offer to force VMs off stays for long: news go before it. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* --- pages --------------------------------------------------------------------- */

static void
show_root (MusterWindow      *self,
           AdwNavigationPage *page)
{
  adw_navigation_view_replace (self->navigation_view, &page, 1);
}

static void
unbind_title (MusterWindow *self)
{
  GBinding *binding = self->title_binding;

  g_clear_weak_pointer (&self->title_binding);
  if (binding != NULL)
    g_binding_unbind (binding);
}

static void
show_list (MusterWindow *self,
           const char   *title,
           GListModel   *hosts)
{
  unbind_title (self);
  muster_vm_list_page_set_scope (self->list_page, title, hosts);
  show_root (self, ADW_NAVIGATION_PAGE (self->list_page));
}

/* @place: a cluster or the data center, which may get another name. */
static void
show_place (MusterWindow *self,
            gpointer      place,
            GListModel   *hosts)
{
  show_list (self, "", hosts);
  g_set_weak_pointer (&self->title_binding,
                      g_object_bind_property (place, "name", self->list_page, "title",
                                              G_BINDING_SYNC_CREATE));
}

static void
show_host (MusterWindow *self,
           MusterHost   *host)
{
  AdwNavigationPage *visible =
    adw_navigation_view_get_visible_page (self->navigation_view);
  GtkWidget *page;

  if (MUSTER_IS_HOST_PAGE (visible) &&
      muster_host_page_get_host (MUSTER_HOST_PAGE (visible)) == host)
    return;

  page = muster_host_page_new (self->desk, host, self->settings);
  g_object_bind_property (self, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  show_root (self, ADW_NAVIGATION_PAGE (page));
}

/* Who looks at the certificates needs no hint to look at them. */
static void
update_banner (MusterWindow *self)
{
  AdwNavigationPage *visible =
    adw_navigation_view_get_visible_page (self->navigation_view);

  gtk_widget_set_visible (GTK_WIDGET (self->certificate_banner),
                          !MUSTER_IS_CERTIFICATE_PAGE (visible));
}

static void
show_certificates (MusterWindow *self)
{
  AdwNavigationPage *visible =
    adw_navigation_view_get_visible_page (self->navigation_view);

  if (!MUSTER_IS_CERTIFICATE_PAGE (visible))
    show_root (self, ADW_NAVIGATION_PAGE (muster_certificate_page_new (self->desk)));
}

static gboolean
is_section (GObject    *item,
            const char *id)
{
  return MUSTER_IS_SIDEBAR_SECTION (item) &&
         g_str_equal (muster_sidebar_section_get_id (MUSTER_SIDEBAR_SECTION (item)), id);
}

static void
show_view (MusterWindow    *self,
           MusterSavedView *view)
{
  unbind_title (self);
  muster_vm_list_page_show_view (self->list_page, view);
  show_root (self, ADW_NAVIGATION_PAGE (self->list_page));
}

static void
selected_cb (MusterWindow *self,
             GObject      *item)
{
  g_autofree char *id = muster_sidebar_dup_selected (self->sidebar);

  if (MUSTER_IS_HOST (item))
    show_host (self, MUSTER_HOST (item));
  else if (is_section (item, "certificates"))
    show_certificates (self);
  else if (MUSTER_IS_SAVED_VIEW (item))
    show_view (self, MUSTER_SAVED_VIEW (item));
  else if (MUSTER_IS_CLUSTER (item))
    show_place (self, item, muster_cluster_get_hosts (MUSTER_CLUSTER (item)));
  else if (MUSTER_IS_DATA_CENTER (item))
    show_place (self, item, NULL);
  else
    show_list (self, _("Virtual Machines"), NULL);

  /* Who goes elsewhere meanwhile does not want it any more. */
  if (self->started)
    g_clear_pointer (&self->wanted, g_free);
  if (self->settings != NULL && self->wanted == NULL && id != NULL)
    g_settings_set_string (self->settings, "page", id);
}

static void
activated_cb (MusterWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* Wherever the focus is, the VMs are searched: those of the list that is in
 * sight, or that the page in sight was opened from. */
static void
search_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterWindow *self = data;
  AdwNavigationPage *page;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") != 0)
    return;

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  page = adw_navigation_view_get_visible_page (self->navigation_view);
  if (MUSTER_IS_VM_PAGE (page) && adw_navigation_view_pop (self->navigation_view))
    page = adw_navigation_view_get_visible_page (self->navigation_view);
  if (MUSTER_IS_HOST_PAGE (page) && muster_host_page_search (MUSTER_HOST_PAGE (page)))
    return;

  if (page != ADW_NAVIGATION_PAGE (self->list_page))
    muster_sidebar_select (self->sidebar, "vms");
  muster_vm_list_page_search (self->list_page);
}

static void
select_wanted (MusterWindow *self)
{
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  if (wanted != NULL && !muster_sidebar_select (self->sidebar, wanted))
    self->wanted = g_steal_pointer (&wanted);
}

static void
update_stack (MusterWindow *self)
{
  GListModel *hosts = muster_data_center_get_hosts (get_data_center (self));
  guint n = g_list_model_get_n_items (hosts);

  if (n > 0 && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") != 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "main");
      gtk_widget_grab_focus (GTK_WIDGET (self->list_page));
    }
  else if (n == 0 && self->started)
    {
      gtk_stack_set_visible_child_name (self->stack, "welcome");
      gtk_widget_grab_focus (GTK_WIDGET (self->welcome_button));
    }

  select_wanted (self);
}

/* --- VMs ------------------------------------------------------------------------ */

static void
open_vm_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  MusterWindow *self = data;
  MusterVm *vm = find_vm (self, parameter);
  GtkWidget *page;

  if (vm == NULL)
    return;

  page = muster_vm_page_new (self->desk, vm, self->settings);
  g_object_bind_property (self, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  adw_navigation_view_push (self->navigation_view, ADW_NAVIGATION_PAGE (page));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  gtk_widget_grab_focus (page);
}

static void
open_console_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  MusterWindow *self = data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  MusterVm *vm = find_vm (self, parameter);
  GtkWindow *window;

  if (vm == NULL)
    return;

  window = muster_console_window_find (application, vm);
  if (window == NULL)
    window = muster_console_window_new (application, self->desk, vm, self->settings);
  gtk_window_present (window);
}

static void
offer_off_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterWindow *self = data;
  MusterVm *vm = find_vm (self, parameter);

  if (vm != NULL)
    muster_off_offer_add (self->off_offer, vm);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  add_toast (data, g_variant_get_string (parameter, NULL));
}

/* Where nothing has the focus, no widget hears the key. */
static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterWindow *self = data;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL &&
      !adw_navigation_view_pop (self->navigation_view))
    adw_navigation_split_view_set_show_content (self->split_view, FALSE);
}

static void
show_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterWindow *self = data;

  muster_sidebar_select (self->sidebar, g_variant_get_string (parameter, NULL));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static DexFuture *
delete_failed_cb (DexFuture *future,
                  gpointer   window)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  add_toast (window, error->message);

  return dex_future_new_true ();
}

/* What is in sight must not be what happens to stand next in the sidebar. */
static void
leave_view (MusterWindow    *self,
            MusterSavedView *view)
{
  g_autofree char *selected = muster_sidebar_dup_selected (self->sidebar);
  g_autofree char *id = g_strconcat ("view:", muster_saved_view_get_id (view), NULL);

  if (g_strcmp0 (selected, id) == 0)
    muster_sidebar_select (self->sidebar, "vms");
}

static void
delete_view_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  MusterWindow *self = data;
  MusterViewBook *book = muster_desk_get_views (self->desk);
  GListModel *views = muster_view_book_get_views (book);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr (MusterSavedView) view = g_list_model_get_item (views, i);

      if (!g_str_equal (muster_saved_view_get_id (view), g_variant_get_string (parameter, NULL)))
        continue;
      leave_view (self, view);
      dex_future_disown (dex_future_catch (muster_view_book_delete (book, view),
                                           delete_failed_cb,
                                           g_object_ref (self), g_object_unref));
      break;
    }
}

static const GActionEntry entries[] = {
  { "open-vm", open_vm_cb, "s" },
  { "open-console", open_console_cb, "s" },
  { "offer-off", offer_off_cb, "s" },
  { "toast", toast_cb, "s" },
  { "search", search_cb },
  { "back", back_cb },
  { "delete-view", delete_view_cb, "s" },
  { "show", show_cb, "s" },
};

/* --- object ---------------------------------------------------------------------------- */

static void
update_attention (MusterWindow *self)
{
  gboolean seen = gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                  !gtk_window_is_suspended (GTK_WINDOW (self));

  if (self->desk != NULL)
    muster_inventory_set_attentive (get_inventory (self), seen);
}

static void
muster_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_window_parent_class)->map (widget);

  update_attention (MUSTER_WINDOW (widget));
}

static void
muster_window_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_window_parent_class)->unmap (widget);

  update_attention (MUSTER_WINDOW (widget));
}

static void
muster_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, MUSTER_WINDOW (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_window_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  MusterWindow *self = MUSTER_WINDOW (object);

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
muster_window_dispose (GObject *object)
{
  MusterWindow *self = MUSTER_WINDOW (object);

  g_clear_object (&self->off_offer);
  g_clear_object (&self->host_commands);
  g_clear_object (&self->cluster_commands);
  g_clear_object (&self->gone_commands);
  g_clear_object (&self->certificate_alarm);
  g_clear_object (&self->twice_alarm);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_weak_pointer (&self->title_binding);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_WINDOW);

  G_OBJECT_CLASS (muster_window_parent_class)->dispose (object);
}

static void
muster_window_class_init (MusterWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_window_get_property;
  object_class->set_property = muster_window_set_property;
  object_class->dispose = muster_window_dispose;
  widget_class->map = muster_window_map;
  widget_class->unmap = muster_window_unmap;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "win.search", NULL);

  g_type_ensure (MUSTER_TYPE_RECENT_GROUP);
  g_type_ensure (MUSTER_TYPE_SIDEBAR);
  g_type_ensure (MUSTER_TYPE_VM_LIST_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, welcome_button);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, recent_group);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, certificate_banner);
  gtk_widget_class_bind_template_child (widget_class, MusterWindow, twice_banner);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

/* Connection files, from a file manager or a browser; others say that they are none. */
static gboolean
drop_cb (MusterWindow *self,
         const GValue *value)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL && application != NULL; l = l->next)
    g_application_open (application, (GFile *[]) { l->data }, 1, "");

  return files != NULL;
}

static void
muster_window_init (MusterWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries,
                                   G_N_ELEMENTS (entries), self);
  g_signal_connect (self, "notify::suspended", G_CALLBACK (update_attention), NULL);
}

static void
bind_settings (MusterWindow *self)
{
  g_settings_bind (self->settings, "window-width", self, "default-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  self->wanted = g_settings_get_string (self->settings, "page");
}

static void
host_error_cb (MusterWindow *self,
               MusterHost   *host,
               const char   *text)
{
  g_autofree char *message =
    g_strdup_printf ("%s: %s", muster_host_get_name (host), text);

  add_toast (self, message);
}

GtkWindow *
muster_window_new (GtkApplication *application,
                   MusterDesk     *desk,
                   GSettings      *settings)
{
  MusterWindow *self;
  MusterDataCenter *data_center;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  self->settings = g_object_ref (settings);
  self->host_commands = muster_host_commands_new (GTK_APPLICATION_WINDOW (self), desk);
  self->cluster_commands = muster_cluster_commands_new (GTK_APPLICATION_WINDOW (self), desk);
  self->gone_commands = muster_gone_commands_new (GTK_APPLICATION_WINDOW (self), desk);
  self->off_offer = muster_off_offer_new (self->toast_overlay, desk);
  g_signal_connect_object (self->navigation_view, "notify::visible-page",
                           G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
  self->certificate_alarm = muster_certificate_alarm_new (desk, self->certificate_banner);
  self->twice_alarm = muster_twice_alarm_new (get_data_center (self), self->twice_banner);
  bind_settings (self);

  data_center = get_data_center (self);
  muster_recent_group_set_desk (self->recent_group, desk);
  muster_vm_list_page_set_desk (self->list_page, desk, settings);
  muster_sidebar_set_data_center (self->sidebar, data_center);
  muster_sidebar_set_views (self->sidebar,
                            muster_view_book_get_views (muster_desk_get_views (desk)));
  dex_future_disown (muster_view_book_load (muster_desk_get_views (desk)));
  g_signal_connect_object (muster_data_center_get_hosts (data_center), "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (muster_data_center_get_clusters (data_center), "items-changed",
                           G_CALLBACK (select_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_inventory (self), "host-error",
                           G_CALLBACK (host_error_cb), self, G_CONNECT_SWAPPED);
  update_stack (self);

  return GTK_WINDOW (self);
}

void
muster_window_set_started (MusterWindow *self,
                           const GError *error)
{
  g_return_if_fail (MUSTER_IS_WINDOW (self));

  if (error != NULL)
    {
      muster_ui_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  self->started = TRUE;
  update_stack (self);
  /* The host of the remembered page may have been removed meanwhile; of a cluster the
   * hosts tell when they are connected. */
  if (self->wanted != NULL && !g_str_has_prefix (self->wanted, "cluster:"))
    g_clear_pointer (&self->wanted, g_free);
}
