/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include "muster-virt-error-private.h"

static void
test_codes (void)
{
  const struct
  {
    int code;
    int domain;
    int system_error;
    const char *message;
    MusterVirtError expected;
  } cases[] = {
    { VIR_ERR_NO_DOMAIN, VIR_FROM_QEMU, 0, "Domain not found", MUSTER_VIRT_ERROR_GONE },
    { VIR_ERR_ACCESS_DENIED, VIR_FROM_ACCESS, 0, "access denied: 'QEMU' denied access",
      MUSTER_VIRT_ERROR_REFUSED },
    { VIR_ERR_OPERATION_INVALID, VIR_FROM_QEMU, 0, "domain is not running",
      MUSTER_VIRT_ERROR_REFUSED },
    { VIR_ERR_OPERATION_TIMEOUT, VIR_FROM_QEMU, 0, "cannot acquire state change lock",
      MUSTER_VIRT_ERROR_BUSY },
    { VIR_ERR_INTERNAL_ERROR, VIR_FROM_STORAGE, 0,
      "internal error: pool 'a' has asynchronous jobs running.", MUSTER_VIRT_ERROR_BUSY },
    { VIR_ERR_OPERATION_FAILED, VIR_FROM_QEMU, 0,
      "operation failed: Active console session exists for this domain", MUSTER_VIRT_ERROR_BUSY },
    { VIR_ERR_NO_SUPPORT, VIR_FROM_TEST, 0, "not supported", MUSTER_VIRT_ERROR_UNSUPPORTED },
    { VIR_ERR_XML_ERROR, VIR_FROM_DOMAIN, 0, "XML error", MUSTER_VIRT_ERROR_INVALID },
    { VIR_ERR_OPERATION_FAILED, VIR_FROM_DOMAIN, 0,
      "operation failed: domain 'a' already exists with uuid b", MUSTER_VIRT_ERROR_CONFLICT },
    { VIR_ERR_STORAGE_VOL_EXIST, VIR_FROM_STORAGE, 0, "storage volume 'a' exists already",
      MUSTER_VIRT_ERROR_CONFLICT },
    { VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC, 0,
      "internal error: connection closed due to keepalive timeout",
      MUSTER_VIRT_ERROR_UNREACHABLE },
    { VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, ECONNREFUSED,
      "unable to connect to server at 'a:16514': Connection refused",
      MUSTER_VIRT_ERROR_UNREACHABLE },
    { VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, ECONNRESET,
      "Cannot recv data: Host key verification failed.: Connection reset by peer",
      MUSTER_VIRT_ERROR_CERTIFICATE },
    { VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, ECONNRESET,
      "Cannot recv data: me@a: Permission denied (publickey).: Connection reset by peer",
      MUSTER_VIRT_ERROR_AUTH },
    { VIR_ERR_SYSTEM_ERROR, VIR_FROM_QEMU, ENOENT,
      "Cannot access storage file '/a': No such file or directory", MUSTER_VIRT_ERROR_FAILED },
    { VIR_ERR_INTERNAL_ERROR, VIR_FROM_QEMU, 0, "qemu exited: \xff", MUSTER_VIRT_ERROR_FAILED },
    { 99999, 99999, 0, NULL, MUSTER_VIRT_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error =
        _muster_virt_error_new (cases[i].code, cases[i].domain,
                                cases[i].system_error, cases[i].message);

      g_assert_error (error, MUSTER_VIRT_ERROR, (int) cases[i].expected);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
assert_open_error (int              code,
                   int              system_error,
                   const char      *message,
                   gboolean         tls,
                   gboolean         asked,
                   MusterVirtError  expected)
{
  virError cause = { .code = code, .domain = VIR_FROM_RPC,
                     .message = (char *) message, .int1 = system_error };
  g_autoptr(GError) error = _muster_virt_error_new_open (&cause, tls, asked);

  g_assert_error (error, MUSTER_VIRT_ERROR, (int) expected);
}

/* The same code means different things before and after the login was asked
 * for, whatever language libvirt speaks.
 */
static void
test_open (void)
{
  assert_open_error (VIR_ERR_AUTH_FAILED, 0, "认证失败", TRUE, TRUE, MUSTER_VIRT_ERROR_AUTH);
  assert_open_error (VIR_ERR_AUTH_FAILED, 0, "认证失败", TRUE, FALSE,
                     MUSTER_VIRT_ERROR_CERTIFICATE);
  assert_open_error (VIR_ERR_AUTH_FAILED, 0, "认证失败", FALSE, FALSE, MUSTER_VIRT_ERROR_AUTH);
  /* Kerberos asks nobody: it fails without a question. */
  assert_open_error (VIR_ERR_AUTH_FAILED, 0, "authentication failed: Failed to start SASL "
                     "negotiation: -1 (SASL(-1): generic failure: GSSAPI Error: No credentials)",
                     TRUE, FALSE, MUSTER_VIRT_ERROR_AUTH);
  assert_open_error (VIR_ERR_AUTH_FAILED, 0, "authentication failed: authentication failed",
                     TRUE, FALSE, MUSTER_VIRT_ERROR_AUTH);
  assert_open_error (VIR_ERR_SYSTEM_ERROR, EIO, "End of file while reading data", TRUE, FALSE,
                     MUSTER_VIRT_ERROR_CERTIFICATE);
  assert_open_error (VIR_ERR_SYSTEM_ERROR, EIO, "End of file while reading data", FALSE, FALSE,
                     MUSTER_VIRT_ERROR_UNREACHABLE);
  assert_open_error (VIR_ERR_SYSTEM_ERROR, ECONNREFUSED, "refused", TRUE, FALSE,
                     MUSTER_VIRT_ERROR_UNREACHABLE);
  assert_open_error (VIR_ERR_SYSTEM_ERROR, ENOENT,
                     "Failed to connect socket to '/run/libvirt/virtqemud-sock': No such file",
                     TRUE, FALSE, MUSTER_VIRT_ERROR_UNREACHABLE);
  assert_open_error (VIR_ERR_NO_CONNECT, 0, "no connection driver available", FALSE, FALSE,
                     MUSTER_VIRT_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/virt-error/codes", test_codes);
  g_test_add_func ("/muster/virt/virt-error/open", test_open);

  return g_test_run ();
}
