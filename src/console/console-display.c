/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "console-clipboard.h"
#include "console-display.h"
#include "console-enums.h"
#include "console-keyboard.h"
#include "console-pacer.h"
#include "console-pointer.h"
#include "console-resizer.h"
#include "console-tiles.h"

struct _ConsoleDisplay
{
  GtkWidget parent_instance;

  ConsoleKeeper *keeper;
  ConsoleSession *session;
  ConsoleFramebuffer *framebuffer;
  ConsoleClipboard *clipboard;
  ConsoleKeyboard *keyboard;
  ConsolePointer *pointer;
  ConsoleResizer *resizer;
  ConsoleTiles *tiles;
  ConsolePacer *pacer;
  GdkFrameClock *clock;
  char *label;

  ConsoleScaling scaling;
  ConsoleRelease release;
  ConsoleGeometry geometry;
  int monitor;              /* of the keeper's machine, from 1 on */
  graphene_rect_t bounds;
  guint read_only : 1;
  guint share_clipboard : 1;
  guint resize_guest : 1;
  guint watching : 1;
};

enum
{
  PROP_KEEPER = 1,
  PROP_SESSION,
  PROP_SCALING,
  PROP_READ_ONLY,
  PROP_LABEL,
  PROP_GRABBED,
  PROP_SHARE_CLIPBOARD,
  PROP_RELEASE,
  PROP_RESIZE_GUEST,
  N_PROPS
};

