/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-renewal-item.h"
#include "muster-step-row.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_RENEWAL_ROW (muster_renewal_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterRenewalRow, muster_renewal_row, MUSTER, RENEWAL_ROW, MusterStepRow)

/** MusterRenewalRow: one thing to renew, with a check mark and where it stands. */
GtkWidget *muster_renewal_row_new (MusterRenewalItem *item);

G_END_DECLS
