/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-line.h"
#include "muster-meter.h"
#include "muster-ui.h"
#include "muster-vm-cell.h"

/* Built in C: thousands of these are made and bound while one scrolls and
 * searches, and none may ask for the size of its text. */

#define MAX_SIGNALS 12

struct _MusterVmCell
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *text;
  GtkWidget *subtitle;
  GtkWidget *meter;

  MusterVm *vm;
  gulong handlers[MAX_SIGNALS];
  guint n_handlers;
  const char *icon_class;
  MusterVmColumn column;
  gboolean compact;
};

enum { PROP_0, PROP_COMPACT, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterVmCell, muster_vm_cell, GTK_TYPE_WIDGET)

static gboolean
is_meter (MusterVmColumn column)
{
  return column == MUSTER_VM_COLUMN_CPU || column == MUSTER_VM_COLUMN_MEMORY;
}

static void
update_icon (MusterVmCell *self)
{
  const char *icon_class = muster_vm_get_state_class (self->vm);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                muster_vm_get_state_icon (self->vm));
  if (self->icon_class == icon_class)
    return;
  if (self->icon_class != NULL)
    gtk_widget_remove_css_class (self->icon, self->icon_class);
  self->icon_class = icon_class;
  gtk_widget_add_css_class (self->icon, icon_class);
}

static void
update_subtitle (MusterVmCell *self)
{
  MusterHost *host = muster_vm_get_host (self->vm);
  const char *ip = muster_vm_get_ip (self->vm);
  g_autofree char *state = muster_vm_dup_state_text (self->vm);
  g_autofree char *text = NULL;

  text = g_strjoin (" · ", state,
                    host != NULL ? muster_host_get_name (host) : ip,
                    host != NULL && *ip != '\0' ? ip : NULL,
                    NULL);
  muster_line_set_text (MUSTER_LINE (self->subtitle), text);
}

static void
update_meter (MusterVmCell *self)
{
  MusterMetric metric = self->column == MUSTER_VM_COLUMN_CPU
                        ? MUSTER_METRIC_CPU : MUSTER_METRIC_MEMORY;

  muster_meter_set_value (MUSTER_METER (self->meter),
                          muster_vm_get_metric (self->vm, metric));
}

static void
update_text (MusterVmCell *self)
{
  g_autofree char *text = muster_vm_column_dup_text (self->column, self->vm);

  muster_line_set_text (MUSTER_LINE (self->text), text);
}

static void
update (MusterVmCell *self)
{
  if (self->vm == NULL)
    return;

  if (self->meter != NULL)
    update_meter (self);
  if (self->text != NULL)
    update_text (self);
  if (self->icon != NULL && gtk_widget_get_visible (self->icon))
    update_icon (self);
  if (self->subtitle != NULL && gtk_widget_get_visible (self->subtitle))
    update_subtitle (self);
}

static void
update_stale (MusterVmCell *self)
{
  muster_ui_set_stale (GTK_WIDGET (self), self->vm != NULL && muster_vm_get_stale (self->vm));
}

static GtkWidget *
new_text (MusterVmCell *self)
{
  gboolean number = muster_vm_column_is_number (self->column);
  GtkWidget *text = muster_line_new (muster_vm_column_get_chars (self->column),
                                     number ? 1 : 0);

  muster_line_set_numeric (MUSTER_LINE (text),
                           number || self->column == MUSTER_VM_COLUMN_IP);
  muster_line_set_samples (MUSTER_LINE (text),
                           muster_vm_column_get_samples (self->column));
  gtk_widget_set_hexpand (text, TRUE);

  return text;
}

static void
add_icon (MusterVmCell *self)
{
  self->icon = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon),
                               GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
}

/* The second line, which few windows are narrow enough for. */
static void
add_compact_parts (MusterVmCell *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  g_object_ref (self->text);
  gtk_widget_unparent (self->text);
  add_icon (self);
  self->subtitle = new_text (self);
  muster_line_set_minor (MUSTER_LINE (self->subtitle), TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->subtitle);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  g_object_unref (self->text);
}

static void
add_meter (MusterVmCell *self)
{
  self->meter = muster_meter_new ();
  gtk_widget_set_hexpand (self->meter, TRUE);
  muster_meter_set_label (MUSTER_METER (self->meter),
                          muster_vm_column_to_title (self->column));
  gtk_widget_set_parent (self->meter, GTK_WIDGET (self));
}

