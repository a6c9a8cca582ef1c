/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-node-info.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_NODE_STATS (muster_node_stats_get_type ())

/**
 * MusterNodeStats:
 *
 * A host's counters; -1 where it gave none.
 */
typedef struct
{
  gint64 cpu_busy_ns;
  gint64 cpu_total_ns;
  gint64 memory_total_kib;
  gint64 memory_free_kib;  /* free, buffers and cache */
} MusterNodeStats;

GType muster_node_stats_get_type (void) G_GNUC_CONST;

/** Returns: future of a boxed #MusterNodeInfo. */
DexFuture *muster_node_get_info    (MusterConnection *connection);
/** Returns: future of a boxed #MusterNodeStats. */
DexFuture *muster_node_get_stats   (MusterConnection *connection);
/**
 * muster_node_list_leases:
 *
 * All networks' DHCP leases, one call a network, none a VM.
 *
 * Returns: future of a GPtrArray of #MusterGuestAddress
 */
DexFuture *muster_node_list_leases (MusterConnection *connection);

G_END_DECLS
