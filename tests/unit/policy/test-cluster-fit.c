/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-cluster-fit.h"

static MusterHostFacts *
new_host (const char *architecture,
          const char *vendor,
          gulong      version)
{
  MusterNodeInfo *node = g_new0 (MusterNodeInfo, 1);
  MusterHostFacts *facts = muster_host_facts_new (node);

  node->architecture = g_strdup (architecture);
  node->hypervisor = g_strdup ("QEMU");
  node->hypervisor_version = version;
  node->libvirt_version = version;
  facts->cpu_vendor = g_strdup (vendor);

  return facts;
}

static void
add_pool (MusterHostFacts *facts,
          const char      *name,
          const char      *type,
          const char      *source,
          const char      *target)
{
  MusterHostPool *pool = g_new0 (MusterHostPool, 1);

  pool->name = g_strdup (name);
  pool->type = g_strdup (type);
  pool->source = g_strdup (source);
  pool->target = g_strdup (target);
  pool->active = TRUE;
  g_ptr_array_add (facts->pools, pool);
}

static void
add_network (MusterHostFacts *facts,
             const char      *name,
             gboolean         active)
{
  MusterHostNetwork *network = g_new0 (MusterHostNetwork, 1);

  network->name = g_strdup (name);
  network->active = active;
  g_ptr_array_add (facts->networks, network);
}

/* Returns: the one remark of @what, which says @words. */
static const MusterFitRemark *
assert_says (GPtrArray         *remarks,
             MusterFitSeverity  severity,
             MusterFitArea      what,
             const char        *words)
{
  for (guint i = 0; i < remarks->len; i++)
    {
      const MusterFitRemark *remark = g_ptr_array_index (remarks, i);

      if (remark->what == what && strstr (remark->text, words) != NULL)
        {
          g_assert_cmpint (remark->severity, ==, severity);
          return remark;
        }
    }
  g_test_message ("nothing says “%s”", words);
  g_test_fail ();

  return NULL;
}

static void
assert_silent (GPtrArray     *remarks,
               MusterFitArea  what)
{
  for (guint i = 0; i < remarks->len; i++)
    g_assert_cmpint (((MusterFitRemark *) remarks->pdata[i])->what, !=, what);
}

static void
test_first (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", "AMD", 10000000);
  g_autoptr(GPtrArray) remarks = muster_cluster_fit (facts, NULL, 0);

  g_assert_cmpuint (remarks->len, ==, 1);
  assert_says (remarks, MUSTER_FIT_GOOD, MUSTER_FIT_CLUSTER, "No other host");
}

static void
test_fits (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", "Intel", 10000000);
  g_autoptr(MusterHostFacts) other = new_host ("x86_64", "Intel", 10001000);
  g_autoptr(GPtrArray) remarks = NULL;

  add_network (facts, "lan", TRUE);
  add_network (other, "lan", TRUE);
  add_pool (facts, "vms", "netfs", "nfs:/vms", "/vms");
  add_pool (other, "vms", "netfs", "nfs:/vms", "/vms");
  add_pool (other, "local", "dir", NULL, "/var/lib/libvirt/images");
  remarks = muster_cluster_fit (facts, &(MusterFitHost) { "a", other }, 1);
  g_assert_cmpuint (remarks->len, ==, 2);
  assert_says (remarks, MUSTER_FIT_GOOD, MUSTER_FIT_NETWORK, "all networks");
  assert_says (remarks, MUSTER_FIT_GOOD, MUSTER_FIT_STORAGE, "all shared storage");
}

static void
test_architecture (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("aarch64", NULL, 10000000);
  g_autoptr(MusterHostFacts) x86 = new_host ("x86_64", "Intel", 10000000);
  g_autoptr(MusterHostFacts) arm = new_host ("aarch64", NULL, 10000000);
  MusterFitHost others[] = { { "x", x86 }, { "y", arm } };
  g_autoptr(GPtrArray) alone = muster_cluster_fit (facts, others, 1);
  g_autoptr(GPtrArray) both = muster_cluster_fit (facts, others, 2);

  g_assert_cmpuint (alone->len, ==, 1);
  assert_says (alone, MUSTER_FIT_BLOCKER, MUSTER_FIT_ARCHITECTURE, "aarch64, unlike that of “x”");
  assert_says (both, MUSTER_FIT_WARNING, MUSTER_FIT_ARCHITECTURE, "“x”");
}

