/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * muster_picture_to_png:
 * @picture: PNG as newer hosts send it, or a binary PPM as older ones do
 *
 * Converts on a worker thread; a PNG is passed on as it is.
 *
 * Returns: (transfer full): a future of a boxed #GBytes; rejects with
 *   %G_IO_ERROR_INVALID_DATA for anything else
 */
DexFuture *muster_picture_to_png (GBytes *picture);

/**
 * muster_picture_decode:
 * @picture: as above
 *
 * Reads a picture on a worker thread; of a size that no screen has, none.
 *
 * Returns: (transfer full): a future of a #GdkPixbuf; rejects with
 *   %G_IO_ERROR_INVALID_DATA, or #GdkPixbufError for a damaged PNG
 */
DexFuture *muster_picture_decode (GBytes *picture);

/**
 * muster_picture_find_format:
 * @file: a file's name
 *
 * Returns: (transfer full) (nullable): the format that its name's end stands for
 *   and that can be written here; %NULL for others.  "png" where it has none.
 */
char      *muster_picture_find_format (const char *file);

/**
 * muster_picture_convert:
 * @picture: as above
 * @format: of muster_picture_find_format()
 *
 * Returns: (transfer full): a future of a boxed #GBytes; rejects as above
 */
DexFuture *muster_picture_convert     (GBytes     *picture,
                                       const char *format);

G_END_DECLS
