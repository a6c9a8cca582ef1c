/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "muster-progress-ring.h"

#define SIZE 16
#define THICKNESS 2.5f

struct _MusterProgressRing
{
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (MusterProgressRing, muster_progress_ring, GTK_TYPE_WIDGET)

static void
muster_progress_ring_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
muster_progress_ring_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  MusterProgressRing *self = MUSTER_PROGRESS_RING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  float radius = (SIZE - THICKNESS) / 2;
  double end = -G_PI_2 + 2 * G_PI * self->fraction;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color;

  gtk_widget_get_color (widget, &color);
  cairo_set_line_width (cr, THICKNESS);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.2);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, -G_PI_2, end);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
muster_progress_ring_class_init (MusterProgressRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = muster_progress_ring_measure;
  widget_class->snapshot = muster_progress_ring_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
muster_progress_ring_init (MusterProgressRing *self)
{
}

void
muster_progress_ring_set_fraction (MusterProgressRing *self,
                                   double              fraction)
{
  g_return_if_fail (MUSTER_IS_PROGRESS_RING (self));

  fraction = CLAMP (fraction, 0, 1);
  if (fabs (fraction - self->fraction) < 0.001)
    return;

  self->fraction = fraction;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, fraction,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