enum
{
  CLIPBOARD_NOTICE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (ConsoleDisplay, console_display, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static double
get_scale (ConsoleDisplay *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface)
                         : gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/* On the surface, from whose corner device pixels count. */
static graphene_rect_t
find_bounds (ConsoleDisplay *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t corner = GRAPHENE_POINT_INIT (0, 0);
  double x = 0, y = 0;

  if (native != NULL && gtk_widget_compute_point (widget, GTK_WIDGET (native), &corner, &corner))
    gtk_native_get_surface_transform (native, &x, &y);
  return GRAPHENE_RECT_INIT ((float) (x + corner.x), (float) (y + corner.y),
                             (float) gtk_widget_get_width (widget),
                             (float) gtk_widget_get_height (widget));
}

static void
update_geometry (ConsoleDisplay *self)
{
  self->bounds = find_bounds (self);
  console_geometry_init (&self->geometry, self->scaling,
                         console_framebuffer_get_width (self->framebuffer),
                         console_framebuffer_get_height (self->framebuffer),
                         &self->bounds, get_scale (self));
  console_pointer_set_geometry (self->pointer, &self->geometry);
  console_resizer_set_size (self->resizer, self->geometry.area_width,
                            self->geometry.area_height);
}

static void
update (gpointer self)
{
  console_framebuffer_update (CONSOLE_DISPLAY (self)->framebuffer);
}

static void
queue_update (ConsoleDisplay *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    console_pacer_request (self->pacer);
}

static void
updated_cb (ConsoleDisplay       *self,
            const cairo_region_t *region)
{
  int width = self->geometry.picture_width;
  int height = self->geometry.picture_height;

  if (width != console_framebuffer_get_width (self->framebuffer) ||
      height != console_framebuffer_get_height (self->framebuffer))
    {
      gtk_widget_queue_resize (GTK_WIDGET (self));
      return;
    }
  console_tiles_invalidate (self->tiles, region);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Who is moved only, as by scrolling, is neither told nor drawn anew; and under a
 * fractional scale he stands differently between device pixels then. */
static void
layout_cb (ConsoleDisplay *self)
{
  graphene_rect_t bounds = find_bounds (self);

  if (graphene_rect_equal (&bounds, &self->bounds))
    return;
  update_geometry (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_cursor (ConsoleDisplay *self)
{
  gboolean live = self->session != NULL && console_session_is_live (self->session);

  gtk_widget_set_cursor (GTK_WIDGET (self),
                         live && !self->read_only ? console_session_get_cursor (self->session)
                                                  : NULL);
}

static void
session_state_cb (ConsoleDisplay *self)
{
  update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
bell_cb (ConsoleDisplay *self)
{
  gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Who only watches leaves the guest's monitors as they are. */
static void
light_monitor (ConsoleDisplay *self)
{
  if (self->session != NULL && !self->read_only)
    console_session_set_lit (self->session, TRUE);
}

static void
leave_session (ConsoleDisplay *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  console_session_set_lit (self->session, FALSE);
}

static void
take_session (ConsoleDisplay *self,
              ConsoleSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    leave_session (self);
  console_keyboard_set_session (self->keyboard, session);
  console_pointer_set_session (self->pointer, session);
  console_clipboard_set_session (self->clipboard,
                                 session != NULL ? console_session_get_main (session) : NULL);
  console_resizer_set_session (self->resizer, session);
  g_set_object (&self->session, session);
  if (session != NULL)
    {
      g_signal_connect_object (session, "notify::state",
                               G_CALLBACK (session_state_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::cursor",
                               G_CALLBACK (update_cursor), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "bell", G_CALLBACK (bell_cb), self, G_CONNECT_SWAPPED);
    }
  light_monitor (self);
  session_state_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/* The keeper feeds the first monitor's picture itself. */
static void
keeper_session_cb (ConsoleDisplay *self)
{
  ConsoleSession *session = console_keeper_get_session (self->keeper);

  if (self->monitor > 1)
    {
      session = session != NULL ? console_session_find_head (session, self->monitor) : NULL;
      console_framebuffer_set_session (self->framebuffer, session);
    }
  take_session (self, session);
}

static void
set_watching (ConsoleDisplay *self,
              gboolean        watching)
{
  if (self->framebuffer == NULL || self->watching == watching)
    return;
  self->watching = watching;
  if (watching)
    console_framebuffer_watch (self->framebuffer);
  else
    console_framebuffer_unwatch (self->framebuffer);
}

static void
take_framebuffer (ConsoleDisplay     *self,
                  ConsoleFramebuffer *framebuffer)
{
  set_watching (self, FALSE);
  if (self->framebuffer != NULL)
    g_signal_handlers_disconnect_by_data (self->framebuffer, self);
  g_set_object (&self->framebuffer, framebuffer);
  if (framebuffer == NULL)
    return;
  g_signal_connect_object (framebuffer, "pending",
                           G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (framebuffer, "updated",
                           G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  set_watching (self, gtk_widget_get_mapped (GTK_WIDGET (self)));
  if (console_framebuffer_get_pending (framebuffer))
    queue_update (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
drop_keeper (ConsoleDisplay *self)
{
  if (self->keeper == NULL)
    return;
  g_signal_handlers_disconnect_by_data (console_keeper_get_heads (self->keeper), self);
  g_signal_handlers_disconnect_by_data (self->keeper, self);
  g_clear_object (&self->keeper);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEPER]);
}

static void
stop_clock (ConsoleDisplay *self)
{
  console_pacer_set_clock (self->pacer, NULL);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

static void
console_display_realize (GtkWidget *widget)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (widget);
  GdkSurface *surface;

  GTK_WIDGET_CLASS (console_display_parent_class)->realize (widget);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  console_pacer_set_clock (self->pacer, self->clock);
  /* After the window's own, which connected before. */
  g_signal_connect_object (self->clock, "layout",
                           G_CALLBACK (layout_cb), self, G_CONNECT_SWAPPED);
  surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  g_signal_connect_object (surface, "notify::scale",
                           G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
}

static void
console_display_unrealize (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  g_signal_handlers_disconnect_by_data (surface, widget);
  stop_clock (CONSOLE_DISPLAY (widget));

  GTK_WIDGET_CLASS (console_display_parent_class)->unrealize (widget);
}

static void
console_display_map (GtkWidget *widget)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (widget);

  GTK_WIDGET_CLASS (console_display_parent_class)->map (widget);

  set_watching (self, TRUE);
  if (console_framebuffer_get_pending (self->framebuffer))
    queue_update (self);
}

static void
console_display_unmap (GtkWidget *widget)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (widget);

  set_watching (self, FALSE);
  console_pacer_cancel (self->pacer);

  GTK_WIDGET_CLASS (console_display_parent_class)->unmap (widget);
}

static void
console_display_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (widget);
  int pixels = orientation == GTK_ORIENTATION_HORIZONTAL
    ? console_framebuffer_get_width (self->framebuffer)
    : console_framebuffer_get_height (self->framebuffer);
  double scale = get_scale (self);

  *minimum = 0;
  *natural = (int) ceil (pixels / scale);
  /* A window that could not become smaller than the guest would never shrink it. */
  if (self->scaling != CONSOLE_SCALING_ONE_TO_ONE || self->resize_guest)
    return;
  /* Both edges may fall between device pixels. */
  *minimum = *natural = (int) ceil ((pixels + (scale > floor (scale) ? 1 : 0)) / scale);
}

static void
console_display_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  update_geometry (CONSOLE_DISPLAY (widget));
}

static gboolean
is_software (ConsoleDisplay *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  return GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

static void
snapshot_picture (ConsoleDisplay *self,
                  GtkSnapshot    *snapshot)
{
  ConsoleGeometry *geometry = &self->geometry;
  float unit = (float) (1 / geometry->scale);

  console_tiles_set (self->tiles, self->framebuffer, geometry->width, geometry->height);
  console_tiles_set_software (self->tiles, is_software (self));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, unit, unit);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (geometry->area_x + geometry->x),
                                                (float) (geometry->area_y + geometry->y)));
  console_tiles_snapshot (self->tiles, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
console_display_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));

  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 1 }, &bounds);
  if (self->geometry.width < 1)
    return;
  snapshot_picture (self, snapshot);
  /* What is no longer true must not look alive. */
  if (self->session == NULL || !console_session_is_live (self->session))
    gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, .5f }, &bounds);
}

static void
console_display_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (object);

