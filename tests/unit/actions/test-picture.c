/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "muster-picture.h"
#include "test-fiber.h"

static GBytes *
convert (const char  *data,
         gsize        length,
         GError     **error)
{
  g_autoptr (GBytes) picture = g_bytes_new (data, length);

  return dex_await_boxed (muster_picture_to_png (picture), error);
}

static void
test_ppm (void)
{
  static const char ppm[] = "P6\n# made by hand\n2 1\n255\n\xff\0\0\0\0\xff";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = convert (ppm, sizeof ppm - 1, &error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  const guint8 *pixels;

  g_assert_no_error (error);
  stream = g_memory_input_stream_new_from_bytes (png);
  pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 2);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 1);
  pixels = gdk_pixbuf_read_pixels (pixbuf);
  g_assert_cmpmem (pixels, 6, "\xff\0\0\0\0\xff", 6);
}

static void
test_png (void)
{
  static const char png[] = "\x89PNG\r\n\x1a\nrest";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) same = convert (png, sizeof png - 1, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (same, NULL), g_bytes_get_size (same),
                   png, sizeof png - 1);
}

static void
test_bad (void)
{
  static const char *bad[] =
  {
    "", "P", "P6", "P6\n", "P6\n2", "P6 2 2 255", "P6 2 2 255\nxx", "P5 1 1 255\nx",
    "P6 99999 99999 255\nabc", "P6 999999999999999999999 1 255\nabc", "P6 0 0 255\nabc",
    "P6 1 1 65535\nabcdef", "GIF89a", "P6 -1 -1 255\nabc", "P6 #",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) png = convert (bad[i], strlen (bad[i]), &error);

      g_assert_null (png);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  test_fiber_add ("/muster/actions/picture/ppm", test_ppm);
  test_fiber_add ("/muster/actions/picture/png", test_png);
  test_fiber_add ("/muster/actions/picture/bad", test_bad);

  return g_test_run ();
}
