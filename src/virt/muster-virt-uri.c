/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-virt-uri.h"

#define TLS_PORT 16514
#define TCP_PORT 16509
#define SSH_PORT 22

/* Drivers that speak to their hosts themselves, without a libvirt daemon, at
 * ports of their own.
 */
static const char * const own_protocol[] = {
  "esx", "gsx", "vpx", "hyperv", NULL
};

static MusterVirtTransport
read_transport (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  const char *transport = strchr (scheme, '+');

  if (host == NULL || *host == '\0')
    return MUSTER_VIRT_TRANSPORT_LOCAL;

  if (transport == NULL)
    return g_strv_contains (own_protocol, scheme) ? MUSTER_VIRT_TRANSPORT_LOCAL
                                                  : MUSTER_VIRT_TRANSPORT_TLS;

  transport++;
  if (g_str_equal (transport, "tls"))
    return MUSTER_VIRT_TRANSPORT_TLS;
  if (g_str_equal (transport, "tcp"))
    return MUSTER_VIRT_TRANSPORT_TCP;
  if (g_str_equal (transport, "ssh") || g_str_equal (transport, "libssh") ||
      g_str_equal (transport, "libssh2"))
    return MUSTER_VIRT_TRANSPORT_SSH;

  return MUSTER_VIRT_TRANSPORT_LOCAL;
}

static guint16
get_default_port (MusterVirtTransport transport)
{
  switch (transport)
    {
    case MUSTER_VIRT_TRANSPORT_TLS:
      return TLS_PORT;
    case MUSTER_VIRT_TRANSPORT_TCP:
      return TCP_PORT;
    case MUSTER_VIRT_TRANSPORT_SSH:
      return SSH_PORT;
    case MUSTER_VIRT_TRANSPORT_LOCAL:
    default:
      return 0;
    }
}

/**
 * muster_virt_endpoint_new:
 * @uri: a libvirt URI
 *
 * Returns: (transfer full) (nullable): where it leads, or %NULL with
 *   %MUSTER_VIRT_ERROR_INVALID
 */
MusterVirtEndpoint *
muster_virt_endpoint_new (const char  *uri,
                          GError     **error)
{
  g_autoptr(GError) parse_error = NULL;
  g_autoptr(GUri) parsed = NULL;
  MusterVirtEndpoint *self;

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_PARSE_RELAXED,
                        &parse_error);
  if (parsed == NULL)
    {
      g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID,
                   _("“%s” is not a libvirt URI: %s"), uri, parse_error->message);
      return NULL;
    }

  self = g_new0 (MusterVirtEndpoint, 1);
  self->transport = read_transport (parsed);
  if (self->transport != MUSTER_VIRT_TRANSPORT_LOCAL)
    {
      self->host = g_strdup (g_uri_get_host (parsed));
      self->port = g_uri_get_port (parsed) > 0 ? g_uri_get_port (parsed)
                                               : get_default_port (self->transport);
    }

  return self;
}

void
muster_virt_endpoint_free (MusterVirtEndpoint *self)
{
  g_free (self->host);
  g_free (self);
}

static gboolean
has_parameter (const char *query,
               const char *name)
{
  g_auto(GStrv) parts = NULL;
  gsize length = strlen (name);

  if (query == NULL)
    return FALSE;

  parts = g_strsplit_set (query, "&;", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (strncmp (parts[i], name, length) == 0 &&
        (parts[i][length] == '=' || parts[i][length] == '\0'))
      return TRUE;

  return FALSE;
}

static void
append_parameter (GString    *uri,
                  const char *name,
                  const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, "/", FALSE);
  const char *query = strchr (uri->str, '?');

  if (has_parameter (query != NULL ? query + 1 : NULL, name))
    return;

  g_string_append_printf (uri, "%c%s=%s", query != NULL ? '&' : '?', name, escaped);
}

/**
 * muster_virt_uri_complete:
 * @uri: as configured
 * @transport: what muster_virt_endpoint_new() found in it
 * @pki_folder: (nullable): the TLS identity to use
 *
 * Adds what one attempt to connect needs and @uri does not say itself: the
 * identity, and for SSH that nobody is there to answer a prompt.
 *
 * Returns: (transfer full): the URI for libvirt
 */
char *
muster_virt_uri_complete (const char          *uri,
                          MusterVirtTransport  transport,
                          const char          *pki_folder)
{
  g_autoptr(GString) result = g_string_new_len (uri, strcspn (uri, "#"));

  if (transport == MUSTER_VIRT_TRANSPORT_TLS && pki_folder != NULL)
    append_parameter (result, "pkipath", pki_folder);

  /* Only the ssh program knows a terminal; the libraries refuse the option. */
  if (transport == MUSTER_VIRT_TRANSPORT_SSH && strstr (uri, "+ssh:") != NULL)
    append_parameter (result, "no_tty", "1");

  return g_string_free_and_steal (g_steal_pointer (&result));
}

/**
 * muster_virt_uri_dup_pki_folder:
 *
 * Returns: (transfer full) (nullable): the folder of the TLS identity that
 *   @uri names
 */
char *
muster_virt_uri_dup_pki_folder (const char *uri)
{
  g_autoptr(GHashTable) parameters = NULL;
  const char *query = strchr (uri, '?');

  if (query == NULL)
    return NULL;

  parameters = g_uri_parse_params (query + 1, -1, "&;", G_URI_PARAMS_NONE, NULL);
  if (parameters == NULL)
    return NULL;

  return g_strdup (g_hash_table_lookup (parameters, "pkipath"));
}
