/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-chart.h"
#include "muster-format.h"

#define MIN_WIDTH 160
#define NATURAL_WIDTH 320
#define MIN_HEIGHT 110
#define GRID_LINES 2
#define LABEL_GAP 6
#define LEAST_RATE 10e3
#define GAP_AFTER (40 * G_USEC_PER_SEC)

struct _MusterChart
{
  GtkWidget parent_instance;

  MusterHistory *history;
  GSignalGroup *signals;
  PangoLayout *layout;
  MusterMetric metrics[2];
};

G_DEFINE_FINAL_TYPE (MusterChart, muster_chart, GTK_TYPE_WIDGET)

typedef struct
{
  graphene_rect_t plot;
  gint64 now;
  double top;           /* the value at the upper edge */
} Scale;

static gboolean
is_share (MusterChart *self)
{
  return self->metrics[0] == MUSTER_METRIC_CPU ||
         self->metrics[0] == MUSTER_METRIC_MEMORY;
}

double
muster_chart_round_up (double value)
{
  double unit;

  if (value <= 0)
    return 1;

  unit = pow (10, floor (log10 (value)));
  if (value <= unit)
    return unit;
  if (value <= 2 * unit)
    return 2 * unit;

  return value <= 5 * unit ? 5 * unit : 10 * unit;
}

static double
value_at (MusterChart *self,
          guint        line,
          guint        index)
{
  return muster_history_get (self->history, index)->values[self->metrics[line]];
}

static guint
get_length (MusterChart *self)
{
  return self->history != NULL ? muster_history_get_length (self->history) : 0;
}

static double
highest (MusterChart *self,
         guint        line)
{
  double top = -1;

  if (self->metrics[line] == MUSTER_N_METRICS)
    return -1;
  for (guint i = 0; i < get_length (self); i++)
    top = MAX (top, value_at (self, line, i));

  return top;
}

static char *
format_value (MusterChart *self,
              double       value)
{
  return is_share (self) ? muster_format_percent (value)
                         : muster_format_rate (value);
}

static void
muster_chart_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = horizontal ? MIN_WIDTH : MIN_HEIGHT;
  *natural = horizontal ? NATURAL_WIDTH : MIN_HEIGHT;
}

static PangoLayout *
ensure_layout (MusterChart *self)
{
  if (self->layout == NULL)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.8));
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_attributes (self->layout, attributes);
      pango_attr_list_unref (attributes);
    }

  return self->layout;
}

static int
text_height (MusterChart *self)
{
  int height;

  pango_layout_set_text (ensure_layout (self), "0", -1);
  pango_layout_get_pixel_size (self->layout, NULL, &height);

  return height;
}

static void
draw_text (MusterChart *self,
           GtkSnapshot *snapshot,
           const char  *text,
           float        x,
           float        y,
           float        align)
{
  GdkRGBA color;
  int width;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  color.alpha *= 0.6f;
  pango_layout_set_text (ensure_layout (self), text, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (roundf (x - width * align), y));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_grid (MusterChart *self,
           GtkSnapshot *snapshot,
           const Scale *scale)
{
  const graphene_rect_t *plot = &scale->plot;
  float bottom = plot->origin.y + plot->size.height;
  float right = plot->origin.x + plot->size.width;
  GdkRGBA color;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  color.alpha *= 0.12f;
  for (int i = 0; i <= GRID_LINES; i++)
    {
      float y = roundf (bottom - plot->size.height * i / GRID_LINES);
      g_autofree char *text = format_value (self, scale->top * i / GRID_LINES);

      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (plot->origin.x, y,
                                                      plot->size.width, 1));
      if (i > 0)
        draw_text (self, snapshot, text, right + LABEL_GAP,
                   y - text_height (self) / 2.0f, 0);
    }

  draw_text (self, snapshot, _("5 min ago"), plot->origin.x, bottom + 2, 0);
  draw_text (self, snapshot, _("now"), right, bottom + 2, 1);
}

/* Room for the widest value beside the plot. */
static int
label_width (MusterChart *self)
{
  int width;

  pango_layout_set_text (ensure_layout (self),
                         is_share (self) ? _("100 %") : _("500 kB/s"), -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);

  return width + LABEL_GAP;
}

static graphene_point_t
place (const Scale *scale,
       gint64       time,
       double       value)
{
  const graphene_rect_t *plot = &scale->plot;
  double age = (double) (scale->now - time) / MUSTER_HISTORY_SPAN;
  double height = CLAMP (value / scale->top, 0, 1);

  return GRAPHENE_POINT_INIT (plot->origin.x + plot->size.width * (1 - age),
                              plot->origin.y + plot->size.height * (1 - height));
}

/* Draws the samples from @first up to but without @end, all of them known. */
static void
draw_run (MusterChart   *self,
          GtkSnapshot   *snapshot,
          const Scale   *scale,
          guint          line,
          guint          first,
          guint          end)
{
  float bottom = scale->plot.origin.y + scale->plot.size.height;
  g_autoptr (GskPathBuilder) lines = gsk_path_builder_new ();
  g_autoptr (GskPathBuilder) area = gsk_path_builder_new ();
  g_autoptr (GskStroke) stroke = gsk_stroke_new (1.5f);
  g_autoptr (GskPath) line_path = NULL;
  g_autoptr (GskPath) area_path = NULL;
  graphene_point_t point = GRAPHENE_POINT_INIT (0, 0);
  GdkRGBA color;

  for (guint i = first; i < end; i++)
    {
      const MusterSample *sample = muster_history_get (self->history, i);

      point = place (scale, sample->time, sample->values[self->metrics[line]]);
      if (i == first)
        {
          gsk_path_builder_move_to (lines, point.x, point.y);
          gsk_path_builder_move_to (area, point.x, bottom);
        }
      gsk_path_builder_line_to (lines, point.x, point.y);
      gsk_path_builder_line_to (area, point.x, point.y);
    }
  gsk_path_builder_line_to (area, point.x, bottom);
  gsk_path_builder_close (area);

  muster_chart_get_color (self, line, &color);
  gsk_stroke_set_line_join (stroke, GSK_LINE_JOIN_ROUND);
  line_path = gsk_path_builder_to_path (lines);
  area_path = gsk_path_builder_to_path (area);
  gtk_snapshot_append_stroke (snapshot, line_path, stroke, &color);
  color.alpha *= 0.15f;
  gtk_snapshot_append_fill (snapshot, area_path, GSK_FILL_RULE_WINDING, &color);
}

