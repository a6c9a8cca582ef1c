/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-chart.h"
#include "muster-chart-card.h"
#include "muster-format.h"

struct _MusterChartCard
{
  AdwBin parent_instance;

  GtkLabel *title_label;
  GtkLabel *first_label;
  GtkLabel *second_label;
  MusterChart *chart;

  char *labels[2];
  MusterMetric metrics[2];
  MusterHistory *history;
  GSignalGroup *signals;
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_METRIC,
  PROP_SECOND_METRIC,
  PROP_LABEL,
  PROP_SECOND_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterChartCard, muster_chart_card, ADW_TYPE_BIN)

static double
latest (MusterChartCard *self,
        guint            line)
{
  guint n = self->history != NULL ? muster_history_get_length (self->history) : 0;

  if (n == 0 || self->metrics[line] == MUSTER_N_METRICS)
    return -1;

  return muster_history_get (self->history, n - 1)->values[self->metrics[line]];
}

static char *
dup_value (MusterChartCard *self,
           guint            line)
{
  double value = latest (self, line);

  if (self->metrics[line] <= MUSTER_METRIC_MEMORY)
    return muster_format_percent (value);

  return muster_format_rate (value);
}

/* The value, after the mark of its line where there are two of them. */
static void
update_label (MusterChartCard *self,
              guint            line,
              GtkLabel        *label)
{
  g_autofree char *value = dup_value (self, line);
  g_autofree char *markup = NULL;
  GdkRGBA color;

  gtk_widget_set_visible (GTK_WIDGET (label), *value != '\0');
  if (self->labels[line] == NULL)
    {
      gtk_label_set_text (label, value);
      return;
    }

  muster_chart_get_color (self->chart, line, &color);
  markup = g_markup_printf_escaped ("<span color=\"#%02x%02x%02x\">●</span> %s %s",
                                    (guint) (color.red * 255),
                                    (guint) (color.green * 255),
                                    (guint) (color.blue * 255),
                                    self->labels[line], value);
  gtk_label_set_markup (label, markup);
}

static void
update (MusterChartCard *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  update_label (self, 0, self->first_label);
  update_label (self, 1, self->second_label);
}

static void
muster_chart_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_chart_card_parent_class)->map (widget);

  update (MUSTER_CHART_CARD (widget));
}

static void
set_title (MusterChartCard *self,
           const char      *title)
{
  gtk_label_set_text (self->title_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

static void
muster_chart_card_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  MusterChartCard *self = MUSTER_CHART_CARD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_METRIC:
      self->metrics[0] = g_value_get_uint (value);
      break;
    case PROP_SECOND_METRIC:
      self->metrics[1] = g_value_get_uint (value);
      break;
    case PROP_LABEL:
      g_set_str (&self->labels[0], g_value_get_string (value));
      break;
    case PROP_SECOND_LABEL:
      g_set_str (&self->labels[1], g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_chart_card_dispose (GObject *object)
{
  MusterChartCard *self = MUSTER_CHART_CARD (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->history);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CHART_CARD);

  G_OBJECT_CLASS (muster_chart_card_parent_class)->dispose (object);
}

static void
muster_chart_card_finalize (GObject *object)
{
  MusterChartCard *self = MUSTER_CHART_CARD (object);

  g_clear_pointer (&self->labels[0], g_free);
  g_clear_pointer (&self->labels[1], g_free);

  G_OBJECT_CLASS (muster_chart_card_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "",
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_METRIC] =
    g_param_spec_uint ("metric", NULL, NULL, 0, MUSTER_N_METRICS - 1, 0,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECOND_METRIC] =
    g_param_spec_uint ("second-metric", NULL, NULL, 0, MUSTER_N_METRICS,
                       MUSTER_N_METRICS,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECOND_LABEL] =
    g_param_spec_string ("second-label", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_chart_card_class_init (MusterChartCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = muster_chart_card_set_property;
  object_class->dispose = muster_chart_card_dispose;
  object_class->finalize = muster_chart_card_finalize;
  install_properties (object_class);

  widget_class->map = muster_chart_card_map;

  g_type_ensure (MUSTER_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterChartCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, MusterChartCard, first_label);
  gtk_widget_class_bind_template_child (widget_class, MusterChartCard, second_label);
  gtk_widget_class_bind_template_child (widget_class, MusterChartCard, chart);
}

static void
muster_chart_card_init (MusterChartCard *self)
{
  self->metrics[1] = MUSTER_N_METRICS;
  self->signals = g_signal_group_new (MUSTER_TYPE_HISTORY);
  g_signal_group_connect_swapped (self->signals, "changed",
                                  G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
muster_chart_card_set_history (MusterChartCard *self,
                               MusterHistory   *history)
{
  g_return_if_fail (MUSTER_IS_CHART_CARD (self));

  muster_chart_set_metrics (self->chart, self->metrics[0], self->metrics[1]);
  muster_chart_set_history (self->chart, history);
  if (!g_set_object (&self->history, history))
    return;

  g_signal_group_set_target (self->signals, history);
  update (self);
}
