/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-form-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY_IMPORT_DIALOG (muster_authority_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthorityImportDialog, muster_authority_import_dialog, MUSTER, AUTHORITY_IMPORT_DIALOG, MusterFormDialog)

/** muster_authority_import_dialog_new: takes over a certificate authority that exists, from a file or a folder. */
AdwDialog *muster_authority_import_dialog_new (MusterDesk *desk);

G_END_DECLS
