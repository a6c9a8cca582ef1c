/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-run-dialog.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_RENEW_DIALOG (muster_renew_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterRenewDialog, muster_renew_dialog, MUSTER, RENEW_DIALOG, MusterRunDialog)

/**
 * muster_renew_dialog_new:
 * @desk: one with a keyring
 * @use: (nullable): what is renewed, with all that its owner has; %NULL: what
 *   is due of all certificates in use
 */
AdwDialog *muster_renew_dialog_new           (MusterDesk           *desk,
                                              MusterCertificateUse *use);

/** muster_renew_dialog_new_for_authority: renews the certificate authority. */
AdwDialog *muster_renew_dialog_new_for_authority (MusterDesk       *desk);

/**
 * muster_renew_dialog_new_for_trust:
 * @hosts: of #MusterHostEntry
 *
 * Hands the authority's certificate and the list of the revoked to hosts.
 */
AdwDialog *muster_renew_dialog_new_for_trust (MusterDesk           *desk,
                                              GPtrArray            *hosts);

G_END_DECLS
