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

static GdkPixbuf *
decode (const char  *data,
        gsize        length,
        GError     **error)
{
  g_autoptr (GBytes) picture = g_bytes_new (data, length);

  return dex_await_object (muster_picture_decode (picture), error);
}

/* Both formats of one picture read the same. */
static void
test_decode (void)
{
  static const char ppm[] = "P6\n2 1\n255\n\xff\0\0\0\0\xff";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = convert (ppm, sizeof ppm - 1, &error);
  g_autoptr (GdkPixbuf) one = decode (ppm, sizeof ppm - 1, &error);
  g_autoptr (GdkPixbuf) other = NULL;

  g_assert_no_error (error);
  other = decode (g_bytes_get_data (png, NULL), g_bytes_get_size (png), &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (one), ==, 2);
  g_assert_cmpint (gdk_pixbuf_get_width (other), ==, 2);
  g_assert_cmpmem (gdk_pixbuf_read_pixels (one), 6, "\xff\0\0\0\0\xff", 6);
  g_assert_cmpmem (gdk_pixbuf_read_pixels (other), 6, "\xff\0\0\0\0\xff", 6);
}

/* A PNG whose header claims 60000 x 60000, and whose check sum is right. */
static void
test_decode_bad (void)
{
  static const char huge[] =
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\x0f\xb0\xe2\x15"
    "\0\0\0\0IDAT\x35\xaf\x06\x1e";
  static const struct { const char *data; gsize length; } bad[] = {
    { "", 0 }, { "GIF89a", 6 }, { "P6 2 2 255\nxx", 13 },
    { "\x89PNG\r\n\x1a\n", 8 }, { "\x89PNG\r\n\x1a\nrest", 12 }, { huge, sizeof huge - 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) pixbuf = decode (bad[i].data, bad[i].length, &error);

      g_assert_null (pixbuf);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
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
  test_fiber_add ("/muster/actions/picture/decode", test_decode);
  test_fiber_add ("/muster/actions/picture/decode-bad", test_decode_bad);

  return g_test_run ();
}