  switch (id)
    {
    case PROP_KEEPER:    g_value_set_object (value, self->keeper); break;
    case PROP_SESSION:   g_value_set_object (value, self->session); break;
    case PROP_SCALING:   g_value_set_enum (value, self->scaling); break;
    case PROP_READ_ONLY: g_value_set_boolean (value, self->read_only); break;
    case PROP_LABEL:     g_value_set_string (value, self->label); break;
    case PROP_GRABBED:   g_value_set_boolean (value, console_display_get_grabbed (self)); break;
    case PROP_SHARE_CLIPBOARD:
      g_value_set_boolean (value, self->share_clipboard);
      break;
    case PROP_RELEASE:   g_value_set_enum (value, self->release); break;
    case PROP_RESIZE_GUEST: g_value_set_boolean (value, self->resize_guest); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_display_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (object);

  switch (id)
    {
    case PROP_KEEPER:    console_display_set_keeper (self, g_value_get_object (value)); break;
    case PROP_SESSION:   console_display_set_session (self, g_value_get_object (value)); break;
    case PROP_SCALING:   console_display_set_scaling (self, g_value_get_enum (value)); break;
    case PROP_READ_ONLY: console_display_set_read_only (self, g_value_get_boolean (value)); break;
    case PROP_LABEL:     console_display_set_label (self, g_value_get_string (value)); break;
    case PROP_GRABBED:   console_display_set_grabbed (self, g_value_get_boolean (value)); break;
    case PROP_SHARE_CLIPBOARD:
      console_display_set_share_clipboard (self, g_value_get_boolean (value));
      break;
    case PROP_RELEASE:   console_display_set_release (self, g_value_get_enum (value)); break;
    case PROP_RESIZE_GUEST:
      console_display_set_resize_guest (self, g_value_get_boolean (value));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_display_dispose (GObject *object)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (object);

  console_pacer_cancel (self->pacer);
  drop_keeper (self);
  if (self->keyboard != NULL)
    take_session (self, NULL);
  take_framebuffer (self, NULL);
  g_clear_object (&self->clipboard);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->pointer);
  g_clear_object (&self->resizer);
  stop_clock (self);

  G_OBJECT_CLASS (console_display_parent_class)->dispose (object);
}

static void
console_display_finalize (GObject *object)
{
  ConsoleDisplay *self = CONSOLE_DISPLAY (object);

  console_pacer_free (self->pacer);
  console_tiles_free (self->tiles);
  g_free (self->label);

  G_OBJECT_CLASS (console_display_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_KEEPER] =
    g_param_spec_object ("keeper", NULL, NULL, CONSOLE_TYPE_KEEPER, flags);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CONSOLE_TYPE_SESSION, flags);
  properties[PROP_SCALING] =
    g_param_spec_enum ("scaling", NULL, NULL, CONSOLE_TYPE_SCALING, CONSOLE_SCALING_FIT, flags);
  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, flags);
  properties[PROP_SHARE_CLIPBOARD] =
    g_param_spec_boolean ("share-clipboard", NULL, NULL, FALSE, flags);
  properties[PROP_RELEASE] =
    g_param_spec_enum ("release", NULL, NULL, CONSOLE_TYPE_RELEASE,
                       CONSOLE_RELEASE_CTRL_ALT, flags);
  properties[PROP_RESIZE_GUEST] =
    g_param_spec_boolean ("resize-guest", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_display_class_init (ConsoleDisplayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = console_display_get_property;
  object_class->set_property = console_display_set_property;
  object_class->dispose = console_display_dispose;
  object_class->finalize = console_display_finalize;

  widget_class->realize = console_display_realize;
  widget_class->unrealize = console_display_unrealize;
  widget_class->map = console_display_map;
  widget_class->unmap = console_display_unmap;
  widget_class->measure = console_display_measure;
  widget_class->size_allocate = console_display_size_allocate;
  widget_class->snapshot = console_display_snapshot;

  install_properties (object_class);
  signals[CLIPBOARD_NOTICE] =
    g_signal_new ("clipboard-notice", CONSOLE_TYPE_DISPLAY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "consoledisplay");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Only who has the keyboard is meant by what is copied and pasted. */
static void
update_clipboard (ConsoleDisplay *self)
{
  if (self->clipboard != NULL)
    console_clipboard_set_active (self->clipboard, self->share_clipboard &&
                                                   console_display_get_grabbed (self));
}

static void
clipboard_notice_cb (ConsoleDisplay *self,
                     const char     *text)
{
  g_signal_emit (self, signals[CLIPBOARD_NOTICE], 0, text);
}

static void
notify_grabbed_cb (ConsoleDisplay *self)
{
  update_clipboard (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
console_display_init (ConsoleDisplay *self)
{
  g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->tiles = console_tiles_new ();
  self->pacer = console_pacer_new (update, self);
  self->keyboard = console_keyboard_new (GTK_WIDGET (self));
  self->pointer = console_pointer_new (GTK_WIDGET (self));
  self->clipboard = console_clipboard_new (GTK_WIDGET (self));
  self->resizer = console_resizer_new ();
  g_signal_connect_object (self->clipboard, "notice",
                           G_CALLBACK (clipboard_notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keyboard, "notify::grabbed",
                           G_CALLBACK (notify_grabbed_cb), self, G_CONNECT_SWAPPED);
  take_framebuffer (self, framebuffer);
}

GtkWidget *
console_display_new (void)
{
  return g_object_new (CONSOLE_TYPE_DISPLAY, NULL);
}

ConsoleKeeper *
console_display_get_keeper (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), NULL);

  return self->keeper;
}

/**
 * console_display_set_keeper:
 * @keeper: (nullable): whose picture is shown, and whose session, whichever
 *   that is, gets the input
 */
void
console_display_set_keeper (ConsoleDisplay *self,
                            ConsoleKeeper  *keeper)
{
  console_display_set_monitor (self, keeper, 1);
}

static void
follow_keeper (ConsoleDisplay *self)
{
  g_signal_connect_object (self->keeper, "notify::session",
                           G_CALLBACK (keeper_session_cb), self, G_CONNECT_SWAPPED);
  if (self->monitor > 1)
    g_signal_connect_object (console_keeper_get_heads (self->keeper), "items-changed",
                             G_CALLBACK (keeper_session_cb), self, G_CONNECT_SWAPPED);
  keeper_session_cb (self);
}

/**
 * console_display_set_monitor:
 * @keeper: (nullable): whose machine
 * @number: which of its monitors is shown, from 1 on, whenever there is one of that
 *   number; its last picture stays when it goes
 */
void
console_display_set_monitor (ConsoleDisplay *self,
                             ConsoleKeeper  *keeper,
                             int             number)
{
  g_autoptr (ConsoleFramebuffer) own = NULL;

  g_return_if_fail (CONSOLE_IS_DISPLAY (self));
  g_return_if_fail (number >= 1);

  if (self->keeper == keeper && (keeper == NULL || self->monitor == number))
    return;
  if (keeper == NULL)
    {
      console_display_set_session (self, NULL);
      return;
    }
  g_object_ref (keeper);
  drop_keeper (self);
  self->keeper = keeper;
  self->monitor = number;
  if (number > 1)
    own = console_framebuffer_new ();
  take_framebuffer (self, own != NULL ? own : console_keeper_get_framebuffer (keeper));
  follow_keeper (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEPER]);
}

/**
 * console_display_get_session:
 *
 * Returns: (nullable): the session that is shown, also a keeper's
 */
ConsoleSession *
console_display_get_session (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), NULL);

  return self->session;
}

