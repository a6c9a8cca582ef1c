/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#include "muster-picture.h"

/* Larger than any screen; hosts are not trusted with our memory. */
#define MAX_SIDE 16384
#define MAX_PIXELS (64 * 1024 * 1024)

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
reject_format (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                                _("The host sent a picture in an unknown format."));
}

static gboolean
is_png (GBytes *picture)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (picture, &length);

  return length >= sizeof png_signature &&
         memcmp (data, png_signature, sizeof png_signature) == 0;
}

static DexFuture *
convert_fiber (gpointer data)
{
  GBytes *picture = data;
  Reader reader;
  guint width, height;

  reader.data = g_bytes_get_data (picture, &reader.length);
  if (!read_header (&reader, &width, &height))
    return reject_format ();

  return encode (reader.data, width, height);
}

DexFuture *
muster_picture_to_png (GBytes *picture)
{
  if (is_png (picture))
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (picture));

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              convert_fiber, g_bytes_ref (picture),
                              (GDestroyNotify) g_bytes_unref);
}

/* --- reading ---------------------------------------------------------------------- */

/* Before memory is taken for it. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gboolean        *too_large)
{
  *too_large = width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE ||
               (guint64) width * height > MAX_PIXELS;
  if (*too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static DexFuture *
read_png (GBytes *picture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("png", &error);
  gboolean too_large = FALSE;
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &too_large);
  if (!gdk_pixbuf_loader_write_bytes (loader, picture, &error) || too_large)
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return too_large ? reject_format () : dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (!gdk_pixbuf_loader_close (loader, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  return pixbuf != NULL ? dex_future_new_take_object (g_object_ref (pixbuf)) : reject_format ();
}

static DexFuture *
decode_fiber (gpointer data)
{
  GBytes *picture = data;
  g_autoptr (GBytes) pixels = NULL;
  Reader reader;
  guint width, height;
  gsize start;

  if (is_png (picture))
    return read_png (picture);

  reader.data = g_bytes_get_data (picture, &reader.length);
  if (!read_header (&reader, &width, &height) || (guint64) width * height > MAX_PIXELS)
    return reject_format ();
  start = g_bytes_get_size (picture) - reader.length;
  pixels = g_bytes_new_from_bytes (picture, start, (gsize) width * height * 3);

  return dex_future_new_take_object (
    gdk_pixbuf_new_from_bytes (pixels, GDK_COLORSPACE_RGB, FALSE, 8,
                               (int) width, (int) height, (int) width * 3));
}

DexFuture *
muster_picture_decode (GBytes *picture)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              decode_fiber, g_bytes_ref (picture),
                              (GDestroyNotify) g_bytes_unref);
}

/* --- other formats ------------------------------------------------------------------ */

static gboolean
has_extension (GdkPixbufFormat *format,
               const char      *extension)
{
  g_auto (GStrv) extensions = gdk_pixbuf_format_get_extensions (format);

  return g_strv_contains ((const char * const *) extensions, extension);
}

char *
muster_picture_find_format (const char *file)
{
  g_autofree char *name = g_path_get_basename (file);
  const char *dot = strrchr (name, '.');
  g_autofree char *extension = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;
  g_autoptr (GSList) formats = NULL;

  if (extension == NULL)
    return g_strdup ("png");

  formats = gdk_pixbuf_get_formats ();
  for (GSList *l = formats; l != NULL; l = l->next)
    if (gdk_pixbuf_format_is_writable (l->data) && has_extension (l->data, extension))
      return gdk_pixbuf_format_get_name (l->data);

  return NULL;
}

typedef struct
{
  GBytes *picture;
  char *format;
} Conversion;

static void
conversion_free (gpointer data)
{
  Conversion *self = data;

  g_bytes_unref (self->picture);
  g_free (self->format);
  g_free (self);
}

static DexFuture *
convert_pixbuf_fiber (gpointer data)
{
  Conversion *conversion = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf =
    dex_await_object (muster_picture_decode (conversion->picture), &error);
  char *bytes = NULL;
  gsize length = 0;

  if (pixbuf == NULL ||
      !gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &length, conversion->format, &error, NULL))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (bytes, length));
}

DexFuture *
muster_picture_convert (GBytes     *picture,
                        const char *format)
{
  Conversion *conversion;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (format != NULL, NULL);

  if (g_str_equal (format, "png"))
    return muster_picture_to_png (picture);

  conversion = g_new0 (Conversion, 1);
  conversion->picture = g_bytes_ref (picture);
  conversion->format = g_strdup (format);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              convert_pixbuf_fiber, conversion, conversion_free);
}
