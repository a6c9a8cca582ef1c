/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-context-menu.h"
#include "muster-host-watch.h"
#include "muster-vm-cell.h"
#include "muster-vm-columns.h"
#include "muster-vm-commands.h"
#include "muster-vm-filter.h"
#include "muster-vm-table.h"
#include "muster-vm-watch.h"

#define UPTIME_SECONDS 20
#define BIT(column) (1u << MUSTER_VM_COLUMN_##column)

struct _MusterVmTable
{
  AdwBin parent_instance;

  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *empty_page;
  GtkActionBar *action_bar;
  GtkLabel *selection_label;
  GMenuModel *vm_menu;

  MusterDataCenter *data_center;
  MusterDesk *desk;
  MusterVmFilter *filter;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSelectionModel *selection;
  MusterVmWatch *vm_watch;
  MusterHostWatch *host_watch;
  MusterVmColumns *columns;
  GtkWidget *popover;
  char *summary;
  guint uptime_id;
  guint update_id;
  gboolean compact;
  gboolean show_host;
  gboolean scoped;
  MusterSavedView *saved_view;  /* that is shown, or NULL */
};

enum {
  PROP_0,
  PROP_COMPACT,
  PROP_SHOW_HOST,
  PROP_SEARCHING,
  PROP_SUMMARY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void commands_init (MusterVmCommandsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterVmTable, muster_vm_table, ADW_TYPE_BIN,
  G_IMPLEMENT_INTERFACE (MUSTER_TYPE_VM_COMMANDS, commands_init))

/* --- what the commands are for ------------------------------------------ */

static GPtrArray *
dup_selected (MusterVmCommands *commands)
{
  MusterVmTable *self = MUSTER_VM_TABLE (commands);
  GPtrArray *vms = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, set, &position))
    do
      g_ptr_array_add (vms, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                   position));
    while (gtk_bitset_iter_next (&iter, &position));

  return vms;
}

static MusterDesk *
get_desk (MusterVmCommands *commands)
{
  return MUSTER_VM_TABLE (commands)->desk;
}

static void
commands_init (MusterVmCommandsInterface *iface)
{
  iface->dup_vms = dup_selected;
  iface->get_desk = get_desk;
}

/* --- what is shown ------------------------------------------------------- */

static guint
count_running (MusterVmTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint running = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (muster_vm_get_state (vm) == MUSTER_VM_RUNNING && !muster_vm_get_stale (vm))
        running++;
    }

  return running;
}

static void
update_summary (MusterVmTable *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *count = NULL;
  g_autofree char *summary = NULL;

  count = g_strdup_printf (ngettext ("%u VM", "%u VMs", shown), shown);
  if (muster_vm_filter_is_searching (self->filter))
    /* Translators: %s is a number of VMs */
    summary = g_strdup_printf (_("%s found"), count);
  else
    /* Translators: a number of VMs, as in "12 VMs", and how many of them run */
    summary = g_strdup_printf (_("%s, %u running"), count, count_running (self));

  if (g_set_str (&self->summary, summary))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static gboolean
any_host_is (MusterVmTable   *self,
             MusterHostState  state)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);
  guint n = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) != state)
        continue;
      if (state != MUSTER_HOST_ONLINE || muster_host_get_listed (host))
        return TRUE;
    }

  return FALSE;
}

static gboolean
any_unlisted (MusterVmTable *self)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);
  guint n = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
          !muster_host_get_listed (host))
        return TRUE;
    }

  return FALSE;
}

static const char *
find_page (MusterVmTable *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0)
    return "table";
  if (muster_vm_filter_is_searching (self->filter))
    return "no-results";
  if (self->data_center == NULL || self->scoped)
    return "empty";
  if (any_host_is (self, MUSTER_HOST_CONNECTING) || any_unlisted (self))
    return "connecting";

  return any_host_is (self, MUSTER_HOST_ONLINE) ? "empty" : "unreachable";
}

static void
update_page (MusterVmTable *self)
{
  gtk_stack_set_visible_child_name (self->stack, find_page (self));
  update_summary (self);
}

static gboolean
update_cb (gpointer data)
{
  MusterVmTable *self = data;

  self->update_id = 0;
  update_page (self);

  return G_SOURCE_REMOVE;
}

/* Many rows may come and go in one turn of the main loop. */
static void
queue_update (MusterVmTable *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_DEFAULT, update_cb, self, NULL);
}

