/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-host-script.h"
#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_SETUP (muster_host_setup_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostSetup, muster_host_setup, MUSTER, HOST_SETUP, GObject)

/**
 * muster_host_setup_new:
 * @names: DNS names and addresses of the host; by the first it is reached
 *
 * Makes a machine a host, or renews its certificates: over ssh with
 * muster_host_setup_run(), or by a script in two halves.  Hosts are also given
 * the list of revoked certificates once there is one.
 *
 * What a host's own list has and this desk does not know comes into the ledger
 * first, and from there into the host's new list.
 *
 * Signals, for the way over ssh, and "note" when a script is finished:
 *
 * - "step" (guint number, guint total, const char *title)
 * - "line" (const char *text): what the host, ssh or a package manager says;
 *   no markup, no control characters
 * - "note" (const char *text): what has to be known of the host or of what it
 *   sent; what the script says itself is English
 * - "question" (#MusterSshQuestion): answer or decline it, now or later; when
 *   nobody is connected it is declined
 *
 * Every future rejects with %MUSTER_SECRETS_ERROR_NOT_FOUND while there is no
 * certificate authority, and with %MUSTER_DEPLOY_ERROR_INVALID for what cannot
 * be a name.
 */
MusterHostSetup *muster_host_setup_new            (MusterDesk         *desk,
                                                   const char * const *names);
/** Of TLS; %MUSTER_HOST_SCRIPT_PORT unless set. */
void             muster_host_setup_set_port       (MusterHostSetup    *self,
                                                   guint16             port);
/** Whether the host's firewall is opened; it is unless set. */
void             muster_host_setup_set_firewall   (MusterHostSetup    *self,
                                                   gboolean            firewall);
/** Whether TLS of VNC, SPICE and migration is set up; it is unless set. */
void             muster_host_setup_set_consoles   (MusterHostSetup    *self,
                                                   gboolean            consoles);
/** Whether libvirt's settings and the firewall are changed; they are unless set.  Without, QEMU is given certificates only where it has some. */
void             muster_host_setup_set_settings   (MusterHostSetup    *self,
                                                   gboolean            settings);
/** Whether VMs lock their disks through virtlockd; unless set, that is left as it is. */
void             muster_host_setup_set_locks      (MusterHostSetup    *self,
                                                   gboolean            locks);
void             muster_host_setup_set_renewal    (MusterHostSetup    *self,
                                                   MusterHostRenewal   renewal);
/** How long certificates are valid; %MUSTER_CERTIFICATE_DAYS unless set. */
void             muster_host_setup_set_days       (MusterHostSetup    *self,
                                                   int                 days);
/** Of ssh; 0: as its configuration says. */
void             muster_host_setup_set_ssh_port   (MusterHostSetup    *self,
                                                   guint16             port);
/** @path: (nullable): in place of the user's configuration of ssh */
void             muster_host_setup_set_ssh_config (MusterHostSetup    *self,
                                                   const char         *path);

/**
 * muster_host_setup_run:
 * @destination: as for ssh: “root@host1.example.com”
 *
 * Does it over ssh, as a task of the desk.  Once it is done, the host's record
 * remembers @destination, and its connection is tried again; of a machine that
 * is in no list it is remembered until it is added.
 *
 * Returns: (transfer full): a future of a boolean: whether anything was
 *   changed; rejects with #MusterDeployError, %G_IO_ERROR_CANCELLED, or what
 *   the authority says
 */
DexFuture       *muster_host_setup_run            (MusterHostSetup    *self,
                                                   const char         *destination);
/** Returns: (transfer none) (nullable): of the last run; %NULL before the first. */
MusterTask      *muster_host_setup_get_task       (MusterHostSetup    *self);
/** Returns: (transfer full): what was said last, for the details of a failure; "" before. */
char            *muster_host_setup_dup_details    (MusterHostSetup    *self);
/** Returns: (transfer full): a future of a string: the first half of the script. */
DexFuture       *muster_host_setup_make_script    (MusterHostSetup    *self);
/**
 * muster_host_setup_finish_script:
 * @said: what the first half printed on the host
 *
 * Returns: (transfer full): a future of a string, the second half; rejects
 *   with %MUSTER_DEPLOY_ERROR_PROTOCOL, or with what muster_certificate_request_new_from_pem()
 *   says, when there is no request in @said
 */
DexFuture       *muster_host_setup_finish_script  (MusterHostSetup    *self,
                                                   const char         *said);

G_END_DECLS
