/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

#include "muster-handshake.h"
#include "muster-vencrypt.h"

#define TIMEOUT_S 8

/* libvirt's daemon sends it when it has accepted the client's certificate:
 * seen on libvirt 9 and 11. */
#define GREETING 1

typedef struct gnutls_session_int TlsSession;
typedef struct gnutls_certificate_credentials_st TlsCredentials;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsSession, gnutls_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsCredentials, gnutls_certificate_free_credentials)

G_DEFINE_BOXED_TYPE (MusterHandshake, muster_handshake,
                     muster_handshake_copy, muster_handshake_free)

MusterHandshake *
muster_handshake_copy (const MusterHandshake *self)
{
  MusterHandshake *copy = g_memdup2 (self, sizeof *self);

  copy->error = g_strdup (self->error);
  if (copy->certificate != NULL)
    g_bytes_ref (copy->certificate);

  return copy;
}

void
muster_handshake_free (MusterHandshake *self)
{
  g_free (self->error);
  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_free (self);
}

/* --- the thread -------------------------------------------------------------- */

typedef struct
{
  DexPromise *promise;
  char *host;
  guint16 port;
  char *folder;
  MusterHandshakeKind kind;
  MusterHandshake *seen;
  /* What the certificate of ours needs while it is shown. */
  gnutls_pcert_st certificate;
  gnutls_privkey_t key;
  gboolean has_certificate;
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_pointer (&self->promise, dex_unref);
  g_clear_pointer (&self->seen, muster_handshake_free);
  if (self->has_certificate)
    {
      gnutls_pcert_deinit (&self->certificate);
      gnutls_privkey_deinit (self->key);
    }
  g_free (self->host);
  g_free (self->folder);
  g_free (self);
}

static gboolean
read_file (const char     *folder,
           const char     *name,
           gnutls_datum_t *data)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, name, NULL);
  if (!g_file_get_contents (path, &text, &length, NULL))
    return FALSE;

  data->data = (unsigned char *) g_steal_pointer (&text);
  data->size = (unsigned int) length;
  return TRUE;
}

/* What is read may be a key. */
static void
forget (gnutls_datum_t *data)
{
  if (data->data != NULL)
    gnutls_memset (data->data, 0, data->size);
  g_clear_pointer (&data->data, g_free);
}

/* GnuTLS would find out in the middle of the handshake, and say something else. */
static gboolean
belongs (gnutls_privkey_t  key,
         gnutls_pcert_st  *certificate)
{
  unsigned char a[64], b[64];
  size_t a_size = sizeof a, b_size = sizeof b;
  gnutls_pubkey_t public_key;
  gboolean same;

  gnutls_pubkey_init (&public_key);
  same = gnutls_pubkey_import_privkey (public_key, key, 0, 0) >= 0 &&
         gnutls_pubkey_get_key_id (public_key, GNUTLS_KEYID_USE_SHA256, a, &a_size) >= 0 &&
         gnutls_pubkey_get_key_id (certificate->pubkey, GNUTLS_KEYID_USE_SHA256,
                                   b, &b_size) >= 0 &&
         a_size == b_size && memcmp (a, b, a_size) == 0;
  gnutls_pubkey_deinit (public_key);

  return same;
}

static MusterHandshakeKey
load_key (Attempt *self)
{
  gnutls_datum_t key = { 0 };
  MusterHandshakeKey result = MUSTER_HANDSHAKE_KEY_FINE;

  if (!read_file (self->folder, "clientkey.pem", &key))
    return MUSTER_HANDSHAKE_KEY_MISSING;
  if (gnutls_privkey_import_x509_raw (self->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0) < 0)
    result = MUSTER_HANDSHAKE_KEY_UNREADABLE;
  else if (!belongs (self->key, &self->certificate))
    result = MUSTER_HANDSHAKE_KEY_OTHER;
  forget (&key);

  return result;
}

