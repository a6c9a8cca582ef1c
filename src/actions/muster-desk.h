/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-certificate-watch.h"
#include "muster-inventory.h"
#include "muster-membership.h"
#include "muster-pki.h"
#include "muster-secret-store.h"
#include "muster-task-list.h"
#include "muster-view-book.h"
#include "muster-vm-copier.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DESK (muster_desk_get_type ())
G_DECLARE_FINAL_TYPE (MusterDesk, muster_desk, MUSTER, DESK, GObject)

/**
 * muster_desk_new:
 *
 * What one person works with: the hosts configured for the user, their keys
 * in the Secret Service, the inventory over them and the tasks.  The
 * application and musterctl stand on the same one.
 */
MusterDesk        *muster_desk_new              (void);

/**
 * muster_desk_new_for_uris:
 * @uris: addresses or libvirt URIs of hosts that need not be configured
 * @pki_folder: (nullable): the folder with the TLS identity for all of them
 *
 * A desk that keeps nothing and needs no Secret Service.
 *
 * Returns: (transfer full) (nullable): the desk, or %NULL with
 *   %G_IO_ERROR_INVALID_ARGUMENT and a sentence about the malformed one
 */
MusterDesk        *muster_desk_new_for_uris     (const char * const  *uris,
                                                 const char          *pki_folder,
                                                 GError             **error);

/**
 * muster_desk_load:
 *
 * Returns: (transfer full): a future of %TRUE once the hosts of a desk for
 *   URIs are in its store; to be awaited before the inventory is started
 */
DexFuture         *muster_desk_load             (MusterDesk          *self);

MusterStore       *muster_desk_get_store        (MusterDesk          *self);
MusterInventory   *muster_desk_get_inventory    (MusterDesk          *self);
/** Returns: (transfer none): the data center's shared records, and whose they are. */
MusterMembership  *muster_desk_get_membership   (MusterDesk          *self);
/** Returns: (transfer none): keeps the copies of the hosts' VMs. */
MusterVmCopier    *muster_desk_get_copier       (MusterDesk          *self);
MusterTaskList    *muster_desk_get_tasks        (MusterDesk          *self);
MusterCertificateWatch *muster_desk_get_certificates (MusterDesk     *self);
MusterViewBook    *muster_desk_get_views        (MusterDesk          *self);
/** Returns: (transfer none) (nullable): %NULL for a desk for URIs. */
MusterSecretStore *muster_desk_get_secrets      (MusterDesk          *self);
/** Returns: (transfer none) (nullable): %NULL for a desk for URIs. */
MusterPki         *muster_desk_get_pki          (MusterDesk          *self);
/** Returns: (transfer full) (nullable): where @entry's secrets come from. */
MusterCredentials *muster_desk_dup_credentials  (MusterDesk            *self,
                                                 const MusterHostEntry *entry);

G_END_DECLS
