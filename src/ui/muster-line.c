/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-line.h"

#define MIN_CHARS 6
#define MINOR_SCALE 0.82
#define MINOR_ALPHA 0.55f

struct _MusterLine
{
  GtkWidget parent_instance;

  char *text;
  const char * const *samples;
  PangoLayout *layout;    /* made by the first drawing */
  guint chars;
  float xalign;
  gboolean numeric;
  gboolean minor;
};

G_DEFINE_FINAL_TYPE (MusterLine, muster_line, GTK_TYPE_WIDGET)

/* That of the table: making one for each line is what would be slow. */
static PangoContext *
get_context (MusterLine *self)
{
  GtkWidget *table = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_COLUMN_VIEW);

  return gtk_widget_get_pango_context (table != NULL ? table : GTK_WIDGET (self));
}

typedef struct
{
  guint serial;           /* of the context, with its font, that it is true of */
  int width;
} SampleWidth;

static int
measure_samples (MusterLine   *self,
                 PangoContext *context)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  int widest = 0;

  for (const char * const *sample = self->samples; *sample != NULL; sample++)
    {
      int width;

      pango_layout_set_text (layout, *sample, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }

  return widest;
}

/* Measured once a table, by its first line. */
static int
get_samples_width (MusterLine   *self,
                   PangoContext *context)
{
  const char *key = self->samples[0];
  SampleWidth *known = g_object_get_data (G_OBJECT (context), key);

  if (known == NULL)
    {
      known = g_new0 (SampleWidth, 1);
      g_object_set_data_full (G_OBJECT (context), key, known, g_free);
    }
  if (known->serial != pango_context_get_serial (context))
    {
      known->serial = pango_context_get_serial (context);
      known->width = measure_samples (self, context);
    }

  return known->width;
}

static void
muster_line_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  MusterLine *self = MUSTER_LINE (widget);
  PangoContext *context = get_context (self);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  double scale = self->minor ? MINOR_SCALE : 1;
  int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                   pango_font_metrics_get_approximate_digit_width (metrics));
  int height = pango_font_metrics_get_ascent (metrics) +
               pango_font_metrics_get_descent (metrics);

  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->samples != NULL)
    *minimum = *natural = get_samples_width (self, context);
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = PANGO_PIXELS_CEIL ((int) (width * scale)) * (int) MIN (self->chars, MIN_CHARS);
      *natural = PANGO_PIXELS_CEIL ((int) (width * scale)) * (int) self->chars;
    }
  else
    *minimum = *natural = PANGO_PIXELS_CEIL ((int) (height * scale));
  pango_font_metrics_unref (metrics);
}

static void
set_attributes (MusterLine *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if (self->numeric)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (self->minor)
    pango_attr_list_insert (attributes, pango_attr_scale_new (MINOR_SCALE));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
}

static void
ensure_layout (MusterLine *self)
{
  if (self->layout != NULL)
    return;

  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  set_attributes (self);
}

static void
muster_line_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  MusterLine *self = MUSTER_LINE (widget);
  int width = gtk_widget_get_width (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float xalign = rtl ? 1 - self->xalign : self->xalign;
  PangoRectangle extents;
  GdkRGBA color;

  if (self->text == NULL || *self->text == '\0')
    return;

  ensure_layout (self);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  gtk_widget_get_color (widget, &color);
  if (self->minor)
    color.alpha *= MINOR_ALPHA;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (
    (int) ((width - extents.width) * xalign) - extents.x,
    (gtk_widget_get_height (widget) - extents.height) / 2));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
muster_line_css_changed (GtkWidget         *widget,
                         GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (muster_line_parent_class)->css_changed (widget, change);

  g_clear_object (&MUSTER_LINE (widget)->layout);
}

static void
muster_line_finalize (GObject *object)
{
  MusterLine *self = MUSTER_LINE (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (muster_line_parent_class)->finalize (object);
}

static void
muster_line_class_init (MusterLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = muster_line_finalize;

  widget_class->measure = muster_line_measure;
  widget_class->snapshot = muster_line_snapshot;
  widget_class->css_changed = muster_line_css_changed;

  gtk_widget_class_set_css_name (widget_class, "line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
muster_line_init (MusterLine *self)
{
}

GtkWidget *
muster_line_new (guint chars,
                 float xalign)
{
  MusterLine *self = g_object_new (MUSTER_TYPE_LINE, NULL);

  self->chars = chars;
  self->xalign = xalign;

  return GTK_WIDGET (self);
}

const char *
muster_line_get_text (MusterLine *self)
{
  g_return_val_if_fail (MUSTER_IS_LINE (self), NULL);

  return self->text;
}

void
muster_line_set_text (MusterLine *self,
                      const char *text)
{
  g_return_if_fail (MUSTER_IS_LINE (self));

  if (!g_set_str (&self->text, text))
    return;

  if (self->layout != NULL)
    pango_layout_set_text (self->layout, text != NULL ? text : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
muster_line_set_samples (MusterLine         *self,
                         const char * const *samples)
{
  g_return_if_fail (MUSTER_IS_LINE (self));

  self->samples = samples;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
muster_line_set_numeric (MusterLine *self,
                         gboolean    numeric)
{
  g_return_if_fail (MUSTER_IS_LINE (self));

  self->numeric = numeric;
  g_clear_object (&self->layout);
}

void
muster_line_set_minor (MusterLine *self,
                       gboolean    minor)
{
  g_return_if_fail (MUSTER_IS_LINE (self));

  self->minor = minor;
  g_clear_object (&self->layout);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