static void
selection_changed_cb (MusterVmTable *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (set);
  AdwToolbarView *bars = ADW_TOOLBAR_VIEW (adw_bin_get_child (ADW_BIN (self)));
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  gtk_label_set_text (self->selection_label, text);
  adw_toolbar_view_set_reveal_bottom_bars (bars, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.unselect", n > 0);
  muster_vm_commands_update (MUSTER_VM_COMMANDS (self));
}

static void
vms_changed_cb (MusterVmTable *self,
                guint          columns)
{
  guint filtered_by = BIT (HOST);

  if (muster_vm_filter_is_searching (self->filter))
    filtered_by |= BIT (NAME) | BIT (STATE) | BIT (IP) | BIT (OS) | BIT (DESCRIPTION);
  if ((columns & filtered_by) != 0)
    muster_vm_filter_refresh (self->filter);
  muster_vm_columns_resort (self->columns, columns);
  if ((columns & (BIT (STATE) | BIT (HOST) | BIT (IP))) != 0)
    {
      muster_vm_commands_update (MUSTER_VM_COMMANDS (self));
      queue_update (self);
    }
}

static gboolean
uptime_cb (gpointer data)
{
  MusterVmTable *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    muster_vm_columns_refresh (self->columns);

  return G_SOURCE_CONTINUE;
}

/* --- what people do --------------------------------------------------------- */

static void
open_vm (MusterVmTable *self,
         MusterVm      *vm)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-vm", "s",
                              muster_vm_get_uuid (vm));
}

static void
activate_cb (MusterVmTable *self,
             guint          position)
{
  g_autoptr (MusterVm) vm =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (vm != NULL)
    open_vm (self, vm);
}

static void
search_changed_cb (MusterVmTable *self)
{
  muster_vm_filter_set_search (self->filter,
                               gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  update_page (self);
}

/* Enter in the search opens the one that is left, else goes to the rows. */
static void
search_activate_cb (MusterVmTable *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 1)
    activate_cb (self, 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static guint
find_position (MusterVmTable *self,
               MusterVm      *vm)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterVm) other =
        g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (other == vm)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
secondary_click_cb (MusterVmTable   *self,
                    int              n_press,
                    double           x,
                    double           y,
                    GtkGestureClick *gesture)
{
  MusterVm *vm = muster_vm_cell_find_vm_at (GTK_WIDGET (self->view), x, y);
  guint position;

  if (vm == NULL)
    return;

  position = find_position (self, vm);
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  muster_context_menu_popup (self->popover, x, y);
}

static void
menu_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  MusterVmTable *self = MUSTER_VM_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  MusterVmCell *cell = focus != NULL ? muster_vm_cell_find_below (focus) : NULL;
  graphene_point_t place = GRAPHENE_POINT_INIT (48, 48);
  guint position;

  if (cell != NULL && muster_vm_cell_get_vm (cell) != NULL)
    {
      position = find_position (self, muster_vm_cell_get_vm (cell));
      if (!gtk_selection_model_is_selected (self->selection, position))
        gtk_selection_model_select_item (self->selection, position, TRUE);
      if (!gtk_widget_compute_point (GTK_WIDGET (cell), GTK_WIDGET (self->view),
                                     &GRAPHENE_POINT_INIT (24, 24), &place))
        return;
    }

  muster_context_menu_popup (self->popover, place.x, place.y);
}

static void
unselect_action_cb (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  gtk_selection_model_unselect_all (MUSTER_VM_TABLE (widget)->selection);
}

/* --- object ------------------------------------------------------------------ */

static void
set_compact (MusterVmTable *self,
             gboolean       compact)
{
  if (compact == self->compact)
    return;

  self->compact = compact;
  muster_vm_columns_set_compact (self->columns, compact);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/* Typing searches, wherever the focus is: in the sidebar too, but neither in
 * dialogs, which are beside the split view, nor on pages without a table. */
static void
muster_vm_table_map (GtkWidget *widget)
{
  GtkWidget *area = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_SPLIT_VIEW);

  GTK_WIDGET_CLASS (muster_vm_table_parent_class)->map (widget);

  gtk_search_bar_set_key_capture_widget (MUSTER_VM_TABLE (widget)->search_bar,
                                         area != NULL ? area : widget);
}

static void
muster_vm_table_unmap (GtkWidget *widget)
{
  gtk_search_bar_set_key_capture_widget (MUSTER_VM_TABLE (widget)->search_bar, NULL);

  GTK_WIDGET_CLASS (muster_vm_table_parent_class)->unmap (widget);
}