/**
 * console_display_set_session:
 * @session: (nullable): what to show; the caller opens it
 */
void
console_display_set_session (ConsoleDisplay *self,
                             ConsoleSession *session)
{
  g_autoptr (ConsoleFramebuffer) framebuffer = console_framebuffer_new ();

  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->keeper == NULL && self->session == session)
    return;
  drop_keeper (self);
  console_framebuffer_set_session (framebuffer, session);
  take_framebuffer (self, framebuffer);
  take_session (self, session);
}

ConsoleScaling
console_display_get_scaling (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), CONSOLE_SCALING_FIT);

  return self->scaling;
}

void
console_display_set_scaling (ConsoleDisplay *self,
                             ConsoleScaling  scaling)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->scaling == scaling)
    return;
  self->scaling = scaling;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALING]);
}

gboolean
console_display_get_read_only (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), FALSE);

  return self->read_only;
}

void
console_display_set_read_only (ConsoleDisplay *self,
                               gboolean        read_only)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->read_only == !!read_only)
    return;
  self->read_only = !!read_only;
  console_keyboard_set_enabled (self->keyboard, !read_only);
  console_pointer_set_enabled (self->pointer, !read_only);
  console_resizer_set_enabled (self->resizer, self->resize_guest && !self->read_only);
  light_monitor (self);
  update_cursor (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

const char *
console_display_get_label (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), NULL);

  return self->label;
}

