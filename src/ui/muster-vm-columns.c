/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-cell.h"
#include "muster-vm-columns.h"
#include "muster-vm-sorter.h"

struct _MusterVmColumns
{
  GObject parent_instance;

  GtkColumnView *view;         /* borrowed */
  GSettings *settings;
  GSimpleActionGroup *actions;
  GMenu *menu;
  GtkColumnViewColumn *columns[MUSTER_N_VM_COLUMNS];   /* owned by view */
  gboolean wanted[MUSTER_N_VM_COLUMNS];
  GPtrArray *uptimes;          /* cells; borrowed */
  gboolean compact;
  gboolean show_host;
  gboolean remembering;
  gboolean restoring;
};

enum { PROP_0, PROP_COMPACT, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterVmColumns, muster_vm_columns, G_TYPE_OBJECT)

/* --- cells ------------------------------------------------------------------------- */

static void
setup_cb (MusterVmColumns *self,
          GtkListItem     *item,
          gpointer         factory)
{
  MusterVmColumn column =
    GPOINTER_TO_UINT (g_object_get_data (factory, "muster-column"));
  GtkWidget *cell = muster_vm_cell_new (column);

  g_object_bind_property (self, "compact", cell, "compact", G_BINDING_SYNC_CREATE);
  if (column == MUSTER_VM_COLUMN_UPTIME)
    g_ptr_array_add (self->uptimes, cell);
  gtk_list_item_set_child (item, cell);
}

static void
teardown_cb (MusterVmColumns *self,
             GtkListItem     *item,
             gpointer         factory)
{
  g_ptr_array_remove_fast (self->uptimes, gtk_list_item_get_child (item));
}

static void
bind_cb (MusterVmColumns *self,
         GtkListItem     *item,
         gpointer         factory)
{
  muster_vm_cell_set_vm (MUSTER_VM_CELL (gtk_list_item_get_child (item)),
                         gtk_list_item_get_item (item));
}

static void
unbind_cb (MusterVmColumns *self,
           GtkListItem     *item,
           gpointer         factory)
{
  muster_vm_cell_set_vm (MUSTER_VM_CELL (gtk_list_item_get_child (item)), NULL);
}

/* A row is found and read by its VM's name. */
static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkColumnViewRow         *row)
{
  MusterVm *vm = gtk_column_view_row_get_item (row);

  gtk_column_view_row_set_accessible_label (row, muster_vm_get_label (vm));
}

static GtkListItemFactory *
new_factory (MusterVmColumns *self,
             MusterVmColumn   column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "muster-column", GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (teardown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  return factory;
}

/* --- headings ---------------------------------------------------------------------- */

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget))
    return g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child, text);

      if (label != NULL)
        return label;
    }

  return NULL;
}

/* Headings of numbers stand above them, on the right, and the arrow of the order
 * on their other side.  GTK has no property for that: what the label is in is
 * mirrored. */
static void
align_headings (MusterVmColumns *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  gboolean rtl = gtk_widget_get_direction (header) == GTK_TEXT_DIR_RTL;

  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    {
      GtkWidget *label = muster_vm_column_is_number (i)
                         ? find_label (header, muster_vm_column_to_title (i)) : NULL;
      GtkWidget *box = label != NULL ? gtk_widget_get_parent (label) : NULL;

      if (box == NULL)
        continue;
      gtk_widget_set_direction (box, rtl ? GTK_TEXT_DIR_LTR : GTK_TEXT_DIR_RTL);
      gtk_widget_set_halign (box, GTK_ALIGN_START);
    }
}

/* --- which are shown --------------------------------------------------------------- */

static void
update_columns (MusterVmColumns *self)
{
  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    {
      gboolean visible = self->wanted[i] && !self->compact;

      if (i == MUSTER_VM_COLUMN_NAME)
        visible = TRUE;
      if (i == MUSTER_VM_COLUMN_HOST && !self->show_host)
        visible = FALSE;
      gtk_column_view_column_set_visible (self->columns[i], visible);
    }
}

char **
muster_vm_columns_dup_ids (MusterVmColumns *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GListModel *columns;

  g_return_val_if_fail (MUSTER_IS_VM_COLUMNS (self), NULL);

  columns = gtk_column_view_get_columns (self->view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char *id = gtk_column_view_column_get_id (column);

      if (self->wanted[muster_vm_column_from_id (id)])
        g_strv_builder_add (builder, id);
    }

  return g_strv_builder_end (builder);
}

