/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-virt-uri.h"

static void
assert_endpoint (const char          *uri,
                 MusterVirtTransport  transport,
                 const char          *host,
                 guint                port)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (uri, &error);

  g_assert_no_error (error);
  g_assert_cmpint (endpoint->transport, ==, transport);
  g_assert_cmpstr (endpoint->host, ==, host);
  g_assert_cmpuint (endpoint->port, ==, port);
}

static void
test_endpoint (void)
{
  assert_endpoint ("qemu+tls://one.example/system", MUSTER_VIRT_TRANSPORT_TLS,
                   "one.example", 16514);
  assert_endpoint ("qemu://one.example/system", MUSTER_VIRT_TRANSPORT_TLS,
                   "one.example", 16514);
  assert_endpoint ("qemu+tls://one:17000/system", MUSTER_VIRT_TRANSPORT_TLS, "one", 17000);
  assert_endpoint ("qemu+tls://[fd00::1]/system?x=y", MUSTER_VIRT_TRANSPORT_TLS,
                   "fd00::1", 16514);
  assert_endpoint ("qemu+tls://[fd00::1]:99/system", MUSTER_VIRT_TRANSPORT_TLS,
                   "fd00::1", 99);
  assert_endpoint ("test+tls://one/default", MUSTER_VIRT_TRANSPORT_TLS, "one", 16514);
  assert_endpoint ("qemu+ssh://me@one/system", MUSTER_VIRT_TRANSPORT_SSH, "one", 22);
  assert_endpoint ("qemu+libssh2://one:2222/system", MUSTER_VIRT_TRANSPORT_SSH, "one", 2222);
  assert_endpoint ("qemu+tcp://one/system", MUSTER_VIRT_TRANSPORT_TCP, "one", 16509);
}

static void
test_local (void)
{
  const char *uris[] = {
    "qemu:///system", "qemu:///session", "test:///default", "test:///a/file.xml",
    "qemu+unix:///system?socket=/x", "esx://one/?no_verify=1", "qemu+ext://one/system",
    "qemu+tls:///system",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    assert_endpoint (uris[i], MUSTER_VIRT_TRANSPORT_LOCAL, NULL, 0);
}

static void
test_malformed (void)
{
  const char *uris[] = { "", "host", "qemu+tls://[fd00::1/system", "://x", "qemu+tls://a:99999/" };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_virt_endpoint_new (uris[i], &error));
      g_assert_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
    }
}

static void
assert_complete (const char          *uri,
                 MusterVirtTransport  transport,
                 const char          *folder,
                 const char          *expected)
{
  g_autofree char *result = muster_virt_uri_complete (uri, transport, folder);

  g_assert_cmpstr (result, ==, expected);
}

static void
test_complete (void)
{
  assert_complete ("qemu+tls://a/system", MUSTER_VIRT_TRANSPORT_TLS, "/run/pki",
                   "qemu+tls://a/system?pkipath=/run/pki");
  assert_complete ("qemu+tls://a/system?mode=direct", MUSTER_VIRT_TRANSPORT_TLS, "/a b&c=ü",
                   "qemu+tls://a/system?mode=direct&pkipath=/a%20b%26c%3D%C3%BC");
  assert_complete ("qemu+tls://a/system?pkipath=/mine", MUSTER_VIRT_TRANSPORT_TLS, "/run/pki",
                   "qemu+tls://a/system?pkipath=/mine");
  assert_complete ("qemu+tls://a/system?x=1&pkipath=/mine", MUSTER_VIRT_TRANSPORT_TLS, "/run",
                   "qemu+tls://a/system?x=1&pkipath=/mine");
  assert_complete ("qemu+tls://a/system?pkipathology=1#part", MUSTER_VIRT_TRANSPORT_TLS, "/p",
                   "qemu+tls://a/system?pkipathology=1&pkipath=/p");
  assert_complete ("qemu+tls://a/system", MUSTER_VIRT_TRANSPORT_TLS, NULL,
                   "qemu+tls://a/system");
  assert_complete ("test:///default", MUSTER_VIRT_TRANSPORT_LOCAL, "/p", "test:///default");
  assert_complete ("qemu+ssh://a/system", MUSTER_VIRT_TRANSPORT_SSH, "/p",
                   "qemu+ssh://a/system?no_tty=1");
  assert_complete ("qemu+ssh://a/system?no_tty=0", MUSTER_VIRT_TRANSPORT_SSH, NULL,
                   "qemu+ssh://a/system?no_tty=0");
  assert_complete ("qemu+libssh://a/system", MUSTER_VIRT_TRANSPORT_SSH, NULL,
                   "qemu+libssh://a/system");
}

static void
test_pki_folder (void)
{
  g_autofree char *escaped = muster_virt_uri_dup_pki_folder ("qemu+tls://a/s?x=1&pkipath=/a%20b");
  g_autofree char *none = muster_virt_uri_dup_pki_folder ("qemu+tls://a/s?x=1");
  g_autofree char *bare = muster_virt_uri_dup_pki_folder ("qemu+tls://a/s");

  g_assert_cmpstr (escaped, ==, "/a b");
  g_assert_null (none);
  g_assert_null (bare);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/virt-uri/endpoint", test_endpoint);
  g_test_add_func ("/muster/virt/virt-uri/local", test_local);
  g_test_add_func ("/muster/virt/virt-uri/malformed", test_malformed);
  g_test_add_func ("/muster/virt/virt-uri/complete", test_complete);
  g_test_add_func ("/muster/virt/virt-uri/pki-folder", test_pki_folder);

  return g_test_run ();
}
