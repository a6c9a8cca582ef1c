/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-renewal-item.h"
#include "muster-ssh-question.h"

G_BEGIN_DECLS

/* From so many days before its end on a certificate is due. */
#define MUSTER_RENEWAL_DAYS 30

#define MUSTER_TYPE_RENEWAL (muster_renewal_get_type ())
G_DECLARE_FINAL_TYPE (MusterRenewal, muster_renewal, MUSTER, RENEWAL, GObject)

/**
 * muster_renewal_new:
 * @desk: with an authority's ledger: not one for URIs
 * @uses: of #MusterCertificateUse; read now
 *
 * Renews what is in use, without disturbing VMs or open connections: the
 * authority with its key, identities in their place in the keyring, the
 * certificates of hosts over ssh.  What is due within %MUSTER_RENEWAL_DAYS is
 * selected.
 *
 * Where ssh logged in last is read from the hosts' records soon afterwards:
 * items whose host has none come to %MUSTER_RENEWAL_NEEDS_DESTINATION.
 *
 * Signals:
 *
 * - "question" (#MusterRenewalItem, #MusterSshQuestion): answer or decline it;
 *   when nobody is connected it is declined
 * - "note" (#MusterRenewalItem, const char *text): as of #MusterHostSetup
 */
MusterRenewal *muster_renewal_new            (MusterDesk    *desk,
                                              GListModel    *uses);
/**
 * muster_renewal_new_for_trust:
 * @hosts: of #MusterHostEntry; those that are reached over TLS count
 *
 * Renews nothing: hands the authority's certificate and the list of the
 * revoked to all these hosts.  All items are selected.
 */
MusterRenewal *muster_renewal_new_for_trust  (MusterDesk    *desk,
                                              GPtrArray     *hosts);
/** Returns: (transfer none): a list of #MusterRenewalItem in the order in which
 *   they are renewed: the authority, identities, hosts. */
GListModel    *muster_renewal_get_items      (MusterRenewal *self);
/** Selects what ends within @days and can be renewed, and nothing else. */
void           muster_renewal_select_due     (MusterRenewal *self,
                                              int            days);
/** How long new certificates are valid; %MUSTER_CERTIFICATE_DAYS unless set.
 *   The authority's own is valid for %MUSTER_AUTHORITY_DAYS. */
void           muster_renewal_set_days       (MusterRenewal *self,
                                              int            days);
/** @path: (nullable): in place of the user's configuration of ssh */
void           muster_renewal_set_ssh_config (MusterRenewal *self,
                                              const char    *path);
/**
 * muster_renewal_run:
 *
 * Renews what is selected and not done yet, one after the other; what fails
 * stops none of the others.  Each item tells how it went.
 *
 * Returns: (transfer full): a future of a boolean: whether all went well
 */
DexFuture     *muster_renewal_run            (MusterRenewal *self);
/** Ends the run: what has not begun is left; see muster_deployment_run() for the
 *   host that is at work. */
void           muster_renewal_cancel         (MusterRenewal *self);

G_END_DECLS
