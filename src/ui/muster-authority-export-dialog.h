/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-form-dialog.h"
#include "muster-pki.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY_EXPORT_DIALOG (muster_authority_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthorityExportDialog, muster_authority_export_dialog, MUSTER, AUTHORITY_EXPORT_DIALOG, MusterFormDialog)

/** muster_authority_export_dialog_new: writes the authority with its key to an encrypted file. */
AdwDialog *muster_authority_export_dialog_new (MusterPki *pki);

G_END_DECLS
