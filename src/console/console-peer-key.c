/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "console-peer-key.h"
#include "console-socket.h"

typedef struct
{
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  int fd;
} Handshake;

static void
handshake_free (gpointer data)
{
  Handshake *self = data;

  gnutls_deinit (self->session);
  gnutls_certificate_free_credentials (self->credentials);
  close (self->fd);
  g_free (self);
}

static void
set_trust (Handshake     *self,
           ConsoleTarget *target)
{
  const char *ca = console_target_get_ca (target);
  gnutls_datum_t text = { (unsigned char *) ca, ca != NULL ? (unsigned int) strlen (ca) : 0 };

  if (ca == NULL)
    gnutls_certificate_set_x509_system_trust (self->credentials);
  else
    gnutls_certificate_set_x509_trust_mem (self->credentials, &text, GNUTLS_X509_FMT_PEM);
}

static Handshake *
handshake_new (ConsoleTarget *target,
               int            fd)
{
  Handshake *self = g_new0 (Handshake, 1);

  self->fd = fd;
  gnutls_certificate_allocate_credentials (&self->credentials);
  set_trust (self, target);
  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority (self->session);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_session_set_verify_cert (self->session, console_target_get_server_name (target), 0);
  gnutls_transport_set_int (self->session, fd);
  return self;
}

static GByteArray *
public_key_of (gnutls_x509_crt_t certificate)
{
  gnutls_pubkey_t key;
  gnutls_datum_t der = { 0 };
  GByteArray *bytes = NULL;

  gnutls_pubkey_init (&key);
  if (gnutls_pubkey_import_x509 (key, certificate, 0) >= 0 &&
      gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der) >= 0)
    {
      bytes = g_byte_array_new ();
      g_byte_array_append (bytes, der.data, der.size);
      gnutls_free (der.data);
    }
  gnutls_pubkey_deinit (key);
  return bytes;
}

static GByteArray *
dup_peer_key (Handshake *self)
{
  unsigned int length = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (self->session, &length);
  gnutls_x509_crt_t certificate;
  GByteArray *key = NULL;

  if (chain == NULL || length == 0)
    return NULL;
  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, &chain[0], GNUTLS_X509_FMT_DER) >= 0)
    key = public_key_of (certificate);
  gnutls_x509_crt_deinit (certificate);
  return key;
}

static void
finish (GTask *task,
        int    result)
{
  Handshake *self = g_task_get_task_data (task);
  GByteArray *key = result >= 0 ? dup_peer_key (self) : NULL;

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) g_byte_array_unref);
  else if (result >= 0)
    g_task_return_new_error_literal (task, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                                     _("The server’s certificate holds no key that can be read."));
  else
    g_task_return_new_error (task, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "%s",
                             gnutls_strerror (result));
}

static void shake_hands (GTask *task);

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     task)
{
  if (!g_task_return_error_if_cancelled (task))
    shake_hands (task);
  return G_SOURCE_REMOVE;
}

/* Goes on when the socket is ready, or the whole was cancelled. */
static void
wait_for_peer (GTask *task)
{
  Handshake *self = g_task_get_task_data (task);
  GIOCondition condition = gnutls_record_get_direction (self->session) ? G_IO_OUT : G_IO_IN;
  g_autoptr (GSource) source = g_unix_fd_source_new (self->fd, condition);
  g_autoptr (GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

  g_source_set_dummy_callback (cancelled);
  g_source_add_child_source (source, cancelled);
  g_source_set_callback (source, G_SOURCE_FUNC (ready_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, NULL);
}

static void
shake_hands (GTask *task)
{
  Handshake *self = g_task_get_task_data (task);
  int result;

  do
    result = gnutls_handshake (self->session);
  while (result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (result));
  if (result == GNUTLS_E_AGAIN)
    wait_for_peer (task);
  else
    finish (task, result);
}

static void
socket_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  int fd = console_socket_connect_finish (result, &error);

  if (fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, handshake_new (CONSOLE_TARGET (object), fd), handshake_free);
  shake_hands (task);
}

/**
 * console_peer_key_fetch_async:
 *
 * Shakes hands with the TLS port of a SPICE target, verifies its certificate
 * for the target's server name, and hangs up.  For a library that can only
 * verify the name it connects to, but can be given a key to insist on.
 */
void
console_peer_key_fetch_async (ConsoleTarget       *target,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (target, cancellable, callback, user_data);

  console_socket_connect_async (target, TRUE, cancellable, socket_cb, task);
}

/**
 * console_peer_key_fetch_finish:
 *
 * Returns: (transfer full): the server's public key, DER; or %NULL with an
 *   error of %G_TLS_ERROR if it is not to be trusted, else of %G_IO_ERROR
 */
GByteArray *
console_peer_key_fetch_finish (GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
