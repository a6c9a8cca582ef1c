/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-dummy-session.h"
#include "console-framebuffer.h"
#include "console-test.h"
#include "console-tiles.h"

#define RED 0xff0000
#define GREEN 0x00c000
#define BLUE 0x0000ff

typedef struct
{
  ConsoleTarget *target;
  ConsoleDummySession *session;
  ConsoleFramebuffer *framebuffer;
  guint pending;
  guint updated;
  guint invalidated;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);
  fixture->session = CONSOLE_DUMMY_SESSION (console_dummy_session_new (fixture->target));
  fixture->framebuffer = console_framebuffer_new ();
  console_framebuffer_set_session (fixture->framebuffer, CONSOLE_SESSION (fixture->session));
  g_signal_connect_swapped (fixture->framebuffer, "pending",
                            G_CALLBACK (console_test_count_cb), &fixture->pending);
  g_signal_connect_swapped (fixture->framebuffer, "updated",
                            G_CALLBACK (console_test_count_cb), &fixture->updated);
  g_signal_connect_swapped (fixture->framebuffer, "invalidate-contents",
                            G_CALLBACK (console_test_count_cb), &fixture->invalidated);
  console_session_open (CONSOLE_SESSION (fixture->session));
  console_dummy_session_connect (fixture->session);
  g_assert_true (console_dummy_session_resize (fixture->session, 300, 200));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  console_framebuffer_set_session (fixture->framebuffer, NULL);
  g_assert_finalize_object (fixture->framebuffer);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->target);
}

static void
assert_pixel (Fixture *fixture,
              int      x,
              int      y,
              guint32  rgb)
{
  g_autoptr (GdkTexture) texture =
    console_framebuffer_dup_screenshot (fixture->framebuffer, NULL);

  g_assert_cmphex (console_test_pixel (texture, x, y), ==, rgb);
}

static void
test_copies (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_null (console_framebuffer_dup_screenshot (fixture->framebuffer, NULL));
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  console_dummy_session_fill (fixture->session, 10, 20, 5, 5, RED);
  g_assert_cmpuint (fixture->updated, ==, 0);
  g_assert_true (console_framebuffer_update (fixture->framebuffer));
  g_assert_false (console_framebuffer_update (fixture->framebuffer));

  g_assert_cmpint (console_framebuffer_get_width (fixture->framebuffer), ==, 300);
  assert_pixel (fixture, 0, 0, BLUE);
  assert_pixel (fixture, 9, 20, BLUE);
  assert_pixel (fixture, 10, 20, RED);
  assert_pixel (fixture, 14, 24, RED);
  assert_pixel (fixture, 15, 24, BLUE);
  assert_pixel (fixture, 299, 199, BLUE);
}

/* A thousand changes within a frame: one note, one copy, one redraw. */
static void
test_once_a_frame (Fixture       *fixture,
                   gconstpointer  data)
{
  guint64 before;

  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  console_framebuffer_update (fixture->framebuffer);
  fixture->pending = fixture->updated = fixture->invalidated = 0;
  before = console_framebuffer_get_n_copied (fixture->framebuffer);

  for (guint i = 0; i < 1000; i++)
    console_dummy_session_fill (fixture->session, 64, 64, 64, 64, i);
  g_assert_cmpuint (fixture->pending, ==, 1);
  g_assert_cmpuint (fixture->invalidated, ==, 0);
  g_assert_true (console_framebuffer_update (fixture->framebuffer));
  g_assert_cmpuint (fixture->updated, ==, 1);
  g_assert_cmpuint (fixture->invalidated, ==, 1);
  g_assert_cmpuint (console_framebuffer_get_n_copied (fixture->framebuffer) - before, ==, 64 * 64);
  assert_pixel (fixture, 64, 64, 999);
}

