/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-session-private.h"
#include "console-spice-screen.h"

/* The surface that monitors show; a channel may draw on others besides. */
#define PRIMARY_SURFACE 0

struct _ConsoleSpiceScreen
{
  GObject parent_instance;

  ConsoleSession *session;
  SpiceChannel *channel;    /* NULL once left */
  guint monitor;

  /* Borrowed from the channel, until "display-primary-destroy". */
  const guint8 *primary;
  gsize stride;
  int format;
  int width;
  int height;

  /* Of the primary surface; never beyond it, empty while there is nothing to show. */
  cairo_rectangle_int_t area;
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceScreen, console_spice_screen, G_TYPE_OBJECT)

gboolean
console_spice_screen_find_monitor (SpiceChannel          *channel,
                                   guint                  monitor,
                                   cairo_rectangle_int_t *area)
{
  g_autoptr (GArray) monitors = NULL;

  g_object_get (channel, "monitors", &monitors, NULL);
  for (guint i = 0; monitors != NULL && i < monitors->len; i++)
    {
      SpiceDisplayMonitorConfig *config =
        &g_array_index (monitors, SpiceDisplayMonitorConfig, i);

      if (config->id != monitor || config->surface_id != PRIMARY_SURFACE ||
          config->width < 1 || config->height < 1)
        continue;
      /* A place that no screen can have is beyond any surface. */
      *area = (cairo_rectangle_int_t) { (int) MIN (config->x, G_MAXINT / 2),
                                        (int) MIN (config->y, G_MAXINT / 2),
                                        (int) MIN (config->width, G_MAXINT / 2),
                                        (int) MIN (config->height, G_MAXINT / 2) };
      return TRUE;
    }
  return FALSE;
}

/* A server that tells of no monitors has one.  What it tells may be older or newer than
 * the surface: it holds as far as that goes. */
static cairo_rectangle_int_t
find_area (ConsoleSpiceScreen *self)
{
  cairo_rectangle_int_t none = { 0, 0, 0, 0 };
  cairo_rectangle_int_t whole = { 0, 0, self->width, self->height };
  cairo_rectangle_int_t area;

  if (self->primary == NULL)
    return none;
  if (!console_spice_screen_find_monitor (self->channel, self->monitor, &area))
    return self->monitor == 0 ? whole : none;
  if (!gdk_rectangle_intersect (&area, &whole, &area))
    return self->monitor == 0 ? whole : none;
  return area;
}

static void
update_area (ConsoleSpiceScreen *self)
{
  cairo_rectangle_int_t area = find_area (self);

  if (gdk_rectangle_equal (&area, &self->area))
    return;
  self->area = (cairo_rectangle_int_t) { 0, 0, 0, 0 };
  if (area.width < 1 || !_console_session_set_size (self->session, area.width, area.height))
    return;
  self->area = area;
  _console_session_damage (self->session, 0, 0, area.width, area.height);
}

static void
primary_destroy_cb (ConsoleSpiceScreen *self)
{
  self->primary = NULL;
  self->area = (cairo_rectangle_int_t) { 0, 0, 0, 0 };
}

static void
primary_create_cb (ConsoleSpiceScreen *self,
                   int                 format,
                   int                 width,
                   int                 height,
                   int                 stride,
                   int                 shmid,
                   gpointer            data)
{
  int pixel = format == SPICE_SURFACE_FMT_32_xRGB || format == SPICE_SURFACE_FMT_32_ARGB ? 4 : 2;

  primary_destroy_cb (self);
  if (pixel == 2 && format != SPICE_SURFACE_FMT_16_555 && format != SPICE_SURFACE_FMT_16_565)
    {
      _console_session_end (self->session, CONSOLE_REASON_UNSUPPORTED,
                            _("The display has a picture format that is not supported here."));
      return;
    }
  if (data == NULL || width < 1 || height < 1 || stride < (gint64) width * pixel)
    {
      /* Says what is wrong with the size, if that is it. */
      _console_session_set_size (self->session, width, height);
      return;
    }
  self->primary = data;
  self->stride = (gsize) stride;
  self->format = format;
  self->width = width;
  self->height = height;
  update_area (self);
}

static void
invalidate_cb (ConsoleSpiceScreen *self,
               int                 x,
               int                 y,
               int                 width,
               int                 height)
{
  cairo_rectangle_int_t damage;

  if (self->area.width < 1 || x < 0 || y < 0 || x >= self->width || y >= self->height)
    return;
  damage = (cairo_rectangle_int_t) { x, y, MIN (width, self->width - x),
                                     MIN (height, self->height - y) };
  if (gdk_rectangle_intersect (&damage, &self->area, &damage))
    _console_session_damage (self->session, damage.x - self->area.x, damage.y - self->area.y,
                             damage.width, damage.height);
}

