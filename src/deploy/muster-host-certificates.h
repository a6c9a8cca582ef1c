/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "muster-authority.h"
#include "muster-certificate-kind.h"
#include "muster-certificate-request.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_CERTIFICATES (muster_host_certificates_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostCertificates, muster_host_certificates, MUSTER, HOST_CERTIFICATES, GObject)

/** muster_host_certificates_new: what a host is given, empty yet. */
MusterHostCertificates *muster_host_certificates_new     (void);

/**
 * muster_host_certificates_issue:
 * @names: the host's names and addresses, the first one is its own
 * @days: how long they are valid
 *
 * All certificates of a host, for one key: libvirt's, which serves as client
 * too, QEMU's as server and QEMU's as client.
 *
 * Returns: (transfer full) (nullable): the certificates, or %NULL with the
 *   errors of muster_authority_issue()
 */
MusterHostCertificates *muster_host_certificates_issue   (MusterAuthority            *authority,
                                                          MusterCertificateRequest   *request,
                                                          const char * const         *names,
                                                          int                         days,
                                                          GError                    **error);

/**
 * muster_host_certificates_set:
 * @kind: any but %MUSTER_CERTIFICATE_CLIENT
 * @pem: one certificate
 *
 * Returns: %FALSE with %MUSTER_DEPLOY_ERROR_INVALID when @pem is none
 */
gboolean                muster_host_certificates_set     (MusterHostCertificates     *self,
                                                          MusterCertificateKind       kind,
                                                          const char                 *pem,
                                                          GError                    **error);

/** muster_host_certificates_get: (nullable): the certificate, PEM. */
const char             *muster_host_certificates_get     (MusterHostCertificates     *self,
                                                          MusterCertificateKind       kind);

/** muster_host_certificates_to_text: (transfer full): as the host script reads them, with its markers. */
char                   *muster_host_certificates_to_text (MusterHostCertificates     *self);

G_END_DECLS
