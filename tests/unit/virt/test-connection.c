/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "virt-fixture.h"

/* --- credentials that count --- */

#define FAKE_TYPE_CREDENTIALS (fake_credentials_get_type ())
G_DECLARE_FINAL_TYPE (FakeCredentials, fake_credentials, FAKE, CREDENTIALS, GObject)

struct _FakeCredentials
{
  GObject parent_instance;

  guint acquired;
  guint released;
  guint logins;
  gboolean last_refused;
  gboolean locked;
};

static DexFuture *
fake_acquire_pki (MusterCredentials *credentials)
{
  FakeCredentials *self = FAKE_CREDENTIALS (credentials);

  if (self->locked)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, "locked");

  self->acquired++;
  return dex_future_new_for_string ("/nowhere/muster pki");
}

static void
fake_release_pki (MusterCredentials *credentials,
                  const char        *folder)
{
  FakeCredentials *self = FAKE_CREDENTIALS (credentials);

  g_assert_cmpstr (folder, ==, "/nowhere/muster pki");
  self->released++;
}

static DexFuture *
fake_get_login (MusterCredentials *credentials,
                gboolean           refused)
{
  FakeCredentials *self = FAKE_CREDENTIALS (credentials);

  self->logins++;
  self->last_refused = refused;
  return dex_future_new_take_boxed (MUSTER_TYPE_LOGIN, NULL);
}

static void
fake_credentials_iface_init (MusterCredentialsInterface *iface)
{
  iface->acquire_pki = fake_acquire_pki;
  iface->release_pki = fake_release_pki;
  iface->get_login = fake_get_login;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeCredentials, fake_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_CREDENTIALS,
                                                      fake_credentials_iface_init))

static void
fake_credentials_class_init (FakeCredentialsClass *klass)
{
}

static void
fake_credentials_init (FakeCredentials *self)
{
}

/* --- a server that accepts, and then does as told --- */

typedef struct
{
  GSocketService *service;
  guint16 port;
  guint accepted;
  gboolean keep;
  GPtrArray *kept;
} Server;

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             Server            *server)
{
  server->accepted++;
  if (server->keep)
    g_ptr_array_add (server->kept, g_object_ref (connection));

  return TRUE;
}

static void
server_start (Server   *server,
              gboolean  keep)
{
  server->service = g_socket_service_new ();
  server->keep = keep;
  server->accepted = 0;
  server->kept = g_ptr_array_new_with_free_func (g_object_unref);
  server->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server->service),
                                                      NULL, NULL);
  g_signal_connect (server->service, "incoming", G_CALLBACK (incoming_cb), server);
  g_socket_service_start (server->service);
}

static void
server_stop (Server *server)
{
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_clear_object (&server->service);
  g_clear_pointer (&server->kept, g_ptr_array_unref);
}

static guint16
find_closed_port (void)
{
  Server server;

  server_start (&server, FALSE);
  server_stop (&server);
  return server.port;
}

/* --- the tests --- */

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_open_close (void)
{
  MusterConnection *connection = muster_connection_new ("test:///default", NULL);
  guint states = 0;

  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (count_cb), &states);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);

  wait_ok (muster_connection_open (connection));
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_OPEN);
  g_assert_cmpint (muster_connection_get_reason (connection), ==,
                   MUSTER_CONNECTION_REASON_NONE);
  g_assert_null (muster_connection_get_error (connection));
  g_assert_true (muster_connection_has_events (connection));
  g_assert_cmpuint (states, ==, 2);

  wait_ok (muster_connection_open (connection));
  g_assert_cmpuint (states, ==, 2);

  wait_ok (muster_connection_close (connection));
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);
  g_assert_cmpint (muster_connection_get_reason (connection), ==,
                   MUSTER_CONNECTION_REASON_REQUESTED);
  wait_ok (muster_connection_close (connection));
  wait_fails (muster_domain_list (connection), MUSTER_VIRT_ERROR_UNREACHABLE);

  wait_ok (muster_connection_open (connection));
  wait_ok (muster_domain_list (connection));
  assert_freed (connection);
}

static void
test_joined (void)
{
  MusterConnection *connection = muster_connection_new ("test:///default", NULL);
  DexFuture *futures[20];

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    futures[i] = muster_connection_open (connection);

  /* One that is not waited for takes nothing from the others. */
  dex_unref (g_steal_pointer (&futures[0]));
  for (guint i = 1; i < G_N_ELEMENTS (futures); i++)
    wait_ok (futures[i]);
  assert_freed (connection);
}

static void
test_dropped (void)
{
  for (guint i = 0; i < 50; i++)
    {
      MusterConnection *connection = muster_connection_new ("test:///default", NULL);

      dex_unref (muster_connection_open (connection));
      if (i % 3 == 0)
        spin (1);
      if (i % 2 == 0)
        dex_unref (muster_connection_close (connection));
      assert_freed (connection);
    }
}

