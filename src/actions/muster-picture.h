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

G_END_DECLS
