/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "muster-authority-private.h"
#include "muster-certificate-record.h"
#include "muster-identity.h"
#include "muster-revocation-list.h"
#include "test-authority.h"

#define NAMES ((const char *[]) { "kvm1.example.org", "192.0.2.7", "2001:db8::7", NULL })

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static MusterCertificateInfo *
describe (const char *pem)
{
  g_autoptr(GError) error = NULL;
  MusterCertificateInfo *info = muster_certificate_info_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return info;
}

static MusterCertificateRequest *
shared_request (void)
{
  g_autofree char *pem = request_pem (shared_key (2048));
  g_autoptr(GError) error = NULL;
  MusterCertificateRequest *request;

  request = muster_certificate_request_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return request;
}

static char *
issue (MusterAuthority       *authority,
       MusterCertificateKind  kind)
{
  g_autoptr(MusterCertificateRequest) request = shared_request ();
  g_autoptr(GError) error = NULL;
  char *pem;

  pem = muster_authority_issue (authority, kind, request, NAMES,
                                MUSTER_CERTIFICATE_DAYS, &error);
  g_assert_no_error (error);
  return pem;
}

static MusterIdentity *
shared_admin (void)
{
  static MusterIdentity *admin;

  if (admin == NULL)
    admin = await_object (muster_authority_issue_client (shared_authority (),
                                                         "李雷 “admin”, O=x",
                                                         MUSTER_CERTIFICATE_DAYS));
  return admin;
}

/* --- what GnuTLS thinks of it -------------------------------------------- */

static gnutls_x509_crt_t
load (const char *pem)
{
  gnutls_datum_t data = { (unsigned char *) pem, strlen (pem) };
  gnutls_x509_crt_t certificate;

  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  return certificate;
}

static void
assert_issued_by (const char      *pem,
                  MusterAuthority *authority)
{
  g_auto(gnutls_x509_crt_t) ca = load (muster_authority_get_certificate (authority));
  g_auto(gnutls_x509_crt_t) certificate = load (pem);
  unsigned int status = 1;
  unsigned char a[64], b[64];
  size_t a_size = sizeof a, b_size = sizeof b;
  unsigned int usage, critical;

  g_assert_cmpint (gnutls_x509_crt_list_verify (&certificate, 1, &ca, 1, NULL, 0, 0,
                                                &status), ==, 0);
  g_assert_cmphex (status, ==, 0);

  g_assert_cmpint (gnutls_x509_crt_get_subject_key_id (ca, a, &a_size, NULL), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_authority_key_id (certificate, b, &b_size, NULL),
                   ==, 0);
  g_assert_cmpmem (a, a_size, b, b_size);

  g_assert_cmpint (gnutls_x509_crt_get_key_usage (certificate, &usage, &critical), ==, 0);
  g_assert_cmphex (usage, ==, GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT);
  g_assert_true (critical);
}

static void
test_create (void)
{
  MusterAuthority *authority = shared_authority ();
  MusterCertificateInfo *info = muster_authority_get_info (authority);
  g_auto(gnutls_x509_crt_t) certificate = load (muster_authority_get_certificate (authority));
  g_autoptr(MusterCertificateInfo) again = NULL;
  unsigned int critical = 0, ca = 0, usage = 0, status = 1;
  int path = 7;
  size_t size = 0;

  g_assert_cmpstr (info->common_name, ==, "数据中心 1");
  g_assert_cmpstr (info->issuer, ==, info->subject);
  g_assert_cmpstr (info->key_algorithm, ==, "RSA");
  g_assert_cmpuint (info->key_bits, ==, 3072);
  g_assert_cmpstr (info->signature_algorithm, ==, "RSA-SHA256");
  g_assert_true (info->is_authority);
  g_assert_false (info->is_weak);
  g_assert_cmpuint (strlen (info->serial), ==, 32);
  g_assert_cmpint (muster_certificate_info_get_days_left (info, now () - 60), ==,
                   MUSTER_AUTHORITY_DAYS);
  g_assert_cmpint (g_date_time_to_unix (info->not_before), <=, now () - 10 * 60);

  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &ca, &path),
                   >=, 0);
  g_assert_true (critical && ca);
  g_assert_cmpint (path, ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_key_usage (certificate, &usage, &critical), ==, 0);
  g_assert_cmphex (usage, ==, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN);
  g_assert_true (critical);
  g_assert_cmpint (gnutls_x509_crt_get_subject_key_id (certificate, NULL, &size, NULL), ==,
                   GNUTLS_E_SHORT_MEMORY_BUFFER);
  g_assert_cmpuint (size, ==, 20);
  g_assert_cmpint (gnutls_x509_crt_list_verify (&certificate, 1, &certificate, 1, NULL, 0,
                                                0, &status), ==, 0);
  g_assert_cmphex (status, ==, 0);

  assert_rejects (muster_authority_create ("", 1), MUSTER_SECRETS_ERROR_NAME);
  assert_rejects (muster_authority_create (" ", 1), MUSTER_SECRETS_ERROR_NAME);
  assert_rejects (muster_authority_create ("a\nb", 1), MUSTER_SECRETS_ERROR_NAME);
  assert_rejects (muster_authority_create ("12345678901234567890123456789012345678901234567890"
                                           "123456789012345", 1), MUSTER_SECRETS_ERROR_NAME);
}

/* --- issuing ------------------------------------------------------------- */

static void
assert_purposes (MusterCertificateKind kind,
                 guint                 purposes)
{
  g_autofree char *pem = issue (shared_authority (), kind);
  g_autoptr(MusterCertificateInfo) info = describe (pem);

  assert_issued_by (pem, shared_authority ());
  g_assert_cmphex (info->purposes, ==, purposes);
}