static void
test_closed_while_connecting (void)
{
  MusterConnection *connection = muster_connection_new ("test:///default", NULL);
  DexFuture *opening = muster_connection_open (connection);

  g_assert_cmpint (muster_connection_get_state (connection), ==,
                   MUSTER_CONNECTION_CONNECTING);
  wait_ok (muster_connection_close (connection));
  wait_fails (opening, MUSTER_VIRT_ERROR_UNREACHABLE);
  spin (50);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);
  assert_freed (connection);
}

static void
assert_open_fails (const char             *uri,
                   MusterVirtError         code,
                   MusterConnectionReason  reason)
{
  MusterConnection *connection = muster_connection_new (uri, NULL);

  wait_fails (muster_connection_open (connection), code);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);
  g_assert_cmpint (muster_connection_get_reason (connection), ==, reason);
  g_assert_error (muster_connection_get_error (connection), MUSTER_VIRT_ERROR, (int) code);
  assert_freed (connection);
}

static void
test_failures (void)
{
  g_autofree char *closed = g_strdup_printf ("qemu+tls://127.0.0.1:%u/system",
                                             find_closed_port ());

  assert_open_fails ("nonsense", MUSTER_VIRT_ERROR_INVALID, MUSTER_CONNECTION_REASON_FAILED);
  assert_open_fails ("qemu+tls://muster.invalid/system", MUSTER_VIRT_ERROR_UNREACHABLE,
                     MUSTER_CONNECTION_REASON_UNRESOLVED);
  assert_open_fails (closed, MUSTER_VIRT_ERROR_UNREACHABLE,
                     MUSTER_CONNECTION_REASON_PORT_CLOSED);
  assert_open_fails ("qemu+unix:///system?socket=/nowhere/muster.sock",
                     MUSTER_VIRT_ERROR_UNREACHABLE, MUSTER_CONNECTION_REASON_FAILED);
}

static void
test_secrets (void)
{
  g_autoptr(FakeCredentials) fake = g_object_new (FAKE_TYPE_CREDENTIALS, NULL);
  g_autofree char *uri = NULL;
  MusterConnection *connection;
  Server server;

  server_start (&server, FALSE);
  uri = g_strdup_printf ("qemu+tls://127.0.0.1:%u/system", server.port);
  connection = muster_connection_new (uri, MUSTER_CREDENTIALS (fake));

  /* The folder is not there, so it fails; it is released all the same. */
  wait_fails (muster_connection_open (connection), MUSTER_VIRT_ERROR_CERTIFICATE);
  g_assert_cmpint (muster_connection_get_reason (connection), ==,
                   MUSTER_CONNECTION_REASON_CERTIFICATE);
  g_assert_cmpuint (fake->acquired, ==, 1);
  g_assert_cmpuint (fake->released, ==, 1);
  g_assert_cmpuint (fake->logins, ==, 1);
  g_assert_false (fake->last_refused);

  fake->locked = TRUE;
  {
    g_autoptr(DexFuture) future = muster_connection_open (connection);
    g_autoptr(GError) error = NULL;

    wait_for (future, &error);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  }
  g_assert_cmpint (muster_connection_get_reason (connection), ==,
                   MUSTER_CONNECTION_REASON_SECRETS);
  g_assert_cmpuint (fake->released, ==, 1);

  assert_freed (connection);
  server_stop (&server);
}

static void
test_secrets_not_asked (void)
{
  g_autoptr(FakeCredentials) fake = g_object_new (FAKE_TYPE_CREDENTIALS, NULL);
  MusterConnection *connection = muster_connection_new ("test:///default",
                                                        MUSTER_CREDENTIALS (fake));

  wait_ok (muster_connection_open (connection));
  g_assert_cmpuint (fake->acquired, ==, 0);
  g_assert_cmpuint (fake->logins, ==, 0);
  assert_freed (connection);
}

/* A host that accepts and never says a word: closing waits for nobody, and
 * the stuck call ends by itself when the host does.
 */
static void
test_stuck (void)
{
  g_autofree char *uri = NULL;
  MusterConnection *connection;
  DexFuture *opening;
  gint64 start;
  Server server;

  server_start (&server, TRUE);
  uri = g_strdup_printf ("qemu+tcp://127.0.0.1:%u/system", server.port);
  connection = muster_connection_new (uri, NULL);
  opening = muster_connection_open (connection);
  while (server.accepted < 2)
    spin (5);

  start = g_get_monotonic_time ();
  wait_ok (muster_connection_close (connection));
  wait_fails (opening, MUSTER_VIRT_ERROR_UNREACHABLE);
  assert_freed (connection);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);

  server_stop (&server);
  spin (100);
}

