/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-connection.h"
#include "muster-finding.h"
#include "muster-host-actions.h"
#include "muster-host.h"
#include "muster-node.h"
#include "muster-virt-uri.h"

G_DEFINE_BOXED_TYPE (MusterHostTest, muster_host_test,
                     muster_host_test_copy, muster_host_test_free)

typedef struct
{
  char *uri;
  MusterCredentials *credentials;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->uri);
  g_clear_object (&request->credentials);
  g_free (request);
}

MusterHostTest *
muster_host_test_copy (const MusterHostTest *self)
{
  MusterHostTest *copy = g_memdup2 (self, sizeof *self);

  copy->reason_id = g_strdup (self->reason_id);
  copy->message = g_strdup (self->message);
  copy->advice = g_strdup (self->advice);
  copy->details = g_strdup (self->details);
  copy->hostname = g_strdup (self->hostname);
  copy->uuid = g_strdup (self->uuid);
  copy->hypervisor = g_strdup (self->hypervisor);
  copy->libvirt_version = g_strdup (self->libvirt_version);

  return copy;
}

void
muster_host_test_free (MusterHostTest *self)
{
  g_free (self->reason_id);
  g_free (self->message);
  g_free (self->advice);
  g_free (self->details);
  g_free (self->hostname);
  g_free (self->uuid);
  g_free (self->hypervisor);
  g_free (self->libvirt_version);
  g_free (self);
}

static MusterHostReason
read_reason (MusterConnectionReason reason)
{
  switch (reason)
    {
    case MUSTER_CONNECTION_REASON_UNRESOLVED:
      return MUSTER_HOST_REASON_UNRESOLVED;
    case MUSTER_CONNECTION_REASON_PORT_CLOSED:
      return MUSTER_HOST_REASON_PORT_CLOSED;
    case MUSTER_CONNECTION_REASON_NO_ANSWER:
      return MUSTER_HOST_REASON_NO_ANSWER;
    case MUSTER_CONNECTION_REASON_CERTIFICATE:
      return MUSTER_HOST_REASON_CERTIFICATE;
    case MUSTER_CONNECTION_REASON_HOST_KEY:
      return MUSTER_HOST_REASON_HOST_KEY;
    case MUSTER_CONNECTION_REASON_AUTH:
      return MUSTER_HOST_REASON_AUTH;
    case MUSTER_CONNECTION_REASON_SECRETS:
      return MUSTER_HOST_REASON_SECRETS;
    case MUSTER_CONNECTION_REASON_LOST:
      return MUSTER_HOST_REASON_LOST;
    case MUSTER_CONNECTION_REASON_NONE:
    case MUSTER_CONNECTION_REASON_REQUESTED:
    case MUSTER_CONNECTION_REASON_FAILED:
    default:
      return MUSTER_HOST_REASON_FAILED;
    }
}

static gboolean
has_certificate (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "clientcert.pem", NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

/* Without an identity of ours libvirt looks for one in these places. */
static gboolean
libvirt_has_certificate (void)
{
  g_autofree char *own = g_build_filename (g_get_home_dir (), ".pki", "libvirt", NULL);

  return has_certificate (own) || has_certificate ("/etc/pki/libvirt");
}

/* Whether there is any certificate that a TLS host could have refused. */
static gboolean
await_has_identity (const Request *request)
{
  g_autofree char *named = muster_virt_uri_dup_pki_folder (request->uri);
  g_autofree char *folder = NULL;
  gboolean found;

  if (request->credentials != NULL)
    folder = dex_await_string (muster_credentials_acquire_pki (request->credentials),
                               NULL);
  if (folder == NULL)
    return named != NULL ? has_certificate (named) : libvirt_has_certificate ();

  found = has_certificate (folder);
  muster_credentials_release_pki (request->credentials, folder);

  return found;
}

static gboolean
await_has_login (const Request *request)
{
  g_autoptr (MusterLogin) login = NULL;

  if (request->credentials != NULL)
    login = dex_await_boxed (muster_credentials_get_login (request->credentials, FALSE), NULL);

  return login != NULL;
}

/* A login that nobody has given was not refused, and ssh has faults of its own. */
static MusterFindingKind
find_kind (const Request            *request,
           const MusterVirtEndpoint *endpoint,
           MusterHostReason          reason,
           const GError             *error)
{
  if (endpoint == NULL)
    return MUSTER_N_FINDINGS;
  if (endpoint->transport == MUSTER_VIRT_TRANSPORT_SSH)
    return muster_finding_kind_from_ssh (error->message, MUSTER_N_FINDINGS);
  if (reason == MUSTER_HOST_REASON_AUTH)
    return muster_finding_kind_from_sasl (error->message, await_has_login (request));

  return MUSTER_N_FINDINGS;
}

/* Returns: whether the doctor has better words for it than the reason */
static gboolean
tell_finding (const Request    *request,
              MusterHostTest   *test,
              MusterHostReason  reason,
              const GError     *error)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (request->uri, NULL);
  MusterFindingKind kind = find_kind (request, endpoint, reason, error);
  g_autoptr (MusterFinding) finding = NULL;

  if (kind == MUSTER_N_FINDINGS)
    return FALSE;

  finding = muster_finding_new (kind, endpoint->host != NULL ? endpoint->host : request->uri,
                                error->message);
  test->message = g_strdup (finding->message);
  test->advice = g_strdup (finding->repair);

  return TRUE;
}

