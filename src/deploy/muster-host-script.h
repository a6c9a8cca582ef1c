/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "muster-certificate-request.h"
#include "muster-host-certificates.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_SCRIPT (muster_host_script_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostScript, muster_host_script, MUSTER, HOST_SCRIPT, GObject)

#define MUSTER_HOST_SCRIPT_PORT  16514
#define MUSTER_HOST_SCRIPT_STEPS 9

/**
 * MusterHostRenewal:
 * @MUSTER_HOST_RENEWAL_NEEDED: new certificates only where those in use are
 *   missing, of another authority, for other names, or end within 30 days
 * @MUSTER_HOST_RENEWAL_CERTIFICATES: new certificates for the key in use
 * @MUSTER_HOST_RENEWAL_KEY: a new key as well
 * @MUSTER_HOST_RENEWAL_NONE: none; the host is only told anew whom to trust:
 *   the authority's certificate and the list of those that are revoked
 */
typedef enum
{
  MUSTER_HOST_RENEWAL_NEEDED,
  MUSTER_HOST_RENEWAL_CERTIFICATES,
  MUSTER_HOST_RENEWAL_KEY,
  MUSTER_HOST_RENEWAL_NONE,
} MusterHostRenewal;

/**
 * muster_host_script_new:
 * @names: the host's DNS names and IP addresses; the first one is what it is
 *   reached by
 * @ca: the authority's certificate, PEM
 *
 * A script for /bin/sh that makes a machine a host.  Properties: "port" (of
 * TLS, 16514), "firewall" (whether it is opened, %TRUE), "consoles" (whether
 * TLS of VNC, SPICE and migration is set up, %TRUE), "settings" (whether
 * libvirt's settings and the firewall are changed at all, %TRUE; without, QEMU
 * is given certificates only where it has some), "locks" (whether VMs lock their
 * disks through virtlockd, %FALSE, which leaves that as it is) and "renewal".  It
 * holds no secret.  What it does and its exit codes are in its own head.
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with
 *   %MUSTER_DEPLOY_ERROR_INVALID
 */
MusterHostScript         *muster_host_script_new            (const char * const      *names,
                                                             const char              *ca,
                                                             GError                 **error);

/** muster_host_script_get_names: (transfer none): as they are in the request. */
const char * const       *muster_host_script_get_names      (MusterHostScript        *self);

void                      muster_host_script_set_port       (MusterHostScript        *self,
                                                             guint16                  port);
void                      muster_host_script_set_firewall   (MusterHostScript        *self,
                                                             gboolean                 firewall);
void                      muster_host_script_set_consoles   (MusterHostScript        *self,
                                                             gboolean                 consoles);
void                      muster_host_script_set_settings   (MusterHostScript        *self,
                                                             gboolean                 settings);
void                      muster_host_script_set_locks      (MusterHostScript        *self,
                                                             gboolean                 locks);
void                      muster_host_script_set_renewal    (MusterHostScript        *self,
                                                             MusterHostRenewal        renewal);

/**
 * muster_host_script_set_crl:
 * @crl: (nullable): the authority's revocation list, PEM; %NULL leaves alone
 *   what the host has
 *
 * Returns: %FALSE with %MUSTER_DEPLOY_ERROR_INVALID when it is none
 */
gboolean                  muster_host_script_set_crl        (MusterHostScript        *self,
                                                             const char              *crl,
                                                             GError                 **error);

/** muster_host_script_to_session_text: (transfer full): both halves, for `sh -s` over ssh, which sends the certificates when it has read the request. */
char                     *muster_host_script_to_session_text (MusterHostScript       *self);

/**
 * muster_host_script_to_text:
 *
 * The first half, to be pasted into a terminal of the host or run there with
 * `sh FILE`: it ends with the request on standard output.
 *
 * Returns: (transfer full): lines of shell
 */
char                     *muster_host_script_to_text        (MusterHostScript        *self);

/**
 * muster_host_script_finish_text:
 * @certificates: (nullable): for the request; %NULL when the host said that
 *   it needs none
 *
 * Returns: (transfer full): the second half, to be pasted
 */
char                     *muster_host_script_finish_text    (MusterHostScript        *self,
                                                             MusterHostCertificates  *certificates);

/**
 * muster_host_script_parse_request:
 * @text: what the first half printed, or a part of it with the whole request
 * @length: in bytes, or -1
 * @request: (out) (transfer full) (nullable): %NULL when the host said that it
 *   needs no new certificates
 * @revoked: (out) (optional) (transfer full) (nullable): the list of revoked
 *   certificates that the host has, PEM; anybody's
 *
 * Returns: %FALSE with %MUSTER_DEPLOY_ERROR_PROTOCOL, or an error of
 *   muster_certificate_request_new_from_pem()
 */
gboolean                  muster_host_script_parse_request  (const char                *text,
                                                             gssize                     length,
                                                             MusterCertificateRequest **request,
                                                             char                     **revoked,
                                                             GError                   **error);

/** muster_host_script_get_step_title: what step @number, from 1 on, does; for people. */
const char               *muster_host_script_get_step_title (guint                    number);

G_END_DECLS
