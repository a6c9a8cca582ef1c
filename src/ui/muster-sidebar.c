/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-commands.h"
#include "muster-host-commands.h"
#include "muster-saved-view.h"
#include "muster-sidebar.h"
#include "muster-context-menu.h"
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

  GObject *shown;               /* what was last told to be selected */
  guint restore_id;
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
    return g_strconcat ("cluster:", muster_cluster_get_id (item), NULL);
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
tell (MusterSidebar *self)
{
  gpointer item = get_item (self);

  if (item == NULL || !g_set_object (&self->shown, item))
    return;
  g_signal_emit (self, signals[SELECTED], 0, item);
}

static void
selected_cb (MusterSidebar *self)
{
  if (self->restore_id == 0)
    tell (self);
}

static gboolean
select_id (MusterSidebar *self,
           const char    *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tree));

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

/* What is gone must not be followed by what happens to stand next. */
static void
restore (MusterSidebar *self)
{
  g_autofree char *id = self->shown != NULL ? dup_id (self->shown) : NULL;

  if (self->restore_id == 0)
    return;
  if (id != NULL && !select_id (self, id))
    select_id (self, MUSTER_IS_CLUSTER (self->shown) ? "data-center" : "vms");
  g_clear_handle_id (&self->restore_id, g_source_remove);
  tell (self);
}

static gboolean
restore_cb (gpointer data)
{
  restore (data);

  return G_SOURCE_REMOVE;
}

/* What moves, like a host to another cluster or a cluster with a new name, leaves the
 * list before it is there again, and takes the selection along only if it is told to. */
static void
rows_changed_cb (MusterSidebar *self)
{
  if (self->restore_id == 0)
    self->restore_id = g_idle_add_full (G_PRIORITY_HIGH, restore_cb, self, NULL);
}

static void
activate_cb (MusterSidebar *self,
             guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* --- the menu of a row ------------------------------------------------------- */

static GMenuModel *
new_view_menu (MusterSavedView *view)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *action = g_strdup_printf ("win.delete-view::%s",
                                             muster_saved_view_get_id (view));

  g_menu_append (menu, _("_Delete View"), action);

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* Returns: (nullable) (transfer full): what can be done to a row's item. */
static GMenuModel *
new_menu (gpointer item)
{
  if (MUSTER_IS_HOST (item))
    return muster_host_commands_make_menu (item);
  if (MUSTER_IS_CLUSTER (item))
    return muster_cluster_commands_make_menu (item);
  if (MUSTER_IS_DATA_CENTER (item))
    return muster_cluster_commands_make_data_center_menu ();
  if (MUSTER_IS_SAVED_VIEW (item))
    return new_view_menu (item);

  return NULL;
}

static void
popup_menu (MusterSidebar *self,
            gpointer       item,
            double         x,
            double         y)
{
  g_autoptr (GMenuModel) menu = new_menu (item);

  if (menu == NULL)
    return;
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  muster_context_menu_popup (self->popover, x, y);
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
      g_autofree char *id = dup_id (item);

      /* On a narrow window the page hides the list, which would then not select. */
      muster_sidebar_select (self, id);
      g_signal_emit (self, signals[ACTIVATED], 0);
    }
  else if (button == GDK_BUTTON_SECONDARY &&
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

  g_clear_handle_id (&self->restore_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->shown);
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

  self->popover = muster_context_menu_new (GTK_WIDGET (self->view), NULL);
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
  /* Before the selection hears of it, and says what is selected now. */
  g_signal_connect_object (self->tree, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->selection =
    gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  gtk_single_selection_set_autoselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  build_view (self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_set_object (&self->shown, get_item (self));
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

  restore (self);
  item = get_item (self);

  return item != NULL ? dup_id (item) : NULL;
}

gboolean
muster_sidebar_select (MusterSidebar *self,
                       const char    *id)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  restore (self);

  return select_id (self, id);
}