static void
load_certificate (Attempt *self)
{
  gnutls_datum_t certificate = { 0 };
  gboolean loaded =
    read_file (self->folder, "clientcert.pem", &certificate) &&
    gnutls_pcert_import_x509_raw (&self->certificate, &certificate,
                                  GNUTLS_X509_FMT_PEM, 0) >= 0;

  forget (&certificate);
  if (!loaded)
    return;

  gnutls_privkey_init (&self->key);
  self->seen->key = load_key (self);
  self->has_certificate = self->seen->key == MUSTER_HANDSHAKE_KEY_FINE;
  if (!self->has_certificate)
    {
      gnutls_pcert_deinit (&self->certificate);
      gnutls_privkey_deinit (self->key);
    }
}

static gboolean
is_issuer_of (const gnutls_datum_t *name,
              gnutls_pcert_st      *certificate)
{
  gnutls_x509_crt_t parsed;
  gnutls_datum_t issuer = { 0 };
  gboolean same;

  gnutls_x509_crt_init (&parsed);
  same = gnutls_x509_crt_import (parsed, &certificate->cert, GNUTLS_X509_FMT_DER) >= 0 &&
         gnutls_x509_crt_get_raw_issuer_dn (parsed, &issuer) >= 0 &&
         issuer.size == name->size && memcmp (issuer.data, name->data, issuer.size) == 0;
  gnutls_free (issuer.data);
  gnutls_x509_crt_deinit (parsed);

  return same;
}

static int
choose_certificate_cb (gnutls_session_t                       session,
                       const struct gnutls_cert_retr_st      *wanted,
                       gnutls_pcert_st                      **certificates,
                       unsigned int                          *n_certificates,
                       gnutls_ocsp_data_st                  **ocsp,
                       unsigned int                          *n_ocsp,
                       gnutls_privkey_t                      *key,
                       unsigned int                          *flags)
{
  Attempt *self = gnutls_session_get_ptr (session);

  self->seen->asked = TRUE;
  self->seen->names_issuers = wanted->nreqs > 0;
  *n_certificates = 0;
  *n_ocsp = 0;
  *flags = 0;
  if (!self->has_certificate)
    return 0;

  for (unsigned int i = 0; i < wanted->nreqs; i++)
    if (is_issuer_of (&wanted->req_ca_rdn[i], &self->certificate))
      self->seen->issuer_taken = TRUE;
  *certificates = &self->certificate;
  *n_certificates = 1;
  *key = self->key;

  return 0;
}

static void
load_trust (Attempt        *self,
            TlsCredentials *credentials)
{
  gnutls_datum_t ca = { 0 }, crl = { 0 };

  if (read_file (self->folder, "cacert.pem", &ca))
    self->seen->verified =
      gnutls_certificate_set_x509_trust_mem (credentials, &ca, GNUTLS_X509_FMT_PEM) > 0;
  if (read_file (self->folder, "cacrl.pem", &crl))
    gnutls_certificate_set_x509_crl_mem (credentials, &crl, GNUTLS_X509_FMT_PEM);
  forget (&ca);
  forget (&crl);
}

static void
look_at_certificate (Attempt    *self,
                     TlsSession *session)
{
  gnutls_typed_vdata_st wanted[] =
  {
    { GNUTLS_DT_DNS_HOSTNAME, (unsigned char *) self->host, 0 },
    { GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *) GNUTLS_KP_TLS_WWW_SERVER, 0 },
  };
  unsigned int n = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n);

  if (chain == NULL || n == 0)
    return;
  self->seen->certificate = g_bytes_new (chain[0].data, chain[0].size);
  if (self->seen->verified &&
      gnutls_certificate_verify_peers (session, wanted, G_N_ELEMENTS (wanted),
                                       &self->seen->status) < 0)
    self->seen->verified = FALSE;
}

static MusterHandshakeEnd
explain (int result)
{
  switch (result)
    {
    case GNUTLS_E_TIMEDOUT:
    case GNUTLS_E_AGAIN:
      return MUSTER_HANDSHAKE_SILENT;
    case GNUTLS_E_PREMATURE_TERMINATION:
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
      return MUSTER_HANDSHAKE_CLOSED;
    case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
    case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
    case GNUTLS_E_UNEXPECTED_PACKET:
    case GNUTLS_E_RECORD_OVERFLOW:
      return MUSTER_HANDSHAKE_NOT_TLS;
    default:
      return MUSTER_HANDSHAKE_FAILED;
    }
}

