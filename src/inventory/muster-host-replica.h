/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-replica.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_REPLICA (muster_host_replica_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostReplica, muster_host_replica, MUSTER, HOST_REPLICA, GObject)

/**
 * muster_host_replica_new:
 *
 * The part of a #MusterSharedStore that a host keeps: raw volumes of its storage pool
 * “muster” in /var/lib/libvirt/muster, which is made at the first write.  It changes
 * whenever @connection comes to be open, and its names are asked for every ten
 * seconds while it is: libvirt tells nobody of a new volume.
 *
 * Returns: (transfer full)
 */
MusterReplica *muster_host_replica_new (MusterConnection *connection);

G_END_DECLS
