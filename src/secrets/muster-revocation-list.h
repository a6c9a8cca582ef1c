/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_revocation_list_holds:
 * @crl: PEM
 * @ca: certificates of authorities, PEM
 * @now: seconds since 1970
 *
 * Returns: whether @crl is signed by one of @ca and neither overdue nor of a
 *   time to come: GnuTLS trusts nobody of an authority whose list is one of these
 */
gboolean muster_revocation_list_holds (const char *crl,
                                       const char *ca,
                                       gint64      now);

/**
 * muster_revocation_list_names:
 * @crl: PEM
 * @certificate: PEM
 *
 * Returns: whether @crl, whoever signed it, has @certificate
 */
gboolean muster_revocation_list_names (const char *crl,
                                       const char *certificate);

G_END_DECLS