static void
test_issue (void)
{
  g_autofree char *pem = issue (shared_authority (), MUSTER_CERTIFICATE_SERVER);
  g_autofree char *again = issue (shared_authority (), MUSTER_CERTIFICATE_SERVER);
  g_autoptr(MusterCertificateInfo) info = describe (pem);
  g_autoptr(MusterCertificateInfo) other = describe (again);
  g_autofree char *names = g_strjoinv (" ", info->names);

  g_assert_cmpstr (info->subject, ==, "CN=kvm1.example.org");
  g_assert_cmpstr (info->issuer_name, ==, "数据中心 1");
  g_assert_cmpstr (names, ==, "kvm1.example.org 192.0.2.7 2001:db8::7");
  g_assert_false (info->is_authority);
  g_assert_cmpuint (info->key_bits, ==, 2048);
  g_assert_cmpint (muster_certificate_info_get_days_left (info, now () - 60), ==, 365);
  g_assert_cmpint (g_date_time_compare (info->not_before,
                                        muster_authority_get_info (shared_authority ())->not_before),
                   >=, 0);
  g_assert_cmpuint (strlen (info->serial), ==, 32);
  g_assert_cmpstr (info->serial, !=, other->serial);
  g_assert_true (muster_certificate_info_matches (info, "KVM1.example.org"));
  g_assert_true (muster_certificate_info_matches (info, "192.0.2.7"));
  g_assert_true (muster_certificate_info_matches (info, "2001:db8::7"));
  g_assert_false (muster_certificate_info_matches (info, "evil.example.net"));

  assert_purposes (MUSTER_CERTIFICATE_SERVER,
                   MUSTER_CERTIFICATE_FOR_SERVERS | MUSTER_CERTIFICATE_FOR_CLIENTS);
  assert_purposes (MUSTER_CERTIFICATE_QEMU_SERVER, MUSTER_CERTIFICATE_FOR_SERVERS);
  assert_purposes (MUSTER_CERTIFICATE_QEMU_CLIENT, MUSTER_CERTIFICATE_FOR_CLIENTS);
}

static void
test_issue_client (void)
{
  MusterIdentity *admin = shared_admin ();
  g_autoptr(MusterCertificateInfo) info = describe (muster_identity_get_certificate (admin));
  g_autoptr(MusterCertificateRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  assert_issued_by (muster_identity_get_certificate (admin), shared_authority ());
  g_assert_cmpstr (info->common_name, ==, "李雷 “admin”, O=x");
  g_assert_cmphex (info->purposes, ==, MUSTER_CERTIFICATE_FOR_CLIENTS);
  g_assert_cmpuint (info->key_bits, ==, 3072);
  g_assert_cmpuint (g_strv_length (info->names), ==, 0);
  g_assert_cmpstr (info->id, ==, muster_identity_get_id (admin));
  g_assert_cmpstr (info->fingerprint, ==, muster_identity_get_fingerprint (admin));
  g_assert_cmpstr (muster_identity_get_ca (admin), ==,
                   muster_authority_get_certificate (shared_authority ()));
  g_assert_true (muster_identity_check_dates (admin, now (), &error));
  g_assert_no_error (error);

  record = muster_certificate_record_new (MUSTER_CERTIFICATE_CLIENT, info);
  g_assert_cmpstr (record->name, ==, info->common_name);
  assert_rejects (muster_authority_issue_client (shared_authority (), "\t", 1),
                  MUSTER_SECRETS_ERROR_NAME);
}

static void
assert_name (const char *name,
             const char *expected)
{
  g_autoptr(MusterCertificateRequest) request = shared_request ();
  g_autoptr(GError) error = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(MusterCertificateInfo) info = NULL;

  pem = muster_authority_issue (shared_authority (), MUSTER_CERTIFICATE_SERVER, request,
                                (const char *[]) { name, name, NULL }, 1, &error);
  if (expected == NULL)
    {
      g_assert_null (pem);
      g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NAME);
      g_assert_nonnull (strstr (error->message, name));
      return;
    }

  g_assert_no_error (error);
  info = describe (pem);
  g_assert_cmpuint (g_strv_length (info->names), ==, 1);
  g_assert_cmpstr (info->names[0], ==, expected);
}

