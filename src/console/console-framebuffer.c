/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <cairo-gobject.h>
#include <glib/gi18n-lib.h>

#include "console-framebuffer.h"

/* A region of more rectangles costs more than the pixels between them. */
#define MAX_RECTANGLES 64

/* Textures point into the pixels, so these live as long as the last one. */
typedef struct
{
  guint8 *data;
} Pixels;

struct _ConsoleFramebuffer
{
  GObject parent_instance;

  ConsoleSession *session;
  Pixels *pixels;
  cairo_region_t *pending;
  GdkTexture *whole;

  int width;
  int height;
  guint n_watchers;
  guint64 n_copied;
};

enum
{
  PENDING,
  UPDATED,
  N_SIGNALS
};

static void paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleFramebuffer, console_framebuffer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

static guint signals[N_SIGNALS];

static void
pixels_clear (gpointer data)
{
  Pixels *pixels = data;

  g_free (pixels->data);
}

static void
pixels_unref (gpointer pixels)
{
  g_atomic_rc_box_release_full (pixels, pixels_clear);
}

static gsize
get_stride (ConsoleFramebuffer *self)
{
  return (gsize) self->width * 4;
}

static void
add_damage (ConsoleFramebuffer          *self,
            const cairo_rectangle_int_t *area)
{
  gboolean first = cairo_region_is_empty (self->pending);

  cairo_region_union_rectangle (self->pending, area);
  if (cairo_region_num_rectangles (self->pending) > MAX_RECTANGLES)
    {
      cairo_rectangle_int_t extents;

      cairo_region_get_extents (self->pending, &extents);
      cairo_region_union_rectangle (self->pending, &extents);
    }
  if (first)
    g_signal_emit (self, signals[PENDING], 0);
}

static void
damage_cb (ConsoleFramebuffer *self,
           int                 x,
           int                 y,
           int                 width,
           int                 height)
{
  add_damage (self, &(cairo_rectangle_int_t) { x, y, width, height });
}

/* New pixels for a screen of a new size; the old ones stay in the textures
 * that are being shown. */
static void
resize (ConsoleFramebuffer *self,
        int                 width,
        int                 height)
{
  g_clear_pointer (&self->pixels, pixels_unref);
  g_clear_object (&self->whole);
  self->pixels = g_atomic_rc_box_new0 (Pixels);
  self->pixels->data = g_malloc0_n ((gsize) width * height, 4);
  self->width = width;
  self->height = height;
}

static void
copy_region (ConsoleFramebuffer   *self,
             const cairo_region_t *region)
{
  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_rectangle_int_t area;
      guint8 *first;

      cairo_region_get_rectangle (region, i, &area);
      first = self->pixels->data + area.y * get_stride (self) + (gsize) area.x * 4;
      console_session_read_pixels (self->session, &area, first, get_stride (self));
      self->n_copied += (guint64) area.width * area.height;
    }
}

