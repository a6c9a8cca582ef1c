/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "muster-certificate-judge.h"
#include "muster-doctor.h"
#include "muster-handshake.h"
#include "muster-vencrypt.h"

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What another thread resolves does not wake the main context by itself. */
static void
spin (DexFuture *future)
{
  guint tick = g_timeout_add (10, tick_cb, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static GPtrArray *
examine (const char *uri)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterDoctor) doctor = muster_doctor_new (uri, NULL, &error);
  g_autoptr(DexFuture) future = NULL;
  const GValue *value;

  g_assert_no_error (error);
  future = muster_doctor_run (doctor, NULL);
  spin (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return g_value_dup_boxed (value);
}

static void
assert_only (GPtrArray  *findings,
             const char *id)
{
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((MusterFinding *) findings->pdata[0])->id, ==, id);
}

static void
test_texts (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (MusterFindingKind kind = 0; kind < MUSTER_N_FINDINGS; kind++)
    {
      g_autoptr(MusterFinding) finding = muster_finding_new (kind, "{detail}x", "{host} as it is");
      const char *texts[] = { finding->message, finding->cause, finding->repair };

      /* The ways in which a login goes wrong share two, those of migration one. */
      if (!g_str_has_prefix (finding->id, "sasl-") &&
          !g_str_equal (finding->id, "migration-port-closed"))
        g_assert_true (g_hash_table_add (ids, (gpointer) finding->id));
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        g_assert_cmpuint (strlen (texts[i]), >, 10);
    }
}

static void
test_ssh (void)
{
  static const struct { const char *text; MusterFindingKind kind; } cases[] = {
    { "Cannot recv data: Host key verification failed.: Connection reset by peer", MUSTER_FINDING_SSH_HOST_KEY_UNKNOWN },
    { "No ED25519 host key is known for host1 and you have requested strict checking.", MUSTER_FINDING_SSH_HOST_KEY_UNKNOWN },
    { "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @ Host key verification failed.", MUSTER_FINDING_SSH_HOST_KEY_CHANGED },
    { "root@host1: Permission denied (publickey).", MUSTER_FINDING_SSH_FAILED },
    { "Cannot access /run/x: Permission denied", MUSTER_FINDING_DRIVER_UNAVAILABLE },
    { "", MUSTER_FINDING_DRIVER_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (muster_finding_kind_from_ssh (cases[i].text, MUSTER_FINDING_DRIVER_UNAVAILABLE),
                     ==, cases[i].kind);
}

/* "host1" is no other name of "host1". */
static void
test_already_added (void)
{
  g_autoptr(MusterFinding) same = muster_finding_new (MUSTER_FINDING_ALREADY_ADDED, "host1", "host1");
  g_autoptr(MusterFinding) other = muster_finding_new (MUSTER_FINDING_ALREADY_ADDED, "host1", "web");

  g_assert_cmpstr (same->message, ==, "“host1” is in the list already, at another address.");
  g_assert_cmpstr (other->message, ==, "“host1” is there already as “web”.");
}

static void
test_sasl (void)
{
  static const struct
  {
    const char *text;
    gboolean has_login;
    MusterFindingKind kind;
  } cases[] =
  {
    { "authentication failed: authentication failed", TRUE, MUSTER_FINDING_SASL_REFUSED },
    { "authentication failed: authentication failed", FALSE,
      MUSTER_FINDING_SASL_TICKET_REFUSED },
    { "authentication failed: Failed to make auth credentials", FALSE,
      MUSTER_FINDING_SASL_REQUIRED },
    { "authentication failed: Failed to start SASL negotiation: -1 (SASL(-1): generic "
      "failure: GSSAPI Error: Unspecified GSS failure.  Minor code may provide more "
      "information (No Kerberos credentials available (default cache: FILE:/tmp/krb5cc_0)))",
      FALSE, MUSTER_FINDING_SASL_TICKET },
    { "authentication failed: Failed to start SASL negotiation: -1 (SASL(-1): generic "
      "failure: GSSAPI Error: Unspecified GSS failure.  Minor code may provide more "
      "information (Ticket expired))", TRUE, MUSTER_FINDING_SASL_TICKET },
    { "authentication failed: Failed to start SASL negotiation: -1 (SASL(-1): generic "
      "failure: GSSAPI Error: Unspecified GSS failure.  Minor code may provide more "
      "information (Server libvirt/host1@LAB not found in Kerberos database))",
      FALSE, MUSTER_FINDING_SASL_TICKET_REFUSED },
    { "authentication failed: Failed to start SASL negotiation: -4 (SASL(-4): no mechanism "
      "available: No worthy mechs found)", FALSE, MUSTER_FINDING_SASL_MECHANISM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MusterFinding) finding =
        muster_finding_new (cases[i].kind, "host1", cases[i].text);

      g_assert_cmpint (muster_finding_kind_from_sasl (cases[i].text, cases[i].has_login),
                       ==, cases[i].kind);
      g_assert_true (g_str_has_prefix (finding->id, "sasl-re"));
      if (cases[i].kind == MUSTER_FINDING_SASL_TICKET)
        g_assert_nonnull (strstr (finding->repair, "kinit"));
    }
}

static void
test_migration_failure (void)
{
  g_autoptr(MusterDoctor) doctor = muster_doctor_new ("test:///default", NULL, NULL);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  muster_doctor_set_migration_failure (doctor, "host1");
  future = muster_doctor_run (doctor, NULL);
  spin (future);
  findings = g_value_dup_boxed (dex_future_get_value (future, NULL));
  assert_only (findings, "migration-port-closed");
  g_assert_nonnull (strstr (((MusterFinding *) findings->pdata[0])->message, "“host1”"));
}

/* Nobody waits for what is under way, and it gives back what it holds. */
static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  MusterDoctor *doctor = muster_doctor_new ("test:///default", NULL, NULL);
  g_autoptr(DexFuture) future = muster_doctor_run (doctor, cancellable);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  spin (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (muster_doctor_steal_connection (doctor));
  g_object_unref (doctor);
}

/* Who goes on with the host needs not open it again. */
static void
test_connection (void)
{
  g_autoptr(MusterDoctor) doctor = muster_doctor_new ("test:///default", NULL, NULL);
  g_autoptr(MusterConnection) connection = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(DexFuture) closing = NULL;

  muster_doctor_keep_connection (doctor);
  future = muster_doctor_run (doctor, NULL);
  spin (future);
  connection = muster_doctor_steal_connection (doctor);
  g_assert_nonnull (connection);
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_OPEN);
  closing = muster_connection_close (connection);
  spin (closing);
}

static void
test_local (void)
{
  g_autoptr(GPtrArray) findings = examine ("test:///default");
  g_autoptr(GPtrArray) none = examine ("test:///no/such/file.xml");

  g_assert_cmpuint (findings->len, ==, 0);
  assert_only (none, "driver-unavailable");
}

static void
test_bad_uri (void)
{
  static const char *uris[] = { "", "qemu+tls://host:99999/system", "no uri" };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_doctor_new (uris[i], NULL, &error));
      g_assert_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
    }
}

