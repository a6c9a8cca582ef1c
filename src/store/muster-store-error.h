/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MUSTER_STORE_ERROR (muster_store_error_quark ())

/**
 * MusterStoreError:
 * @MUSTER_STORE_ERROR_FAILED: none of the others; the text is all there is
 * @MUSTER_STORE_ERROR_NOT_FOUND: no such record, or it was deleted
 * @MUSTER_STORE_ERROR_INVALID: kind, id, content or parents are malformed
 * @MUSTER_STORE_ERROR_CORRUPT: what was stored cannot be understood; it was kept
 * @MUSTER_STORE_ERROR_NEWER: written in a format of a newer Muster
 * @MUSTER_STORE_ERROR_READ: the place cannot be read
 * @MUSTER_STORE_ERROR_WRITE: the place cannot be written (rights, read-only)
 * @MUSTER_STORE_ERROR_NO_SPACE: disk full or quota reached; the old state is kept
 * @MUSTER_STORE_ERROR_BUSY: another process holds the store for too long
 */
typedef enum
{
  MUSTER_STORE_ERROR_FAILED,
  MUSTER_STORE_ERROR_NOT_FOUND,
  MUSTER_STORE_ERROR_INVALID,
  MUSTER_STORE_ERROR_CORRUPT,
  MUSTER_STORE_ERROR_NEWER,
  MUSTER_STORE_ERROR_READ,
  MUSTER_STORE_ERROR_WRITE,
  MUSTER_STORE_ERROR_NO_SPACE,
  MUSTER_STORE_ERROR_BUSY,
} MusterStoreError;

GQuark muster_store_error_quark (void);

G_END_DECLS
