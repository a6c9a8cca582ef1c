/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-vm-actions.h"

G_BEGIN_DECLS

/**
 * Kind of the shared record, by the UUID of a VM, that says that it is being migrated:
 * the UUIDs "source" and "target", whether it is "live", and whether the target had a
 * definition of it before ("had").  It is gone when the migration has been seen to end.
 */
#define MUSTER_MIGRATION_RECORD_KIND "migration"

/**
 * muster_vm_migrate_recorded:
 *
 * As muster_vm_migrate(), written down in the data center's records while it lasts, so
 * that what a cut leaves behind is settled by whoever looks next.
 */
DexFuture *muster_vm_migrate_recorded   (MusterDesk  *desk,
                                         MusterVm    *vm,
                                         MusterHost  *target,
                                         MusterTask  *task);

/**
 * muster_migrations_settle:
 *
 * Looks at both hosts of every migration that is written down and that nobody is known
 * to be at.  Where libvirt's states say where the VM is, what is left of it on the other
 * host is removed: a definition that only the migration made, or a source that stayed
 * paused while the target runs.  Where both run, or none does, nothing is done: that is
 * for a person.
 *
 * Returns: (transfer full): a future of a strv of what was done or found, sentences for
 *   people; never rejects
 */
DexFuture *muster_migrations_settle     (MusterDesk  *desk);

G_END_DECLS