static DexFuture *
tell_failure (const Request          *request,
              MusterConnectionReason  connection_reason,
              const GError           *error)
{
  MusterHostReason reason = read_reason (connection_reason);
  MusterHostTest *test = g_new0 (MusterHostTest, 1);

  test->reason_id = g_strdup (muster_host_reason_to_id (reason));
  test->details = g_strdup (error->message);
  if (reason == MUSTER_HOST_REASON_CERTIFICATE && !await_has_identity (request))
    {
      test->message = g_strdup (_("There is no client identity to show to this host."));
      test->advice = g_strdup (_("Choose a stored identity, or import one first, from a "
                                 "folder with cacert.pem, clientcert.pem and "
                                 "clientkey.pem: musterctl identity import FOLDER"));
    }
  else if (!tell_finding (request, test, reason, error))
    {
      test->message = g_strdup (muster_host_reason_to_text (reason));
      test->advice = g_strdup (muster_host_reason_to_advice (reason));
    }

  return dex_future_new_take_boxed (MUSTER_TYPE_HOST_TEST, test);
}

static char *
format_version (gulong version)
{
  return g_strdup_printf ("%lu.%lu.%lu", version / 1000000,
                          version / 1000 % 1000, version % 1000);
}

static DexFuture *
tell_success (const MusterNodeInfo *info)
{
  MusterHostTest *test = g_new0 (MusterHostTest, 1);
  g_autofree char *version = format_version (info->hypervisor_version);

  test->ok = TRUE;
  test->reason_id = g_strdup (muster_host_reason_to_id (MUSTER_HOST_REASON_NONE));
  test->message = g_strdup ("");
  test->advice = g_strdup ("");
  test->details = g_strdup ("");
  test->hostname = g_strdup (info->hostname);
  test->uuid = g_strdup (info->uuid);
  test->hypervisor = g_strdup_printf ("%s %s", info->hypervisor, version);
  test->libvirt_version = format_version (info->libvirt_version);

  return dex_future_new_take_boxed (MUSTER_TYPE_HOST_TEST, test);
}

static DexFuture *
test_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (MusterNodeInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *result;

  connection = muster_connection_new (request->uri, request->credentials);
  if (dex_await (muster_connection_open (connection), &error))
    info = dex_await_boxed (muster_node_get_info (connection), &error);

  /* Before closing, which is a reason of its own. */
  result = info != NULL ? tell_success (info)
                        : tell_failure (request,
                                        muster_connection_get_reason (connection),
                                        error);
  dex_await (muster_connection_close (connection), NULL);

  return result;
}

DexFuture *
muster_host_test (const char        *uri,
                  MusterCredentials *credentials)
{
  Request *request;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (credentials == NULL || MUSTER_IS_CREDENTIALS (credentials), NULL);

  request = g_new0 (Request, 1);
  request->uri = g_strdup (uri);
  g_set_object (&request->credentials, credentials);

  return dex_scheduler_spawn (NULL, 0, test_fiber, request, request_free);
}
