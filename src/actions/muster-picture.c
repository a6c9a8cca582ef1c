/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#include "muster-picture.h"

/* Larger than any screen; hosts are not trusted with our memory. */
#define MAX_SIDE 16384

static const guint8 png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

typedef struct
{
  const guint8 *data;
  gsize length;
} Reader;

static void
skip_blanks (Reader *reader)
{
  while (reader->length > 0 &&
         (g_ascii_isspace (*reader->data) || *reader->data == '#'))
    {
      if (*reader->data == '#')
        while (reader->length > 0 && *reader->data != '\n')
          reader->data++, reader->length--;
      else
        reader->data++, reader->length--;
    }
}

static guint
read_number (Reader *reader)
{
  guint number = 0;

  skip_blanks (reader);
  while (reader->length > 0 && g_ascii_isdigit (*reader->data))
    {
      number = MIN (number * 10 + (*reader->data - '0'), 1000000);
      reader->data++, reader->length--;
    }

  return number;
}

/* The header of a "P6" picture with 8 bits a channel; leaves the reader at its
 * pixels. */
static gboolean
read_header (Reader *reader,
             guint  *width,
             guint  *height)
{
  guint depth;

  if (reader->length < 2 || memcmp (reader->data, "P6", 2) != 0)
    return FALSE;
  reader->data += 2, reader->length -= 2;

  *width = read_number (reader);
  *height = read_number (reader);
  depth = read_number (reader);
  if (*width < 1 || *width > MAX_SIDE || *height < 1 || *height > MAX_SIDE ||
      depth != 255 || reader->length < 1)
    return FALSE;
  reader->data++, reader->length--;

  return reader->length >= (gsize) *width * *height * 3;
}

static DexFuture *
encode (const guint8 *pixels,
        guint         width,
        guint         height)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  char *png = NULL;
  gsize length = 0;

  pixbuf = gdk_pixbuf_new_from_data (pixels, GDK_COLORSPACE_RGB, FALSE, 8,
                                     width, height, width * 3, NULL, NULL);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &png, &length, "png", &error, NULL))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (png, length));
}

static DexFuture *
convert_fiber (gpointer data)
{
  GBytes *picture = data;
  Reader reader;
  guint width, height;

  reader.data = g_bytes_get_data (picture, &reader.length);
  if (!read_header (&reader, &width, &height))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                                  _("The host sent a picture in an unknown format."));

  return encode (reader.data, width, height);
}

DexFuture *
muster_picture_to_png (GBytes *picture)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (picture, &length);

  if (length >= sizeof png_signature &&
      memcmp (data, png_signature, sizeof png_signature) == 0)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (picture));

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              convert_fiber, g_bytes_ref (picture),
                              (GDestroyNotify) g_bytes_unref);
}
