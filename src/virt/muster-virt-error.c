/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <libdex.h>
#include <string.h>

#include "muster-connection.h"
#include "muster-virt-error-private.h"

G_DEFINE_QUARK (muster-virt-error-quark, muster_virt_error)

static const struct
{
  int libvirt;
  MusterVirtError ours;
} codes[] = {
  { VIR_ERR_NO_DOMAIN, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_NETWORK, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_NETWORK_PORT, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_STORAGE_POOL, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_STORAGE_VOL, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_NODE_DEVICE, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_INTERFACE, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_SECRET, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_NWFILTER, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_DOMAIN_SNAPSHOT, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_DOMAIN_CHECKPOINT, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_DOMAIN_BACKUP, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_NO_DOMAIN_METADATA, MUSTER_VIRT_ERROR_GONE },
  { VIR_ERR_AUTH_FAILED, MUSTER_VIRT_ERROR_AUTH },
  { VIR_ERR_AUTH_CANCELLED, MUSTER_VIRT_ERROR_AUTH },
  { VIR_ERR_AUTH_UNAVAILABLE, MUSTER_VIRT_ERROR_AUTH },
  { VIR_ERR_GNUTLS_ERROR, MUSTER_VIRT_ERROR_CERTIFICATE },
  { VIR_ERR_ACCESS_DENIED, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_OPERATION_DENIED, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_OPERATION_INVALID, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_OPERATION_ABORTED, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_MIGRATE_UNSAFE, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_MIGRATE_PERSIST_FAILED, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_CPU_INCOMPATIBLE, MUSTER_VIRT_ERROR_REFUSED },
  { VIR_ERR_OPERATION_TIMEOUT, MUSTER_VIRT_ERROR_BUSY },
  { VIR_ERR_RESOURCE_BUSY, MUSTER_VIRT_ERROR_BUSY },
  { VIR_ERR_BLOCK_COPY_ACTIVE, MUSTER_VIRT_ERROR_BUSY },
  { VIR_ERR_AGENT_UNRESPONSIVE, MUSTER_VIRT_ERROR_BUSY },
  { VIR_ERR_NO_SUPPORT, MUSTER_VIRT_ERROR_UNSUPPORTED },
  { VIR_ERR_CONFIG_UNSUPPORTED, MUSTER_VIRT_ERROR_UNSUPPORTED },
  { VIR_ERR_ARGUMENT_UNSUPPORTED, MUSTER_VIRT_ERROR_UNSUPPORTED },
  { VIR_ERR_OPERATION_UNSUPPORTED, MUSTER_VIRT_ERROR_UNSUPPORTED },
  { VIR_ERR_INVALID_ARG, MUSTER_VIRT_ERROR_INVALID },
  { VIR_ERR_XML_ERROR, MUSTER_VIRT_ERROR_INVALID },
  { VIR_ERR_XML_DETAIL, MUSTER_VIRT_ERROR_INVALID },
  { VIR_ERR_XML_INVALID_SCHEMA, MUSTER_VIRT_ERROR_INVALID },
  { VIR_ERR_INVALID_DOMAIN, MUSTER_VIRT_ERROR_INVALID },
  { VIR_ERR_DOM_EXIST, MUSTER_VIRT_ERROR_CONFLICT },
  { VIR_ERR_NETWORK_EXIST, MUSTER_VIRT_ERROR_CONFLICT },
  { VIR_ERR_STORAGE_VOL_EXIST, MUSTER_VIRT_ERROR_CONFLICT },
  { VIR_ERR_INVALID_CONN, MUSTER_VIRT_ERROR_UNREACHABLE },
  { VIR_ERR_NO_CONNECT, MUSTER_VIRT_ERROR_UNREACHABLE },
  { VIR_ERR_RPC, MUSTER_VIRT_ERROR_UNREACHABLE },
};

static gboolean
means_no_route (int system_error)
{
  return system_error == ECONNREFUSED || system_error == ETIMEDOUT ||
         system_error == EHOSTUNREACH || system_error == ENETUNREACH;
}

/* libvirt reports some causes under one code with many others.  Its own
 * texts are translated, so they are only asked where nothing else tells.
 */
