/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-test.h"

static void
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Runs the main loop for that long. */
void
console_test_spin (guint msec)
{
  gboolean over = FALSE;

  g_timeout_add_once (msec, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* The colour of a pixel as 0xRRGGBB. */
guint32
console_test_pixel (GdkTexture *texture,
                    int         x,
                    int         y)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  g_autofree guint8 *pixels = g_malloc (stride * gdk_texture_get_height (texture));
  guint8 *pixel = pixels + y * stride + x * 4;

  g_assert_cmpint (x, <, gdk_texture_get_width (texture));
  g_assert_cmpint (y, <, gdk_texture_get_height (texture));
  /* Native endian ARGB in memory. */
  gdk_texture_download (texture, pixels, stride);
  return (*(guint32 *) (void *) pixel) & 0xffffff;
}

/* A handler, connected swapped, that counts. */
void
console_test_count_cb (guint *count)
{
  (*count)++;
}
