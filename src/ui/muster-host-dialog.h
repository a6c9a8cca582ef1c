/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_DIALOG (muster_host_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostDialog, muster_host_dialog, MUSTER, HOST_DIALOG, AdwDialog)

/**
 * muster_host_dialog_new:
 * @entry: the host to edit
 *
 * Edits a host of @desk; tests the connection before it is saved.
 */
AdwDialog *muster_host_dialog_new (MusterDesk            *desk,
                                   const MusterHostEntry *entry);

G_END_DECLS
