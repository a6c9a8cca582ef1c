/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-keymap.h"
#include "console-picture-session.h"
#include "console-session-private.h"

#define PAUSE_MSEC 1000
#define UNWATCHED_PAUSE_MSEC 10000

/* The pause is this many times as long as the picture took, if that is more. */
#define PAUSE_FACTOR 2

/* What nobody can have typed ahead on purpose is dropped. */
#define MAX_PRESSES 256

/* Rows that are looked at for change together. */
#define BAND 16

typedef struct
{
  guint n_qnums;
  guint qnums[CONSOLE_PICTURE_MAX_KEYS];
} Press;

struct _ConsolePictureSession
{
  ConsoleSession parent_instance;

  ConsolePictureFuncs funcs;
  gpointer data;
  GDestroyNotify destroy;

  GBytes *pixels;           /* B8G8R8X8, without gaps */
  int width;
  int height;
  DexPromise *wake;         /* ends the pause between two pictures */

  GArray *held;             /* places, in the order in which they went down */
  GQueue *presses;
  gboolean typing;
  gboolean alone;           /* a modifier is down, and nothing was pressed with it */
  gboolean encrypted;
  gboolean unwatched;
};

G_DEFINE_FINAL_TYPE (ConsolePictureSession, console_picture_session, CONSOLE_TYPE_SESSION)

/* --- what changed from one picture to the next --------------------------------- */

typedef struct
{
  GdkPixbuf *picture;
  GBytes *before;           /* of the same size, or NULL */
  GBytes *after;
  cairo_region_t *changed;
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *self = data;

  g_object_unref (self->picture);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->after, g_bytes_unref);
  g_clear_pointer (&self->changed, cairo_region_destroy);
  g_free (self);
}

static void
convert_row (const guint8 *from,
             guint32      *to,
             int           width,
             int           n_channels)
{
  for (int x = 0; x < width; x++, from += n_channels)
    to[x] = GUINT32_TO_LE (0xff000000u | (guint32) from[0] << 16 |
                           (guint32) from[1] << 8 | from[2]);
}

/* Widens @area by what differs in row @y. */
static void
compare_row (const guint32         *before,
             const guint32         *after,
             int                    width,
             int                    y,
             cairo_rectangle_int_t *area)
{
  int left = 0;
  int right = width;

  while (left < right && before[left] == after[left])
    left++;
  while (right > left && before[right - 1] == after[right - 1])
    right--;
  if (left == right)
    return;

  if (area->width == 0)
    *area = (cairo_rectangle_int_t) { left, y, right - left, 1 };
  else
    {
      right = MAX (right, area->x + area->width);
      area->x = MIN (left, area->x);
      area->width = right - area->x;
      area->height = y + 1 - area->y;
    }
}

static void
compare (Comparison    *self,
         const guint32 *after,
         int            width,
         int            height)
{
  const guint32 *before =
    self->before != NULL ? g_bytes_get_data (self->before, NULL) : NULL;

  self->changed = cairo_region_create ();
  for (int top = 0; top < height; top += BAND)
    {
      cairo_rectangle_int_t area = { 0, top, 0, 0 };
      int end = MIN (top + BAND, height);

      for (int y = top; before != NULL && y < end; y++)
        compare_row (before + (gsize) y * width, after + (gsize) y * width, width, y, &area);
      if (before == NULL)
        area = (cairo_rectangle_int_t) { 0, top, width, end - top };
      if (area.width > 0)
        cairo_region_union_rectangle (self->changed, &area);
    }
}

static DexFuture *
compare_fiber (gpointer data)
{
  Comparison *self = data;
  int width = gdk_pixbuf_get_width (self->picture);
  int height = gdk_pixbuf_get_height (self->picture);
  const guint8 *from = gdk_pixbuf_read_pixels (self->picture);
  guint32 *pixels = g_malloc_n ((gsize) width * height, sizeof *pixels);

  for (int y = 0; y < height; y++)
    convert_row (from + (gsize) y * gdk_pixbuf_get_rowstride (self->picture),
                 pixels + (gsize) y * width, width,
                 gdk_pixbuf_get_n_channels (self->picture));
  compare (self, pixels, width, height);
  self->after = g_bytes_new_take (pixels, (gsize) width * height * sizeof *pixels);

  return dex_future_new_true ();
}

static void
tell_damage (ConsolePictureSession *self,
             cairo_region_t        *changed)
{
  for (int i = 0; i < cairo_region_num_rectangles (changed); i++)
    {
      cairo_rectangle_int_t area;

      cairo_region_get_rectangle (changed, i, &area);
      _console_session_damage (CONSOLE_SESSION (self), area.x, area.y, area.width, area.height);
    }
}

