/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "muster-chart.h"
#include "muster-meter.h"
#include "muster-progress-ring.h"
#include "muster-ui.h"
#include "ui-fixture.h"

/* Shows @widget in a window and returns what it draws. */
static GskRenderNode *
draw (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 300, 160);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_spin (200);
  paintable = gtk_widget_paintable_new (widget);
  gdk_paintable_snapshot (paintable, snapshot, 300, 160);
  gtk_window_destroy (GTK_WINDOW (window));

  return gtk_snapshot_free_to_node (snapshot);
}

static guint
count_nodes (GskRenderNode     *node,
             GskRenderNodeType  type)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  const char *name = type == GSK_TEXT_NODE ? "text {"
                     : type == GSK_STROKE_NODE ? "stroke {" : "rounded-clip {";
  guint n = 0;

  if (node == NULL)
    return 0;
  bytes = gsk_render_node_serialize (node);
  text = g_bytes_get_data (bytes, NULL);
  while ((text = strstr (text, name)) != NULL)
    {
      n++;
      text++;
    }

  return n;
}

static void
test_meter (void)
{
  GtkWidget *meter = g_object_ref_sink (muster_meter_new ());
  g_autoptr (GskRenderNode) unknown = NULL;
  g_autoptr (GskRenderNode) half = NULL;
  int minimum, wide;

  gtk_widget_measure (meter, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  unknown = draw (meter);
  muster_meter_set_value (MUSTER_METER (meter), 0.5);
  half = draw (meter);
  gtk_widget_measure (meter, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);

  g_assert_cmpuint (count_nodes (unknown, GSK_ROUNDED_CLIP_NODE), ==, 0);
  g_assert_cmpuint (count_nodes (half, GSK_ROUNDED_CLIP_NODE), ==, 2);
  g_assert_cmpuint (count_nodes (half, GSK_TEXT_NODE), ==, 1);
  g_assert_cmpint (minimum, ==, wide);
  g_object_unref (meter);
}

static void
test_meter_notifies (void)
{
  GtkWidget *meter = g_object_ref_sink (muster_meter_new ());

  muster_meter_set_value (MUSTER_METER (meter), 0.95);
  g_assert_true (gtk_widget_has_css_class (meter, "high"));
  muster_meter_set_value (MUSTER_METER (meter), 0.2);
  g_assert_false (gtk_widget_has_css_class (meter, "high"));
  g_assert_cmpfloat (muster_meter_get_value (MUSTER_METER (meter)), ==, 0.2);
  g_assert_finalize_object (meter);
}

/* By name, a screen reader says the value as well. */
static void
test_meter_name (void)
{
  GtkWidget *meter = g_object_ref_sink (muster_meter_new ());
  GtkAccessible *accessible = GTK_ACCESSIBLE (meter);

  muster_meter_set_label (MUSTER_METER (meter), "CPU");
  ui_fixture_assert_says (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "CPU");
  muster_meter_set_value (MUSTER_METER (meter), 0.12);
  ui_fixture_assert_says (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "CPU 12 %");
  muster_meter_set_value (MUSTER_METER (meter), -1);
  ui_fixture_assert_says (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "CPU");
  g_object_unref (meter);
}

static void
push (MusterHistory *history,
      gint64         age,
      float          value)
{
  MusterSample sample = { .time = g_get_monotonic_time () - age * G_USEC_PER_SEC };

  for (guint i = 0; i < MUSTER_N_METRICS; i++)
    sample.values[i] = value;
  muster_history_push (history, &sample);
}

/* Two runs of known values with an unknown one between them: two lines. */
static void
test_chart (void)
{
  g_autoptr (MusterHistory) history = muster_history_new ();
  GtkWidget *chart = g_object_ref_sink (muster_chart_new ());
  g_autoptr (GskRenderNode) empty = draw (chart);
  g_autoptr (GskRenderNode) full = NULL;
  const float values[] = { 0.1f, 0.9f, -1, 0.4f, 0.5f };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    push (history, 30 - 3 * (gint64) i, values[i]);
  muster_chart_set_history (MUSTER_CHART (chart), history);
  full = draw (chart);

  g_assert_cmpuint (count_nodes (empty, GSK_STROKE_NODE), ==, 0);
  g_assert_cmpuint (count_nodes (full, GSK_STROKE_NODE), ==, 2);
  g_object_unref (chart);
}

static void
test_ring (void)
{
  GtkWidget *ring = g_object_ref_sink (g_object_new (MUSTER_TYPE_PROGRESS_RING, NULL));
  g_autoptr (GskRenderNode) node = NULL;

  muster_progress_ring_set_fraction (MUSTER_PROGRESS_RING (ring), 0.4);
  node = draw (ring);
  g_assert_nonnull (node);
  g_object_unref (ring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  muster_ui_init ();
  g_test_add_func ("/muster/ui/drawing/meter", test_meter);
  g_test_add_func ("/muster/ui/drawing/meter-notifies", test_meter_notifies);
  g_test_add_func ("/muster/ui/drawing/meter-name", test_meter_name);
  g_test_add_func ("/muster/ui/drawing/chart", test_chart);
  g_test_add_func ("/muster/ui/drawing/ring", test_ring);

  return g_test_run ();
}
