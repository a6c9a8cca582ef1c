/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "muster-tls-check.h"

#define TIMEOUT_S 5

typedef struct gnutls_session_int TlsSession;
typedef struct gnutls_certificate_credentials_st TlsCredentials;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsSession, gnutls_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsCredentials, gnutls_certificate_free_credentials)

static MusterTlsFinding
judge (unsigned int status)
{
  if (status == 0)
    return MUSTER_TLS_TRUSTED;
  if (status & GNUTLS_CERT_EXPIRED)
    return MUSTER_TLS_EXPIRED;
  if (status & GNUTLS_CERT_NOT_ACTIVATED)
    return MUSTER_TLS_NOT_YET_VALID;
  if (status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA |
                GNUTLS_CERT_SIGNATURE_FAILURE))
    return MUSTER_TLS_FOREIGN;
  if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
    return MUSTER_TLS_OTHER_NAME;

  return MUSTER_TLS_UNKNOWN;
}

static MusterTlsFinding
examine (int             fd,
         const char     *host,
         TlsCredentials *credentials)
{
  g_autoptr(TlsSession) session = NULL;
  unsigned int status = 0;
  int result;

  if (gnutls_init (&session, GNUTLS_CLIENT) < 0)
    return MUSTER_TLS_UNKNOWN;

  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, fd);
  gnutls_handshake_set_timeout (session, TIMEOUT_S * 1000);

  do
    result = gnutls_handshake (session);
  while (result < 0 && !gnutls_error_is_fatal (result));

  if (result < 0 || gnutls_certificate_verify_peers3 (session, host, &status) < 0)
    return MUSTER_TLS_UNKNOWN;

  return judge (status);
}

/**
 * muster_tls_check:
 * @host: as in the URI
 * @ca_file: whom to trust
 *
 * Looks at the certificate that a host shows.  libvirt says no more than that
 * it could not verify it, or nothing at all when it was ours that was refused.
 * Blocks, for a few seconds at most.
 */
MusterTlsFinding
muster_tls_check (const char *host,
                  guint16     port,
                  const char *ca_file)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(TlsCredentials) credentials = NULL;
  GSocket *socket;

  if (gnutls_certificate_allocate_credentials (&credentials) < 0 ||
      gnutls_certificate_set_x509_trust_file (credentials, ca_file,
                                              GNUTLS_X509_FMT_PEM) < 1)
    return MUSTER_TLS_UNKNOWN;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, TIMEOUT_S);
  connection = g_socket_client_connect_to_host (client, host, port, NULL, NULL);
  if (connection == NULL)
    return MUSTER_TLS_UNKNOWN;

  /* GIO's sockets never block by themselves; GnuTLS polls for us. */
  socket = g_socket_connection_get_socket (connection);
  return examine (g_socket_get_fd (socket), host, credentials);
}