static gboolean
remembers (MusterVmColumns *self)
{
  return self->settings != NULL && self->remembering && !self->restoring;
}

static void
store_columns (MusterVmColumns *self)
{
  g_auto (GStrv) ids = NULL;

  if (!remembers (self))
    return;
  ids = muster_vm_columns_dup_ids (self);
  g_settings_set_strv (self->settings, "vm-columns", (const char * const *) ids);
}

static void
column_state_cb (MusterVmColumns *self,
                 GVariant        *state,
                 GSimpleAction   *action)
{
  const char *id = g_action_get_name (G_ACTION (action));

  g_simple_action_set_state (action, state);
  self->wanted[muster_vm_column_from_id (id)] = g_variant_get_boolean (state);
  update_columns (self);
  store_columns (self);
}

static void
add_column_action (MusterVmColumns *self,
                   MusterVmColumn   column)
{
  const char *id = muster_vm_column_to_id (column);
  g_autofree char *name = g_strconcat ("columns.", id, NULL);
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful (id, NULL, g_variant_new_boolean (FALSE));

  g_signal_connect_object (action, "change-state", G_CALLBACK (column_state_cb),
                           self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_menu_append (self->menu, muster_vm_column_to_title (column), name);
}

static void
add_column (MusterVmColumns *self,
            MusterVmColumn   column)
{
  g_autoptr (MusterVmSorter) sorter = muster_vm_sorter_new (column);
  GtkColumnViewColumn *view_column =
    gtk_column_view_column_new (muster_vm_column_to_title (column),
                                new_factory (self, column));

  gtk_column_view_column_set_id (view_column, muster_vm_column_to_id (column));
  gtk_column_view_column_set_sorter (view_column, GTK_SORTER (sorter));
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column,
                                     column == MUSTER_VM_COLUMN_NAME ||
                                     column == MUSTER_VM_COLUMN_DESCRIPTION);
  gtk_column_view_column_set_header_menu (view_column, G_MENU_MODEL (self->menu));
  gtk_column_view_append_column (self->view, view_column);
  self->columns[column] = view_column;
  if (column != MUSTER_VM_COLUMN_NAME)
    add_column_action (self, column);
  g_object_unref (view_column);
}

static void
want_column (MusterVmColumns *self,
             MusterVmColumn   column,
             gboolean         wanted)
{
  GAction *action =
    g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                muster_vm_column_to_id (column));

  self->wanted[column] = wanted;
  if (action != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action),
                               g_variant_new_boolean (wanted));
}

void
muster_vm_columns_show (MusterVmColumns    *self,
                        const char * const *ids)
{
  guint position = 0;

  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));
  g_return_if_fail (ids != NULL);

  self->restoring = TRUE;
  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    want_column (self, i, i == MUSTER_VM_COLUMN_NAME);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      MusterVmColumn column = muster_vm_column_from_id (ids[i]);

      if (column == MUSTER_N_VM_COLUMNS)
        continue;
      want_column (self, column, TRUE);
      gtk_column_view_insert_column (self->view, position++, self->columns[column]);
    }
  self->restoring = FALSE;
  update_columns (self);
}

/* --- what they are sorted by ------------------------------------------------------- */

MusterVmColumn
muster_vm_columns_get_sort (MusterVmColumns *self,
                            GtkSortType     *order)
{
  GtkColumnViewSorter *sorter;
  GtkColumnViewColumn *column;

  g_return_val_if_fail (MUSTER_IS_VM_COLUMNS (self), MUSTER_N_VM_COLUMNS);

  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));
  column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  if (order != NULL)
    *order = gtk_column_view_sorter_get_primary_sort_order (sorter);
  if (column == NULL)
    return MUSTER_N_VM_COLUMNS;

  return muster_vm_column_from_id (gtk_column_view_column_get_id (column));
}

static void
sort_changed_cb (MusterVmColumns *self)
{
  GtkSortType order;
  MusterVmColumn column;

  if (!remembers (self))
    return;
  column = muster_vm_columns_get_sort (self, &order);
  if (column == MUSTER_N_VM_COLUMNS)
    return;

  g_settings_set_string (self->settings, "vm-sort-column",
                         muster_vm_column_to_id (column));
  g_settings_set_boolean (self->settings, "vm-sort-descending",
                          order == GTK_SORT_DESCENDING);
}

