/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-port-probe.h"
#include "muster-tls-check.h"
#include "muster-virt-attempt-private.h"
#include "muster-virt-uri.h"

#define PROBE_TIMEOUT_MS 5000
/* From there on libvirt alone knows when it gives up. */
#define OPEN_TIMEOUT_S 20

struct _MusterVirtAttempt
{
  char *uri;
  MusterCredentials *credentials;
  MusterWorkerQueue *queue;
  MusterVirtSink *sink;
  gboolean login_refused;

  MusterVirtEndpoint *endpoint;
  char *pki_folder;
  MusterLogin *login;
  MusterConnectionReason reason;        /* why it failed, if it has */
};

/* What the worker needs for it; shared, as the worker may hang for longer
 * than the attempt lasts.
 */
typedef struct
{
  char *uri;
  gboolean tls;
  char *host;
  guint16 port;
  MusterLogin *login;
  MusterVirtSink *sink;
  gboolean abandoned;           /* atomic */
} OpenRequest;

/* --- on the worker --- */

static void
open_request_clear (gpointer data)
{
  OpenRequest *request = data;

  g_free (request->uri);
  g_free (request->host);
  muster_login_free (request->login);
  _muster_virt_sink_unref (request->sink);
}

static void
open_request_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, open_request_clear);
}

static OpenRequest *
open_request_new (MusterVirtAttempt *self)
{
  OpenRequest *request = g_atomic_rc_box_new0 (OpenRequest);
  MusterVirtTransport transport = self->endpoint->transport;

  request->uri = muster_virt_uri_complete (self->uri, transport, self->pki_folder);
  request->tls = transport == MUSTER_VIRT_TRANSPORT_TLS;
  request->host = g_strdup (self->endpoint->host);
  request->port = self->endpoint->port;
  request->login = g_steal_pointer (&self->login);
  request->sink = _muster_virt_sink_ref (self->sink);

  return request;
}

/* Which certificate is at fault is found by elimination. */
static const char *
describe_finding (MusterTlsFinding  finding,
                  const char       *folder)
{
  g_autofree char *own = g_build_filename (folder, "clientcert.pem", NULL);

  switch (finding)
    {
    case MUSTER_TLS_FOREIGN:
      return _("The host’s certificate was not issued by the authority that is "
               "trusted for it.");
    case MUSTER_TLS_OTHER_NAME:
      return _("The host’s certificate is for another name or address.");
    case MUSTER_TLS_EXPIRED:
      return _("The host’s certificate has expired.");
    case MUSTER_TLS_NOT_YET_VALID:
      return _("The host’s certificate is not valid yet; the clocks may differ.");
    case MUSTER_TLS_TRUSTED:
      return g_file_test (own, G_FILE_TEST_EXISTS)
               ? _("The host does not accept the client certificate.")
               : _("The host asks for a client certificate, and there is none.");
    case MUSTER_TLS_UNKNOWN:
    default:
      return NULL;
    }
}

static DexFuture *
explain_refusal (OpenRequest  *request,
                 const GError *error)
{
  g_autofree char *folder = muster_virt_uri_dup_pki_folder (request->uri);
  g_autofree char *ca_file = NULL;
  const char *finding;

  if (folder == NULL)
    return NULL;

  ca_file = g_build_filename (folder, "cacert.pem", NULL);
  finding = describe_finding (muster_tls_check (request->host, request->port, ca_file),
                              folder);
  if (finding == NULL)
    return NULL;

  return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_CERTIFICATE,
                                "%s (%s)", finding, error->message);
}

static DexFuture *
open_cb (gpointer data)
{
  OpenRequest *request = data;
  g_autoptr(DexFuture) result = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *explained = NULL;

  if (g_atomic_int_get (&request->abandoned))
    return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                                  _("The attempt to connect was given up."));

  result = _muster_virt_link_open (request->uri, request->tls, request->login,
                                   request->sink);
  if (dex_future_get_value (result, &error) == NULL && request->tls &&
      g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_CERTIFICATE))
    explained = explain_refusal (request, error);

  return explained != NULL ? explained : g_steal_pointer (&result);
}

/* --- the steps --- */

static gboolean
fail (MusterVirtAttempt       *self,
      MusterConnectionReason   reason,
      GError                 **error,
      const char              *text)
{
  self->reason = reason;
  g_set_error_literal (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE, text);
  return FALSE;
}

