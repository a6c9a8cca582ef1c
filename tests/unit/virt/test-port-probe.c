/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "muster-port-probe.h"
#include "virt-fixture.h"

static MusterPortState
probe (const char *host,
       guint16     port,
       guint       timeout_ms)
{
  g_autoptr(DexFuture) future = muster_port_probe (host, port, timeout_ms);

  return g_value_get_int (wait_for (future, NULL));
}

static void
test_open_and_closed (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpint (probe ("127.0.0.1", port, 5000), ==, MUSTER_PORT_OPEN);
  g_assert_cmpint (probe ("localhost", port, 5000), ==, MUSTER_PORT_OPEN);

  g_socket_listener_close (listener);
  g_assert_cmpint (probe ("127.0.0.1", port, 5000), ==, MUSTER_PORT_CLOSED);
}

/* A reserved name that no name server may know, and one that is none. */
static void
test_unresolved (void)
{
  g_assert_cmpint (probe ("muster.invalid", 1, 5000), ==, MUSTER_PORT_UNRESOLVED);
  g_assert_cmpint (probe ("", 1, 5000), ==, MUSTER_PORT_UNRESOLVED);
}

/* A listener whose queue is full answers no more, like a filtered port. */
static void
test_silent (void)
{
  g_autoptr(GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                              G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GPtrArray) fillers = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 start;
  guint16 port;

  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_bind (listener, any, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  address = g_socket_get_local_address (listener, NULL);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  for (guint i = 0; i < 4; i++)
    {
      GSocket *filler = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (filler, FALSE);
      g_socket_connect (filler, address, NULL, NULL);
      g_ptr_array_add (fillers, filler);
    }

  start = g_get_monotonic_time ();
  g_assert_cmpint (probe ("127.0.0.1", port, 300), ==, MUSTER_PORT_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

static void
test_dropped (void)
{
  for (guint i = 0; i < 20; i++)
    dex_unref (muster_port_probe ("127.0.0.1", 1, 5000));
  spin (50);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/port-probe/open-and-closed", test_open_and_closed);
  g_test_add_func ("/muster/virt/port-probe/unresolved", test_unresolved);
  g_test_add_func ("/muster/virt/port-probe/silent", test_silent);
  g_test_add_func ("/muster/virt/port-probe/dropped", test_dropped);

  return g_test_run ();
}
