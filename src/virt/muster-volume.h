/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"

G_BEGIN_DECLS

/* Small files on a host, as raw volumes of a storage pool of a folder. */

/** Beyond this a volume is none of ours. */
#define MUSTER_VOLUME_MAX_BYTES (16 * 1024 * 1024)

/**
 * muster_volume_make_pool:
 * @path: the pool's folder, made for root alone where it is not there
 *
 * Defines the pool, starts it and has it started with the host, as far as that is not
 * so yet.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *muster_volume_make_pool (MusterConnection *connection,
                                    const char       *pool,
                                    const char       *path);

/**
 * muster_volume_list:
 *
 * Returns: (transfer full): a future of a G_TYPE_STRV of the names; rejects with
 *   %MUSTER_VIRT_ERROR_GONE when there is no such pool
 */
DexFuture *muster_volume_list      (MusterConnection *connection,
                                    const char       *pool);

/**
 * muster_volume_read:
 * @path: where the pool's folder is, if it is where muster_volume_make_pool() was told
 *
 * Returns: (transfer full): a future of #GBytes; rejects with %MUSTER_VIRT_ERROR_GONE, and
 *   with %MUSTER_VIRT_ERROR_UNSUPPORTED what is no plain file
 */
DexFuture *muster_volume_read      (MusterConnection *connection,
                                    const char       *pool,
                                    const char       *path,
                                    const char       *name);

/**
 * muster_volume_write:
 *
 * Makes the volume hold @content; one that does already is left alone.
 *
 * Returns: (transfer full): a future of %TRUE, resolved when the host has written it
 *   to its disk; when it rejects, the volume may be there, with a part of it or all
 */
DexFuture *muster_volume_write     (MusterConnection *connection,
                                    const char       *pool,
                                    const char       *name,
                                    GBytes           *content);

/** Returns: (transfer full): a future of %TRUE, also when it was gone already. */
DexFuture *muster_volume_remove    (MusterConnection *connection,
                                    const char       *pool,
                                    const char       *name);

G_END_DECLS
