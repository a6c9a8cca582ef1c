/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-data-center.h"
#include "muster-format.h"
#include "muster-meter.h"
#include "muster-saved-view.h"
#include "muster-sidebar-row.h"
#include "muster-sidebar-section.h"

struct _MusterSidebarRow
{
  AdwBin parent_instance;

  GtkTreeExpander *expander;
  GtkStack *icon_stack;
  GtkImage *icon;
  GtkWidget *spinner;
  GtkLabel *label;
  MusterMeter *meter;

  GObject *item;
  GSignalGroup *item_signals;
  char *title;
  char *description;
};

enum { PROP_0, PROP_TITLE, PROP_DESCRIPTION, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterSidebarRow, muster_sidebar_row, ADW_TYPE_BIN)

static void
set_title (MusterSidebarRow *self,
           const char       *title)
{
  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_description (MusterSidebarRow *self,
                 const char       *description)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  if (g_set_str (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
show (MusterSidebarRow *self,
      const char       *label,
      const char       *icon,
      const char       *description)
{
  set_title (self, label);
  set_description (self, description);
  gtk_label_set_text (self->label, label);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_stack_set_visible_child (self->icon_stack, GTK_WIDGET (self->icon));
  gtk_widget_set_visible (GTK_WIDGET (self->meter), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->label), "dimmed");
}

/* The state in words for those who see neither icon nor colour. */
static char *
describe_host (MusterHost *host)
{
  MusterHostState state = muster_host_get_state (host);
  g_autofree char *cpu = muster_format_percent (muster_host_get_cpu_usage (host));

  if (state == MUSTER_HOST_ONLINE && muster_host_get_maintenance (host))
    return g_strdup (muster_host_get_state_label (host));
  if (state == MUSTER_HOST_ONLINE && *cpu != '\0')
    /* Translators: a host's state and its load in percent */
    return g_strdup_printf (_("%s, CPU %s"), muster_host_state_to_label (state), cpu);
  if (muster_host_is_lost (host))
    return g_strjoin ("\n", muster_host_state_to_label (state),
                      muster_host_reason_to_text (muster_host_get_reason (host)), NULL);

  return g_strdup (muster_host_state_to_label (state));
}

static void
update_host (MusterSidebarRow *self)
{
  MusterHost *host = MUSTER_HOST (self->item);
  MusterHostState state = muster_host_get_state (host);
  gboolean bad = muster_host_is_lost (host);
  gboolean maintenance = muster_host_get_maintenance (host);
  g_autofree char *description = describe_host (host);

  show (self, muster_host_get_name (host),
        bad ? "muster-host-unreachable-symbolic" : "muster-host-symbolic",
        description);
  if (state == MUSTER_HOST_CONNECTING)
    gtk_stack_set_visible_child (self->icon_stack, self->spinner);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
  if (state != MUSTER_HOST_ONLINE || maintenance)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "dimmed");
  gtk_widget_set_visible (GTK_WIDGET (self->meter),
                          state == MUSTER_HOST_ONLINE && !maintenance);
  muster_meter_set_value (self->meter, muster_host_get_cpu_usage (host));
}

/* An empty text would be a tooltip with nothing in it. */
static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
update (MusterSidebarRow *self)
{
  GObject *item = self->item;

  if (MUSTER_IS_HOST (item))
    update_host (self);
  else if (MUSTER_IS_CLUSTER (item))
    show (self, muster_cluster_get_name (MUSTER_CLUSTER (item)), "muster-cluster-symbolic",
          or_null (muster_cluster_get_description (MUSTER_CLUSTER (item))));
  else if (MUSTER_IS_DATA_CENTER (item))
    show (self, muster_data_center_get_name (MUSTER_DATA_CENTER (item)),
          "muster-data-center-symbolic",
          or_null (muster_data_center_get_description (MUSTER_DATA_CENTER (item))));
  else if (MUSTER_IS_SAVED_VIEW (item))
    show (self, muster_saved_view_get_name (MUSTER_SAVED_VIEW (item)),
          "starred-symbolic", NULL);
  else if (MUSTER_IS_SIDEBAR_SECTION (item))
    show (self, muster_sidebar_section_get_title (MUSTER_SIDEBAR_SECTION (item)),
          muster_sidebar_section_get_icon (MUSTER_SIDEBAR_SECTION (item)), NULL);
}

static void
muster_sidebar_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  MusterSidebarRow *self = MUSTER_SIDEBAR_ROW (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_sidebar_row_dispose (GObject *object)
{
  MusterSidebarRow *self = MUSTER_SIDEBAR_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (muster_sidebar_row_parent_class)->dispose (object);
}

static void
muster_sidebar_row_finalize (GObject *object)
{
  MusterSidebarRow *self = MUSTER_SIDEBAR_ROW (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (muster_sidebar_row_parent_class)->finalize (object);
}

static void
muster_sidebar_row_class_init (MusterSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                            G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = muster_sidebar_row_get_property;
  object_class->dispose = muster_sidebar_row_dispose;
  object_class->finalize = muster_sidebar_row_finalize;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (MUSTER_TYPE_METER);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, expander);
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, label);
  gtk_widget_class_bind_template_child (widget_class, MusterSidebarRow, meter);
}

static void
muster_sidebar_row_init (MusterSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->item_signals, "notify::state",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::reason",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::maintenance",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::name",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::cpu-usage",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::description",
                                  G_CALLBACK (update), self);
}

GtkWidget *
muster_sidebar_row_new (void)
{
  return g_object_new (MUSTER_TYPE_SIDEBAR_ROW, NULL);
}

void
muster_sidebar_row_set_row (MusterSidebarRow *self,
                            GtkTreeListRow   *row)
{
  g_autoptr (GObject) item = NULL;

  g_return_if_fail (MUSTER_IS_SIDEBAR_ROW (self));

  item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
  gtk_tree_expander_set_list_row (self->expander, row);
  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  update (self);
}

gpointer
muster_sidebar_row_get_item (MusterSidebarRow *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_ROW (self), NULL);

  return self->item;
}
