/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-geometry.h"

/* Of a widget in the corner of its window. */
static void
init (ConsoleGeometry *geometry,
      ConsoleScaling   scaling,
      int              picture_width,
      int              picture_height,
      int              width,
      int              height,
      double           scale)
{
  console_geometry_init (geometry, scaling, picture_width, picture_height,
                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height), scale);
}

static void
assert_maps (const ConsoleGeometry *geometry,
             double                 x,
             double                 y,
             int                    picture_x,
             int                    picture_y)
{
  int found_x, found_y;

  console_geometry_to_picture (geometry, x, y, &found_x, &found_y);
  g_assert_cmpint (found_x, ==, picture_x);
  g_assert_cmpint (found_y, ==, picture_y);
}

/* 640x480 in 1000x480: the picture keeps its size, 180 black on each side. */
static void
test_letterbox (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_FIT, 640, 480, 1000, 480, 1);
  g_assert_cmpint (geometry.x, ==, 180);
  g_assert_cmpint (geometry.y, ==, 0);
  g_assert_cmpint (geometry.width, ==, 640);
  g_assert_cmpint (geometry.height, ==, 480);
  assert_maps (&geometry, 180, 0, 0, 0);
  assert_maps (&geometry, 180.9, 0.9, 0, 0);
  assert_maps (&geometry, 500, 240, 320, 240);
  assert_maps (&geometry, 819.5, 479.5, 639, 479);
  /* Beside it, the nearest edge. */
  assert_maps (&geometry, 0, 0, 0, 0);
  assert_maps (&geometry, -50, 700, 0, 479);
  assert_maps (&geometry, 999, 240, 639, 240);
}

static void
test_reduced (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_FIT, 1920, 1080, 960, 1000, 1);
  g_assert_cmpint (geometry.width, ==, 960);
  g_assert_cmpint (geometry.height, ==, 540);
  g_assert_cmpint (geometry.y, ==, 230);
  assert_maps (&geometry, 0, 230, 0, 0);
  assert_maps (&geometry, 480, 500, 960, 540);
  assert_maps (&geometry, 959.9, 769.9, 1919, 1079);
}

/* The whole picture can be reached, each pixel, at every scale. */
static void
test_reaches_all (void)
{
  const double scales[] = { 1, 1.25, 1.5, 1.75, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      ConsoleGeometry geometry;

      init (&geometry, CONSOLE_SCALING_FIT, 200, 100, 800, 800, scales[i]);
      for (int x = 0; x < 200; x++)
        assert_maps (&geometry,
                     (geometry.x + (x + .5) * geometry.width / 200) / scales[i],
                     (geometry.y + .5) / scales[i], x, 0);
    }
}

static void
test_one_to_one (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_ONE_TO_ONE, 640, 480, 400, 300, 2);
  g_assert_cmpint (geometry.width, ==, 640);
  g_assert_cmpint (geometry.x, ==, 80);
  g_assert_cmpint (geometry.y, ==, 60);
  assert_maps (&geometry, 40, 30, 0, 0);
  assert_maps (&geometry, 41, 31, 2, 2);

  /* Larger than the widget: from its corner. */
  init (&geometry, CONSOLE_SCALING_ONE_TO_ONE, 640, 480, 100, 100, 1);
  g_assert_cmpint (geometry.x, ==, 0);
  assert_maps (&geometry, 99, 99, 99, 99);
}

/* Whole multiples of guest pixels in device pixels, whatever the scale. */
static void
test_integer (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_INTEGER, 640, 480, 1280, 900, 1.5);
  g_assert_cmpint (geometry.width, ==, 1280);
  g_assert_cmpint (geometry.height, ==, 960);
  g_assert_cmpint (geometry.x, ==, 320);
  assert_maps (&geometry, 320 / 1.5, 195 / 1.5, 0, 0);
  init (&geometry, CONSOLE_SCALING_INTEGER, 640, 480, 1279, 900, 1);
  g_assert_cmpint (geometry.width, ==, 640);

  /* Not even once: all of it, reduced. */
  init (&geometry, CONSOLE_SCALING_INTEGER, 640, 480, 320, 300, 1);
  g_assert_cmpint (geometry.width, ==, 320);
  g_assert_cmpint (geometry.height, ==, 240);
}

static void
test_stretch (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_STRETCH, 640, 480, 1000, 300, 1.25);
  g_assert_cmpint (geometry.width, ==, 1250);
  g_assert_cmpint (geometry.height, ==, 375);
  g_assert_cmpint (geometry.x, ==, 0);
  g_assert_cmpint (geometry.y, ==, 0);
  assert_maps (&geometry, 999.9, 299.9, 639, 479);
}

/* From 13 * 1.75 = 22.75 to 113 * 1.75 = 197.75: 23 to 197 are whole. */
static void
test_between_pixels (void)
{
  ConsoleGeometry geometry;

  console_geometry_init (&geometry, CONSOLE_SCALING_STRETCH, 174, 174,
                         &GRAPHENE_RECT_INIT (13, 13, 100, 100), 1.75);
  g_assert_cmpfloat (geometry.area_x, ==, .25);
  g_assert_cmpint (geometry.area_width, ==, 174);
  g_assert_cmpint (geometry.width, ==, 174);
  assert_maps (&geometry, .25 / 1.75, 0, 0, 0);
  assert_maps (&geometry, 1.3 / 1.75, 1.2 / 1.75, 1, 0);
  assert_maps (&geometry, 99.9, 99.9, 173, 173);
}

static void
test_empty (void)
{
  ConsoleGeometry geometry;

  init (&geometry, CONSOLE_SCALING_FIT, 0, 0, 100, 100, 1);
  assert_maps (&geometry, 50, 50, 0, 0);
  init (&geometry, CONSOLE_SCALING_FIT, 640, 480, 0, 100, 1);
  assert_maps (&geometry, 50, 50, 0, 0);
  init (&geometry, CONSOLE_SCALING_FIT, 16384, 1, 100, 100, 1);
  g_assert_cmpint (geometry.height, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/console/geometry/letterbox", test_letterbox);
  g_test_add_func ("/muster/console/geometry/reduced", test_reduced);
  g_test_add_func ("/muster/console/geometry/reaches-all", test_reaches_all);
  g_test_add_func ("/muster/console/geometry/one-to-one", test_one_to_one);
  g_test_add_func ("/muster/console/geometry/integer", test_integer);
  g_test_add_func ("/muster/console/geometry/stretch", test_stretch);
  g_test_add_func ("/muster/console/geometry/between-pixels", test_between_pixels);
  g_test_add_func ("/muster/console/geometry/empty", test_empty);
  return g_test_run ();
}
