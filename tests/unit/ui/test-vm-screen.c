/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-screen.h"

static void
assert_address (const char *listen,
                const char *host,
                const char *expected)
{
  g_autofree char *address = muster_vm_screen_find_address (listen, host);

  g_assert_cmpstr (address, ==, expected);
}

static void
test_remote (void)
{
  assert_address ("10.0.0.5", "host1.lab", "10.0.0.5");
  assert_address ("0.0.0.0", "host1.lab", "host1.lab");
  assert_address ("::", "host1.lab", "host1.lab");
  assert_address ("127.0.0.1", "host1.lab", "host1.lab");
  assert_address ("::1", "fe80::2", "fe80::2");
  assert_address ("display.lab", "host1.lab", "display.lab");
  assert_address (NULL, "host1.lab", NULL);
  assert_address ("", "host1.lab", NULL);
}

static void
test_local (void)
{
  assert_address ("127.0.0.1", NULL, "127.0.0.1");
  assert_address ("0.0.0.0", NULL, "127.0.0.1");
  assert_address ("::", NULL, "::1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/ui/vm-screen/remote", test_remote);
  g_test_add_func ("/muster/ui/vm-screen/local", test_local);

  return g_test_run ();
}
