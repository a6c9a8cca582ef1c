/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-certificate-use.h"
#include "muster-inventory.h"
#include "muster-pki.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_WATCH (muster_certificate_watch_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateWatch, muster_certificate_watch, MUSTER, CERTIFICATE_WATCH, GObject)

/**
 * muster_certificate_watch_new:
 * @store: with the hosts
 * @secrets: (nullable): with the identities
 * @pki: (nullable): with the authority
 * @inventory: (nullable): with the connections to the hosts
 *
 * Looks which certificates are in use and when each of them ends: the
 * authority's, the identities of this desk, those that the hosts show, and of
 * hosts that are connected those that the displays of running VMs show.
 */
MusterCertificateWatch *muster_certificate_watch_new      (MusterStore            *store,
                                                           MusterSecretStore      *secrets,
                                                           MusterPki              *pki,
                                                           MusterInventory        *inventory);
/** Returns: (transfer none): a list of #MusterCertificateUse, soonest end first; it lives. */
GListModel             *muster_certificate_watch_get_uses (MusterCertificateWatch *self);
/**
 * muster_certificate_watch_look:
 *
 * Looks now.  Hosts that do not answer are left out, and so is what is in a keyring
 * that cannot be read: the two functions below tell.
 *
 * Returns: future; it does not reject
 */
DexFuture              *muster_certificate_watch_look     (MusterCertificateWatch *self);
/**
 * muster_certificate_watch_get_silent:
 *
 * Returns: (transfer none) (element-type MusterHostEntry): hosts reached over TLS that
 *   showed no certificate in the last look
 */
GPtrArray              *muster_certificate_watch_get_silent (MusterCertificateWatch *self);
/** Returns: (nullable): why the last look saw nothing of the keyring, or not all. */
const GError           *muster_certificate_watch_get_keyring_error (MusterCertificateWatch *self);

G_END_DECLS
