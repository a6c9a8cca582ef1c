/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-host-entry.h"

G_BEGIN_DECLS

/* How a host of the data center is known to the shared records, and how it leaves them
 * and the desk's list.  What runs on it is left alone. */

/**
 * MusterDeparture:
 * @MUSTER_DEPARTURE_KEEP: the desk lists it no more; it stays in the data center
 * @MUSTER_DEPARTURE_REMOVE: it leaves the data center as well
 * @MUSTER_DEPARTURE_FORGET: the same of one that never answers any more
 */
typedef enum
{
  MUSTER_DEPARTURE_KEEP,
  MUSTER_DEPARTURE_REMOVE,
  MUSTER_DEPARTURE_FORGET,
} MusterDeparture;

#define MUSTER_TYPE_HOST_BELONGINGS (muster_host_belongings_get_type ())

/**
 * MusterHostBelongings:
 *
 * What leaves the view with a host, by name; it stays on the host.  Of one that does not
 * answer there are the VMs that were seen last.
 */
typedef struct
{
  char **vms;
  char **networks;
  char **pools;
} MusterHostBelongings;

GType                 muster_host_belongings_get_type (void) G_GNUC_CONST;
MusterHostBelongings *muster_host_belongings_copy     (const MusterHostBelongings *self);
void                  muster_host_belongings_free     (MusterHostBelongings       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostBelongings, muster_host_belongings_free)

/**
 * muster_host_list_belongings:
 *
 * Returns: (transfer full): a future of a boxed #MusterHostBelongings; never rejects
 */
DexFuture *muster_host_list_belongings (MusterDesk            *desk,
                                        MusterHost            *host);

/**
 * muster_host_belongings_describe:
 *
 * Returns: (transfer full) (nullable): a line of each kind that there is
 */
char      *muster_host_belongings_describe (const MusterHostBelongings *self);

/**
 * muster_host_depart:
 *
 * Writes that @host has left, takes the records from it when it answers, and then takes
 * it and its login off the desk's list.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_REFUSED
 *   when a host that is to be forgotten answers, with %MUSTER_ACTION_ERROR_UNREACHABLE
 *   when no other host of the data center can keep that it has left, and as
 *   muster_store_put() does: nothing has changed then
 */
DexFuture *muster_host_depart          (MusterDesk            *desk,
                                        MusterHost            *host,
                                        MusterDeparture        departure);

/**
 * muster_host_leave:
 *
 * The same, but that @host stays on the desk's list, for it goes elsewhere.
 *
 * Returns: (transfer full): a future of %TRUE, also when it had left before; rejects as
 *   muster_host_depart() does
 */
DexFuture *muster_host_leave           (MusterDesk            *desk,
                                        MusterHost            *host);

/**
 * muster_host_take_back:
 *
 * Returns: (transfer full): a future of %TRUE: @host, which had left, belongs to the data
 *   center again
 */
DexFuture *muster_host_take_back       (MusterDesk            *desk,
                                        MusterHost            *host);

/**
 * muster_host_check_uuid:
 * @uuid: (nullable): of the host that answers where @entry says
 *
 * Returns: (transfer full): a future of %TRUE; rejects with %MUSTER_ACTION_ERROR_REFUSED
 *   when the records know the edited host by another UUID
 */
DexFuture *muster_host_check_uuid      (MusterDesk            *desk,
                                        const MusterHostEntry *entry,
                                        const char            *uuid);

/**
 * muster_host_rewrite:
 * @entry: a host of the desk's list as it is to be; before that is stored
 *
 * Makes the record of the host say the name and the address that are new.
 *
 * Returns: (transfer full): a future of %TRUE; also when the records do not know the
 *   host; rejects as muster_store_put() does
 */
DexFuture *muster_host_rewrite         (MusterDesk            *desk,
                                        const MusterHostEntry *entry);

G_END_DECLS