static gboolean
find_in_text (int              code,
              int              domain,
              const char      *message,
              MusterVirtError *found)
{
  static const struct
  {
    const char *text;
    MusterVirtError ours;
  } texts[] = {
    { "Host key verification failed", MUSTER_VIRT_ERROR_CERTIFICATE },
    { "Permission denied (", MUSTER_VIRT_ERROR_AUTH },
    { "already exists", MUSTER_VIRT_ERROR_CONFLICT },
    { "already defined", MUSTER_VIRT_ERROR_CONFLICT },
    { "is already active", MUSTER_VIRT_ERROR_REFUSED },
    { " not running", MUSTER_VIRT_ERROR_REFUSED },
    { "has asynchronous jobs running", MUSTER_VIRT_ERROR_BUSY },
    { "Active console session exists", MUSTER_VIRT_ERROR_BUSY },
  };
  static const char *tls_texts[] = { "certificate", "Certificate", "TLS", "CA " };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strstr (message, texts[i].text) != NULL)
      {
        *found = texts[i].ours;
        return TRUE;
      }

  if (domain != VIR_FROM_RPC && domain != VIR_FROM_REMOTE)
    return FALSE;

  if (code != VIR_ERR_SYSTEM_ERROR && code != VIR_ERR_AUTH_FAILED)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tls_texts); i++)
    if (strstr (message, tls_texts[i]) != NULL)
      {
        *found = MUSTER_VIRT_ERROR_CERTIFICATE;
        return TRUE;
      }

  return FALSE;
}

static MusterVirtError
map_code (int         code,
          int         domain,
          int         system_error,
          const char *message)
{
  MusterVirtError found;

  if (find_in_text (code, domain, message, &found))
    return found;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].libvirt == code)
      return codes[i].ours;

  /* What fails in the transport itself, as opposed to on the host. */
  if (domain == VIR_FROM_RPC || domain == VIR_FROM_REMOTE ||
      (code == VIR_ERR_SYSTEM_ERROR && means_no_route (system_error)))
    return MUSTER_VIRT_ERROR_UNREACHABLE;

  return MUSTER_VIRT_ERROR_FAILED;
}

/*< private >
 * _muster_virt_error_new:
 * @code: a virErrorNumber
 * @domain: a virErrorDomain
 * @system_error: the errno that comes with VIR_ERR_SYSTEM_ERROR
 * @message: libvirt's text
 */
GError *
_muster_virt_error_new (int         code,
                        int         domain,
                        int         system_error,
                        const char *message)
{
  g_autofree char *text = g_utf8_make_valid (message != NULL ? message : "", -1);

  return g_error_new_literal (MUSTER_VIRT_ERROR,
                              map_code (code, domain, system_error, text),
                              text);
}

/*< private >
 * _muster_virt_error_new_last:
 *
 * The calling thread's last libvirt error.
 */
GError *
_muster_virt_error_new_last (void)
{
  virErrorPtr error = virGetLastError ();

  if (error == NULL)
    return _muster_virt_error_new (VIR_ERR_INTERNAL_ERROR, VIR_FROM_NONE, 0,
                                   virGetLastErrorMessage ());

  return _muster_virt_error_new (error->code, error->domain, error->int1,
                                 error->message);
}

/* A login that asked nobody, by a Kerberos ticket: its start fails here, or the
 * host's daemon refuses its account.  Who has been refused by the handshake hears
 * no daemon any more.
 */
static gboolean
means_login (const char *message)
{
  return strstr (message, "SASL") != NULL ||
         strstr (message, "authentication failed: authentication failed") != NULL;
}

/* A host that does not accept our certificate completes the handshake and
 * hangs up, and one that refuses a password uses the code of one whose own
 * certificate is refused by us: only what happened before tells them apart.
 */
static MusterVirtError
map_open_code (virErrorPtr     error,
               MusterVirtError code,
               gboolean        tls,
               gboolean        asked_for_login)
{
  if (error->code == VIR_ERR_AUTH_FAILED && asked_for_login)
    return MUSTER_VIRT_ERROR_AUTH;

  if (!tls)
    return code;

  if (error->code == VIR_ERR_AUTH_FAILED && !means_login (error->message))
    return MUSTER_VIRT_ERROR_CERTIFICATE;

  /* A proxy daemon that does not find the driver's own says so by its socket. */
  if (error->code == VIR_ERR_SYSTEM_ERROR && !means_no_route (error->int1) &&
      strstr (error->message, "-sock'") == NULL)
    return MUSTER_VIRT_ERROR_CERTIFICATE;

  return code;
}

/*< private >
 * _muster_virt_error_new_open:
 * @error: why virConnectOpenAuth failed
 * @tls: the transport was TLS, and the port was found open
 * @asked_for_login: a user and password were handed to libvirt
 */
GError *
_muster_virt_error_new_open (virErrorPtr error,
                             gboolean    tls,
                             gboolean    asked_for_login)
{
  GError *result = _muster_virt_error_new (error->code, error->domain,
                                           error->int1, error->message);

  /* The driver is not in this libvirt: no host was asked. */
  if (error->code == VIR_ERR_NO_CONNECT || error->code == VIR_ERR_CONFIG_UNSUPPORTED)
    result->code = MUSTER_VIRT_ERROR_INVALID;
  else
    result->code = map_open_code (error, result->code, tls, asked_for_login);

  return result;
}

DexFuture *
muster_virt_error_future (void)
{
  return dex_future_new_for_error (_muster_virt_error_new_last ());
}