static void
build (MusterVmCell *self)
{
  if (is_meter (self->column))
    {
      add_meter (self);
      return;
    }
  if (self->column == MUSTER_VM_COLUMN_STATE)
    add_icon (self);
  self->text = new_text (self);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

static void
rebind (MusterVmCell *self)
{
  g_autoptr (MusterVm) vm = self->vm != NULL ? g_object_ref (self->vm) : NULL;

  muster_vm_cell_set_vm (self, NULL);
  muster_vm_cell_set_vm (self, vm);
}

static void
set_compact (MusterVmCell *self,
             gboolean      compact)
{
  if (compact == self->compact)
    return;

  self->compact = compact;
  if (self->column == MUSTER_VM_COLUMN_NAME)
    {
      if (self->subtitle == NULL)
        add_compact_parts (self);
      gtk_widget_set_visible (self->icon, compact);
      gtk_widget_set_visible (self->subtitle, compact);
      rebind (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
muster_vm_cell_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_COMPACT)
    g_value_set_boolean (value, MUSTER_VM_CELL (object)->compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_vm_cell_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  if (prop_id == PROP_COMPACT)
    set_compact (MUSTER_VM_CELL (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

/* What may be too long for its column. */
static gboolean
muster_vm_cell_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  MusterVmCell *self = MUSTER_VM_CELL (widget);
  g_autofree char *text = NULL;

  if (self->vm == NULL || self->meter != NULL)
    return FALSE;

  if (self->column == MUSTER_VM_COLUMN_STATE)
    text = muster_vm_dup_state_text (self->vm);
  else if (self->column == MUSTER_VM_COLUMN_IP)
    text = g_strjoinv ("\n", (char **) muster_vm_get_ips (self->vm));
  else
    text = muster_vm_column_dup_text (self->column, self->vm);
  gtk_tooltip_set_text (tooltip, text);

  return *text != '\0';
}

static void
muster_vm_cell_dispose (GObject *object)
{
  MusterVmCell *self = MUSTER_VM_CELL (object);
  GtkWidget *child;

  muster_vm_cell_set_vm (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (muster_vm_cell_parent_class)->dispose (object);
}

static void
muster_vm_cell_class_init (MusterVmCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_vm_cell_get_property;
  object_class->set_property = muster_vm_cell_set_property;
  object_class->dispose = muster_vm_cell_dispose;
  widget_class->query_tooltip = muster_vm_cell_query_tooltip;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "vmcell");
}

static void
muster_vm_cell_init (MusterVmCell *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
muster_vm_cell_new (MusterVmColumn column)
{
  MusterVmCell *self = g_object_new (MUSTER_TYPE_VM_CELL, NULL);

  self->column = column;
  build (self);

  return GTK_WIDGET (self);
}

MusterVm *
muster_vm_cell_get_vm (MusterVmCell *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_CELL (self), NULL);

  return self->vm;
}

static void
connect_to (MusterVmCell *self,
            const char   *property,
            GCallback     callback)
{
  g_autofree char *signal = g_strconcat ("notify::", property, NULL);

  g_assert (self->n_handlers < MAX_SIGNALS);

  self->handlers[self->n_handlers++] =
    g_signal_connect_swapped (self->vm, signal, callback, self);
}

static void
connect_vm (MusterVmCell *self)
{
  const char * const *names = muster_vm_column_get_properties (self->column);

  for (; *names != NULL; names++)
    connect_to (self, *names, G_CALLBACK (update));
  connect_to (self, "stale", G_CALLBACK (update_stale));
  if (self->column != MUSTER_VM_COLUMN_NAME || !self->compact)
    return;

  connect_to (self, "state", G_CALLBACK (update));
  connect_to (self, "reason", G_CALLBACK (update));
  connect_to (self, "host", G_CALLBACK (update));
  connect_to (self, "ip", G_CALLBACK (update));
  connect_to (self, "stale", G_CALLBACK (update));
  connect_to (self, "elsewhere", G_CALLBACK (update));
}

void
muster_vm_cell_set_vm (MusterVmCell *self,
                       MusterVm     *vm)
{
  g_return_if_fail (MUSTER_IS_VM_CELL (self));

  if (vm == self->vm)
    return;

  while (self->vm != NULL && self->n_handlers > 0)
    g_signal_handler_disconnect (self->vm, self->handlers[--self->n_handlers]);
  g_set_object (&self->vm, vm);
  if (vm == NULL)
    return;

  connect_vm (self);
  update (self);
  update_stale (self);
}

void
muster_vm_cell_refresh (MusterVmCell *self)
{
  g_return_if_fail (MUSTER_IS_VM_CELL (self));

  update (self);
}

MusterVmCell *
muster_vm_cell_find_below (GtkWidget *widget)
{
  for (int depth = 0; widget != NULL && depth < 3; depth++)
    {
      if (MUSTER_IS_VM_CELL (widget))
        return MUSTER_VM_CELL (widget);
      widget = gtk_widget_get_first_child (widget);
    }

  return NULL;
}

MusterVm *
muster_vm_cell_find_vm_at (GtkWidget *view,
                           double     x,
                           double     y)
{
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != view; widget = gtk_widget_get_parent (widget))
    {
      MusterVmCell *cell = muster_vm_cell_find_below (widget);

      if (cell != NULL)
        return muster_vm_cell_get_vm (cell);
    }

  return NULL;
}
