/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-data-center.h"
#include "muster-format.h"
#include "muster-meter.h"
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
  GSignalGroup *host_signals;
};

G_DEFINE_FINAL_TYPE (MusterSidebarRow, muster_sidebar_row, ADW_TYPE_BIN)

static void
show (MusterSidebarRow *self,
      const char       *label,
      const char       *icon)
{
  gtk_label_set_text (self->label, label);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_stack_set_visible_child (self->icon_stack, GTK_WIDGET (self->icon));
  gtk_widget_set_visible (GTK_WIDGET (self->meter), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->label), "dimmed");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
}

/* The state in words for those who see neither icon nor colour. */
static void
describe_host (MusterSidebarRow *self,
               MusterHost       *host)
{
  MusterHostState state = muster_host_get_state (host);
  g_autofree char *cpu = muster_format_percent (muster_host_get_cpu_usage (host));
  g_autofree char *tip = NULL;

  if (state == MUSTER_HOST_ONLINE && *cpu != '\0')
    /* Translators: a host's state and its load in percent */
    tip = g_strdup_printf (_("%s, CPU %s"), muster_host_state_to_label (state), cpu);
  else if (state == MUSTER_HOST_UNREACHABLE)
    tip = g_strjoin ("\n", muster_host_state_to_label (state),
                     muster_host_reason_to_text (muster_host_get_reason (host)), NULL);
  else
    tip = g_strdup (muster_host_state_to_label (state));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
}

static void
update_host (MusterSidebarRow *self)
{
  MusterHost *host = MUSTER_HOST (self->item);
  MusterHostState state = muster_host_get_state (host);
  gboolean bad = state == MUSTER_HOST_UNREACHABLE;

  show (self, muster_host_get_name (host),
        bad ? "muster-host-unreachable-symbolic" : "muster-host-symbolic");
  if (state == MUSTER_HOST_CONNECTING)
    gtk_stack_set_visible_child (self->icon_stack, self->spinner);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
  if (state != MUSTER_HOST_ONLINE)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "dimmed");
  gtk_widget_set_visible (GTK_WIDGET (self->meter), state == MUSTER_HOST_ONLINE);
  muster_meter_set_value (self->meter, muster_host_get_cpu_usage (host));
  describe_host (self, host);
}

static void
update (MusterSidebarRow *self)
{
  GObject *item = self->item;

  if (MUSTER_IS_HOST (item))
    update_host (self);
  else if (MUSTER_IS_CLUSTER (item))
    show (self, muster_cluster_get_name (MUSTER_CLUSTER (item)),
          "muster-cluster-symbolic");
  else if (MUSTER_IS_DATA_CENTER (item))
    show (self, muster_data_center_get_name (MUSTER_DATA_CENTER (item)),
          "muster-data-center-symbolic");
  else if (MUSTER_IS_SIDEBAR_SECTION (item))
    show (self, muster_sidebar_section_get_title (MUSTER_SIDEBAR_SECTION (item)),
          muster_sidebar_section_get_icon (MUSTER_SIDEBAR_SECTION (item)));
}

static void
muster_sidebar_row_dispose (GObject *object)
{
  MusterSidebarRow *self = MUSTER_SIDEBAR_ROW (object);

  g_clear_object (&self->host_signals);
  g_clear_object (&self->item);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (muster_sidebar_row_parent_class)->dispose (object);
}

static void
muster_sidebar_row_class_init (MusterSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_sidebar_row_dispose;

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
  self->host_signals = g_signal_group_new (MUSTER_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::reason",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::name",
                                  G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::cpu-usage",
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
  g_signal_group_set_target (self->host_signals, MUSTER_IS_HOST (item) ? item : NULL);
  update (self);
}

gpointer
muster_sidebar_row_get_item (MusterSidebarRow *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_ROW (self), NULL);

  return self->item;
}

const char *
muster_sidebar_row_get_title (MusterSidebarRow *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_ROW (self), NULL);

  return gtk_label_get_text (self->label);
}
