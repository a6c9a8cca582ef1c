/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "muster-host-script.h"
#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DEPLOYMENT (muster_deployment_get_type ())
G_DECLARE_FINAL_TYPE (MusterDeployment, muster_deployment, MUSTER, DEPLOYMENT, GObject)

/**
 * MusterDeploymentSigner:
 * @request: from the host
 *
 * Called once in a run at most, in the main thread.
 *
 * Returns: (transfer full): a future of a #MusterHostCertificates
 */
typedef DexFuture *(*MusterDeploymentSigner) (MusterCertificateRequest *request,
                                              gpointer                  user_data);

/**
 * MusterDeploymentLister:
 * @crl: the list of revoked certificates that the host has, PEM; anybody may
 *   have made it
 *
 * Called once in a run at most, in the main thread, when the host has another
 * list than the one of the script.
 *
 * Returns: (transfer full): a future of the list that it is given instead, PEM,
 *   or of a %NULL string: the one of the script, if that has one
 */
typedef DexFuture *(*MusterDeploymentLister) (const char *crl,
                                              gpointer    user_data);

/**
 * muster_deployment_new:
 * @script: what is run there
 * @destination: as for ssh: “root@host1.example.com”, “host1” of the user's
 *   ssh configuration, “ssh://admin@host1:2222”
 * @signer: makes the certificates
 *
 * Sets up a host in one session of the system's own ssh, with its
 * configuration, agent and known hosts.  What is run there is always the same
 * word, `sh -s`; all else is sent on its standard input.  Without root's login
 * `sudo -S` begins a shell with a prompt that is recognised, so that a password
 * is sent only when sudo waits for one, and the script only to root.
 * Signals:
 *
 * - "step" (guint number, guint total, const char *title)
 * - "line" (const char *text): what the host, ssh or a package manager says;
 *   no markup, no control characters
 * - "note" (const char *text): what the script wants to be known, in English
 * - "question" (#MusterSshQuestion): answer or decline it, now or later; when
 *   nobody is connected it is declined
 */
MusterDeployment *muster_deployment_new             (MusterHostScript        *script,
                                                     const char              *destination,
                                                     MusterDeploymentSigner   signer,
                                                     gpointer                 user_data,
                                                     GDestroyNotify           destroy);

/** muster_deployment_set_lister: called with what @signer is called with; without one the host is given the list of the script, or refuses it. */
void              muster_deployment_set_lister      (MusterDeployment        *self,
                                                     MusterDeploymentLister   lister);

/** muster_deployment_set_port: of ssh; 0: as ssh's configuration says. */
void              muster_deployment_set_port        (MusterDeployment        *self,
                                                     guint16                  port);

/** muster_deployment_set_config_file: (nullable): in place of the user's ssh configuration. */
void              muster_deployment_set_config_file (MusterDeployment        *self,
                                                     const char              *path);

/** muster_deployment_set_askpass: (nullable): where muster-askpass is, if it is not where it was installed or built. */
void              muster_deployment_set_askpass     (MusterDeployment        *self,
                                                     const char              *path);

/**
 * muster_deployment_run:
 * @cancellable: (nullable): before the host has its certificates, cancelling
 *   leaves it as it was, but for packages; afterwards the host goes on alone,
 *   to its end or back
 *
 * Returns: (transfer full): a future of a boolean: whether anything was changed.
 *   Rejects with #MusterDeployError, the signer's error, or
 *   %G_IO_ERROR_CANCELLED
 */
DexFuture        *muster_deployment_run             (MusterDeployment        *self,
                                                     GCancellable            *cancellable);

/** muster_deployment_dup_details: what was said last, the script's own reason and advice at the end; for the details of a failure. */
char             *muster_deployment_dup_details     (MusterDeployment        *self);

G_END_DECLS
