/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-vm.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_MIGRATE_DIALOG (muster_migrate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterMigrateDialog, muster_migrate_dialog, MUSTER, MIGRATE_DIALOG, AdwDialog)

/**
 * muster_migrate_dialog_new:
 * @vms: (element-type MusterVm): what shall go
 * @hosts: a list of #MusterHost, where it could go
 *
 * Asks for the host.  Signal "chosen" (MusterHost).
 */
AdwDialog *muster_migrate_dialog_new (GPtrArray  *vms,
                                      GListModel *hosts);

G_END_DECLS