void
muster_vm_columns_sort_by (MusterVmColumns *self,
                           const char      *id,
                           gboolean         descending)
{
  MusterVmColumn column = muster_vm_column_from_id (id);

  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));

  if (column == MUSTER_N_VM_COLUMNS)
    column = MUSTER_VM_COLUMN_NAME;
  self->restoring = TRUE;
  gtk_column_view_sort_by_column (self->view, self->columns[column],
                                  descending ? GTK_SORT_DESCENDING
                                             : GTK_SORT_ASCENDING);
  self->restoring = FALSE;
}

void
muster_vm_columns_resort (MusterVmColumns *self,
                          guint            changed)
{
  MusterVmColumn column = muster_vm_columns_get_sort (self, NULL);

  if (column < MUSTER_N_VM_COLUMNS && (changed & (1u << column)) != 0)
    gtk_sorter_changed (gtk_column_view_column_get_sorter (self->columns[column]),
                        GTK_SORTER_CHANGE_DIFFERENT);
}

/* --- object ------------------------------------------------------------------------ */

static void
muster_vm_columns_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_COMPACT)
    g_value_set_boolean (value, MUSTER_VM_COLUMNS (object)->compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_vm_columns_finalize (GObject *object)
{
  MusterVmColumns *self = MUSTER_VM_COLUMNS (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->uptimes, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_vm_columns_parent_class)->finalize (object);
}

static void
muster_vm_columns_class_init (MusterVmColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_vm_columns_get_property;
  object_class->finalize = muster_vm_columns_finalize;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_vm_columns_init (MusterVmColumns *self)
{
  self->actions = g_simple_action_group_new ();
  self->menu = g_menu_new ();
  self->uptimes = g_ptr_array_new ();
  self->show_host = TRUE;
  self->remembering = TRUE;
}

MusterVmColumns *
muster_vm_columns_new (GtkColumnView *view)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  MusterVmColumns *self;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  self = g_object_new (MUSTER_TYPE_VM_COLUMNS, NULL);
  self->view = view;
  g_signal_connect (rows, "bind", G_CALLBACK (bind_row_cb), NULL);
  gtk_column_view_set_row_factory (view, rows);
  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    {
      add_column (self, i);
      want_column (self, i, i <= MUSTER_VM_COLUMN_UPTIME);
    }
  update_columns (self);
  align_headings (self);
  g_signal_connect_object (gtk_column_view_get_columns (view), "items-changed",
                           G_CALLBACK (store_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed",
                           G_CALLBACK (sort_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
muster_vm_columns_set_settings (MusterVmColumns *self,
                                GSettings       *settings)
{
  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));
  g_return_if_fail (settings == NULL || G_IS_SETTINGS (settings));

  if (g_set_object (&self->settings, settings) && settings != NULL)
    muster_vm_columns_restore (self);
}

void
muster_vm_columns_set_remembering (MusterVmColumns *self,
                                   gboolean         remembering)
{
  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));

  self->remembering = remembering;
}

void
muster_vm_columns_restore (MusterVmColumns *self)
{
  g_auto (GStrv) ids = NULL;
  g_autofree char *id = NULL;

  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));
  g_return_if_fail (self->settings != NULL);

  ids = g_settings_get_strv (self->settings, "vm-columns");
  id = g_settings_get_string (self->settings, "vm-sort-column");
  muster_vm_columns_show (self, (const char * const *) ids);
  muster_vm_columns_sort_by (self, id,
                             g_settings_get_boolean (self->settings, "vm-sort-descending"));
}

void
muster_vm_columns_set_compact (MusterVmColumns *self,
                               gboolean         compact)
{
  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));

  if (compact == self->compact)
    return;

  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->view), "compact");
  update_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

void
muster_vm_columns_set_show_host (MusterVmColumns *self,
                                 gboolean         show_host)
{
  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));

  self->show_host = show_host;
  update_columns (self);
}

void
muster_vm_columns_refresh (MusterVmColumns *self)
{
  g_return_if_fail (MUSTER_IS_VM_COLUMNS (self));

  for (guint i = 0; i < self->uptimes->len; i++)
    muster_vm_cell_refresh (g_ptr_array_index (self->uptimes, i));
}

GActionGroup *
muster_vm_columns_get_actions (MusterVmColumns *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_COLUMNS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
muster_vm_columns_get_menu (MusterVmColumns *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_COLUMNS (self), NULL);

  return G_MENU_MODEL (self->menu);
}