/* The ssh program has names, ports and jump hosts of its own. */
static gboolean
ssh_is_configured (void)
{
  g_autofree char *file = g_build_filename (g_get_home_dir (), ".ssh", "config", NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

static gboolean
probe_endpoint (MusterVirtAttempt  *self,
                GError            **error)
{
  MusterVirtEndpoint *endpoint = self->endpoint;
  g_autofree char *text = NULL;

  if (endpoint->transport == MUSTER_VIRT_TRANSPORT_LOCAL ||
      (endpoint->transport == MUSTER_VIRT_TRANSPORT_SSH && ssh_is_configured ()))
    return TRUE;

  switch (dex_await_int (muster_port_probe (endpoint->host, endpoint->port,
                                            PROBE_TIMEOUT_MS), NULL))
    {
    case MUSTER_PORT_UNRESOLVED:
      text = g_strdup_printf (_("No address is known for the name “%s”."),
                              endpoint->host);
      return fail (self, MUSTER_CONNECTION_REASON_UNRESOLVED, error, text);

    case MUSTER_PORT_CLOSED:
      text = g_strdup_printf (_("“%s” is there, but nothing listens at its port %u."),
                              endpoint->host, endpoint->port);
      return fail (self, MUSTER_CONNECTION_REASON_PORT_CLOSED, error, text);

    case MUSTER_PORT_SILENT:
      text = g_strdup_printf (_("“%s” does not answer at port %u."),
                              endpoint->host, endpoint->port);
      return fail (self, MUSTER_CONNECTION_REASON_NO_ANSWER, error, text);

    case MUSTER_PORT_OPEN:
    default:
      return TRUE;
    }
}

static gboolean
fetch_secrets (MusterVirtAttempt  *self,
               GError            **error)
{
  g_autoptr(GError) secret_error = NULL;

  if (self->credentials == NULL ||
      self->endpoint->transport == MUSTER_VIRT_TRANSPORT_LOCAL)
    return TRUE;

  if (self->endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS)
    self->pki_folder =
      dex_await_string (muster_credentials_acquire_pki (self->credentials),
                        &secret_error);

  if (secret_error == NULL)
    self->login =
      dex_await_boxed (muster_credentials_get_login (self->credentials,
                                                     self->login_refused),
                       &secret_error);

  if (secret_error == NULL)
    return TRUE;

  self->reason = MUSTER_CONNECTION_REASON_SECRETS;
  g_propagate_error (error, g_steal_pointer (&secret_error));
  return FALSE;
}

static MusterConnectionReason
read_reason (const GError *error)
{
  if (error->domain != MUSTER_VIRT_ERROR)
    return MUSTER_CONNECTION_REASON_FAILED;

  switch (error->code)
    {
    case MUSTER_VIRT_ERROR_AUTH:
      return MUSTER_CONNECTION_REASON_AUTH;
    case MUSTER_VIRT_ERROR_CERTIFICATE:
      return strstr (error->message, "Host key verification failed") != NULL
             ? MUSTER_CONNECTION_REASON_HOST_KEY : MUSTER_CONNECTION_REASON_CERTIFICATE;
    default:
      return MUSTER_CONNECTION_REASON_FAILED;
    }
}

static MusterVirtLink *
open_link (MusterVirtAttempt  *self,
           GError            **error)
{
  OpenRequest *request = open_request_new (self);
  g_autoptr(GError) open_error = NULL;
  DexFuture *opening;
  MusterVirtLink *link;

  opening = muster_worker_queue_push (self->queue, MUSTER_LANE_LINK,
                                      open_cb, g_atomic_rc_box_acquire (request),
                                      open_request_unref);
  link = dex_await_boxed (dex_future_first (opening,
                                            dex_timeout_new_seconds (OPEN_TIMEOUT_S),
                                            NULL),
                          &open_error);
  g_atomic_int_set (&request->abandoned, TRUE);
  open_request_unref (request);

  if (link == NULL && open_error->domain == DEX_ERROR)
    fail (self, MUSTER_CONNECTION_REASON_NO_ANSWER, error,
          _("The host answers, but the connection was not made in time."));
  else if (link == NULL)
    {
      self->reason = read_reason (open_error);
      g_propagate_error (error, g_steal_pointer (&open_error));
    }

  return link;
}

static void
release_pki (MusterVirtAttempt *self)
{
  if (self->pki_folder == NULL)
    return;

  muster_credentials_release_pki (self->credentials, self->pki_folder);
  g_clear_pointer (&self->pki_folder, g_free);
}

/* --- the attempt --- */

MusterVirtAttempt *
_muster_virt_attempt_new (const char        *uri,
                          MusterCredentials *credentials,
                          MusterWorkerQueue *queue,
                          MusterVirtSink    *sink,
                          gboolean           login_refused)
{
  MusterVirtAttempt *self = g_new0 (MusterVirtAttempt, 1);

  self->uri = g_strdup (uri);
  g_set_object (&self->credentials, credentials);
  self->queue = muster_worker_queue_ref (queue);
  self->sink = sink;
  self->login_refused = login_refused;
  self->reason = MUSTER_CONNECTION_REASON_FAILED;

  return self;
}

void
_muster_virt_attempt_free (MusterVirtAttempt *self)
{
  /* Also when the fiber was stopped half-way */
  release_pki (self);
  g_clear_pointer (&self->endpoint, muster_virt_endpoint_free);
  muster_login_free (self->login);
  _muster_virt_sink_unref (self->sink);
  muster_worker_queue_unref (self->queue);
  g_clear_object (&self->credentials);
  g_free (self->uri);
  g_free (self);
}

MusterVirtLink *
_muster_virt_attempt_await_link (MusterVirtAttempt  *self,
                                 GError            **error)
{
  MusterVirtLink *link = NULL;

  self->endpoint = muster_virt_endpoint_new (self->uri, error);
  if (self->endpoint != NULL &&
      probe_endpoint (self, error) &&
      fetch_secrets (self, error))
    link = open_link (self, error);
  release_pki (self);

  return link;
}

MusterConnectionReason
_muster_virt_attempt_get_reason (MusterVirtAttempt *self)
{
  return self->reason;
}
