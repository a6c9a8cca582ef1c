/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-saved-view.h"
#include "muster-sidebar.h"
#include "muster-sidebar-row.h"
#include "muster-sidebar-section.h"

struct _MusterSidebar
{
  AdwBin parent_instance;

  GtkListView *view;

  GListStore *groups;           /* of list models: sections, views, data center */
  GtkTreeListModel *tree;
  GtkSingleSelection *selection;
  GtkWidget *popover;
};

enum { GROUP_SECTIONS, GROUP_VIEWS, GROUP_MORE_SECTIONS, GROUP_DATA_CENTER, N_GROUPS };

enum { SELECTED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterSidebar, muster_sidebar, ADW_TYPE_BIN)

static GListModel *
create_children_cb (gpointer item,
                    gpointer data)
{
  if (MUSTER_IS_DATA_CENTER (item))
    return g_object_ref (muster_data_center_get_clusters (item));
  if (MUSTER_IS_CLUSTER (item))
    return g_object_ref (muster_cluster_get_hosts (item));

  return NULL;
}

static char *
dup_id (gpointer item)
{
  if (MUSTER_IS_SIDEBAR_SECTION (item))
    return g_strdup (muster_sidebar_section_get_id (item));
  if (MUSTER_IS_SAVED_VIEW (item))
    return g_strconcat ("view:", muster_saved_view_get_id (item), NULL);
  if (MUSTER_IS_DATA_CENTER (item))
    return g_strdup ("data-center");
  if (MUSTER_IS_CLUSTER (item))
    return g_strconcat ("cluster:", muster_cluster_get_name (item), NULL);
  if (MUSTER_IS_HOST (item))
    return g_strconcat ("host:", muster_host_get_id (item), NULL);

  return NULL;
}

static gpointer
get_item (MusterSidebar *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  /* The tree keeps it. */
  return item;
}

static void
selected_cb (MusterSidebar *self)
{
  gpointer item = get_item (self);

  if (item != NULL)
    g_signal_emit (self, signals[SELECTED], 0, item);
}

static void
activate_cb (MusterSidebar *self,
             guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* --- the menu of a host or a view ------------------------------------------------------- */

static GMenuModel *
new_host_menu (MusterHost *host)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) danger = g_menu_new ();
  const char *id = muster_host_get_id (host);
  g_autofree char *edit = g_strdup_printf ("win.edit-host::%s", id);
  g_autofree char *retry = g_strdup_printf ("win.retry-host::%s", id);
  g_autofree char *examine = g_strdup_printf ("win.examine-host::%s", id);
  g_autofree char *removal = g_strdup_printf ("win.remove-host::%s", id);

  if (muster_host_get_state (host) != MUSTER_HOST_ONLINE)
    g_menu_append (menu, _("_Try Again Now"), retry);
  g_menu_append (menu, _("E_xamine…"), examine);
  g_menu_append (menu, _("_Edit…"), edit);
  g_menu_append (danger, _("_Remove…"), removal);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (danger));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GMenuModel *
new_view_menu (MusterSavedView *view)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *action = g_strdup_printf ("win.delete-view::%s",
                                             muster_saved_view_get_id (view));

  g_menu_append (menu, _("_Delete View"), action);

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static gboolean
has_menu (gpointer item)
{
  return MUSTER_IS_HOST (item) || MUSTER_IS_SAVED_VIEW (item);
}

static void
popup_menu (MusterSidebar *self,
            gpointer       item,
            double         x,
            double         y)
{
  g_autoptr (GMenuModel) menu = MUSTER_IS_HOST (item) ? new_host_menu (item)
                                                      : new_view_menu (item);

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            gpointer         data)
{
  MusterSidebar *self = data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  gpointer item = muster_sidebar_row_get_item (MUSTER_SIDEBAR_ROW (row));
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  graphene_point_t place;

  if (button == GDK_BUTTON_PRIMARY)
    {
      /* The list selects it on the press; this is a person's choice. */
      g_signal_emit (self, signals[ACTIVATED], 0);
    }
  else if (button == GDK_BUTTON_SECONDARY && has_menu (item) &&
           gtk_widget_compute_point (row, GTK_WIDGET (self->view),
                                     &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                     &place))
    popup_menu (self, item, place.x, place.y);
}