/* --- what may listen ------------------------------------------------------------- */

typedef struct
{
  GSocketService *service;
  guint16 port;
  const char *says;
  gsize n_says;
} Listener;

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           data)
{
  Listener *self = data;
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  guint8 heard[512];

  g_output_stream_write_all (stream, self->says, self->n_says, NULL, NULL, NULL);
  /* Nothing more will come: nobody needs to wait for it. */
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                       heard, sizeof heard, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static void
listener_start (Listener   *self,
                const char *says,
                gsize       n_says)
{
  g_autoptr(GError) error = NULL;

  self->service = g_threaded_socket_service_new (4);
  self->says = says;
  self->n_says = n_says;
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service),
                                                    NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
}

static void
listener_stop (Listener *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
}

static void
test_closed (void)
{
  Listener listener;
  g_autofree char *uri = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  listener_start (&listener, "", 0);
  uri = g_strdup_printf ("qemu+tls://127.0.0.1:%u/system", listener.port);
  listener_stop (&listener);
  findings = examine (uri);
  assert_only (findings, "port-closed");
}

static void
test_other_service (void)
{
  static const char banner[] = "SSH-2.0-OpenSSH_10.0\r\n";
  Listener listener;
  g_autofree char *uri = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  listener_start (&listener, banner, sizeof banner - 1);
  uri = g_strdup_printf ("qemu+tls://127.0.0.1:%u/system", listener.port);
  findings = examine (uri);
  assert_only (findings, "not-tls");
  listener_stop (&listener);
}

/* A VNC server may say anything at each point of the conversation. */
static void
test_hostile_vnc (void)
{
  static const char good[] = "RFB 003.008\n\2\1\23\0\2\0\3\0\0\1\1\0\0\1\4\0\0\1\5\1";
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 60; i++)
    {
      char bytes[sizeof good - 1];
      Listener listener;
      g_autoptr(DexFuture) future = NULL;
      g_autoptr(GError) error = NULL;
      gsize length = (gsize) g_rand_int_range (random, 0, sizeof bytes + 1);
      const MusterHandshake *seen;

      memcpy (bytes, good, sizeof bytes);
      if (length > 0)
        bytes[g_rand_int_range (random, 0, (gint32) length)] = (char) g_rand_int (random);
      listener_start (&listener, bytes, length);
      future = muster_handshake_try ("127.0.0.1", listener.port, NULL, MUSTER_HANDSHAKE_VNC);
      spin (future);
      seen = g_value_get_boxed (dex_future_get_value (future, &error));
      g_assert_cmpint (seen->end, !=, MUSTER_HANDSHAKE_ACCEPTED);
      listener_stop (&listener);
    }
}

/* A server may show any bytes for a certificate. */
static void
test_hostile_certificate (void)
{
  g_autoptr(MusterDoctorStep) step = muster_doctor_step_new ("TLS");
  MusterHandshake seen = { .end = MUSTER_HANDSHAKE_CLOSED };

  seen.certificate = g_bytes_new_static ("garbage", 7);
  g_assert_false (muster_certificate_judge_server (step, &seen, "host"));
  g_assert_null (muster_certificate_judge_dup_summary (&seen));
  g_bytes_unref (seen.certificate);
  muster_certificate_judge_client (step, &seen, "host", "no PEM", "no list");
  g_assert_false (muster_doctor_step_end (step));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/muster/doctor/finding/texts", test_texts);
  g_test_add_func ("/muster/doctor/doctor/local", test_local);
  g_test_add_func ("/muster/doctor/sasl", test_sasl);
  g_test_add_func ("/muster/doctor/ssh", test_ssh);
  g_test_add_func ("/muster/doctor/already-added", test_already_added);
  g_test_add_func ("/muster/doctor/migration-failure", test_migration_failure);
  g_test_add_func ("/muster/doctor/cancelled", test_cancelled);
  g_test_add_func ("/muster/doctor/connection", test_connection);
  g_test_add_func ("/muster/doctor/doctor/bad-uri", test_bad_uri);
  g_test_add_func ("/muster/doctor/doctor/closed", test_closed);
  g_test_add_func ("/muster/doctor/doctor/other-service", test_other_service);
  g_test_add_func ("/muster/doctor/handshake/hostile-vnc", test_hostile_vnc);
  g_test_add_func ("/muster/doctor/judge/hostile-certificate", test_hostile_certificate);
  return g_test_run ();
}