static void
test_names (void)
{
  g_autoptr(MusterCertificateRequest) request = shared_request ();
  g_autoptr(GError) error = NULL;
  const char *none[] = { NULL };

  assert_name ("KVM-2", "kvm-2");
  assert_name ("node_3.lab.", "node_3.lab");
  assert_name ("rechenzentrum-süd.example", "xn--rechenzentrum-sd-xzb.example");
  assert_name ("主机.example", "xn--tiq422d.example");
  assert_name ("::ffff:192.0.2.1", "::ffff:192.0.2.1");
  assert_name ("2001:DB8:0::1", "2001:db8::1");
  assert_name ("a-very-long-name-of-a-host.in-a-very-long-name-of-a-place.example.org",
               "a-very-long-name-of-a-host.in-a-very-long-name-of-a-place.example.org");
  assert_name ("", NULL);
  assert_name (".", NULL);
  assert_name ("a..b", NULL);
  assert_name ("*.example.org", NULL);
  assert_name ("192.0.2.300", NULL);
  assert_name ("fe80::1%eth0", NULL);
  assert_name ("two words", NULL);
  assert_name ("kvm1\nDNS:evil", NULL);
  assert_name ("-x", NULL);

  g_assert_null (muster_authority_issue (shared_authority (), MUSTER_CERTIFICATE_SERVER,
                                         request, none, 1, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NAME);
}

/* --- the authority's own end --------------------------------------------- */

static MusterAuthority *
load_pair (Pair *pair)
{
  g_autofree char *certificate = export_certificate (pair);
  g_autofree char *key = export_key (pair, NULL);
  g_autoptr(GError) error = NULL;
  MusterAuthority *authority = muster_authority_new_from_pem (certificate, key, NULL, &error);

  g_assert_no_error (error);
  return authority;
}

static void
test_clamp (void)
{
  g_auto(Pair) pair = make_pair ("Short CA", -1, 10, NULL, NULL);
  g_autoptr(MusterAuthority) authority = load_pair (&pair);
  MusterCertificateInfo *ca = muster_authority_get_info (authority);
  g_autofree char *pem = issue (authority, MUSTER_CERTIFICATE_SERVER);
  g_autoptr(MusterCertificateInfo) info = describe (pem);

  g_assert_true (g_date_time_equal (info->not_after, ca->not_after));
  g_assert_cmpint (g_date_time_compare (info->not_before, ca->not_before), >, 0);
}

static void
assert_refuses (MusterAuthority *authority,
                int              code)
{
  g_autoptr(MusterCertificateRequest) request = shared_request ();
  g_autoptr(GError) error = NULL;

  g_assert_null (muster_authority_issue (authority, MUSTER_CERTIFICATE_SERVER, request,
                                         NAMES, 30, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, MUSTER_SECRETS_ERROR, code);
}

static void
test_expired (void)
{
  g_auto(Pair) late = make_pair ("Late CA", -10, -1, NULL, NULL);
  g_auto(Pair) early = make_pair ("Early CA", 2, 10, NULL, NULL);
  g_autoptr(MusterAuthority) late_authority = load_pair (&late);
  g_autoptr(MusterAuthority) early_authority = load_pair (&early);
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  assert_refuses (late_authority, MUSTER_SECRETS_ERROR_EXPIRED);
  assert_refuses (early_authority, MUSTER_SECRETS_ERROR_EXPIRED);
  assert_rejects (muster_authority_issue_client (late_authority, "admin", 30),
                  MUSTER_SECRETS_ERROR_EXPIRED);
  g_assert_null (muster_authority_make_crl (late_authority, records, 1, 0, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED);
}

/* An imported authority that may issue for one domain only. */
static void
test_constrained (void)
{
  g_auto(Pair) pair = make_pair ("Limited CA", -1, 10, NULL, NULL);
  gnutls_datum_t domain = { (unsigned char *) "example.net", 11 };
  gnutls_x509_name_constraints_t limits;
  g_autoptr(MusterAuthority) authority = NULL;

  g_assert_cmpint (gnutls_x509_name_constraints_init (&limits), ==, 0);
  gnutls_x509_name_constraints_add_permitted (limits, GNUTLS_SAN_DNSNAME, &domain);
  g_assert_cmpint (gnutls_x509_crt_set_name_constraints (pair.certificate, limits, 1), ==, 0);
  gnutls_x509_name_constraints_deinit (limits);
  g_assert_cmpint (gnutls_x509_crt_sign2 (pair.certificate, pair.certificate, pair.key,
                                          GNUTLS_DIG_SHA256, 0), ==, 0);

  authority = load_pair (&pair);
  assert_refuses (authority, MUSTER_SECRETS_ERROR_ISSUER);
}

/* --- handshakes ---------------------------------------------------------- */

static gint64 clock_shift;

static time_t
shifted_time (time_t *t)
{
  time_t value = now () + clock_shift;

  if (t != NULL)
    *t = value;
  return value;
}

typedef struct
{
  const char *ca;
  const char *certificate;
  const char *key;
  const char *crl;
} End;

static gnutls_datum_t
text (const char *value)
{
  return (gnutls_datum_t) { (unsigned char *) value, strlen (value) };
}

static gnutls_certificate_credentials_t
make_credentials (const End *end)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t ca = text (end->ca);
  gnutls_datum_t certificate = text (end->certificate);
  gnutls_datum_t key = text (end->key);

  g_assert_cmpint (gnutls_certificate_allocate_credentials (&credentials), ==, 0);
  g_assert_cmpint (gnutls_certificate_set_x509_trust_mem (credentials, &ca,
                                                          GNUTLS_X509_FMT_PEM), ==, 1);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem (credentials, &certificate, &key,
                                                        GNUTLS_X509_FMT_PEM), >=, 0);
  if (end->crl != NULL)
    {
      gnutls_datum_t crl = text (end->crl);

      g_assert_cmpint (gnutls_certificate_set_x509_crl_mem (credentials, &crl,
                                                            GNUTLS_X509_FMT_PEM), ==, 1);
    }
  return credentials;
}

/* @wanted must last as long as the session. */
static gnutls_session_t
make_session (unsigned int                      flags,
              int                               fd,
              gnutls_certificate_credentials_t  credentials,
              const char                       *priority_string,
              gnutls_typed_vdata_st            *wanted,
              unsigned int                      n_wanted)
{
  gnutls_session_t session;

  g_assert_cmpint (gnutls_init (&session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL |
                                          GNUTLS_FORCE_CLIENT_CERT), ==, 0);
  g_assert_cmpint (gnutls_priority_set_direct (session, priority_string, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_session_set_verify_cert2 (session, wanted, n_wanted, 0);
  if (flags & GNUTLS_SERVER)
    gnutls_certificate_server_set_request (session, GNUTLS_CERT_REQUIRE);
  gnutls_transport_set_int (session, fd);
  return session;
}

static gboolean
step (gnutls_session_t  session,
      int              *result)
{
  if (*result != GNUTLS_E_AGAIN)
    return FALSE;

  do
    *result = gnutls_handshake (session);
  while (*result == GNUTLS_E_INTERRUPTED || *result == GNUTLS_E_WARNING_ALERT_RECEIVED);
  return TRUE;
}

static const char *priority = "NORMAL";

/* Whether both ends accept each other; in TLS 1.3 the client ends first. */
static gboolean
shake_hands (const End  *server,
             const End  *client,
             const char *name)
{
  gnutls_certificate_credentials_t server_credentials = make_credentials (server);
  gnutls_certificate_credentials_t client_credentials = make_credentials (client);
  gnutls_session_t sessions[2];
  int results[2] = { GNUTLS_E_AGAIN, GNUTLS_E_AGAIN };
  gnutls_typed_vdata_st from_client[] = {
    { GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *) GNUTLS_KP_TLS_WWW_CLIENT, 0 },
  };
  gnutls_typed_vdata_st from_server[] = {
    { GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *) GNUTLS_KP_TLS_WWW_SERVER, 0 },
    { GNUTLS_DT_DNS_HOSTNAME, (unsigned char *) name, 0 },
  };
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds),
                   ==, 0);
  sessions[0] = make_session (GNUTLS_SERVER, fds[0], server_credentials, priority,
                              from_client, G_N_ELEMENTS (from_client));
  sessions[1] = make_session (GNUTLS_CLIENT, fds[1], client_credentials, priority,
                              from_server, G_N_ELEMENTS (from_server));

  for (guint i = 0; i < 1000; i++)
    {
      gboolean moved = step (sessions[0], &results[0]);

      moved |= step (sessions[1], &results[1]);
      if (!moved || (results[0] < 0 && results[0] != GNUTLS_E_AGAIN) ||
          (results[1] < 0 && results[1] != GNUTLS_E_AGAIN))
        break;
    }
  g_test_message ("server: %s; client: %s", gnutls_strerror (results[0]),
                  gnutls_strerror (results[1]));

  for (guint i = 0; i < 2; i++)
    {
      gnutls_deinit (sessions[i]);
      close (fds[i]);
    }
  gnutls_certificate_free_credentials (server_credentials);
  gnutls_certificate_free_credentials (client_credentials);
  return results[0] == 0 && results[1] == 0;
}

