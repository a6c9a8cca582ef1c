/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-facts.h"
#include "muster-inventory.h"

G_BEGIN_DECLS

/**
 * MusterHostPoll:
 * @connection: (nullable): %NULL when it was not connected
 * @facts: (nullable): %NULL when it did not answer
 *
 * One host of several that are asked what they can do.
 */
typedef struct
{
  char *name;
  MusterConnection *connection;
  DexFuture *asking;
  MusterHostFacts *facts;
} MusterHostPoll;

/** Returns: (transfer full): of #MusterHostPoll */
GPtrArray        *muster_host_poll_new_list   (void);
void              muster_host_poll_add        (GPtrArray        *polls,
                                               MusterInventory  *inventory,
                                               MusterHost       *host);
/** muster_host_poll_add_known: @facts: what it can do, so that it is not asked */
void              muster_host_poll_add_known  (GPtrArray             *polls,
                                               const char            *name,
                                               MusterConnection      *connection,
                                               const MusterHostFacts *facts);
/** Asks all of them at once, for 10 s; from a fiber.  Returns: how many answered */
guint             muster_host_poll_await      (GPtrArray        *polls);
/** Returns: (nullable) (transfer none): the newest libvirt of them, which knows most models. */
MusterConnection *muster_host_poll_find_judge (GPtrArray        *polls);
/**
 * muster_host_poll_await_baseline:
 *
 * From a fiber.
 *
 * Returns: (transfer full) (nullable): the best CPU that all of those can give that
 *   said what they can; %NULL, without @error where none did
 */
char             *muster_host_poll_await_baseline (GPtrArray         *polls,
                                                   MusterConnection  *judge,
                                                   GError           **error);

G_END_DECLS
