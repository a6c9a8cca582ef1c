/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-certificate-use.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_ROW (muster_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateRow, muster_certificate_row, MUSTER, CERTIFICATE_ROW, AdwActionRow)

/**
 * muster_certificate_row_new:
 * @can_renew: whether there is an authority at all
 *
 * A certificate in use, and when it ends.  Signal "renew" (#MusterCertificateUse).
 */
GtkWidget *muster_certificate_row_new           (MusterCertificateUse *use,
                                                 gboolean              can_renew);

/**
 * muster_certificate_row_describe_days:
 *
 * Returns: (transfer full): "expired 3 days ago", "expires today", "12 days left"
 */
char      *muster_certificate_row_describe_days (int                   days);

G_END_DECLS