static void
menu_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  MusterSidebar *self = MUSTER_SIDEBAR (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gpointer item = get_item (self);
  graphene_point_t place = GRAPHENE_POINT_INIT (48, 48);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) &&
      !gtk_widget_compute_point (focus, GTK_WIDGET (self->view),
                                 &GRAPHENE_POINT_INIT (48, 24), &place))
    return;
  if (has_menu (item))
    popup_menu (self, item, place.x, place.y);
}

/* --- rows ------------------------------------------------------------------------ */

static void
setup_cb (MusterSidebar *self,
          GtkListItem   *item)
{
  GtkWidget *row = muster_sidebar_row_new ();
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), 0);
  g_signal_connect_object (gesture, "released", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (gesture));
  gtk_list_item_set_child (item, row);

  /* What a screen reader says of the item that has the keyboard. */
  g_object_bind_property (row, "title", item, "accessible-label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (row, "description", item, "accessible-description",
                          G_BINDING_SYNC_CREATE);
}

static void
bind_cb (MusterSidebar *self,
         GtkListItem   *item)
{
  muster_sidebar_row_set_row (MUSTER_SIDEBAR_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (MusterSidebar *self,
           GtkListItem   *item)
{
  muster_sidebar_row_set_row (MUSTER_SIDEBAR_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
muster_sidebar_dispose (GObject *object)
{
  MusterSidebar *self = MUSTER_SIDEBAR (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->groups);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SIDEBAR);

  G_OBJECT_CLASS (muster_sidebar_parent_class)->dispose (object);
}

static void
muster_sidebar_class_init (MusterSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_sidebar_dispose;

  signals[SELECTED] =
    g_signal_new ("selected", MUSTER_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[ACTIVATED] =
    g_signal_new ("activated", MUSTER_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, menu_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0,
                                       "sidebar.menu", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterSidebar, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
build_view (MusterSidebar *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);

  self->popover = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self->view));
}

static void
muster_sidebar_init (MusterSidebar *self)
{
  g_autoptr (MusterSidebarSection) vms = NULL;
  g_autoptr (MusterSidebarSection) certificates = NULL;
  GtkFlattenListModel *roots;

  gtk_widget_init_template (GTK_WIDGET (self));

  vms = muster_sidebar_section_new ("vms", _("Virtual Machines"), "muster-vm-symbolic");
  certificates = muster_sidebar_section_new ("certificates", _("Certificates"),
                                             "muster-certificate-symbolic");
  self->groups = g_list_store_new (G_TYPE_LIST_MODEL);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_autoptr (GListStore) group = g_list_store_new (G_TYPE_OBJECT);

      if (i == GROUP_SECTIONS)
        g_list_store_append (group, vms);
      if (i == GROUP_MORE_SECTIONS)
        g_list_store_append (group, certificates);
      g_list_store_append (self->groups, group);
    }
  roots = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->groups)));
  self->tree = gtk_tree_list_model_new (G_LIST_MODEL (roots), FALSE, TRUE,
                                        create_children_cb, NULL, NULL);
  self->selection =
    gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  gtk_single_selection_set_autoselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  build_view (self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
set_group (MusterSidebar *self,
           guint          position,
           GListModel    *group)
{
  g_list_store_splice (self->groups, position, 1, (gpointer *) &group, 1);
}

void
muster_sidebar_set_data_center (MusterSidebar    *self,
                                MusterDataCenter *data_center)
{
  g_autoptr (GListStore) group = NULL;

  g_return_if_fail (MUSTER_IS_SIDEBAR (self));
  g_return_if_fail (MUSTER_IS_DATA_CENTER (data_center));

  group = g_list_store_new (G_TYPE_OBJECT);
  g_list_store_append (group, data_center);
  set_group (self, GROUP_DATA_CENTER, G_LIST_MODEL (group));
}

void
muster_sidebar_set_views (MusterSidebar *self,
                          GListModel    *views)
{
  g_return_if_fail (MUSTER_IS_SIDEBAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (views));

  set_group (self, GROUP_VIEWS, views);
}

char *
muster_sidebar_dup_selected (MusterSidebar *self)
{
  gpointer item;

  g_return_val_if_fail (MUSTER_IS_SIDEBAR (self), NULL);

  item = get_item (self);

  return item != NULL ? dup_id (item) : NULL;
}

gboolean
muster_sidebar_select (MusterSidebar *self,
                       const char    *id)
{
  guint n;

  g_return_val_if_fail (MUSTER_IS_SIDEBAR (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->tree));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, i);
      g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);
      g_autofree char *other = dup_id (item);

      if (g_strcmp0 (id, other) != 0)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      return TRUE;
    }

  return FALSE;
}
