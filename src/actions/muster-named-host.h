/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * MusterNamedHost:
 * @uuid: of the host
 * @name: what it is called in the records, fit for one line
 * @uri: (nullable): where it is; only one that is to be trusted
 * @problem: (nullable): a sentence why it cannot be added
 *
 * A host that the shared records name and the desk does not list.
 */
typedef struct
{
  char *uuid;
  char *name;
  char *uri;
  char *problem;
} MusterNamedHost;

MusterNamedHost *muster_named_host_new     (const char      *uuid,
                                            const char      *name,
                                            const char      *uri);
void             muster_named_host_free    (MusterNamedHost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterNamedHost, muster_named_host_free)

/**
 * muster_named_host_list:
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of
 *   #MusterNamedHost, by name; of what was read of the records so far
 */
DexFuture       *muster_named_host_list    (MusterDesk      *desk);

/**
 * muster_named_host_peek:
 *
 * The same of the hosts that are connected, without reading more of the records than is
 * needed for it; writes nothing.
 *
 * Returns: (transfer full): as muster_named_host_list()
 */
DexFuture       *muster_named_host_peek    (MusterDesk      *desk);

/**
 * muster_named_host_add_all:
 * @hosts: of #MusterNamedHost
 * @identity: (nullable): which they are shown; %NULL: that of a host through which they
 *   were found
 *
 * Adds them to the desk's list; for a desk for URIs this lasts as long as it does.  Those
 * that cannot be added are left out: their problem says why.
 *
 * Returns: (transfer full): a future of %TRUE; rejects when the list cannot be read
 */
DexFuture       *muster_named_host_add_all (MusterDesk      *desk,
                                            GPtrArray       *hosts,
                                            const char      *identity);

G_END_DECLS