static void
console_framebuffer_snapshot (GdkPaintable *paintable,
                              GdkSnapshot  *snapshot,
                              double        width,
                              double        height)
{
  ConsoleFramebuffer *self = CONSOLE_FRAMEBUFFER (paintable);
  cairo_rectangle_int_t all = { 0, 0, self->width, self->height };

  if (self->pixels == NULL)
    return;
  if (self->whole == NULL)
    {
      g_autoptr (GBytes) bytes = console_framebuffer_dup_pixels (self, &all);

      self->whole = gdk_memory_texture_new (all.width, all.height, GDK_MEMORY_B8G8R8X8,
                                            bytes, get_stride (self));
    }
  gtk_snapshot_append_texture (snapshot, self->whole,
                               &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
}

static int
console_framebuffer_get_intrinsic_width (GdkPaintable *paintable)
{
  return CONSOLE_FRAMEBUFFER (paintable)->width;
}

static int
console_framebuffer_get_intrinsic_height (GdkPaintable *paintable)
{
  return CONSOLE_FRAMEBUFFER (paintable)->height;
}

static GdkPaintable *
console_framebuffer_get_current_image (GdkPaintable *paintable)
{
  GdkTexture *texture =
    console_framebuffer_dup_screenshot (CONSOLE_FRAMEBUFFER (paintable), NULL);

  return texture != NULL ? GDK_PAINTABLE (texture) : gdk_paintable_new_empty (0, 0);
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = console_framebuffer_snapshot;
  iface->get_intrinsic_width = console_framebuffer_get_intrinsic_width;
  iface->get_intrinsic_height = console_framebuffer_get_intrinsic_height;
  iface->get_current_image = console_framebuffer_get_current_image;
}

static void
console_framebuffer_dispose (GObject *object)
{
  console_framebuffer_set_session (CONSOLE_FRAMEBUFFER (object), NULL);

  G_OBJECT_CLASS (console_framebuffer_parent_class)->dispose (object);
}

static void
console_framebuffer_finalize (GObject *object)
{
  ConsoleFramebuffer *self = CONSOLE_FRAMEBUFFER (object);

  g_clear_object (&self->whole);
  g_clear_pointer (&self->pixels, pixels_unref);
  cairo_region_destroy (self->pending);

  G_OBJECT_CLASS (console_framebuffer_parent_class)->finalize (object);
}

static void
console_framebuffer_class_init (ConsoleFramebufferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = console_framebuffer_dispose;
  object_class->finalize = console_framebuffer_finalize;

  signals[PENDING] =
    g_signal_new ("pending", CONSOLE_TYPE_FRAMEBUFFER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UPDATED] =
    g_signal_new ("updated", CONSOLE_TYPE_FRAMEBUFFER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1,
                  CAIRO_GOBJECT_TYPE_REGION | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
console_framebuffer_init (ConsoleFramebuffer *self)
{
  self->pending = cairo_region_create ();
}

ConsoleFramebuffer *
console_framebuffer_new (void)
{
  return g_object_new (CONSOLE_TYPE_FRAMEBUFFER, NULL);
}

/**
 * console_framebuffer_set_session:
 * @session: (nullable): who feeds the picture from now on
 *
 * The picture stays as it is until the new session has one.
 */
void
console_framebuffer_set_session (ConsoleFramebuffer *self,
                                 ConsoleSession     *session)
{
  g_return_if_fail (CONSOLE_IS_FRAMEBUFFER (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  cairo_region_destroy (self->pending);
  self->pending = cairo_region_create ();
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_swapped (session, "damage", G_CALLBACK (damage_cb), self);
  console_session_set_watched (session, self->n_watchers > 0);
  /* One that has been open for a while does not paint all of it again. */
  if (console_session_has_picture (session))
    damage_cb (self, 0, 0, console_session_get_width (session),
               console_session_get_height (session));
}

/**
 * console_framebuffer_watch:
 *
 * Says that somebody looks, until console_framebuffer_unwatch (): without a
 * watcher, a session may stop asking its server for changes.
 */
void
console_framebuffer_watch (ConsoleFramebuffer *self)
{
  g_return_if_fail (CONSOLE_IS_FRAMEBUFFER (self));

  if (self->n_watchers++ == 0 && self->session != NULL)
    console_session_set_watched (self->session, TRUE);
}

void
console_framebuffer_unwatch (ConsoleFramebuffer *self)
{
  g_return_if_fail (CONSOLE_IS_FRAMEBUFFER (self));
  g_return_if_fail (self->n_watchers > 0);

  if (--self->n_watchers == 0 && self->session != NULL)
    console_session_set_watched (self->session, FALSE);
}

/**
 * console_framebuffer_get_pending:
 *
 * Returns: whether console_framebuffer_update () has something to do
 */
gboolean
console_framebuffer_get_pending (ConsoleFramebuffer *self)
{
  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), FALSE);

  return !cairo_region_is_empty (self->pending);
}

/**
 * console_framebuffer_update:
 *
 * Copies what was damaged since the last time.
 *
 * Returns: whether anything was
 */
gboolean
console_framebuffer_update (ConsoleFramebuffer *self)
{
  cairo_region_t *region;
  int width, height;

  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), FALSE);

  if (self->session == NULL || cairo_region_is_empty (self->pending))
    return FALSE;

  region = g_steal_pointer (&self->pending);
  self->pending = cairo_region_create ();
  width = console_session_get_width (self->session);
  height = console_session_get_height (self->session);
  if (width != self->width || height != self->height)
    {
      resize (self, width, height);
      cairo_region_union_rectangle (region, &(cairo_rectangle_int_t) { 0, 0, width, height });
      gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
    }
  /* Damage may be older than a screen that has shrunk since. */
  cairo_region_intersect_rectangle (region, &(cairo_rectangle_int_t) { 0, 0, width, height });
  copy_region (self, region);
  g_clear_object (&self->whole);
  g_signal_emit (self, signals[UPDATED], 0, region);
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
  cairo_region_destroy (region);
  return TRUE;
}

/* The size of the picture, which is the screen's once a picture of that size
 * has come; 0 before the first. */
int
console_framebuffer_get_width (ConsoleFramebuffer *self)
{
  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), 0);

  return self->width;
}

int
console_framebuffer_get_height (ConsoleFramebuffer *self)
{
  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), 0);

  return self->height;
}

/**
 * console_framebuffer_dup_pixels:
 * @area: must lie inside the picture
 *
 * Returns: (transfer full): the living pixels of @area, B8G8R8X8, in rows of
 *   4 * width bytes; not a copy, but safe to keep
 */
GBytes *
console_framebuffer_dup_pixels (ConsoleFramebuffer          *self,
                                const cairo_rectangle_int_t *area)
{
  const guint8 *first;
  gsize size;

  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), NULL);
  g_return_val_if_fail (self->pixels != NULL, NULL);
  g_return_val_if_fail (area->x >= 0 && area->width <= self->width - area->x, NULL);
  g_return_val_if_fail (area->y >= 0 && area->height <= self->height - area->y, NULL);

  first = self->pixels->data + area->y * get_stride (self) + (gsize) area->x * 4;
  size = (area->height - 1) * get_stride (self) + (gsize) area->width * 4;
  return g_bytes_new_with_free_func (first, size, pixels_unref,
                                     g_atomic_rc_box_acquire (self->pixels));
}

/**
 * console_framebuffer_dup_screenshot:
 *
 * Returns: (transfer full) (nullable): a copy of the picture as it is;
 *   %CONSOLE_ERROR_NO_PICTURE if none has come yet
 */
GdkTexture *
console_framebuffer_dup_screenshot (ConsoleFramebuffer  *self,
                                    GError             **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), NULL);

  console_framebuffer_update (self);
  if (self->pixels == NULL)
    {
      g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_NO_PICTURE,
                           _("The display has shown no picture yet."));
      return NULL;
    }
  bytes = g_bytes_new (self->pixels->data, get_stride (self) * self->height);
  return gdk_memory_texture_new (self->width, self->height, GDK_MEMORY_B8G8R8X8,
                                 bytes, get_stride (self));
}

/**
 * console_framebuffer_get_n_copied:
 *
 * Returns: how many pixels were ever copied, for tests and measurements
 */
guint64
console_framebuffer_get_n_copied (ConsoleFramebuffer *self)
{
  g_return_val_if_fail (CONSOLE_IS_FRAMEBUFFER (self), 0);

  return self->n_copied;
}