static gboolean
muster_vm_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (MUSTER_VM_TABLE (widget)->view));
}

static void
muster_vm_table_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  MusterVmTable *self = MUSTER_VM_TABLE (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_SHOW_HOST:
      g_value_set_boolean (value, self->show_host);
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_vm_table_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  MusterVmTable *self = MUSTER_VM_TABLE (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_HOST:
      self->show_host = g_value_get_boolean (value);
      muster_vm_columns_set_show_host (self->columns, self->show_host);
      break;
    case PROP_SEARCHING:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_vm_table_dispose (GObject *object)
{
  MusterVmTable *self = MUSTER_VM_TABLE (object);

  /* The models may outlive us in the view, and change while it ends. */
  g_signal_handlers_disconnect_by_data (self->filtered, self);
  g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_handle_id (&self->uptime_id, g_source_remove);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->vm_watch);
  g_clear_object (&self->host_watch);
  /* Nor is it remembered that they end. */
  muster_vm_columns_set_settings (self->columns, NULL);
  g_clear_object (&self->saved_view);
  g_clear_object (&self->data_center);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_VM_TABLE);

  G_OBJECT_CLASS (muster_vm_table_parent_class)->dispose (object);
}

static void
muster_vm_table_finalize (GObject *object)
{
  MusterVmTable *self = MUSTER_VM_TABLE (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->columns);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (muster_vm_table_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                            G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_HOST] =
    g_param_spec_boolean ("show-host", NULL, NULL, TRUE, flags);
  properties[PROP_SEARCHING] =
    g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_SUMMARY] =
    g_param_spec_string ("summary", NULL, NULL, "",
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  muster_vm_commands_install (widget_class);
  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_action_cb);
  gtk_widget_class_install_action (widget_class, "table.unselect", NULL, unselect_action_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0,
                                       "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0,
                                       "table.unselect", NULL);
}

static void
muster_vm_table_class_init (MusterVmTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_vm_table_get_property;
  object_class->set_property = muster_vm_table_set_property;
  object_class->dispose = muster_vm_table_dispose;
  object_class->finalize = muster_vm_table_finalize;
  widget_class->map = muster_vm_table_map;
  widget_class->unmap = muster_vm_table_unmap;
  widget_class->grab_focus = muster_vm_table_grab_focus;
  install_properties (object_class);
  install_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-vm-table.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, search_bar);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, search_entry);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, view);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, empty_page);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, action_bar);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, selection_label);
  gtk_widget_class_bind_template_child (widget_class, MusterVmTable, vm_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
}

static void
build_models (MusterVmTable *self)
{
  self->filter = muster_vm_filter_new ();
  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  gtk_filter_list_model_set_filter (self->filtered, GTK_FILTER (self->filter));
  self->sorted =
    gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->filtered)),
                             g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = GTK_SELECTION_MODEL (
    gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->sorted))));

  g_signal_connect_object (self->filtered, "items-changed",
                           G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
build_menu (MusterVmTable *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->popover = muster_context_menu_new (GTK_WIDGET (self->view), self->vm_menu);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (secondary_click_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (gesture));
}

static void
muster_vm_table_init (MusterVmTable *self)
{
  self->show_host = TRUE;
  self->summary = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));

  build_models (self);
  self->columns = muster_vm_columns_new (self->view);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  muster_vm_columns_get_actions (self->columns));
  build_menu (self);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_object_bind_property (self->search_bar, "search-mode-enabled",
                          self, "searching", G_BINDING_DEFAULT);
  muster_vm_columns_sort_by (self->columns, muster_vm_column_to_id (MUSTER_VM_COLUMN_NAME),
                             FALSE);
  gtk_column_view_set_model (self->view, self->selection);
  self->uptime_id = g_timeout_add_seconds (UPTIME_SECONDS, uptime_cb, self);
  selection_changed_cb (self);
  update_page (self);
}

GtkWidget *
muster_vm_table_new (void)
{
  return g_object_new (MUSTER_TYPE_VM_TABLE, NULL);
}

void
muster_vm_table_set_settings (MusterVmTable *self,
                              GSettings     *settings)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));
  g_return_if_fail (G_IS_SETTINGS (settings));

  muster_vm_columns_set_settings (self->columns, settings);
}

