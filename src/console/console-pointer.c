/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "console-pointer.h"

/* A touchpad says how far the fingers went, in logical pixels: about that
 * many make the step of a wheel. */
#define PIXELS_A_STEP 15.

struct _ConsolePointer
{
  GObject parent_instance;

  ConsoleSession *session;
  ConsoleGeometry geometry;

  double x;
  double y;
  double wheel_x;
  double wheel_y;
  guint buttons;
  guint enabled : 1;
  guint inside : 1;
};

G_DEFINE_FINAL_TYPE (ConsolePointer, console_pointer, G_TYPE_OBJECT)

static gboolean
is_usable (ConsolePointer *self)
{
  return self->enabled && self->session != NULL && console_session_is_live (self->session);
}

static guint
button_bit (guint button)
{
  switch (button)
    {
    case GDK_BUTTON_PRIMARY:   return CONSOLE_BUTTON_LEFT;
    case GDK_BUTTON_MIDDLE:    return CONSOLE_BUTTON_MIDDLE;
    case GDK_BUTTON_SECONDARY: return CONSOLE_BUTTON_RIGHT;
    case 8:                    return CONSOLE_BUTTON_SIDE;
    case 9:                    return CONSOLE_BUTTON_EXTRA;
    default:                   return 0;
    }
}

static void
send_position (ConsolePointer *self)
{
  int x, y;

  console_geometry_to_picture (&self->geometry, self->x, self->y, &x, &y);
  console_session_pointer_to (self->session, x, y, self->buttons);
}

static void
send_movement (ConsolePointer *self,
               double          dx,
               double          dy)
{
  double factor = self->geometry.width > 0
    ? self->geometry.scale * self->geometry.picture_width / self->geometry.width : 1;

  console_session_pointer_by (self->session, (int) lround (dx * factor),
                              (int) lround (dy * factor), self->buttons);
}

static gboolean
is_relative (ConsolePointer *self)
{
  return console_session_get_pointer_mode (self->session) == CONSOLE_POINTER_MODE_RELATIVE;
}

static void
enter_cb (ConsolePointer *self,
          double          x,
          double          y)
{
  self->inside = FALSE;
  console_pointer_move (self, x, y);
}

/* The raw events: a gesture would swallow the second of two buttons. */
static gboolean
event_cb (ConsolePointer     *self,
          GdkEvent           *event,
          GtkEventController *controller)
{
  GtkWidget *widget = gtk_event_controller_get_widget (controller);
  GdkEventType type = gdk_event_get_event_type (event);

  if (type != GDK_BUTTON_PRESS && type != GDK_BUTTON_RELEASE)
    return GDK_EVENT_PROPAGATE;
  if (type == GDK_BUTTON_PRESS)
    gtk_widget_grab_focus (widget);
  if (!is_usable (self))
    return GDK_EVENT_PROPAGATE;
  console_pointer_button (self, gdk_button_event_get_button (event), type == GDK_BUTTON_PRESS);
  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (ConsolePointer           *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  if (!is_usable (self))
    return GDK_EVENT_PROPAGATE;
  console_pointer_scroll (self, dx, dy, gtk_event_controller_scroll_get_unit (controller));
  return GDK_EVENT_STOP;
}

static void
console_pointer_finalize (GObject *object)
{
  g_clear_object (&CONSOLE_POINTER (object)->session);

  G_OBJECT_CLASS (console_pointer_parent_class)->finalize (object);
}

static void
console_pointer_class_init (ConsolePointerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = console_pointer_finalize;
}

static void
console_pointer_init (ConsolePointer *self)
{
  self->enabled = TRUE;
}

ConsolePointer *
console_pointer_new (GtkWidget *widget)
{
  ConsolePointer *self = g_object_new (CONSOLE_TYPE_POINTER, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_object (motion, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion",
                           G_CALLBACK (console_pointer_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (legacy, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, legacy);
  gtk_widget_add_controller (widget, scroll);
  return self;
}

void
console_pointer_set_session (ConsolePointer *self,
                             ConsoleSession *session)
{
  g_return_if_fail (CONSOLE_IS_POINTER (self));

  if (g_set_object (&self->session, session))
    self->buttons = 0;
}

void
console_pointer_set_enabled (ConsolePointer *self,
                             gboolean        enabled)
{
  g_return_if_fail (CONSOLE_IS_POINTER (self));

  self->enabled = enabled;
}

void
console_pointer_set_geometry (ConsolePointer        *self,
                              const ConsoleGeometry *geometry)
{
  g_return_if_fail (CONSOLE_IS_POINTER (self));

  self->geometry = *geometry;
}

/**
 * console_pointer_move:
 * @x: in logical pixels of the widget
 */
void
console_pointer_move (ConsolePointer *self,
                      double          x,
                      double          y)
{
  double dx = x - self->x, dy = y - self->y;
  gboolean was_inside = self->inside;

  self->x = x;
  self->y = y;
  self->inside = TRUE;
  if (!is_usable (self))
    return;
  if (!is_relative (self))
    send_position (self);
  else if (was_inside)
    send_movement (self, dx, dy);
}

/**
 * console_pointer_button:
 * @button: as GDK numbers them
 */
void
console_pointer_button (ConsolePointer *self,
                        guint           button,
                        gboolean        down)
{
  guint bit = button_bit (button);

  if (!is_usable (self) || bit == 0)
    return;
  self->buttons = down ? self->buttons | bit : self->buttons & ~bit;
  if (is_relative (self))
    send_movement (self, 0, 0);
  else
    send_position (self);
}

/**
 * console_pointer_scroll:
 *
 * Adds fractions up until they make whole steps.
 */
void
console_pointer_scroll (ConsolePointer *self,
                        double          dx,
                        double          dy,
                        GdkScrollUnit   unit)
{
  double size = unit == GDK_SCROLL_UNIT_SURFACE ? PIXELS_A_STEP : 1;
  double steps_x, steps_y;

  if (!is_usable (self))
    return;
  self->wheel_x = modf (self->wheel_x + dx / size, &steps_x);
  self->wheel_y = modf (self->wheel_y + dy / size, &steps_y);
  if (steps_x != 0 || steps_y != 0)
    console_session_scroll (self->session, (int) steps_x, (int) steps_y);
}
