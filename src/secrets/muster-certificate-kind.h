/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterCertificateKind:
 * @MUSTER_CERTIFICATE_SERVER: a host's libvirtd or virtproxyd; for servers and
 *   clients, because a host that migrates a VM dials out with it
 * @MUSTER_CERTIFICATE_CLIENT: an admin's
 * @MUSTER_CERTIFICATE_QEMU_SERVER: server-cert.pem of QEMU's VNC, SPICE,
 *   migration and NBD; one file below /etc/pki/qemu serves all of them
 * @MUSTER_CERTIFICATE_QEMU_CLIENT: client-cert.pem of QEMU's migration and NBD
 *
 * What a certificate was issued for.
 */
typedef enum
{
  MUSTER_CERTIFICATE_SERVER,
  MUSTER_CERTIFICATE_CLIENT,
  MUSTER_CERTIFICATE_QEMU_SERVER,
  MUSTER_CERTIFICATE_QEMU_CLIENT,
} MusterCertificateKind;

/** muster_certificate_kind_to_string: the kind in a record: “server”, “client”, “qemu-server”, “qemu-client”. */
const char *muster_certificate_kind_to_string   (MusterCertificateKind  kind);

/** muster_certificate_kind_from_string: %FALSE when @text names no kind. */
gboolean    muster_certificate_kind_from_string (const char            *text,
                                                 MusterCertificateKind *kind);

G_END_DECLS