void
muster_vm_table_set_data_center (MusterVmTable    *self,
                                 MusterDataCenter *data_center)
{
  GListModel *vms;

  g_return_if_fail (MUSTER_IS_VM_TABLE (self));
  g_return_if_fail (MUSTER_IS_DATA_CENTER (data_center));

  if (!g_set_object (&self->data_center, data_center))
    return;

  vms = muster_data_center_get_vms (data_center);
  gtk_filter_list_model_set_model (self->filtered, vms);

  g_clear_object (&self->vm_watch);
  self->vm_watch = muster_vm_watch_new (vms);
  g_signal_connect_swapped (self->vm_watch, "changed",
                            G_CALLBACK (vms_changed_cb), self);

  g_clear_object (&self->host_watch);
  self->host_watch = muster_host_watch_new (muster_data_center_get_hosts (data_center));
  g_signal_connect_swapped (self->host_watch, "changed",
                            G_CALLBACK (queue_update), self);
  update_page (self);
}

void
muster_vm_table_set_desk (MusterVmTable *self,
                          MusterDesk    *desk)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));

  if (g_set_object (&self->desk, desk))
    muster_vm_commands_update (MUSTER_VM_COMMANDS (self));
}

void
muster_vm_table_set_scope (MusterVmTable *self,
                           MusterHost    *host,
                           GListModel    *hosts)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));

  self->scoped = host != NULL;
  muster_vm_filter_set_host (self->filter, host);
  muster_vm_filter_set_hosts (self->filter, hosts);
  adw_status_page_set_description (self->empty_page,
                                   host != NULL
                                   ? _("No virtual machine is defined on this host.")
                                   : hosts != NULL
                                   ? _("No virtual machine is defined on the hosts of this cluster.")
                                   : _("The hosts answer, but no virtual machine is defined on them."));
  update_page (self);
}

void
muster_vm_table_set_search (MusterVmTable *self,
                            const char    *search)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry),
                         search != NULL ? search : "");
  search_changed_cb (self);
}

static void
show_search (MusterVmTable *self,
             const char    *search)
{
  gtk_search_bar_set_search_mode (self->search_bar, *search != '\0');
  muster_vm_table_set_search (self, search);
}

void
muster_vm_table_show_view (MusterVmTable   *self,
                           MusterSavedView *view)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));

  if (!g_set_object (&self->saved_view, view))
    return;
  /* A saved view keeps what it was saved with. */
  muster_vm_columns_set_remembering (self->columns, view == NULL);
  if (view != NULL)
    {
      muster_vm_columns_show (self->columns, muster_saved_view_get_columns (view));
      muster_vm_columns_sort_by (self->columns, muster_saved_view_get_sort_column (view),
                                 muster_saved_view_get_descending (view));
      show_search (self, muster_saved_view_get_search (view));
      return;
    }

  muster_vm_columns_restore (self->columns);
  show_search (self, "");
}

MusterSavedView *
muster_vm_table_make_view (MusterVmTable *self,
                           const char    *name)
{
  g_auto (GStrv) columns = NULL;
  g_autofree char *id = g_uuid_string_random ();
  GtkSortType order = GTK_SORT_ASCENDING;
  MusterVmColumn column;

  g_return_val_if_fail (MUSTER_IS_VM_TABLE (self), NULL);

  columns = muster_vm_columns_dup_ids (self->columns);
  column = muster_vm_columns_get_sort (self->columns, &order);

  return muster_saved_view_new (id, name,
                                gtk_editable_get_text (GTK_EDITABLE (self->search_entry)),
                                (const char * const *) columns,
                                column != MUSTER_N_VM_COLUMNS
                                ? muster_vm_column_to_id (column) : NULL,
                                order == GTK_SORT_DESCENDING);
}

void
muster_vm_table_begin_search (MusterVmTable *self)
{
  g_return_if_fail (MUSTER_IS_VM_TABLE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

GActionGroup *
muster_vm_table_get_columns (MusterVmTable *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_TABLE (self), NULL);

  return muster_vm_columns_get_actions (self->columns);
}

GMenuModel *
muster_vm_table_get_columns_menu (MusterVmTable *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_TABLE (self), NULL);

  return muster_vm_columns_get_menu (self->columns);
}

GListModel *
muster_vm_table_get_model (MusterVmTable *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_TABLE (self), NULL);

  return G_LIST_MODEL (self->selection);
}

const char *
muster_vm_table_get_summary (MusterVmTable *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_TABLE (self), NULL);

  return self->summary;
}