static void
test_hypervisor (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", NULL, 10000000);
  g_autoptr(MusterHostFacts) other = new_host ("x86_64", NULL, 10000000);
  g_autoptr(GPtrArray) remarks = NULL;

  g_set_str (&facts->node->hypervisor, "Xen");
  remarks = muster_cluster_fit (facts, &(MusterFitHost) { "a", other }, 1);
  g_assert_cmpuint (remarks->len, ==, 1);
  assert_says (remarks, MUSTER_FIT_BLOCKER, MUSTER_FIT_HYPERVISOR, "Xen");
}

static void
test_networks (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", NULL, 10000000);
  g_autoptr(MusterHostFacts) a = new_host ("x86_64", NULL, 10000000);
  g_autoptr(MusterHostFacts) b = new_host ("x86_64", NULL, 10000000);
  MusterFitHost others[] = { { "a", a }, { "b", b } };
  g_autoptr(GPtrArray) remarks = NULL;

  add_network (facts, "stopped", FALSE);
  add_network (facts, "own", TRUE);
  add_network (a, "stopped", TRUE);
  add_network (a, "lan", TRUE);
  add_network (b, "lan", TRUE);
  add_network (b, "dmz", FALSE);
  remarks = muster_cluster_fit (facts, others, 2);
  assert_says (remarks, MUSTER_FIT_WARNING, MUSTER_FIT_NETWORK, "networks “lan”, “dmz”");
  assert_says (remarks, MUSTER_FIT_WARNING, MUSTER_FIT_NETWORK, "“stopped” is not active");
}

static void
test_storage (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", NULL, 10000000);
  g_autoptr(MusterHostFacts) other = new_host ("x86_64", NULL, 10000000);
  g_autoptr(GPtrArray) remarks = NULL;

  add_pool (facts, "vms", "netfs", "nfs:/vms", "/elsewhere");
  add_pool (facts, "ceph", "rbd", "mon:vms", NULL);
  ((MusterHostPool *) facts->pools->pdata[1])->active = FALSE;
  add_pool (other, "vms", "netfs", "nfs:/vms", "/vms");
  add_pool (other, "ceph", "rbd", "mon:vms", NULL);
  add_pool (other, "iso", "netfs", "nfs:/iso", "/iso");
  add_pool (other, "images", "dir", NULL, "/images");
  remarks = muster_cluster_fit (facts, &(MusterFitHost) { "a", other }, 1);
  assert_says (remarks, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE, "lacks the shared storage “iso (nfs:/iso)”");
  assert_says (remarks, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE, "“vms” has another name or folder");
  assert_says (remarks, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE, "“ceph” is not active");
}

static void
test_versions (void)
{
  g_autoptr(MusterHostFacts) facts = new_host ("x86_64", NULL, 8002000);
  g_autoptr(MusterHostFacts) newer = new_host ("x86_64", NULL, 10000000);
  g_autoptr(MusterHostFacts) older = new_host ("x86_64", NULL, 7000000);
  g_autoptr(MusterHostFacts) same = new_host ("x86_64", NULL, 8000000);
  g_autoptr(GPtrArray) up =
    muster_cluster_fit (facts, &(MusterFitHost) { "a", newer }, 1);
  g_autoptr(GPtrArray) down =
    muster_cluster_fit (facts, &(MusterFitHost) { "b", older }, 1);
  g_autoptr(GPtrArray) none =
    muster_cluster_fit (facts, &(MusterFitHost) { "c", same }, 1);

  assert_says (up, MUSTER_FIT_WARNING, MUSTER_FIT_VERSION, "older than that of “a”");
  assert_says (down, MUSTER_FIT_NOTE, MUSTER_FIT_VERSION, "newer than that of “b”");
  assert_silent (none, MUSTER_FIT_VERSION);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/policy/cluster-fit/first", test_first);
  g_test_add_func ("/muster/policy/cluster-fit/fits", test_fits);
  g_test_add_func ("/muster/policy/cluster-fit/architecture", test_architecture);
  g_test_add_func ("/muster/policy/cluster-fit/hypervisor", test_hypervisor);
  g_test_add_func ("/muster/policy/cluster-fit/networks", test_networks);
  g_test_add_func ("/muster/policy/cluster-fit/storage", test_storage);
  g_test_add_func ("/muster/policy/cluster-fit/versions", test_versions);

  return g_test_run ();
}