static gboolean
is_over (ConsolePictureSession *self)
{
  ConsoleState state = console_session_get_state (CONSOLE_SESSION (self));

  return state == CONSOLE_STATE_CLOSED || state == CONSOLE_STATE_FAILED;
}

/* A picture of a megabyte takes long to look through: elsewhere. */
static void
await_shown (ConsolePictureSession *self,
             GdkPixbuf             *picture)
{
  ConsoleSession *session = CONSOLE_SESSION (self);
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  gboolean same = width == self->width && height == self->height;
  Comparison *comparison = g_new0 (Comparison, 1);
  g_autoptr (DexFuture) done = NULL;

  comparison->picture = g_object_ref (picture);
  comparison->before = same ? g_bytes_ref (self->pixels) : NULL;
  done = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              compare_fiber, comparison, NULL);
  dex_await (dex_ref (done), NULL);

  if (!is_over (self) && (same || _console_session_set_size (session, width, height)))
    {
      g_clear_pointer (&self->pixels, g_bytes_unref);
      self->pixels = g_steal_pointer (&comparison->after);
      self->width = width;
      self->height = height;
      _console_session_connected (session);
      tell_damage (self, comparison->changed);
    }
  comparison_free (comparison);
}

/* --- one picture after the other ------------------------------------------------- */

static void
await_pause (ConsolePictureSession *self,
             gint64                 took_usec)
{
  guint pause = (guint) CLAMP (took_usec / 1000 * PAUSE_FACTOR, PAUSE_MSEC,
                               UNWATCHED_PAUSE_MSEC);

  dex_clear (&self->wake);
  self->wake = dex_promise_new ();
  dex_await (dex_future_first (
               dex_ref (self->wake),
               dex_timeout_new_msec (self->unwatched ? UNWATCHED_PAUSE_MSEC : pause), NULL),
             NULL);
}

static void
wake (ConsolePictureSession *self)
{
  if (self->wake != NULL && dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
}

static void
end_without_picture (ConsolePictureSession *self,
                     const GError          *error)
{
  /* Translators: why, in the words of the host */
  g_autofree char *text = g_strdup_printf (_("No picture of the screen could be taken: %s"),
                                           error->message);

  _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_NO_ANSWER, text);
}

static DexFuture *
look_fiber (gpointer data)
{
  ConsolePictureSession *self = data;

  while (!is_over (self))
    {
      gint64 began = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) picture =
        dex_await_object (self->funcs.take_picture (self->data), &error);

      if (is_over (self))
        break;
      if (picture == NULL)
        end_without_picture (self, error);
      else
        {
          await_shown (self, picture);
          if (!is_over (self))
            await_pause (self, g_get_monotonic_time () - began);
        }
    }

  return dex_future_new_true ();
}

static void
console_picture_session_open (ConsoleSession *session)
{
  _console_session_set_encrypted (session, CONSOLE_PICTURE_SESSION (session)->encrypted);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (session),
                                          g_object_unref));
}

static void
console_picture_session_close (ConsoleSession *session)
{
  wake (CONSOLE_PICTURE_SESSION (session));
}

static void
console_picture_session_set_watched (ConsoleSession *session,
                                     gboolean        watched)
{
  ConsolePictureSession *self = CONSOLE_PICTURE_SESSION (session);

  self->unwatched = !watched;
  if (watched)
    wake (self);
}

static void
console_picture_session_read_pixels (ConsoleSession              *session,
                                     const cairo_rectangle_int_t *area,
                                     guint8                      *pixels,
                                     gsize                        stride)
{
  ConsolePictureSession *self = CONSOLE_PICTURE_SESSION (session);
  const guint32 *from = g_bytes_get_data (self->pixels, NULL);

  for (int y = 0; y < area->height; y++)
    memcpy (pixels + y * stride, from + (gsize) (area->y + y) * self->width + area->x,
            (gsize) area->width * 4);
}

/* --- keys ---------------------------------------------------------------------- */

/* One after the other: what a host does at the same time has no order. */
static DexFuture *
type_fiber (gpointer data)
{
  ConsolePictureSession *self = data;

  while (!g_queue_is_empty (self->presses))
    {
      g_autofree Press *press = g_queue_pop_head (self->presses);
      g_autoptr (GError) error = NULL;

      if (!dex_await (self->funcs.press_keys (press->qnums, press->n_qnums, self->data), &error))
        g_debug ("keys: %s", error->message);
    }
  self->typing = FALSE;

  return dex_future_new_true ();
}