static void
test_persistent (void)
{
  g_autofree char *uri = g_strdup_printf ("qemu+tcp://127.0.0.1:%u/system",
                                          find_closed_port ());
  MusterConnection *connection = muster_connection_new (uri, NULL);
  guint states = 0;
  gint64 next = 0;
  gint64 delay;

  muster_connection_set_persistent (connection, TRUE);
  wait_fails (muster_connection_open (connection), MUSTER_VIRT_ERROR_UNREACHABLE);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_WAITING);
  g_assert_cmpint (muster_connection_get_reason (connection), ==,
                   MUSTER_CONNECTION_REASON_PORT_CLOSED);

  g_object_get (connection, "next-attempt", &next, NULL);
  delay = next - g_get_monotonic_time ();
  g_assert_cmpint (delay, >, 0);
  g_assert_cmpint (delay, <, 2 * G_USEC_PER_SEC);

  /* connecting, and waiting again */
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (count_cb), &states);
  while (states < 2)
    spin (5);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_WAITING);
  g_object_get (connection, "next-attempt", &next, NULL);
  delay = next - g_get_monotonic_time ();
  g_assert_cmpint (delay, >, G_USEC_PER_SEC);

  muster_connection_set_persistent (connection, FALSE);
  g_object_get (connection, "next-attempt", &next, NULL);
  g_assert_cmpint (next, ==, 0);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);
  assert_freed (connection);
}

/* What only a person can put right is not tried again unasked. */
static void
test_persistent_invalid (void)
{
  MusterConnection *connection = muster_connection_new ("nonsense", NULL);

  muster_connection_set_persistent (connection, TRUE);
  wait_fails (muster_connection_open (connection), MUSTER_VIRT_ERROR_INVALID);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_CLOSED);
  assert_freed (connection);
}

static DexFuture *
sleep_cb (virConnectPtr connect,
          gpointer      data)
{
  g_usleep (300 * 1000);
  return dex_future_new_take_string (virConnectGetURI (connect));
}

static void
mark_freed (gpointer data)
{
  g_atomic_int_set ((gboolean *) data, TRUE);
}

static void
test_close_rejects_calls (void)
{
  MusterConnection *connection = open_connection ("test:///default");
  DexFuture *calls[10];
  gint64 start = g_get_monotonic_time ();
  gboolean freed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = muster_connection_call (connection, sleep_cb, NULL, NULL);
  dex_unref (muster_connection_call (connection, sleep_cb, &freed,
                                     mark_freed));
  spin (20);

  wait_ok (muster_connection_close (connection));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    wait_fails (calls[i], MUSTER_VIRT_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 250 * 1000);
  assert_freed (connection);

  spin (500);
  g_assert_true (g_atomic_int_get (&freed));
}

static void
test_many_calls (void)
{
  MusterConnection *connection = open_connection ("test:///default");
  DexFuture *calls[200];

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = muster_domain_list (connection);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (i % 2 == 0)
      dex_unref (calls[i]);
  for (guint i = 1; i < G_N_ELEMENTS (calls); i += 2)
    wait_ok (calls[i]);
  assert_freed (connection);
}

static DexFuture *
await_in_fiber_cb (gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = dex_await_boxed (muster_domain_list (data), &error);

  if (list == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (list->len);
}

static void
test_fiber (void)
{
  MusterConnection *connection = open_connection ("test:///default");
  g_autoptr(DexFuture) fiber = dex_scheduler_spawn (NULL, 0, await_in_fiber_cb,
                                                    g_object_ref (connection),
                                                    g_object_unref);

  g_assert_cmpuint (g_value_get_uint (wait_for (fiber, NULL)), ==, 1);
  g_clear_pointer (&fiber, dex_unref);
  assert_freed (connection);
}

static void
test_names (void)
{
  g_assert_cmpstr (muster_connection_state_to_string (MUSTER_CONNECTION_WAITING), ==, "waiting");
  g_assert_cmpstr (muster_connection_reason_to_string (MUSTER_CONNECTION_REASON_FAILED), ==,
                   "failed");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/connection/open-close", test_open_close);
  g_test_add_func ("/muster/virt/connection/joined", test_joined);
  g_test_add_func ("/muster/virt/connection/dropped", test_dropped);
  g_test_add_func ("/muster/virt/connection/closed-while-connecting",
                   test_closed_while_connecting);
  g_test_add_func ("/muster/virt/connection/failures", test_failures);
  g_test_add_func ("/muster/virt/connection/secrets", test_secrets);
  g_test_add_func ("/muster/virt/connection/secrets-not-asked", test_secrets_not_asked);
  g_test_add_func ("/muster/virt/connection/stuck", test_stuck);
  g_test_add_func ("/muster/virt/connection/persistent", test_persistent);
  g_test_add_func ("/muster/virt/connection/persistent-invalid", test_persistent_invalid);
  g_test_add_func ("/muster/virt/connection/close-rejects-calls", test_close_rejects_calls);
  g_test_add_func ("/muster/virt/connection/many-calls", test_many_calls);
  g_test_add_func ("/muster/virt/connection/fiber", test_fiber);
  g_test_add_func ("/muster/virt/connection/names", test_names);

  return g_test_run ();
}
