/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-data-center.h"
#include "muster-host-entry.h"
#include "muster-store.h"

G_BEGIN_DECLS

/**
 * MusterCredentialsFunc:
 *
 * Returns: (transfer full) (nullable): where @entry's connection gets its
 *   secrets from
 */
typedef MusterCredentials *(*MusterCredentialsFunc) (const MusterHostEntry *entry,
                                                     gpointer               user_data);

#define MUSTER_TYPE_INVENTORY (muster_inventory_get_type ())
G_DECLARE_FINAL_TYPE (MusterInventory, muster_inventory, MUSTER, INVENTORY, GObject)

/**
 * muster_inventory_new:
 * @store: whose "host" records name the hosts; followed as it changes
 *
 * Keeps a #MusterDataCenter true: connects to every host, lists its VMs and
 * folds in events and statistics.  Nothing happens before
 * muster_inventory_start().
 *
 * Signal "host-error" (MusterHost *, const char *text): something a host sent
 * could not be used; the rest goes on.
 */
MusterInventory  *muster_inventory_new             (MusterStore           *store,
                                                    MusterCredentialsFunc  credentials,
                                                    gpointer               user_data,
                                                    GDestroyNotify         destroy);
MusterDataCenter *muster_inventory_get_data_center (MusterInventory       *self);
MusterStore      *muster_inventory_get_store       (MusterInventory       *self);

/** Returns: (transfer none) (nullable): the host's connection, open or not. */
MusterConnection *muster_inventory_get_connection  (MusterInventory       *self,
                                                    MusterHost            *host);

/**
 * muster_inventory_start:
 * @follow: keep connections up and statistics coming (an app); %FALSE: look
 *   once (a command)
 *
 * Returns: (transfer full): a future of %TRUE once the store's hosts are
 *   known (not yet connected); rejects with the store's error
 */
DexFuture        *muster_inventory_start           (MusterInventory       *self,
                                                    gboolean               follow);

/**
 * muster_inventory_read_hosts:
 *
 * After a single look: looks at the store's list of hosts again, which has changed.
 *
 * Returns: (transfer full): as muster_inventory_start()
 */
DexFuture        *muster_inventory_read_hosts      (MusterInventory       *self);

/**
 * muster_inventory_settle:
 *
 * After a single look VMs that are off have no details but their size; see
 * muster_inventory_define_vm().
 *
 * Returns: (transfer full): a future of %TRUE once every host has either been
 *   listed with its VMs' details, statistics and addresses by lease, or
 *   failed.  Never rejects.
 */
DexFuture        *muster_inventory_settle          (MusterInventory       *self);

/** Tries a host again at once that waits for its next attempt. */
void              muster_inventory_retry           (MusterInventory       *self,
                                                    MusterHost            *host);

/**
 * muster_inventory_set_attentive:
 *
 * Statistics come every 3 s while somebody looks, else every 15 s.
 */
void              muster_inventory_set_attentive   (MusterInventory       *self,
                                                    gboolean               attentive);

/**
 * muster_inventory_hold_vm:
 * @target: where it goes
 *
 * Tells that @vm migrates to @target, so that its disappearance on one side
 * before the other side's event is no deletion.  Ends by itself after the
 * migration's events, or with muster_inventory_release_vm().
 */
void              muster_inventory_hold_vm         (MusterInventory       *self,
                                                    MusterVm              *vm,
                                                    MusterHost            *target);
void              muster_inventory_release_vm      (MusterInventory       *self,
                                                    MusterVm              *vm);

/** Asks all hosts that define @vm again where it is. Returns: future of %TRUE. */
DexFuture        *muster_inventory_refresh_vm      (MusterInventory       *self,
                                                    MusterVm              *vm);

/**
 * muster_inventory_define_vm:
 *
 * Has the definition of @vm read, which a single look has left out.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture        *muster_inventory_define_vm       (MusterInventory       *self,
                                                    MusterVm              *vm);

/**
 * muster_inventory_ask_agents:
 * @vm: (nullable): only this one's
 *
 * After a single look: asks the guests that have an agent for their addresses,
 * side by side.  A guest answers when it likes: bound the wait.  Answers that
 * have come by then count.
 *
 * Returns: (transfer full): a future of %TRUE once each has answered or failed
 */
DexFuture        *muster_inventory_ask_agents      (MusterInventory       *self,
                                                    MusterVm              *vm);

/** Orderly end. Returns: (transfer full): a future of %TRUE. */
DexFuture        *muster_inventory_close           (MusterInventory       *self);

/**
 * muster_inventory_take_homes:
 * @homes: #MusterVmHome
 *
 * See muster_vm_registry_set_homes().
 *
 * Returns: (transfer full): a future of %TRUE once the hosts that answer have said
 *   which of these VMs' definitions they have
 */
DexFuture        *muster_inventory_take_homes      (MusterInventory *self,
                                                    GPtrArray       *homes);
/** Returns: (transfer full): the #MusterHosts that have the VM of that UUID defined or running. */
GPtrArray        *muster_inventory_list_claimants  (MusterInventory *self,
                                                    const char      *uuid);
/** Whether two hosts seem to run some VM; it is sure after %MUSTER_VM_REGISTRY_TWICE_MS. */
gboolean          muster_inventory_suspects_twice  (MusterInventory *self);
/** Returns: (transfer full): the #MusterVms of which @host has a superseded definition. */
GPtrArray        *muster_inventory_list_superseded (MusterInventory *self,
                                                    MusterHost      *host);

G_END_DECLS
