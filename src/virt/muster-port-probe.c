/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "muster-port-probe.h"

static void
socket_event_cb (GSocketClient      *client,
                 GSocketClientEvent  event,
                 GSocketConnectable *connectable,
                 GIOStream          *stream,
                 gpointer            data)
{
  if (event == G_SOCKET_CLIENT_RESOLVED)
    g_object_set_data (G_OBJECT (client), "resolved", GINT_TO_POINTER (TRUE));
}

static MusterPortState
judge (GSocketClient *client,
       const GError  *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return MUSTER_PORT_UNRESOLVED;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return MUSTER_PORT_CLOSED;

  /* A name server that does not answer is no answer of the host. */
  if (g_object_get_data (G_OBJECT (client), "resolved") == NULL)
    return MUSTER_PORT_UNRESOLVED;

  return MUSTER_PORT_SILENT;
}

static DexFuture *
probed_cb (DexFuture *future,
           gpointer   data)
{
  GSocketClient *client = data;
  g_autoptr(GError) error = NULL;
  MusterPortState state = MUSTER_PORT_OPEN;

  if (dex_future_get_value (future, &error) == NULL)
    state = judge (client, error);

  return dex_future_new_for_int (state);
}

/**
 * muster_port_probe:
 * @host: a name or an address
 * @timeout_ms: the longest it may take, resolving included
 *
 * Connects to @port and hangs up at once: libvirt itself would wait for over
 * two minutes for a host that does not answer, and cannot be stopped.
 *
 * Returns: (transfer full): a future of a #MusterPortState as an int; it
 *   never rejects
 */
DexFuture *
muster_port_probe (const char *host,
                   guint16     port,
                   guint       timeout_ms)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnectable) address = g_network_address_new (host, port);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (socket_event_cb), NULL);

  return dex_future_finally (dex_future_first (dex_socket_client_connect (client, address),
                                               dex_timeout_new_msec (timeout_ms),
                                               NULL),
                             probed_cb,
                             g_object_ref (client),
                             g_object_unref);
}