static MusterHandshakeEnd
await_greeting (TlsSession *session)
{
  unsigned char greeting = 0;
  gssize n;

  gnutls_record_set_timeout (session, TIMEOUT_S * 1000);
  do
    n = gnutls_record_recv (session, &greeting, 1);
  while (n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_REHANDSHAKE);

  if (n == 1)
    return greeting == GREETING ? MUSTER_HANDSHAKE_ACCEPTED : MUSTER_HANDSHAKE_NOT_TLS;
  if (n == GNUTLS_E_TIMEDOUT || n == GNUTLS_E_AGAIN)
    return MUSTER_HANDSHAKE_SILENT;

  return MUSTER_HANDSHAKE_CLOSED;
}

static void
shake_hands (Attempt        *self,
             int             fd,
             TlsCredentials *credentials)
{
  g_autoptr(TlsSession) session = NULL;
  int result;

  if (gnutls_init (&session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL) < 0)
    return;
  gnutls_session_set_ptr (session, self);
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, fd);
  gnutls_handshake_set_timeout (session, TIMEOUT_S * 1000);

  do
    result = gnutls_handshake (session);
  while (result < 0 && !gnutls_error_is_fatal (result));

  look_at_certificate (self, session);
  if (result < 0)
    {
      self->seen->end = explain (result);
      self->seen->error = g_strdup (gnutls_strerror (result));
    }
  else
    self->seen->end = self->kind == MUSTER_HANDSHAKE_LIBVIRT
                      ? await_greeting (session) : MUSTER_HANDSHAKE_ACCEPTED;
}

static void
attempt_run (Attempt *self)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(TlsCredentials) credentials = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, TIMEOUT_S);
  connection = g_socket_client_connect_to_host (client, self->host, self->port, NULL, &error);
  if (connection == NULL)
    {
      self->seen->error = g_strdup (error->message);
      return;
    }
  if (gnutls_certificate_allocate_credentials (&credentials) < 0)
    return;

  if (self->kind == MUSTER_HANDSHAKE_VNC &&
      !muster_vencrypt_begin (g_socket_connection_get_socket (connection)))
    {
      self->seen->end = MUSTER_HANDSHAKE_NOT_TLS;
      return;
    }

  load_certificate (self);
  load_trust (self, credentials);
  gnutls_certificate_set_retrieve_function3 (credentials, choose_certificate_cb);
  /* GIO's sockets never block by themselves; GnuTLS polls for us. */
  shake_hands (self, g_socket_get_fd (g_socket_connection_get_socket (connection)),
               credentials);
}

static gpointer
attempt_thread (gpointer data)
{
  Attempt *self = data;

  attempt_run (self);
  dex_promise_resolve_boxed (self->promise, MUSTER_TYPE_HANDSHAKE,
                             g_steal_pointer (&self->seen));
  attempt_free (self);

  return NULL;
}

DexFuture *
muster_handshake_try (const char          *host,
                      guint16              port,
                      const char          *pki_folder,
                      MusterHandshakeKind  kind)
{
  Attempt *attempt;
  DexPromise *promise;

  g_return_val_if_fail (host != NULL, NULL);

  promise = dex_promise_new ();
  attempt = g_new0 (Attempt, 1);
  attempt->promise = dex_ref (promise);
  attempt->host = g_strdup (host);
  attempt->port = port;
  attempt->folder = g_strdup (pki_folder);
  attempt->kind = kind;
  attempt->seen = g_new0 (MusterHandshake, 1);
  attempt->seen->end = MUSTER_HANDSHAKE_NO_CONNECTION;
  g_thread_unref (g_thread_new ("handshake", attempt_thread, attempt));

  return DEX_FUTURE (promise);
}