/* A line has a gap where nothing was known. */
static void
draw_line (MusterChart *self,
           GtkSnapshot *snapshot,
           const Scale *scale,
           guint        line)
{
  guint n = get_length (self);
  guint first = 0;
  gint64 before = 0;

  for (guint i = 0; i <= n; i++)
    {
      gboolean known = i < n && value_at (self, line, i) >= 0;
      gint64 time = i < n ? muster_history_get (self->history, i)->time : 0;
      gboolean gap = i > 0 && i < n && time - before > GAP_AFTER;

      if (!known || gap)
        {
          if (i > first)
            draw_run (self, snapshot, scale, line, first, i);
          first = known ? i : i + 1;
        }
      before = time;
    }
}

static void
muster_chart_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  MusterChart *self = MUSTER_CHART (widget);
  int width = gtk_widget_get_width (widget) - label_width (self);
  int text = text_height (self);
  int height = gtk_widget_get_height (widget) - text - text / 2 - 2;
  double top = MAX (highest (self, 0), highest (self, 1));
  Scale scale = {
    .plot = GRAPHENE_RECT_INIT (0, text / 2, MAX (width, 1), height),
    .now = g_get_monotonic_time (),
    .top = is_share (self) ? 1 : muster_chart_round_up (MAX (top, LEAST_RATE)),
  };

  if (height <= 0)
    return;

  draw_grid (self, snapshot, &scale);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, MAX (width, 1),
                                                     height + text / 2 + 1));
  for (guint line = 0; line < 2; line++)
    if (self->metrics[line] != MUSTER_N_METRICS)
      draw_line (self, snapshot, &scale, line);
  gtk_snapshot_pop (snapshot);
}

static void
muster_chart_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (muster_chart_parent_class)->css_changed (widget, change);

  g_clear_object (&MUSTER_CHART (widget)->layout);
}

/* What somebody who does not see the line is told of it. */
static void
update_description (MusterChart *self)
{
  guint n = get_length (self);
  g_autofree char *now = NULL;
  g_autofree char *most = NULL;
  g_autofree char *text = NULL;

  if (n == 0 || value_at (self, 0, n - 1) < 0)
    text = g_strdup (_("Nothing has been measured yet."));
  else
    {
      now = format_value (self, value_at (self, 0, n - 1));
      most = format_value (self, highest (self, 0));
      /* Translators: two values of a chart, as percent or bytes a second */
      text = g_strdup_printf (_("Now %s, at most %s in the last five minutes."),
                              now, most);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
changed_cb (MusterChart *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
muster_chart_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_chart_parent_class)->map (widget);

  changed_cb (MUSTER_CHART (widget));
}

static void
muster_chart_dispose (GObject *object)
{
  MusterChart *self = MUSTER_CHART (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->history);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (muster_chart_parent_class)->dispose (object);
}

static void
muster_chart_class_init (MusterChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_chart_dispose;

  widget_class->measure = muster_chart_measure;
  widget_class->snapshot = muster_chart_snapshot;
  widget_class->css_changed = muster_chart_css_changed;
  widget_class->map = muster_chart_map;

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
muster_chart_init (MusterChart *self)
{
  self->metrics[0] = MUSTER_METRIC_CPU;
  self->metrics[1] = MUSTER_N_METRICS;
  self->signals = g_signal_group_new (MUSTER_TYPE_HISTORY);
  g_signal_group_connect_swapped (self->signals, "changed",
                                  G_CALLBACK (changed_cb), self);
}

GtkWidget *
muster_chart_new (void)
{
  return g_object_new (MUSTER_TYPE_CHART, NULL);
}

void
muster_chart_set_metrics (MusterChart  *self,
                          MusterMetric  first,
                          MusterMetric  second)
{
  g_return_if_fail (MUSTER_IS_CHART (self));
  g_return_if_fail (first < MUSTER_N_METRICS && second <= MUSTER_N_METRICS);

  self->metrics[0] = first;
  self->metrics[1] = second;
  changed_cb (self);
}

void
muster_chart_set_history (MusterChart   *self,
                          MusterHistory *history)
{
  g_return_if_fail (MUSTER_IS_CHART (self));

  if (!g_set_object (&self->history, history))
    return;

  g_signal_group_set_target (self->signals, history);
  changed_cb (self);
}

void
muster_chart_get_color (MusterChart *self,
                        guint        line,
                        GdkRGBA     *color)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  AdwAccentColor accent = adw_style_manager_get_accent_color (manager);

  g_return_if_fail (MUSTER_IS_CHART (self));
  g_return_if_fail (color != NULL);

  if (line == 1)
    accent = accent == ADW_ACCENT_COLOR_ORANGE ? ADW_ACCENT_COLOR_TEAL
                                               : ADW_ACCENT_COLOR_ORANGE;
  adw_accent_color_to_standalone_rgba (accent,
                                       adw_style_manager_get_dark (manager),
                                       color);
}
