/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-node.h"
#include "virt-fixture.h"

static void
test_info (void)
{
  g_autoptr(MusterConnection) connection = open_connection ("test:///default");
  g_autoptr(MusterNodeInfo) info = wait_boxed (muster_node_get_info (connection));
  g_autoptr(MusterNodeInfo) copy = muster_node_info_copy (info);

  g_assert_cmpstr (copy->hypervisor, ==, "TEST");
  g_assert_cmpstr (copy->hostname, !=, NULL);
  g_assert_cmpstr (copy->architecture, ==, "i686");
  g_assert_cmpuint (copy->cpus, ==, 16);
  g_assert_cmpuint (copy->memory_kib, ==, 3145728);
  g_assert_cmpuint (copy->libvirt_version, >=, 7000000);
  g_assert_false (copy->kvm);
}

static void
test_stats (void)
{
  g_autoptr(MusterConnection) connection = open_connection ("test:///default");
  MusterNodeStats *stats = wait_boxed (muster_node_get_stats (connection));

  g_assert_cmpint (stats->cpu_total_ns, >=, stats->cpu_busy_ns);
  g_assert_cmpint (stats->cpu_busy_ns, >, 0);
  g_boxed_free (MUSTER_TYPE_NODE_STATS, stats);
}

static void
test_leases (void)
{
  g_autoptr(MusterConnection) connection = open_connection ("test:///default");
  g_autoptr(GPtrArray) leases = wait_boxed (muster_node_list_leases (connection));

  g_assert_nonnull (leases);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/node/info", test_info);
  g_test_add_func ("/muster/virt/node/stats", test_stats);
  g_test_add_func ("/muster/virt/node/leases", test_leases);

  return g_test_run ();
}
