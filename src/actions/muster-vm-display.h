/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-domain-xml.h"
#include "muster-inventory.h"

G_BEGIN_DECLS

/** Returns: whether @xml has a display of @type, which is now as it is to be. */
typedef gboolean (*MusterVmDisplayEdit) (MusterDomainXml *xml,
                                         const char      *type,
                                         gpointer         data);

/**
 * muster_vm_display_edit:
 * @type: "vnc" or "spice"
 * @data: (transfer full): for @edit
 * @live: whether to try it on the running VM too
 * @sentence: what is said when it fails
 *
 * Edits a VM's display in its definition, which is else left as it is.
 *
 * Returns: (transfer full): a future of a boolean: whether it holds now; rejects
 *   with #MusterActionError
 */
DexFuture *muster_vm_display_edit       (MusterInventory     *inventory,
                                         MusterVm            *vm,
                                         const char          *type,
                                         MusterVmDisplayEdit  edit,
                                         gpointer             data,
                                         GDestroyNotify       destroy,
                                         gboolean             live,
                                         const char          *sentence);

/**
 * muster_vm_display_set_listen:
 * @type: "vnc" or "spice"
 * @address: an IP address of the VM's host, "0.0.0.0" or "::" for all
 *
 * Changes where the display listens: now where the host can do that, else in
 * the definition, for the VM's next start.
 *
 * Returns: (transfer full): a future of a boolean: %TRUE when it holds now;
 *   rejects with #MusterActionError
 */
DexFuture *muster_vm_display_set_listen (MusterInventory *inventory,
                                         MusterVm        *vm,
                                         const char      *type,
                                         const char      *address);

G_END_DECLS