static void
test_frozen (Fixture       *fixture,
             gconstpointer  data)
{
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, GREEN);
  console_framebuffer_update (fixture->framebuffer);
  console_dummy_session_end (fixture->session, CONSOLE_REASON_SERVER_CLOSED, "gone");
  console_framebuffer_set_session (fixture->framebuffer, NULL);
  g_clear_object (&fixture->session);
  assert_pixel (fixture, 150, 100, GREEN);

  fixture->session = CONSOLE_DUMMY_SESSION (console_dummy_session_new (fixture->target));
  console_framebuffer_set_session (fixture->framebuffer, CONSOLE_SESSION (fixture->session));
  console_session_open (CONSOLE_SESSION (fixture->session));
  console_dummy_session_connect (fixture->session);
  console_dummy_session_resize (fixture->session, 100, 100);
  /* The new screen has no picture yet. */
  assert_pixel (fixture, 299, 199, GREEN);
  console_dummy_session_fill (fixture->session, 0, 0, 100, 100, RED);
  console_framebuffer_update (fixture->framebuffer);
  g_assert_cmpint (console_framebuffer_get_width (fixture->framebuffer), ==, 100);
  assert_pixel (fixture, 99, 99, RED);
}

/* A session that was painted before anyone looked. */
static void
test_joins_late (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ConsoleFramebuffer) late = console_framebuffer_new ();
  g_autoptr (GdkTexture) picture = NULL;

  console_framebuffer_set_session (late, CONSOLE_SESSION (fixture->session));
  g_assert_false (console_framebuffer_get_pending (late));
  console_framebuffer_set_session (late, NULL);
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, GREEN);
  console_framebuffer_set_session (late, CONSOLE_SESSION (fixture->session));
  picture = console_framebuffer_dup_screenshot (late, NULL);
  g_assert_cmphex (console_test_pixel (picture, 299, 199), ==, GREEN);
}

static void
test_resized (Fixture       *fixture,
              gconstpointer  data)
{
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, GREEN);
  console_framebuffer_update (fixture->framebuffer);

  console_dummy_session_resize (fixture->session, 400, 300);
  console_dummy_session_fill (fixture->session, 0, 0, 1, 1, RED);
  console_framebuffer_update (fixture->framebuffer);
  assert_pixel (fixture, 0, 0, RED);
  assert_pixel (fixture, 399, 299, 0);

  /* Damage of a screen that has shrunk before it was copied. */
  console_dummy_session_fill (fixture->session, 0, 0, 400, 300, BLUE);
  console_dummy_session_resize (fixture->session, 20, 10);
  g_assert_true (console_framebuffer_update (fixture->framebuffer));
  g_assert_cmpint (console_framebuffer_get_height (fixture->framebuffer), ==, 10);
  assert_pixel (fixture, 19, 9, 0);
}

static void
test_scattered (Fixture       *fixture,
                gconstpointer  data)
{
  for (int y = 0; y < 200; y += 4)
    for (int x = 0; x < 300; x += 4)
      console_dummy_session_fill (fixture->session, x, y, 2, 2, GREEN);
  console_framebuffer_update (fixture->framebuffer);
  assert_pixel (fixture, 0, 0, GREEN);
  assert_pixel (fixture, 2, 0, 0);
  assert_pixel (fixture, 297, 197, GREEN);
}

