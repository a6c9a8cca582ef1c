/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_NODE_INFO (muster_node_info_get_type ())
#define MUSTER_TYPE_NODE_STATS (muster_node_stats_get_type ())

/**
 * MusterNodeInfo:
 *
 * What a host is; asked once a connection.
 */
typedef struct
{
  char *hostname;
  char *uuid;              /* of the host, from its capabilities */
  char *cpu_model;
  char *architecture;
  char *hypervisor;        /* the driver's type, "QEMU" */
  gulong hypervisor_version; /* major * 1000000 + minor * 1000 + release */
  gulong libvirt_version;
  guint cpus;
  guint64 memory_kib;
  gboolean kvm;            /* hardware virtualisation is offered */
} MusterNodeInfo;

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

GType           muster_node_info_get_type  (void) G_GNUC_CONST;
MusterNodeInfo *muster_node_info_copy      (const MusterNodeInfo *self);
void            muster_node_info_free      (MusterNodeInfo       *self);
GType           muster_node_stats_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterNodeInfo, muster_node_info_free)

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
