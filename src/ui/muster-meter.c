/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "muster-format.h"
#include "muster-meter.h"

#define BAR_HEIGHT 6
#define BAR_MIN 24
#define BAR_NATURAL 44
#define GAP 6
#define HIGH 90

struct _MusterMeter
{
  GtkWidget parent_instance;

  PangoLayout *layout;
  char *label;            /* what it measures */
  int percent;            /* -1 unknown; all that is ever drawn of the value */
  double value;
  int text_width;
  gboolean show_text;
};

enum { PROP_0, PROP_VALUE, PROP_SHOW_TEXT, PROP_LABEL, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterMeter, muster_meter, GTK_TYPE_WIDGET)

static PangoLayout *
ensure_layout (MusterMeter *self)
{
  if (self->layout == NULL)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_attributes (self->layout, attributes);
      pango_attr_list_unref (attributes);
    }

  return self->layout;
}

/* The widest text, so that bars of a column end at one line. */
static int
get_text_width (MusterMeter *self)
{
  if (!self->show_text)
    return 0;
  if (self->text_width == 0)
    {
      g_autofree char *text = muster_format_percent (1);

      pango_layout_set_text (ensure_layout (self), text, -1);
      pango_layout_get_pixel_size (self->layout, &self->text_width, NULL);
    }

  return self->text_width + GAP;
}

static void
muster_meter_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  MusterMeter *self = MUSTER_METER (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = BAR_MIN + get_text_width (self);
      *natural = BAR_NATURAL + get_text_width (self);
    }
  else
    *minimum = *natural = BAR_HEIGHT;
}

static void
draw_bar (GtkSnapshot   *snapshot,
          const GdkRGBA *color,
          float          x,
          float          y,
          float          width)
{
  GskRoundedRect bar;

  gsk_rounded_rect_init_from_rect (&bar,
                                   &GRAPHENE_RECT_INIT (x, y, width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &bar);
  gtk_snapshot_append_color (snapshot, color, &bar.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_text (MusterMeter   *self,
           GtkSnapshot   *snapshot,
           const GdkRGBA *color,
           float          right,
           float          middle)
{
  g_autofree char *text = muster_format_percent (self->percent / 100.0);
  int width, height;

  pango_layout_set_text (ensure_layout (self), text, -1);
  pango_layout_get_pixel_size (self->layout, &width, &height);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (right - width,
                                                roundf (middle - height / 2.0f)));
  gtk_snapshot_append_layout (snapshot, self->layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
muster_meter_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  MusterMeter *self = MUSTER_METER (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  float width = gtk_widget_get_width (widget);
  float middle = gtk_widget_get_height (widget) / 2.0f;
  float bar = width - get_text_width (self);
  float filled = bar * CLAMP (self->percent, 0, 100) / 100;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float start = rtl ? width - bar : 0;
  GdkRGBA fill, text, trough;

  if (self->percent < 0)
    return;

  /* The style sheet colours the bar by our own colour, the text by that of
   * what we are in. */
  gtk_widget_get_color (widget, &fill);
  gtk_widget_get_color (parent != NULL ? parent : widget, &text);
  trough = text;
  trough.alpha *= 0.15f;

  draw_bar (snapshot, &trough, start, middle - BAR_HEIGHT / 2.0f, bar);
  if (filled > 0)
    draw_bar (snapshot, &fill, rtl ? width - filled : start,
              middle - BAR_HEIGHT / 2.0f, MAX (filled, BAR_HEIGHT));
  if (self->show_text)
    draw_text (self, snapshot, &text, rtl ? width - bar - GAP : width, middle);
}

static void
forget_layout (MusterMeter *self)
{
  g_clear_object (&self->layout);
  self->text_width = 0;
}

static void
muster_meter_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (muster_meter_parent_class)->css_changed (widget, change);

  forget_layout (MUSTER_METER (widget));
}

static void
muster_meter_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  MusterMeter *self = MUSTER_METER (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_SHOW_TEXT:
      g_value_set_boolean (value, self->show_text);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_meter_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  MusterMeter *self = MUSTER_METER (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      muster_meter_set_value (self, g_value_get_double (value));
      break;
    case PROP_SHOW_TEXT:
      muster_meter_set_show_text (self, g_value_get_boolean (value));
      break;
    case PROP_LABEL:
      muster_meter_set_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_meter_dispose (GObject *object)
{
  g_clear_object (&MUSTER_METER (object)->layout);

  G_OBJECT_CLASS (muster_meter_parent_class)->dispose (object);
}

static void
muster_meter_finalize (GObject *object)
{
  g_clear_pointer (&MUSTER_METER (object)->label, g_free);

  G_OBJECT_CLASS (muster_meter_parent_class)->finalize (object);
}

static void
muster_meter_class_init (MusterMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_meter_get_property;
  object_class->set_property = muster_meter_set_property;
  object_class->dispose = muster_meter_dispose;
  object_class->finalize = muster_meter_finalize;

  widget_class->measure = muster_meter_measure;
  widget_class->snapshot = muster_meter_snapshot;
  widget_class->css_changed = muster_meter_css_changed;

  properties[PROP_VALUE] =
    g_param_spec_double ("value", NULL, NULL, -1, G_MAXDOUBLE, -1,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SHOW_TEXT] =
    g_param_spec_boolean ("show-text", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "meter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
muster_meter_init (MusterMeter *self)
{
  self->value = -1;
  self->percent = -1;
  self->show_text = TRUE;
}

GtkWidget *
muster_meter_new (void)
{
  return g_object_new (MUSTER_TYPE_METER, NULL);
}

double
muster_meter_get_value (MusterMeter *self)
{
  g_return_val_if_fail (MUSTER_IS_METER (self), -1);

  return self->value;
}

/* The value is part of the name: screen readers read the cells of a table by
 * their names, and some say no more of a meter. */
static void
tell_accessible (MusterMeter *self)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);
  g_autofree char *text = muster_format_percent (self->percent / 100.0);
  g_autofree char *name = NULL;

  gtk_accessible_update_property (accessible,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) CLAMP (self->percent, 0, 100),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  if (self->label == NULL)
    return;

  /* Translators: what a meter measures and its value: "CPU 12 %" */
  name = *text != '\0' ? g_strdup_printf (_("%s %s"), self->label, text)
                       : g_strdup (self->label);
  gtk_accessible_update_property (accessible,
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
muster_meter_set_label (MusterMeter *self,
                        const char  *label)
{
  g_return_if_fail (MUSTER_IS_METER (self));

  if (!g_set_str (&self->label, label))
    return;

  tell_accessible (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

void
muster_meter_set_value (MusterMeter *self,
                        double       value)
{
  int percent = value < 0 ? -1 : (int) lround (value * 100);

  g_return_if_fail (MUSTER_IS_METER (self));

  if (value == self->value)
    return;

  self->value = value;
  if (percent != self->percent)
    {
      if ((percent >= HIGH) != (self->percent >= HIGH))
        {
          if (percent >= HIGH)
            gtk_widget_add_css_class (GTK_WIDGET (self), "high");
          else
            gtk_widget_remove_css_class (GTK_WIDGET (self), "high");
        }
      self->percent = percent;
      tell_accessible (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

void
muster_meter_set_show_text (MusterMeter *self,
                            gboolean     show_text)
{
  g_return_if_fail (MUSTER_IS_METER (self));

  if (show_text == self->show_text)
    return;

  self->show_text = show_text;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TEXT]);
}
