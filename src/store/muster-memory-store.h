/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_MEMORY_STORE (muster_memory_store_get_type ())
G_DECLARE_FINAL_TYPE (MusterMemoryStore, muster_memory_store, MUSTER, MEMORY_STORE, GObject)

/** muster_memory_store_new: (transfer full) an empty #MusterStore that ends with the object. */
MusterStore *muster_memory_store_new (void);

G_END_DECLS
