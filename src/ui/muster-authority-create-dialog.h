/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY_CREATE_DIALOG (muster_authority_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthorityCreateDialog, muster_authority_create_dialog, MUSTER, AUTHORITY_CREATE_DIALOG, MusterFormDialog)

/** muster_authority_create_dialog_new: asks for the name of a new certificate authority, and makes it. */
AdwDialog *muster_authority_create_dialog_new (MusterDesk *desk);

G_END_DECLS