typedef struct
{
  char *server;
  char *qemu_server;
  char *qemu_client;
  char *key;
} Host;

static void
host_clear (Host *host)
{
  g_free (host->server);
  g_free (host->qemu_server);
  g_free (host->qemu_client);
  g_free (host->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Host, host_clear)

static Host
make_host (void)
{
  return (Host) {
    issue (shared_authority (), MUSTER_CERTIFICATE_SERVER),
    issue (shared_authority (), MUSTER_CERTIFICATE_QEMU_SERVER),
    issue (shared_authority (), MUSTER_CERTIFICATE_QEMU_CLIENT),
    export_private (shared_key (2048)),
  };
}

static End
admin_end (void)
{
  MusterIdentity *admin = shared_admin ();

  return (End) { muster_identity_get_ca (admin), muster_identity_get_certificate (admin),
                 muster_identity_get_key (admin), NULL };
}

static void
test_handshake (gconstpointer data)
{
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_auto(Host) host = make_host ();
  g_auto(Pair) foreign = make_pair ("Foreign", -1, 10, NULL, NULL);
  g_autofree char *foreign_certificate = export_certificate (&foreign);
  g_autofree char *foreign_key = export_key (&foreign, NULL);
  End server = { ca, host.server, host.key, NULL };
  End qemu_server = { ca, host.qemu_server, host.key, NULL };
  End qemu_client = { ca, host.qemu_client, host.key, NULL };
  End stranger = { ca, foreign_certificate, foreign_key, NULL };
  End admin = admin_end ();

  priority = data;
  g_assert_true (shake_hands (&server, &admin, "kvm1.example.org"));
  g_assert_true (shake_hands (&server, &admin, "192.0.2.7"));
  g_assert_true (shake_hands (&server, &admin, "2001:db8::7"));
  g_assert_false (shake_hands (&server, &admin, "evil.example.net"));
  g_assert_false (shake_hands (&server, &stranger, "kvm1.example.org"));

  /* A host that migrates a VM to another one, libvirt to libvirt and QEMU to QEMU. */
  g_assert_true (shake_hands (&server, &server, "kvm1.example.org"));
  g_assert_true (shake_hands (&qemu_server, &qemu_client, "kvm1.example.org"));
  g_assert_false (shake_hands (&qemu_client, &admin, "kvm1.example.org"));
  g_assert_false (shake_hands (&qemu_server, &qemu_server, "kvm1.example.org"));
  priority = "NORMAL";
}

/* The organisation's authority is not ours: its other certificates are refused. */
static void
test_intermediate (void)
{
  g_auto(Pair) root = make_pair ("Root", -1, 20, NULL, NULL);
  g_auto(Pair) middle = make_pair ("Middle", -1, 10, NULL, &root);
  g_auto(Pair) other = make_pair ("somebody", -1, 10, GNUTLS_KP_TLS_WWW_CLIENT, &root);
  g_autofree char *bundle = NULL, *root_pem = NULL, *middle_pem = NULL;
  g_autofree char *middle_key = NULL, *other_pem = NULL, *other_key = NULL;
  g_autofree char *server_pem = NULL, *server_key = export_private (shared_key (2048));
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GError) error = NULL;
  End server, somebody;

  gnutls_x509_crt_set_ca_status (middle.certificate, TRUE);
  gnutls_x509_crt_sign2 (middle.certificate, root.certificate, root.key,
                         GNUTLS_DIG_SHA256, 0);
  root_pem = export_certificate (&root);
  middle_pem = export_certificate (&middle);
  middle_key = export_key (&middle, NULL);
  bundle = g_strconcat (middle_key, root_pem, middle_pem, NULL);

  authority = muster_authority_new_from_pem (bundle, middle_key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (muster_authority_get_certificate (authority), ==, middle_pem);

  server_pem = issue (authority, MUSTER_CERTIFICATE_SERVER);
  server = (End) { middle_pem, server_pem, server_key, NULL };
  g_assert_true (shake_hands (&server, &server, "kvm1.example.org"));

  other_pem = export_certificate (&other);
  other_key = export_key (&other, NULL);
  somebody = (End) { middle_pem, other_pem, other_key, NULL };
  g_assert_false (shake_hands (&server, &somebody, "kvm1.example.org"));
}

/* --- revocation ---------------------------------------------------------- */

static MusterCertificateRecord *
record (const char            *pem,
        MusterCertificateKind  kind,
        gboolean               revoked)
{
  g_autoptr(MusterCertificateInfo) info = describe (pem);
  MusterCertificateRecord *line = muster_certificate_record_new (kind, info);

  line->revoked_at = revoked ? now () - 60 : 0;
  return line;
}

static char *
make_crl (GPtrArray *records,
          guint64    number,
          int        days)
{
  g_autoptr(GError) error = NULL;
  char *crl = muster_authority_make_crl (shared_authority (), records, number, days, &error);

  g_assert_no_error (error);
  return crl;
}

static void
assert_number (const char *pem,
               guint64     expected)
{
  gnutls_datum_t data = text (pem);
  g_auto(gnutls_x509_crl_t) crl = NULL;
  unsigned char number[32];
  size_t size = sizeof number;
  guint64 value = 0;

  g_assert_cmpint (gnutls_x509_crl_init (&crl), ==, 0);
  g_assert_cmpint (gnutls_x509_crl_import (crl, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crl_get_number (crl, number, &size, NULL), ==, 0);
  for (size_t i = 0; i < size; i++)
    value = value << 8 | number[i];
  g_assert_cmpuint (value, ==, expected);
  g_assert_cmphex (number[0] & 0x80, ==, 0);
}

static void
assert_revoked (MusterAuthority *authority,
                const char      *crl,
                guint            expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) revoked = NULL;

  muster_authority_set_crl (authority, crl, &error);
  g_assert_no_error (error);
  revoked = muster_authority_list_revoked (authority);
  g_assert_cmpuint (revoked->len, ==, expected);
}

static void
test_crl (void)
{
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_auto(Host) host = make_host ();
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  MusterCertificateRecord *admin_line, *server_line;
  g_autofree char *empty = NULL, *client_gone = NULL, *server_gone = NULL, *short_lived = NULL, *short_gone = NULL;
  End server = { ca, host.server, host.key, NULL };
  End admin = admin_end ();

  admin_line = record (admin.certificate, MUSTER_CERTIFICATE_CLIENT, FALSE);
  server_line = record (host.server, MUSTER_CERTIFICATE_SERVER, FALSE);
  g_ptr_array_add (records, admin_line);
  g_ptr_array_add (records, server_line);

  empty = make_crl (records, 1, 0);
  short_lived = make_crl (records, 0x80, 1);
  admin_line->revoked_at = now () - 60;
  client_gone = make_crl (records, 0xfedcba98, 0);
  short_gone = make_crl (records, 0xfedcba99, 1);
  admin_line->revoked_at = 0;
  server_line->revoked_at = now () - 60;
  server_gone = make_crl (records, G_MAXINT64, 0);
  assert_number (empty, 1);
  assert_number (short_lived, 0x80);
  assert_number (client_gone, 0xfedcba98);
  assert_number (server_gone, G_MAXINT64);

  server.crl = empty;
  admin.crl = empty;
  g_assert_true (shake_hands (&server, &admin, "kvm1.example.org"));
  server.crl = client_gone;
  g_assert_false (shake_hands (&server, &admin, "kvm1.example.org"));
  server.crl = server_gone;
  g_assert_true (shake_hands (&server, &admin, "kvm1.example.org"));
  admin.crl = server_gone;
  g_assert_false (shake_hands (&server, &admin, "kvm1.example.org"));

  /* Of an overdue list GnuTLS minds what it says, not that it is overdue. */
  admin.crl = NULL;
  clock_shift = 2 * DAY;
  server.crl = short_lived;
  g_assert_true (shake_hands (&server, &admin, "kvm1.example.org"));
  server.crl = short_gone;
  g_assert_false (shake_hands (&server, &admin, "kvm1.example.org"));

  /* A clock that is ten minutes behind does not refuse what is new. */
  clock_shift = -10 * 60;
  server.crl = empty;
  g_assert_true (shake_hands (&server, &admin, "kvm1.example.org"));
  clock_shift = 366 * DAY;
  g_assert_false (shake_hands (&server, &admin, "kvm1.example.org"));
  clock_shift = 0;
}

/* The ledger outlives an authority; the next one says nothing of the former's. */
static void
test_crl_of_own (void)
{
  g_autoptr(MusterAuthority) next = await_object (muster_authority_create ("Muster test", 9));
  g_auto(Host) host = make_host ();
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  MusterCertificateRecord *line = record (host.server, MUSTER_CERTIFICATE_SERVER, TRUE);
  g_autofree char *own = NULL, *others = NULL, *unknown = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (records, line);
  own = make_crl (records, 1, 0);
  g_assert_true (muster_revocation_list_names (own, host.server));
  others = muster_authority_make_crl (next, records, 1, 0, &error);
  g_assert_no_error (error);
  assert_revoked (next, others, 0);

  g_clear_pointer (&line->authority, g_free);
  unknown = muster_authority_make_crl (next, records, 1, 0, &error);
  g_assert_no_error (error);
  assert_revoked (next, unknown, 1);
}

/* What one desk has revoked, another one that takes over the authority knows. */
static void
test_crl_travels (void)
{
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  g_auto(Pair) pair = make_pair ("Two desks", -1, 10, NULL, NULL);
  g_autoptr(MusterAuthority) authority = load_pair (&pair);
  g_autoptr(MusterAuthority) imported = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GPtrArray) none = muster_authority_list_revoked (authority);
  g_autoptr(GBytes) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *crl = NULL;
  MusterCertificateRecord *line = record (admin_end ().certificate, MUSTER_CERTIFICATE_CLIENT, TRUE);

  g_assert_cmpuint (none->len, ==, 0);
  line->revoked_at = now () - 60;
  g_clear_pointer (&line->authority, g_free);
  g_ptr_array_add (records, line);
  crl = muster_authority_make_crl (authority, records, 7, 0, &error);
  g_assert_no_error (error);
  g_assert_true (muster_authority_set_crl (authority, crl, &error));

  file = await_boxed (muster_authority_export_pkcs12 (authority, "long enough"));
  imported = await_object (muster_authority_import_pkcs12 (file, "long enough"));
  g_assert_cmpstr (muster_authority_get_crl (imported), ==, crl);
  known = muster_authority_list_revoked (imported);
  g_assert_cmpuint (known->len, ==, 1);
  g_assert_cmpstr (((MusterCertificateRecord *) known->pdata[0])->serial, ==, line->serial);
  g_assert_cmpint (((MusterCertificateRecord *) known->pdata[0])->revoked_at, ==, line->revoked_at);

  g_assert_false (muster_authority_set_crl (shared_authority (), crl, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (muster_authority_set_crl (authority, "-----BEGIN X509 CRL-----", &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
}

/* Desks that know the same make the same list, so that a host keeps it. */
static void
test_crl_order (void)
{
  MusterCertificateRecord a = { .serial = (char *) "0a", .revoked_at = 1700000000 };
  MusterCertificateRecord b = { .serial = (char *) "1b", .revoked_at = 1600000000 };
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autofree char *first = NULL, *second = NULL;

  g_ptr_array_add (records, &a);
  g_ptr_array_add (records, &b);
  first = make_crl (records, 9, 0);
  g_ptr_array_set_size (records, 0);
  g_ptr_array_add (records, &b);
  g_ptr_array_add (records, &a);
  second = make_crl (records, 9, 0);
  g_assert_cmpstr (first, ==, second);
}

static void
test_crl_holds (void)
{
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_autoptr(MusterAuthority) stranger = await_object (muster_authority_create ("Else", 9));
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autofree char *crl = make_crl (none, 1, 2);

  g_assert_true (muster_revocation_list_holds (crl, ca, now ()));
  g_assert_false (muster_revocation_list_holds (crl, ca, now () + 3 * 24 * 60 * 60));
  g_assert_false (muster_revocation_list_holds (crl, ca, now () - 3 * 24 * 60 * 60));
  g_assert_false (muster_revocation_list_holds (crl, muster_authority_get_certificate (stranger),
                                                now ()));
  g_assert_false (muster_revocation_list_holds ("-----BEGIN X509 CRL-----", ca, now ()));
  g_assert_false (muster_revocation_list_holds (crl, "nobody", now ()));
  g_assert_false (muster_revocation_list_names (crl, ca));
  g_assert_false (muster_revocation_list_names (crl, "nobody"));
  g_assert_false (muster_revocation_list_names ("nothing", ca));
}

static void
test_crl_refused (void)
{
  g_auto(Pair) pair = make_pair ("No lists", -1, 10, NULL, NULL);
  g_autoptr(MusterAuthority) authority = NULL;
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  MusterCertificateRecord *line;
  g_autoptr(GError) error = NULL;

  gnutls_x509_crt_set_key_usage (pair.certificate, GNUTLS_KEY_KEY_CERT_SIGN);
  gnutls_x509_crt_sign2 (pair.certificate, pair.certificate, pair.key, GNUTLS_DIG_SHA256, 0);
  authority = load_pair (&pair);
  g_assert_null (muster_authority_make_crl (authority, records, 1, 0, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PURPOSE);
  g_clear_error (&error);

  line = record (muster_identity_get_certificate (shared_admin ()),
                 MUSTER_CERTIFICATE_CLIENT, TRUE);
  line->serial[0] = 'x';
  g_ptr_array_add (records, line);
  g_assert_null (muster_authority_make_crl (shared_authority (), records, 1, 0, &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
}

/* --- programs of others -------------------------------------------------- */

static char *scratch;

static char *
put (const char *name,
     const char *content,
     gssize      length)
{
  char *path = g_build_filename (scratch, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  return path;
}

/* Runs certtool in the scratch folder; its output, or NULL when it fails. */
static char *
certtool (const char *arguments)
{
  g_autofree char *line = g_strconcat ("certtool ", arguments, NULL);
  g_auto(GStrv) argv = g_strsplit (line, " ", -1);
  g_autofree char *errors = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  int status;

  g_spawn_sync (scratch, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &errors,
                &status, &error);
  g_assert_no_error (error);
  if (g_spawn_check_wait_status (status, NULL))
    return output;

  g_test_message ("%s: %s %s", line, output, errors);
  g_free (output);
  return NULL;
}

static void
assert_contains (const char *arguments,
                 const char *wanted)
{
  g_autofree char *output = certtool (arguments);

  g_assert_nonnull (output);
  if (strstr (output, wanted) == NULL)
    g_test_message ("%s", output);
  g_assert_nonnull (strstr (output, wanted));
}

static void
test_certtool (void)
{
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  g_autofree char *server = issue (shared_authority (), MUSTER_CERTIFICATE_SERVER);
  g_autofree char *crl = NULL;
  g_autofree char *ca_path = NULL, *server_path = NULL, *crl_path = NULL, *client_path = NULL;

  ca_path = put ("ca.pem", muster_authority_get_certificate (shared_authority ()), -1);
  server_path = put ("server.pem", server, -1);
  client_path = put ("client.pem", muster_identity_get_certificate (shared_admin ()), -1);
  g_ptr_array_add (records, record (server, MUSTER_CERTIFICATE_SERVER, TRUE));
  crl = make_crl (records, 9, 30);
  crl_path = put ("crl.pem", crl, -1);

  assert_contains ("--infile ca.pem -i", "Path Length Constraint: 0");
  assert_contains ("--infile ca.pem -i", "Key Usage (critical):\n\t\t\tCertificate signing.\n\t\t\tCRL signing.");
  assert_contains ("--infile server.pem -i", "IPAddress: 192.0.2.7");
  assert_contains ("--infile server.pem -i", "TLS WWW Client.");
  assert_contains ("--verify --load-ca-certificate ca.pem --infile server.pem "
                   "--verify-hostname kvm1.example.org --verify-purpose 1.3.6.1.5.5.7.3.1",
                   "The certificate is trusted");
  assert_contains ("--verify --load-ca-certificate ca.pem --infile client.pem "
                   "--verify-purpose 1.3.6.1.5.5.7.3.2", "The certificate is trusted");
  assert_contains ("--verify-crl --load-ca-certificate ca.pem --infile crl.pem", "Verified");
  assert_contains ("--infile crl.pem --crl-info", "CRL Number (not critical): 09");
}

static void
test_certtool_request (void)
{
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autofree char *key = export_private (shared_key (2048));
  g_autofree char *key_path = NULL, *template = NULL, *path = NULL, *pem = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;

  key_path = put ("host.key", key, -1);
  template = put ("host.cfg", "cn = whatever\n", -1);
  output = certtool ("--generate-request --load-privkey host.key --template host.cfg "
                     "--outfile host.csr");
  g_assert_nonnull (output);
  path = g_build_filename (scratch, "host.csr", NULL);
  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));

  /* Its text before the PEM part does no harm. */
  request = muster_certificate_request_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (muster_certificate_request_get_key_bits (request), ==, 2048);
}

/* --- export and import --------------------------------------------------- */

static void
assert_same (MusterAuthority *taken)
{
  g_autoptr(MusterAuthority) authority = taken;
  g_autofree char *pem = issue (authority, MUSTER_CERTIFICATE_SERVER);

  g_assert_cmpstr (muster_authority_get_certificate (authority), ==,
                   muster_authority_get_certificate (shared_authority ()));
  assert_issued_by (pem, shared_authority ());
}

static char *
await_text (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_dup_string (value);
}

static void
test_pkcs12 (void)
{
  g_autoptr(GBytes) file = NULL;
  g_autoptr(GBytes) garbage = g_bytes_new_static ("no PKCS#12", 10);
  g_autofree char *path = NULL;

  file = await_boxed (muster_authority_export_pkcs12 (shared_authority (), "Schlüssel 密码 1"));
  assert_same (await_object (muster_authority_import_pkcs12 (file, "Schlüssel 密码 1")));
  assert_rejects (muster_authority_import_pkcs12 (file, "Schlüssel 密码 2"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);
  assert_rejects (muster_authority_import_pkcs12 (file, NULL), MUSTER_SECRETS_ERROR_ENCRYPTED);
  assert_rejects (muster_authority_import_pkcs12 (garbage, "x"), MUSTER_SECRETS_ERROR_INVALID);
  assert_rejects (muster_authority_export_pkcs12 (shared_authority (), "短短短短短短短"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);

  path = put ("authority.p12", g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  assert_same (await_object (muster_authority_import_files (path, NULL, "Schlüssel 密码 1")));
  assert_rejects (muster_authority_import_files (path, NULL, "x"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);
  assert_rejects (muster_authority_import_files (path, NULL, NULL),
                  MUSTER_SECRETS_ERROR_ENCRYPTED);
}

static void
test_pkcs12_certtool (void)
{
  g_autoptr(GBytes) file = NULL;
  g_autofree char *ours = NULL, *theirs = NULL, *ca = NULL, *key = NULL, *output = NULL;
  g_autoptr(MusterWiped) key_pem = _muster_authority_dup_key (shared_authority ());

  file = await_boxed (muster_authority_export_pkcs12 (shared_authority (), "12345678"));
  ours = put ("ours.p12", g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  assert_contains ("--p12-info --inder --password 12345678 --infile ours.p12",
                   "Cipher: AES-256-CBC");
  assert_contains ("--p12-info --inder --password 12345678 --infile ours.p12",
                   "MAC: SHA256");
  assert_contains ("--p12-info --inder --password 12345678 --infile ours.p12",
                   "BEGIN CERTIFICATE");

  ca = put ("ca.pem", muster_authority_get_certificate (shared_authority ()), -1);
  key = put ("ca.key", key_pem, -1);
  output = certtool ("--to-p12 --load-certificate ca.pem --load-privkey ca.key --p12-name ca "
                     "--password 12345678 --outder --outfile theirs.p12");
  g_assert_nonnull (output);
  theirs = g_build_filename (scratch, "theirs.p12", NULL);
  assert_same (await_object (muster_authority_import_files (theirs, NULL, "12345678")));
  g_remove (key);
}

static void
test_pkcs8 (void)
{
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_autofree char *key = NULL, *cut = NULL;
  g_autofree char *ca_path = NULL, *key_path = NULL;
  g_autoptr(GError) error = NULL;

  key = await_text (muster_authority_export_key (shared_authority (), "correct horse"));
  g_assert_true (g_str_has_prefix (key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  assert_same (await_object (muster_authority_import_pem (ca, key, "correct horse")));
  assert_rejects (muster_authority_import_pem (ca, key, "wrong horse"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);
  assert_rejects (muster_authority_import_pem (ca, key, ""), MUSTER_SECRETS_ERROR_PASSPHRASE);
  assert_rejects (muster_authority_import_pem (ca, key, NULL), MUSTER_SECRETS_ERROR_ENCRYPTED);
  assert_rejects (muster_authority_export_key (shared_authority (), "1234567"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);

  cut = g_strndup (key, strlen (key) / 2);
  assert_rejects (muster_authority_import_pem (ca, cut, "correct horse"),
                  MUSTER_SECRETS_ERROR_PASSPHRASE);

  ca_path = put ("mine.pem", ca, -1);
  key_path = put ("mine.key", key, -1);
  assert_same (await_object (muster_authority_import_files (ca_path, key_path,
                                                            "correct horse")));
  assert_rejects (muster_authority_import_files (ca_path, "/nowhere/at/all", NULL),
                  MUSTER_SECRETS_ERROR_MISSING);
  assert_rejects (muster_authority_import_files (scratch, NULL, NULL),
                  MUSTER_SECRETS_ERROR_NOT_REGULAR);
  assert_rejects (muster_authority_import_files (ca_path, NULL, NULL),
                  MUSTER_SECRETS_ERROR_NOT_PEM);
  g_assert_no_error (error);
}

static void
test_wrong_files (void)
{
  g_auto(Pair) other = make_pair ("Other CA", -1, 10, NULL, NULL);
  g_auto(Pair) leaf = make_pair ("leaf", -1, 10, NULL, &other);
  g_autofree char *other_key = export_key (&other, NULL);
  g_autofree char *leaf_pem = export_certificate (&leaf);
  g_autofree char *leaf_key = export_key (&leaf, NULL);
  g_autofree char *cut = g_strndup (leaf_pem, strlen (leaf_pem) / 2);
  g_autofree char *weak_key = export_private (shared_key (1024));
  g_autofree char *weak = NULL;
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_auto(Pair) old = make_pair ("Old CA", -1, 10, NULL, NULL);

  assert_rejects (muster_authority_import_pem (ca, other_key, NULL),
                  MUSTER_SECRETS_ERROR_MISMATCH);
  assert_rejects (muster_authority_import_pem (leaf_pem, leaf_key, NULL),
                  MUSTER_SECRETS_ERROR_PURPOSE);
  assert_rejects (muster_authority_import_pem (cut, leaf_key, NULL),
                  MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_rejects (muster_authority_import_pem ("", leaf_key, NULL),
                  MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_rejects (muster_authority_import_pem (ca, "garbage", NULL),
                  MUSTER_SECRETS_ERROR_NOT_PEM);
  assert_rejects (muster_authority_import_pem (ca, ca, "x"), MUSTER_SECRETS_ERROR_NOT_PEM);

  gnutls_x509_crt_set_key (old.certificate, shared_key (1024));
  gnutls_x509_crt_sign2 (old.certificate, old.certificate, shared_key (1024),
                         GNUTLS_DIG_SHA256, 0);
  weak = export_certificate (&old);
  assert_rejects (muster_authority_import_pem (weak, weak_key, NULL),
                  MUSTER_SECRETS_ERROR_WEAK);
}

static void
test_folder (void)
{
  g_autoptr(MusterWiped) key = _muster_authority_dup_key (shared_authority ());
  g_autofree char *old_key = export_private (shared_authority ()->key);
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_autofree char *ovirt = g_build_filename (scratch, "ovirt-engine", NULL);
  g_autofree char *libvirt = g_build_filename (scratch, "libvirt", NULL);
  g_autofree char *empty = g_build_filename (scratch, "empty", NULL);
  g_autofree char *a = put ("ovirt-engine/ca.pem", ca, -1);
  g_autofree char *b = put ("ovirt-engine/private/ca.pem", key, -1);
  g_autofree char *c = put ("libvirt/cacert.pem", ca, -1);
  g_autofree char *d = put ("libvirt/private/cakey.pem", old_key, -1);

  g_assert_true (g_str_has_prefix (key, "-----BEGIN PRIVATE KEY-----"));
  g_assert_true (g_str_has_prefix (old_key, "-----BEGIN RSA PRIVATE KEY-----"));
  assert_same (await_object (muster_authority_import_folder (ovirt, NULL)));
  assert_same (await_object (muster_authority_import_folder (libvirt, NULL)));
  assert_rejects (muster_authority_import_folder (empty, NULL), MUSTER_SECRETS_ERROR_MISSING);

  g_remove (b);
  assert_rejects (muster_authority_import_folder (ovirt, NULL), MUSTER_SECRETS_ERROR_MISSING);
  g_remove (d);
}

/* As "openssl ca" leaves it at /etc/pki/ovirt-engine: the certificate in words before the
 * PEM, and much beside it that is none of the authority.
 */
static void
test_ovirt_folder (void)
{
  g_autoptr(MusterWiped) key = _muster_authority_dup_key (shared_authority ());
  const char *ca = muster_authority_get_certificate (shared_authority ());
  g_autofree char *folder = g_build_filename (scratch, "etc-ovirt-engine", NULL);
  g_autofree char *told = g_strconcat ("Certificate:\n    Data:\n        Version: 3 (0x2)\n"
                                       "        Serial Number: 4096 (0x1000)\n", ca, NULL);
  g_autofree char *a = put ("etc-ovirt-engine/ca.pem", told, -1);
  g_autofree char *b = put ("etc-ovirt-engine/private/ca.pem", key, -1);
  g_autofree char *c = put ("etc-ovirt-engine/certs/engine.cer", "-----BEGIN CERTIFICATE-----\n", -1);
  g_autofree char *d = put ("etc-ovirt-engine/keys/engine_id_rsa", "nothing of ours", -1);
  g_autofree char *e = put ("etc-ovirt-engine/database.txt", "V\t351231000000Z\t\t1001\tunknown\n", -1);

  assert_same (await_object (muster_authority_import_folder (folder, NULL)));
  g_remove (b);
}

/* Nobody waits for what was asked for: it ends by itself and leaves nothing. */
static void
test_abandoned (void)
{
  g_auto(Pair) pair = make_pair ("Short", -1, 10, NULL, NULL);
  MusterAuthority *authority = load_pair (&pair);
  DexFuture *future = muster_authority_export_key (authority, "12345678");

  g_clear_pointer (&future, dex_unref);

  /* The last to let go may be the thread, which wakes nobody. */
  while (g_atomic_int_get (&G_OBJECT (authority)->ref_count) > 1)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_finalize_object (authority);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gnutls_global_set_time_function (shifted_time);
  scratch = g_dir_make_tmp ("muster-authority-XXXXXX", NULL);

  g_test_add_func ("/muster/secrets/authority/create", test_create);
  g_test_add_func ("/muster/secrets/authority/issue", test_issue);
  g_test_add_func ("/muster/secrets/authority/issue-client", test_issue_client);
  g_test_add_func ("/muster/secrets/authority/names", test_names);
  g_test_add_func ("/muster/secrets/authority/clamp", test_clamp);
  g_test_add_func ("/muster/secrets/authority/expired", test_expired);
  g_test_add_func ("/muster/secrets/authority/constrained", test_constrained);
  g_test_add_data_func ("/muster/secrets/authority/handshake/tls1.3", "NORMAL",
                        test_handshake);
  g_test_add_data_func ("/muster/secrets/authority/handshake/tls1.2",
                        "NORMAL:-VERS-ALL:+VERS-TLS1.2", test_handshake);
  g_test_add_data_func ("/muster/secrets/authority/handshake/rsa",
                        "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", test_handshake);
  g_test_add_func ("/muster/secrets/authority/intermediate", test_intermediate);
  g_test_add_func ("/muster/secrets/authority/crl", test_crl);
  g_test_add_func ("/muster/secrets/authority/crl-of-own", test_crl_of_own);
  g_test_add_func ("/muster/secrets/authority/crl-travels", test_crl_travels);
  g_test_add_func ("/muster/secrets/authority/crl-holds", test_crl_holds);
  g_test_add_func ("/muster/secrets/authority/crl-order", test_crl_order);
  g_test_add_func ("/muster/secrets/authority/crl-refused", test_crl_refused);
  g_test_add_func ("/muster/secrets/authority/certtool", test_certtool);
  g_test_add_func ("/muster/secrets/authority/certtool-request", test_certtool_request);
  g_test_add_func ("/muster/secrets/authority/pkcs12", test_pkcs12);
  g_test_add_func ("/muster/secrets/authority/pkcs12-certtool", test_pkcs12_certtool);
  g_test_add_func ("/muster/secrets/authority/pkcs8", test_pkcs8);
  g_test_add_func ("/muster/secrets/authority/wrong-files", test_wrong_files);
  g_test_add_func ("/muster/secrets/authority/folder", test_folder);
  g_test_add_func ("/muster/secrets/authority/ovirt-folder", test_ovirt_folder);
  g_test_add_func ("/muster/secrets/authority/abandoned", test_abandoned);
  result = g_test_run ();

  remove_tree (scratch);
  g_free (scratch);
  return result;
}