static void
test_hostile_size (Fixture       *fixture,
                   gconstpointer  data)
{
  const struct
  {
    int width;
    int height;
  } sizes[] = {
    { 0, 100 }, { 100, 0 }, { -1, -1 }, { 16385, 1 }, { 1, 16385 },
    { 16384, 16384 }, { 65535, 65535 }, { G_MAXINT, G_MAXINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (ConsoleSession) session = console_dummy_session_new (fixture->target);

      console_session_open (session);
      g_assert_false (console_dummy_session_resize (CONSOLE_DUMMY_SESSION (session),
                                                    sizes[i].width, sizes[i].height));
      g_assert_cmpint (console_session_get_state (session), ==, CONSOLE_STATE_FAILED);
      g_assert_cmpint (console_session_get_reason (session), ==, CONSOLE_REASON_PROTOCOL);
      g_assert_nonnull (console_session_get_error (session));
      g_assert_cmpint (console_session_get_width (session), ==, 0);
    }
}

static void
test_hostile_damage (Fixture       *fixture,
                     gconstpointer  data)
{
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  console_framebuffer_update (fixture->framebuffer);

  console_dummy_session_damage (fixture->session, 300, 0, 10, 10);
  console_dummy_session_damage (fixture->session, 0, 0, -5, 10);
  console_dummy_session_damage (fixture->session, G_MAXINT, G_MAXINT, G_MAXINT, G_MAXINT);
  console_dummy_session_damage (fixture->session, G_MININT, 0, G_MAXINT, 1);
  console_dummy_session_damage (fixture->session, 10, 10, 0, 0);
  g_assert_false (console_framebuffer_get_pending (fixture->framebuffer));

  console_dummy_session_damage (fixture->session, -10, -10, G_MAXINT, G_MAXINT);
  g_assert_true (console_framebuffer_update (fixture->framebuffer));
  g_assert_cmpuint (console_framebuffer_get_n_copied (fixture->framebuffer), ==, 2 * 300 * 200);
}

static void
test_hostile_cursor (Fixture       *fixture,
                     gconstpointer  data)
{
  ConsoleSession *session = CONSOLE_SESSION (fixture->session);
  g_autofree guint8 *rgba = g_malloc0 (16 * 16 * 4);

  console_dummy_session_set_pointer (fixture->session, CONSOLE_POINTER_MODE_RELATIVE,
                                     rgba, 16, 16);
  g_assert_nonnull (console_session_get_cursor (session));
  /* Its hot spot was said to lie outside. */
  g_assert_cmpint (gdk_cursor_get_hotspot_x (console_session_get_cursor (session)), ==, 15);
  g_assert_cmpint (console_session_get_pointer_mode (session), ==, CONSOLE_POINTER_MODE_RELATIVE);

  console_dummy_session_set_pointer (fixture->session, CONSOLE_POINTER_MODE_ABSOLUTE,
                                     rgba, 65535, 65535);
  g_assert_null (console_session_get_cursor (session));
  console_dummy_session_set_pointer (fixture->session, CONSOLE_POINTER_MODE_ABSOLUTE, rgba, 0, 0);
  g_assert_null (console_session_get_cursor (session));
}

static void
test_watched (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_false (console_dummy_session_get_watched (fixture->session));
  console_framebuffer_watch (fixture->framebuffer);
  console_framebuffer_watch (fixture->framebuffer);
  console_framebuffer_unwatch (fixture->framebuffer);
  g_assert_true (console_dummy_session_get_watched (fixture->session));
  console_framebuffer_unwatch (fixture->framebuffer);
  g_assert_false (console_dummy_session_get_watched (fixture->session));
}

static GdkTexture *
draw_tiles (ConsoleTiles *tiles,
            int           width,
            int           height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GskRenderer *renderer = gsk_cairo_renderer_new ();
  GdkTexture *texture;

  console_tiles_snapshot (tiles, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_true (gsk_renderer_realize (renderer, NULL, NULL));
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_renderer_unrealize (renderer);
  g_object_unref (renderer);
  gsk_render_node_unref (node);
  return texture;
}

static void
invalidate_cb (ConsoleTiles         *tiles,
               const cairo_region_t *region)
{
  console_tiles_invalidate (tiles, region);
}

static ConsoleTiles *
make_tiles (gconstpointer software)
{
  ConsoleTiles *tiles = console_tiles_new ();

  console_tiles_set_software (tiles, GPOINTER_TO_INT (software));
  return tiles;
}

static guint64
count_made (Fixture      *fixture,
            ConsoleTiles *tiles)
{
  guint64 before = console_tiles_get_n_made (tiles);
  g_autoptr (GdkTexture) texture = NULL;

  console_framebuffer_update (fixture->framebuffer);
  console_tiles_set (tiles, fixture->framebuffer, 300, 200);
  texture = draw_tiles (tiles, 300, 200);
  return console_tiles_get_n_made (tiles) - before;
}

/* 300x200 are 3x2 tiles of 128, and one node as long as all of it changes, or nothing. */
static void
test_tiles (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (ConsoleTiles) tiles = make_tiles (data);
  g_autoptr (GdkTexture) first = NULL;
  g_autoptr (GdkTexture) second = NULL;

  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  console_framebuffer_update (fixture->framebuffer);
  g_signal_connect_swapped (fixture->framebuffer, "updated", G_CALLBACK (invalidate_cb), tiles);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 1);
  first = draw_tiles (tiles, 300, 200);
  g_assert_cmphex (console_test_pixel (first, 299, 199), ==, BLUE);

  console_dummy_session_fill (fixture->session, 130, 10, 8, 8, RED);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 6);
  console_dummy_session_fill (fixture->session, 130, 10, 8, 8, RED);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 1);
  console_dummy_session_fill (fixture->session, 126, 126, 8, 8, RED);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 4);
  second = draw_tiles (tiles, 300, 200);
  g_assert_cmphex (console_test_pixel (second, 130, 10), ==, RED);
  g_assert_cmphex (console_test_pixel (second, 129, 10), ==, BLUE);
  g_assert_cmphex (console_test_pixel (second, 133, 133), ==, RED);
  g_assert_cmphex (console_test_pixel (second, 134, 133), ==, BLUE);
  g_signal_handlers_disconnect_by_data (fixture->framebuffer, tiles);
}

