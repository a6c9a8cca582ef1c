/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-certificate-use.h"
#include "muster-pki.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_WATCH (muster_certificate_watch_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateWatch, muster_certificate_watch, MUSTER, CERTIFICATE_WATCH, GObject)

/**
 * muster_certificate_watch_new:
 * @store: with the hosts
 * @secrets: (nullable): with the identities
 * @pki: (nullable): with the authority
 *
 * Looks which certificates are in use and when each of them ends: the
 * authority's, the identities of this desk, and those that the hosts show.
 */
MusterCertificateWatch *muster_certificate_watch_new      (MusterStore            *store,
                                                           MusterSecretStore      *secrets,
                                                           MusterPki              *pki);
/** Returns: (transfer none): a list of #MusterCertificateUse, soonest end first; it lives. */
GListModel             *muster_certificate_watch_get_uses (MusterCertificateWatch *self);
/**
 * muster_certificate_watch_look:
 *
 * Looks now.  Hosts that do not answer are left out: that is another problem.
 *
 * Returns: future; it does not reject
 */
DexFuture              *muster_certificate_watch_look     (MusterCertificateWatch *self);

G_END_DECLS
