/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_host_place_when_there:
 * @id: of a host that has just been added to the desk's list
 * @name: what it is called
 * @cluster: the id of the cluster that it is to come into
 *
 * Waits until the host answers, for half a minute at most, and puts it there as
 * muster_host_place() does.  A task of the desk tells how it went.
 *
 * Returns: (transfer full): a future of a boolean: whether it is there; never rejects
 */
DexFuture *muster_host_place_when_there (MusterDesk *desk,
                                         const char *id,
                                         const char *name,
                                         const char *cluster);

G_END_DECLS
