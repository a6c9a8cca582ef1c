/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterHostNic:
 * @speed: in Mbit/s; 0 when unknown or without a link
 * @state: "up", "down", "unknown", ...
 *
 * A network card of a host; bridges, tunnels and VMs' own are none.
 */
typedef struct
{
  char *name;
  char *mac;
  char *state;
  guint speed;
} MusterHostNic;

/**
 * MusterHostPool:
 * @type: libvirt's: "dir", "netfs", "rbd", ...
 * @source: (nullable): where its bytes are when other hosts can have the same
 *   ("nfs.lab:/export/vms"), %NULL for storage of this host alone.  Two pools
 *   of the same type and source are the same storage.
 * @target: (nullable): its folder on the host
 */
typedef struct
{
  char *name;
  char *type;
  char *source;
  char *target;
  gboolean active;
} MusterHostPool;

/**
 * MusterHostNetwork:
 * @bridge: (nullable): the host's bridge it uses
 * @forward: (nullable): "nat", "bridge", ...; %NULL for an isolated one
 */
typedef struct
{
  char *name;
  char *bridge;
  char *forward;
  gboolean active;
} MusterHostNetwork;

/**
 * muster_host_nic_new_from_xml:
 * @xml: a node device as libvirt writes it; untrusted
 *
 * Returns: (nullable): %NULL when it is no network card of the host's own
 */
MusterHostNic     *muster_host_nic_new_from_xml     (const char              *xml);
MusterHostNic     *muster_host_nic_copy             (const MusterHostNic     *self);
void               muster_host_nic_free             (MusterHostNic           *self);
/** Returns: (nullable): %NULL when @xml is no storage pool. */
MusterHostPool    *muster_host_pool_new_from_xml    (const char              *xml,
                                                     gboolean                 active);
MusterHostPool    *muster_host_pool_copy            (const MusterHostPool    *self);
void               muster_host_pool_free            (MusterHostPool          *self);
/** Returns: (nullable): %NULL when @xml is no network. */
MusterHostNetwork *muster_host_network_new_from_xml (const char              *xml,
                                                     gboolean                 active);
MusterHostNetwork *muster_host_network_copy         (const MusterHostNetwork *self);
void               muster_host_network_free         (MusterHostNetwork       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostNic, muster_host_nic_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostPool, muster_host_pool_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostNetwork, muster_host_network_free)

G_END_DECLS
