/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_FILE_STORE (muster_file_store_get_type ())
G_DECLARE_FINAL_TYPE (MusterFileStore, muster_file_store, MUSTER, FILE_STORE, GObject)

/**
 * muster_file_store_new:
 * @path: the file; it and its folder are made by the first put
 *
 * A #MusterStore in one file of mode 0600 that several processes may use at
 * once.  A write replaces the file as a whole, durably, or leaves it as it
 * was.  A file that cannot be understood is moved aside under another name
 * and reported once (%MUSTER_STORE_ERROR_CORRUPT, the message names both);
 * what this process had read of it before stays and is written again by the
 * next put.
 *
 * Returns: (transfer full): the store; errors come with its futures
 */
MusterStore *muster_file_store_new (const char *path);

/**
 * muster_file_store_new_default:
 *
 * What this desktop knows by itself: `muster/desktop.json` in the user's data
 * folder, the same for the application and musterctl.
 *
 * Returns: (transfer full): the store
 */
MusterStore *muster_file_store_new_default (void);

const char  *muster_file_store_get_path (MusterFileStore *self);

G_END_DECLS
