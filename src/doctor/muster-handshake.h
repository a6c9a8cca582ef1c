/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * MusterHandshakeEnd:
 * @MUSTER_HANDSHAKE_ACCEPTED: libvirt greeted us: it lets this certificate in
 * @MUSTER_HANDSHAKE_CLOSED: it hung up where the greeting should be
 * @MUSTER_HANDSHAKE_SILENT: it accepted the connection and then said nothing
 * @MUSTER_HANDSHAKE_NOT_TLS: what listens there speaks something else
 * @MUSTER_HANDSHAKE_FAILED: both speak TLS and could not agree
 * @MUSTER_HANDSHAKE_NO_CONNECTION: there was not even a connection
 *
 * How far it went.
 */
typedef enum
{
  MUSTER_HANDSHAKE_ACCEPTED,
  MUSTER_HANDSHAKE_CLOSED,
  MUSTER_HANDSHAKE_SILENT,
  MUSTER_HANDSHAKE_NOT_TLS,
  MUSTER_HANDSHAKE_FAILED,
  MUSTER_HANDSHAKE_NO_CONNECTION,
} MusterHandshakeEnd;

/**
 * MusterHandshakeKind:
 * @MUSTER_HANDSHAKE_LIBVIRT: a greeting of one byte follows the handshake
 * @MUSTER_HANDSHAKE_SPICE: TLS, and no word before the client's
 * @MUSTER_HANDSHAKE_VNC: the handshake comes after the choice of VeNCrypt with
 *   a certificate; a server that does not offer it is %MUSTER_HANDSHAKE_NOT_TLS
 *
 * What is expected to listen there.
 */
typedef enum
{
  MUSTER_HANDSHAKE_LIBVIRT,
  MUSTER_HANDSHAKE_SPICE,
  MUSTER_HANDSHAKE_VNC,
} MusterHandshakeKind;

/**
 * MusterHandshakeKey:
 * @MUSTER_HANDSHAKE_KEY_MISSING: there is no file of a key for the certificate
 * @MUSTER_HANDSHAKE_KEY_UNREADABLE: it is damaged, no key, or encrypted
 * @MUSTER_HANDSHAKE_KEY_OTHER: it belongs to another certificate
 *
 * Why our certificate could not be shown.
 */
typedef enum
{
  MUSTER_HANDSHAKE_KEY_FINE,
  MUSTER_HANDSHAKE_KEY_MISSING,
  MUSTER_HANDSHAKE_KEY_UNREADABLE,
  MUSTER_HANDSHAKE_KEY_OTHER,
} MusterHandshakeKey;

/**
 * MusterHandshake:
 *
 * What was seen of a TLS server.  Nothing in it is a judgement.
 */
typedef struct
{
  MusterHandshakeEnd end;
  char *error;              /* GnuTLS's words when it failed, or NULL */
  GBytes *certificate;      /* the server's own, DER; NULL when it showed none */
  gboolean verified;        /* @status could be found out: there was a CA */
  guint status;             /* of gnutls_certificate_status_t; 0 when trusted */
  gboolean asked;           /* it wanted a certificate of ours */
  gboolean names_issuers;   /* it said whose certificates it takes ... */
  gboolean issuer_taken;    /* ... and ours is one of them */
  MusterHandshakeKey key;   /* of the certificate of ours, where there is one */
} MusterHandshake;

#define MUSTER_TYPE_HANDSHAKE (muster_handshake_get_type ())

GType            muster_handshake_get_type (void) G_GNUC_CONST;
MusterHandshake *muster_handshake_copy     (const MusterHandshake *self);
void             muster_handshake_free     (MusterHandshake       *self);

/**
 * muster_handshake_try:
 * @pki_folder: (nullable): cacert.pem, clientcert.pem, clientkey.pem and
 *   cacrl.pem, each as far as it is there
 *
 * Shakes hands and hangs up.  The certificate is shown whether or not the
 * server says that it takes its issuer's, unlike libvirt, which would then
 * show none.
 *
 * Returns: future of a #MusterHandshake; it is never rejected
 */
DexFuture *muster_handshake_try (const char          *host,
                                 guint16              port,
                                 const char          *pki_folder,
                                 MusterHandshakeKind  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHandshake, muster_handshake_free)

G_END_DECLS
