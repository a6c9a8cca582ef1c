/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cluster-cpu.h"

static char *
read_data (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA, name, NULL);
  g_autoptr (GError) error = NULL;
  char *xml = NULL;

  g_file_get_contents (path, &xml, NULL, &error);
  g_assert_no_error (error);

  return xml;
}

static void
add (MusterClusterCpu *cpu,
     const char       *name,
     const char       *vendor,
     const char       *file)
{
  g_autofree char *xml = read_data (file);
  g_auto (GStrv) features = muster_cpu_read_features (xml);

  muster_cluster_cpu_add (cpu, name, vendor, (const char * const *) features);
}

static const MusterClusterCpuHost *
get_host (MusterClusterCpu *cpu,
          guint             i)
{
  return cpu->hosts->pdata[i];
}

static gboolean
lacks (MusterClusterCpu *cpu,
       guint             i,
       const char       *feature)
{
  return g_strv_contains ((const char * const *) get_host (cpu, i)->lacks, feature);
}

/* The older one lacks what came later, the newer one nothing. */
static void
test_generations (void)
{
  g_autoptr (MusterClusterCpu) cpu = muster_cluster_cpu_new ();
  g_autofree char *xml = read_data ("baseline-SandyBridge-and-Skylake.xml");

  add (cpu, "old", "Intel", "baseline-SandyBridge.xml");
  add (cpu, "new", "Intel", "baseline-Skylake-Server-IBRS.xml");
  muster_cluster_cpu_conclude (cpu, xml);

  g_assert_false (muster_cluster_cpu_is_mixed (cpu));
  g_assert_cmpstr (cpu->model, ==, "SandyBridge");
  g_assert_cmpstr (cpu->xml, ==, xml);
  g_assert_true (lacks (cpu, 0, "avx2"));
  g_assert_false (lacks (cpu, 0, "sse4.2"));
  g_assert_false (lacks (cpu, 1, "avx2"));
  for (gsize i = 0; cpu->features[i] != NULL; i++)
    for (guint j = 0; j < cpu->hosts->len; j++)
      g_assert_false (lacks (cpu, j, cpu->features[i]));
}

static void
test_alone (void)
{
  g_autoptr (MusterClusterCpu) cpu = muster_cluster_cpu_new ();
  g_autofree char *xml = read_data ("baseline-SandyBridge.xml");

  add (cpu, "only", "Intel", "baseline-SandyBridge.xml");
  muster_cluster_cpu_conclude (cpu, xml);
  g_assert_nonnull (cpu->model);
  g_assert_cmpuint (g_strv_length (get_host (cpu, 0)->lacks), ==, 0);
}

/* Who did not tell lacks nothing that anybody knows of. */
static void
test_silent (void)
{
  g_autoptr (MusterClusterCpu) cpu = muster_cluster_cpu_new ();
  g_autofree char *xml = read_data ("baseline-SandyBridge.xml");

  add (cpu, "old", "Intel", "baseline-SandyBridge.xml");
  muster_cluster_cpu_add (cpu, "silent", NULL, NULL);
  muster_cluster_cpu_conclude (cpu, xml);
  g_assert_null (get_host (cpu, 1)->features);
  g_assert_cmpuint (g_strv_length (get_host (cpu, 1)->lacks), ==, 0);
  g_assert_false (muster_cluster_cpu_is_mixed (cpu));
}

static void
test_vendors (void)
{
  g_autoptr (MusterClusterCpu) cpu = muster_cluster_cpu_new ();

  add (cpu, "a", "Intel", "baseline-SandyBridge.xml");
  muster_cluster_cpu_add (cpu, "silent", NULL, NULL);
  muster_cluster_cpu_add (cpu, "b", "AMD", (const char *[]) { "svm", NULL });
  g_assert_true (muster_cluster_cpu_is_mixed (cpu));
  muster_cluster_cpu_conclude (cpu, NULL);
  g_assert_null (cpu->model);
  g_assert_cmpuint (g_strv_length (cpu->features), ==, 0);
  g_assert_true (lacks (cpu, 0, "svm"));
}

/* What no libvirt would say is no CPU. */
static void
test_hostile (void)
{
  static const char *texts[] = { "", "<", "<cpu/>", "<cpu><model/></cpu>", "<domain/>" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MusterClusterCpu) cpu = muster_cluster_cpu_new ();

      muster_cluster_cpu_conclude (cpu, texts[i]);
      g_assert_null (cpu->xml);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/cluster-cpu/generations", test_generations);
  g_test_add_func ("/muster/cluster-cpu/alone", test_alone);
  g_test_add_func ("/muster/cluster-cpu/silent", test_silent);
  g_test_add_func ("/muster/cluster-cpu/vendors", test_vendors);
  g_test_add_func ("/muster/cluster-cpu/hostile", test_hostile);

  return g_test_run ();
}