/* What has become calm, or changes as a whole, is one node again. */
static void
test_tiles_join (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (ConsoleTiles) tiles = make_tiles (data);
  g_autoptr (GdkTexture) last = NULL;
  guint64 made = 0;

  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  console_framebuffer_update (fixture->framebuffer);
  g_signal_connect_swapped (fixture->framebuffer, "updated", G_CALLBACK (invalidate_cb), tiles);
  count_made (fixture, tiles);
  console_dummy_session_fill (fixture->session, 130, 10, 8, 8, RED);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 6);
  for (int i = 0; i < 200; i++)
    made += count_made (fixture, tiles);
  g_assert_cmpuint (made, ==, 1);

  console_dummy_session_fill (fixture->session, 0, 0, 8, 8, RED);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 6);
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
  g_assert_cmpuint (count_made (fixture, tiles), ==, 1);
  last = draw_tiles (tiles, 300, 200);
  g_assert_cmphex (console_test_pixel (last, 0, 0), ==, BLUE);
  g_assert_cmphex (console_test_pixel (last, 299, 199), ==, BLUE);
  g_signal_handlers_disconnect_by_data (fixture->framebuffer, tiles);
}

/* How far two colours are apart, in the channel where they are most. */
static int
colour_distance (guint32 a,
                 guint32 b)
{
  int distance = 0;

  for (int shift = 0; shift < 24; shift += 8)
    distance = MAX (distance, ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return distance;
}

static void
assert_same_picture (GdkTexture *a,
                     GdkTexture *b)
{
  int width = gdk_texture_get_width (a), height = gdk_texture_get_height (a);
  g_autofree guint32 *left = g_new (guint32, (gsize) width * height);
  g_autofree guint32 *right = g_new (guint32, (gsize) width * height);

  gdk_texture_download (a, (guchar *) left, (gsize) width * 4);
  gdk_texture_download (b, (guchar *) right, (gsize) width * 4);
  /* Mixing rounds a little differently from another start. */
  for (int i = 0; i < width * height; i++)
    if (colour_distance (left[i], right[i]) > 2)
      g_error ("pixel %d,%d of %dx%d: %06x, should be %06x", i % width, i / width,
               width, height, left[i], right[i]);
}

/* Redoing a part must give what redoing the whole does, wherever the part
 * lies: or changes would leave traces. */
static void
test_scaled_parts (Fixture       *fixture,
                   gconstpointer  data)
{
  const struct
  {
    int width;
    int height;
  } sizes[] = { { 451, 301 }, { 600, 400 }, { 211, 140 }, { 97, 65 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (ConsoleTiles) parts = make_tiles (data);
      g_autoptr (ConsoleTiles) whole = console_tiles_new ();
      g_autoptr (GdkTexture) a = NULL;
      g_autoptr (GdkTexture) b = NULL;
      int width = sizes[i].width, height = sizes[i].height;

      console_dummy_session_fill (fixture->session, 0, 0, 300, 200, BLUE);
      console_framebuffer_update (fixture->framebuffer);
      g_signal_connect_swapped (fixture->framebuffer, "updated", G_CALLBACK (invalidate_cb), parts);
      console_tiles_set (parts, fixture->framebuffer, width, height);
      a = draw_tiles (parts, width, height);
      g_clear_object (&a);
      for (int n = 0; n < 40; n++)
        {
          console_dummy_session_fill (fixture->session, n * 7, n * 4, 9, 11,
                                      (guint32) n * 0x051709);
          console_framebuffer_update (fixture->framebuffer);
        }
      console_tiles_set (whole, fixture->framebuffer, width, height);
      a = draw_tiles (parts, width, height);
      b = draw_tiles (whole, width, height);
      assert_same_picture (a, b);
      g_signal_handlers_disconnect_by_data (fixture->framebuffer, parts);
    }
}

/* A paintable like any other. */
static void
test_paintable (Fixture       *fixture,
                gconstpointer  data)
{
  GdkPaintable *paintable = GDK_PAINTABLE (fixture->framebuffer);
  g_autoptr (GdkPaintable) before = gdk_paintable_get_current_image (paintable);
  g_autoptr (GdkPaintable) after = NULL;

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (before), ==, 0);
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, GREEN);
  after = gdk_paintable_get_current_image (paintable);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (paintable), ==, 300);
  console_dummy_session_fill (fixture->session, 0, 0, 300, 200, RED);
  console_framebuffer_update (fixture->framebuffer);
  /* The image was taken before. */
  g_assert_cmphex (console_test_pixel (GDK_TEXTURE (after), 1, 1), ==, GREEN);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void (*run) (Fixture *, gconstpointer);
    gconstpointer data;
  } tests[] = {
    { "/muster/console/framebuffer/copies", test_copies },
    { "/muster/console/framebuffer/once-a-frame", test_once_a_frame },
    { "/muster/console/framebuffer/frozen", test_frozen },
    { "/muster/console/framebuffer/joins-late", test_joins_late },
    { "/muster/console/framebuffer/resized", test_resized },
    { "/muster/console/framebuffer/scattered", test_scattered },
    { "/muster/console/framebuffer/hostile-size", test_hostile_size },
    { "/muster/console/framebuffer/hostile-damage", test_hostile_damage },
    { "/muster/console/framebuffer/hostile-cursor", test_hostile_cursor },
    { "/muster/console/framebuffer/watched", test_watched },
    { "/muster/console/framebuffer/paintable", test_paintable },
    { "/muster/console/tiles/changed", test_tiles },
    { "/muster/console/tiles/changed-in-software", test_tiles, GINT_TO_POINTER (TRUE) },
    { "/muster/console/tiles/join", test_tiles_join },
    { "/muster/console/tiles/join-in-software", test_tiles_join, GINT_TO_POINTER (TRUE) },
    { "/muster/console/tiles/scaled-parts", test_scaled_parts },
    { "/muster/console/tiles/scaled-parts-in-software", test_scaled_parts,
      GINT_TO_POINTER (TRUE) },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, tests[i].data, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