/* Print is one below Alt, where it calls the kernel. */
static gboolean
is_modifier (guint qnum)
{
  return qnum == 0x1d || qnum == 0x9d || qnum == 0x2a || qnum == 0x36 || qnum == 0x38 ||
         qnum == 0xb8 || qnum == 0xdb || qnum == 0xdc || qnum == 0xb7;
}

static void
press (ConsolePictureSession *self,
       guint                  qnum)
{
  Press *keys;

  if (g_queue_get_length (self->presses) >= MAX_PRESSES)
    return;

  keys = g_new0 (Press, 1);
  for (guint i = 0; i < self->held->len; i++)
    {
      guint other = g_array_index (self->held, guint, i);

      if (other != qnum && is_modifier (other) && keys->n_qnums + 1 < CONSOLE_PICTURE_MAX_KEYS)
        keys->qnums[keys->n_qnums++] = other;
    }
  keys->qnums[keys->n_qnums++] = qnum;
  g_queue_push_tail (self->presses, keys);
  if (self->typing)
    return;

  self->typing = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, type_fiber, g_object_ref (self),
                                          g_object_unref));
}

static guint
find_held (ConsolePictureSession *self,
           guint                  qnum)
{
  guint i = 0;

  while (i < self->held->len && g_array_index (self->held, guint, i) != qnum)
    i++;

  return i;
}

static void
press_down (ConsolePictureSession *self,
            guint                  qnum)
{
  if (find_held (self, qnum) == self->held->len)
    g_array_append_val (self->held, qnum);
  self->alone = is_modifier (qnum) && (self->alone || self->held->len == 1);
  if (!is_modifier (qnum))
    press (self, qnum);
}

/* A modifier says something by itself if it was pressed and let go alone. */
static void
let_go (ConsolePictureSession *self,
        guint                  qnum)
{
  guint i = find_held (self, qnum);

  if (i == self->held->len)
    return;
  if (self->alone && self->held->len == 1)
    press (self, qnum);
  self->alone = FALSE;
  g_array_remove_index (self->held, i);
}

static void
console_picture_session_key (ConsoleSession *session,
                             guint           qnum,
                             guint           keysym,
                             gboolean        down)
{
  ConsolePictureSession *self = CONSOLE_PICTURE_SESSION (session);
  guint place = qnum != 0 ? qnum : console_keymap_qnum_from_keysym (keysym);

  if (place == 0)
    return;
  if (down)
    press_down (self, place);
  else
    let_go (self, place);
}

/* --- no pointer ------------------------------------------------------------------- */

static void
console_picture_session_pointer (ConsoleSession *session,
                                 int             x,
                                 int             y,
                                 guint           buttons)
{
}

/* --- object ---------------------------------------------------------------------- */

static void
console_picture_session_finalize (GObject *object)
{
  ConsolePictureSession *self = CONSOLE_PICTURE_SESSION (object);

  if (self->destroy != NULL)
    self->destroy (self->data);
  dex_clear (&self->wake);
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_array_unref (self->held);
  g_queue_free_full (self->presses, g_free);

  G_OBJECT_CLASS (console_picture_session_parent_class)->finalize (object);
}

static void
console_picture_session_class_init (ConsolePictureSessionClass *klass)
{
  ConsoleSessionClass *session_class = CONSOLE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_picture_session_finalize;
  session_class->open = console_picture_session_open;
  session_class->close = console_picture_session_close;
  session_class->read_pixels = console_picture_session_read_pixels;
  session_class->key = console_picture_session_key;
  session_class->pointer_to = console_picture_session_pointer;
  session_class->pointer_by = console_picture_session_pointer;
  session_class->scroll = console_picture_session_pointer;
  session_class->set_watched = console_picture_session_set_watched;
}

static void
console_picture_session_init (ConsolePictureSession *self)
{
  self->held = g_array_new (FALSE, FALSE, sizeof (guint));
  self->presses = g_queue_new ();
}

/**
 * console_picture_session_new:
 * @target: says where the screen is; nothing is connected to there
 * @encrypted: whether what @funcs do crosses no network in the clear
 * @data: (transfer full): for @funcs
 */
ConsoleSession *
console_picture_session_new (ConsoleTarget             *target,
                             gboolean                   encrypted,
                             const ConsolePictureFuncs *funcs,
                             gpointer                   data,
                             GDestroyNotify             destroy)
{
  ConsolePictureSession *self;

  g_return_val_if_fail (CONSOLE_IS_TARGET (target), NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  self = g_object_new (CONSOLE_TYPE_PICTURE_SESSION, "target", target, NULL);
  self->funcs = *funcs;
  self->data = data;
  self->destroy = destroy;
  self->encrypted = encrypted;

  return CONSOLE_SESSION (self);
}
