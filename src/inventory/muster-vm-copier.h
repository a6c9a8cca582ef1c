/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-membership.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_COPIER (muster_vm_copier_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmCopier, muster_vm_copier, MUSTER, VM_COPIER, GObject)

/**
 * muster_vm_copier_new:
 *
 * Keeps a copy of what each host has defined, in the shared records, so that the other
 * hosts can take its VMs over when it is gone for good; see #MUSTER_VMS_RECORD_KIND.
 * Only of hosts of a data center that has records, and of VMs that have a definition:
 * one that vanishes when it stops is in no copy.
 */
MusterVmCopier *muster_vm_copier_new    (MusterInventory  *inventory,
                                         MusterMembership *membership);

/**
 * muster_vm_copier_follow:
 *
 * Copies each host once it has been listed, and again within 5 s whenever libvirt tells
 * of a changed definition; and every five minutes, as there are changes that it tells
 * nobody of (a device added to the definition of a VM that is off).
 */
void            muster_vm_copier_follow (MusterVmCopier   *self);

/**
 * muster_vm_copier_copy:
 *
 * Returns: (transfer full): a future of %TRUE once the records have what @host has
 *   defined now; rejects with #MusterVirtError, or as muster_store_put() does, or with
 *   %G_IO_ERROR_NOT_FOUND for a host that is not of a data center with records
 */
DexFuture      *muster_vm_copier_copy   (MusterVmCopier   *self,
                                         MusterHost       *host);

G_END_DECLS