/* A picture in the memory of the host's graphics card. */
static void
scanout_cb (ConsoleSpiceScreen *self)
{
  _console_session_end (self->session, CONSOLE_REASON_UNSUPPORTED,
                        _("The display is drawn with 3D acceleration, which is not supported here."));
}

static void
console_spice_screen_dispose (GObject *object)
{
  console_spice_screen_leave (CONSOLE_SPICE_SCREEN (object));

  G_OBJECT_CLASS (console_spice_screen_parent_class)->dispose (object);
}

static void
console_spice_screen_class_init (ConsoleSpiceScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_spice_screen_dispose;
}

static void
console_spice_screen_init (ConsoleSpiceScreen *self)
{
}

static void
connect_signals (ConsoleSpiceScreen *self)
{
  const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "display-primary-create", G_CALLBACK (primary_create_cb) },
    { "display-primary-destroy", G_CALLBACK (primary_destroy_cb) },
    { "display-invalidate", G_CALLBACK (invalidate_cb) },
    { "notify::monitors", G_CALLBACK (update_area) },
    { "notify::gl-scanout", G_CALLBACK (scanout_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->channel, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

ConsoleSpiceScreen *
console_spice_screen_new (ConsoleSession *session,
                          SpiceChannel   *channel,
                          guint           monitor)
{
  ConsoleSpiceScreen *self = g_object_new (CONSOLE_TYPE_SPICE_SCREEN, NULL);
  SpiceDisplayPrimary primary = { 0 };

  self->session = session;
  self->monitor = monitor;
  g_set_weak_pointer (&self->channel, channel);
  connect_signals (self);
  if (spice_display_channel_get_primary (channel, 0, &primary))
    primary_create_cb (self, (int) primary.format, primary.width, primary.height,
                       primary.stride, primary.shmid, primary.data);
  return self;
}

SpiceChannel *
console_spice_screen_get_channel (ConsoleSpiceScreen *self)
{
  return self->channel;
}

void
console_spice_screen_leave (ConsoleSpiceScreen *self)
{
  primary_destroy_cb (self);
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_weak_pointer (&self->channel);
}

void
console_spice_screen_get_place (ConsoleSpiceScreen *self,
                                int                *x,
                                int                *y)
{
  *x = self->area.x;
  *y = self->area.y;
}

static void
copy_row_16 (const guint16 *source,
             guint32       *pixels,
             int            width,
             gboolean       wide_green)
{
  for (int x = 0; x < width; x++)
    {
      guint32 p = GUINT16_FROM_LE (source[x]);
      guint32 r = (wide_green ? p >> 11 : p >> 10) & 0x1f;
      guint32 g = wide_green ? (p >> 5) & 0x3f : (p >> 5) & 0x1f;
      guint32 b = p & 0x1f;

      r = r << 3 | r >> 2;
      g = wide_green ? g << 2 | g >> 4 : g << 3 | g >> 2;
      b = b << 3 | b >> 2;
      pixels[x] = GUINT32_TO_LE (r << 16 | g << 8 | b);
    }
}

static gboolean
can_be_read (ConsoleSpiceScreen          *self,
             const cairo_rectangle_int_t *area)
{
  return self != NULL && area->x + area->width <= self->area.width &&
         area->y + area->height <= self->area.height;
}

static void
read_row (ConsoleSpiceScreen *self,
          int                 x,
          int                 y,
          int                 width,
          guint8             *row)
{
  gboolean wide = self->format == SPICE_SURFACE_FMT_32_xRGB ||
                  self->format == SPICE_SURFACE_FMT_32_ARGB;
  const guint8 *source = self->primary + (gsize) (self->area.y + y) * self->stride +
                         (gsize) (self->area.x + x) * (wide ? 4 : 2);

  if (wide)
    memcpy (row, source, (gsize) width * 4);
  else
    copy_row_16 ((const guint16 *) (const void *) source, (guint32 *) (void *) row, width,
                 self->format == SPICE_SURFACE_FMT_16_565);
}

/* Between two surfaces there is nothing to read; the picture is black then,
 * as is a screen that changes its mode. */
void
console_spice_screen_read_pixels (ConsoleSpiceScreen          *self,
                                  const cairo_rectangle_int_t *area,
                                  guint8                      *pixels,
                                  gsize                        stride)
{
  gboolean readable = can_be_read (self, area);

  for (int y = 0; y < area->height; y++)
    {
      guint8 *row = pixels + y * stride;

      if (readable)
        read_row (self, area->x, area->y + y, area->width, row);
      else
        memset (row, 0, (gsize) area->width * 4);
    }
}
