/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * MusterRecentCenter:
 * @id: of the data center
 * @name: what it was called
 * @hosts: of #MusterHostEntry: its hosts, with the identity that each is shown
 * @seen: microseconds since 1970, UTC
 *
 * A data center that the desk has looked at.
 */
typedef struct
{
  char *id;
  char *name;
  GPtrArray *hosts;
  gint64 seen;
} MusterRecentCenter;

void       muster_recent_center_free   (MusterRecentCenter       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterRecentCenter, muster_recent_center_free)

/**
 * muster_recent_center_note:
 *
 * Remembers the data center that is looked at, its name and its hosts, if one of these
 * was reached; of many data centers the eight that were looked at last.
 *
 * Returns: (transfer full): a future of %TRUE; rejects as muster_store_put() does
 */
DexFuture *muster_recent_center_note   (MusterDesk               *desk);

/**
 * muster_recent_center_list:
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of
 *   #MusterRecentCenter, the one that was looked at last first
 */
DexFuture *muster_recent_center_list   (MusterDesk               *desk);

/** Returns: (transfer full): a future of %TRUE. */
DexFuture *muster_recent_center_forget (MusterDesk               *desk,
                                        const char               *id);

/**
 * muster_recent_center_open:
 *
 * Makes that the data center which is looked at, and puts those of its hosts on the
 * desk's list that are not there.
 *
 * Returns: (transfer full): a future of %TRUE; rejects when it is not remembered
 */
DexFuture *muster_recent_center_open   (MusterDesk               *desk,
                                        const char               *id);

G_END_DECLS
