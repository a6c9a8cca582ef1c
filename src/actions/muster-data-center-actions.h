/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/* How data centers come and go.  What runs on their hosts is left alone. */

/**
 * muster_data_center_create:
 * @description: (nullable)
 * @hosts: of #MusterHost, which answer and belong to the data center that is looked at, or
 *   to none; none at all where there is no data center yet: then it gets every host
 *
 * Takes the hosts out of the data center that they are in and makes a new one of them,
 * which is looked at from now on.  What was cut off in the middle has some of them in
 * none, and can be done again.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_REFUSED for
 *   a name that is none and for hosts of another data center, with
 *   %MUSTER_ACTION_ERROR_UNREACHABLE when one does not answer, and as muster_host_leave()
 *   does.  Refused as well when no host that answers would stay in the one before, and
 *   when others are in none, as they would join the new one unasked
 */
DexFuture *muster_data_center_create   (MusterDesk *desk,
                                        const char *name,
                                        const char *description,
                                        GPtrArray  *hosts);

/**
 * muster_data_center_dissolve:
 * @id: that of the data center which is looked at, and which a person means
 *
 * Removes its records from all of its hosts: its name,
 * its clusters, which host is where, the copies of VM definitions.  Hosts stay on the list.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_GONE when
 *   it does not exist any more, with %MUSTER_ACTION_ERROR_UNREACHABLE unless all of its hosts are listed
 *   and answer, as one that is not told would bring it back, and as
 *   muster_membership_dissolve() does
 */
DexFuture *muster_data_center_dissolve (MusterDesk *desk,
                                        const char *id);

G_END_DECLS