/**
 * console_display_set_label:
 * @label: (nullable): what a screen reader calls the display
 */
void
console_display_set_label (ConsoleDisplay *self,
                           const char     *label)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (!g_set_str (&self->label, label))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label != NULL ? label : "",
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

gboolean
console_display_get_grabbed (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), FALSE);

  return self->keyboard != NULL && console_keyboard_get_grabbed (self->keyboard);
}

/**
 * console_display_set_grabbed:
 * @grabbed: %FALSE gives the keyboard back to the desktop, %TRUE takes it if
 *   the display has the focus and its session is live
 */
void
console_display_set_grabbed (ConsoleDisplay *self,
                             gboolean        grabbed)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  console_keyboard_set_grabbed (self->keyboard, grabbed);
}

ConsoleRelease
console_display_get_release (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), CONSOLE_RELEASE_CTRL_ALT);

  return self->release;
}

void
console_display_set_release (ConsoleDisplay *self,
                             ConsoleRelease  release)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->release == release)
    return;
  self->release = release;
  console_keyboard_set_release (self->keyboard, release);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELEASE]);
}

gboolean
console_display_get_share_clipboard (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), FALSE);

  return self->share_clipboard;
}

/**
 * console_display_set_share_clipboard:
 * @share: whether the guest gets the clipboard's text and the clipboard the
 *   guest's, while the guest has the keyboard
 */
void
console_display_set_share_clipboard (ConsoleDisplay *self,
                                     gboolean        share)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->share_clipboard == !!share)
    return;
  self->share_clipboard = !!share;
  update_clipboard (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHARE_CLIPBOARD]);
}

gboolean
console_display_get_resize_guest (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), FALSE);

  return self->resize_guest;
}

/**
 * console_display_set_resize_guest:
 * @resize: whether the guest is asked to give its screen the display's size
 */
void
console_display_set_resize_guest (ConsoleDisplay *self,
                                  gboolean        resize)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->resize_guest == !!resize)
    return;
  self->resize_guest = !!resize;
  console_resizer_set_enabled (self->resizer, self->resize_guest && !self->read_only);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESIZE_GUEST]);
}

/**
 * console_display_send_keys:
 * @keysyms: (array length=n_keysyms): see console_combo_list ()
 *
 * Presses the keys in order and releases them in the opposite one, as a
 * person with so many fingers; nothing in a read-only display.
 */
void
console_display_send_keys (ConsoleDisplay *self,
                           const guint    *keysyms,
                           gsize           n_keysyms)
{
  g_return_if_fail (CONSOLE_IS_DISPLAY (self));

  if (self->session != NULL && !self->read_only)
    console_session_send_keys (self->session, keysyms, n_keysyms);
}

/**
 * console_display_dup_screenshot:
 *
 * Returns: (transfer full) (nullable): the guest's screen as it is, unscaled
 */
GdkTexture *
console_display_dup_screenshot (ConsoleDisplay  *self,
                                GError         **error)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), NULL);

  return console_framebuffer_dup_screenshot (self->framebuffer, error);
}

/**
 * console_display_get_framebuffer:
 *
 * Returns: the picture as a #GdkPaintable
 */
ConsoleFramebuffer *
console_display_get_framebuffer (ConsoleDisplay *self)
{
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (self), NULL);

  return self->framebuffer;
}
