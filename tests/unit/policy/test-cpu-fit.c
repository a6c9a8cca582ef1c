/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-cpu-fit.h"

static char *
read_data (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* A host with a processor that a libvirt has described. */
static MusterHostFacts *
new_host (const char *architecture,
          const char *vendor,
          const char *cpu)
{
  MusterNodeInfo *node = g_new0 (MusterNodeInfo, 1);
  MusterHostFacts *facts = muster_host_facts_new (node);

  node->architecture = g_strdup (architecture);
  facts->cpu_vendor = g_strdup (vendor);
  facts->cpu_xml = cpu != NULL ? read_data (cpu) : NULL;

  return facts;
}

static MusterHostFacts *
new_epyc (void)
{
  MusterHostFacts *facts = new_host ("x86_64", NULL, NULL);
  g_autofree char *host = read_data ("capabilities-epyc.xml");
  g_autofree char *domain = read_data ("domcapabilities-epyc.xml");

  muster_host_facts_read_capabilities (facts, host);
  muster_host_facts_read_domain_capabilities (facts, domain);

  return facts;
}

static MusterHostFacts *
new_sandy_bridge (void)
{
  return new_host ("x86_64", "Intel", "baseline-SandyBridge.xml");
}

static MusterHostFacts *
new_skylake (void)
{
  return new_host ("x86_64", "Intel", "baseline-Skylake-Server-IBRS.xml");
}

static GStrv
read_features (const char *name)
{
  g_autofree char *xml = read_data (name);

  return muster_cpu_read_features (xml);
}

static void
assert_says (MusterCpuFit *fit,
             const char   *words)
{
  g_autofree char *text = muster_cpu_fit_to_text (fit, "host3", "Edge");

  g_test_message ("%s", text);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, words));
}

/* An old host comes to new ones. */
static void
test_lowers (void)
{
  g_autoptr (MusterHostFacts) old = new_sandy_bridge ();
  g_autoptr (MusterHostFacts) new = new_skylake ();
  g_auto (GStrv) cluster = read_features ("baseline-Skylake-Server-IBRS.xml");
  g_auto (GStrv) joint = read_features ("baseline-SandyBridge-and-Skylake.xml");
  g_autoptr (MusterCpuFit) fit = muster_cpu_fit_new ();

  g_assert_true (muster_cpu_fit_compare_kinds (fit, "host3", old,
                                               &(MusterFitHost) { "host1", new }, 1));
  muster_cpu_fit_compare_features (fit, (const char * const *) cluster,
                                   (const char * const *) joint);
  g_assert_cmpint (fit->verdict, ==, MUSTER_CPU_LOWERS);
  g_assert_true (g_strv_contains ((const char * const *) fit->lost, "avx2"));
  g_assert_false (g_strv_contains ((const char * const *) fit->lost, "sse4.2"));
  assert_says (fit, "cluster “Edge”");
  assert_says (fit, " others");
  assert_says (fit, "No VM of the cluster");
  muster_cpu_fit_add_vm (fit, "web", "host1");
  muster_cpu_fit_add_vm (fit, "d\nb", "host1");
  assert_says (fit, "The VMs “web”, “d\\x0ab” ask");
  g_ptr_array_add (fit->silent, g_strdup ("host2"));
  assert_says (fit, "“host2” does not answer");
}

/* A new host comes to old ones: it is they who have less. */
static void
test_fits (void)
{
  g_auto (GStrv) cluster = read_features ("baseline-SandyBridge.xml");
  g_auto (GStrv) joint = read_features ("baseline-SandyBridge-and-Skylake.xml");
  g_autoptr (MusterCpuFit) fit = muster_cpu_fit_new ();

  muster_cpu_fit_compare_features (fit, (const char * const *) cluster,
                                   (const char * const *) joint);
  g_assert_cmpint (fit->verdict, ==, MUSTER_CPU_FITS);
  g_assert_cmpuint (g_strv_length (fit->lost), ==, 0);
  g_assert_null (muster_cpu_fit_to_text (fit, "host3", "Edge"));
}

static void
test_makers (void)
{
  g_autoptr (MusterHostFacts) amd = new_epyc ();
  g_autoptr (MusterHostFacts) old = new_sandy_bridge ();
  g_autoptr (MusterHostFacts) new = new_skylake ();
  MusterFitHost others[] = { { "host1", old }, { "host2", new }, { "host4", amd } };
  g_autoptr (MusterCpuFit) fit = muster_cpu_fit_new ();
  g_autoptr (MusterCpuFit) mixed = muster_cpu_fit_new ();

  g_assert_false (muster_cpu_fit_compare_kinds (fit, "host3", amd, others, 2));
  g_assert_cmpint (fit->verdict, ==, MUSTER_CPU_FOREIGN);
  assert_says (fit, "made by AMD, those of the cluster’s hosts by Intel");
  g_assert_false (muster_cpu_fit_is_peer (amd, old));

  /* Where one is of its kind, it is compared with that one. */
  g_assert_true (muster_cpu_fit_compare_kinds (mixed, "host3", amd, others, 3));
}

static void
test_architectures (void)
{
  g_autoptr (MusterHostFacts) arm = new_host ("aarch64", NULL, NULL);
  g_autoptr (MusterHostFacts) old = new_sandy_bridge ();
  g_autoptr (MusterCpuFit) fit = muster_cpu_fit_new ();

  g_assert_false (muster_cpu_fit_compare_kinds (fit, "host3", arm,
                                                &(MusterFitHost) { "host1", old }, 1));
  g_assert_cmpint (fit->verdict, ==, MUSTER_CPU_FOREIGN);
  assert_says (fit, "is aarch64, that of the cluster’s hosts x86_64");
}

/* Of who does not tell nothing is known: that is no reason to refuse it. */
static void
test_unknown (void)
{
  g_autoptr (MusterHostFacts) mute = new_host ("x86_64", NULL, NULL);
  g_autoptr (MusterHostFacts) old = new_sandy_bridge ();
  g_autoptr (MusterCpuFit) fit = muster_cpu_fit_new ();

  g_assert_false (muster_cpu_fit_compare_kinds (fit, "host3", mute,
                                                &(MusterFitHost) { "host1", old }, 1));
  g_assert_cmpint (fit->verdict, ==, MUSTER_CPU_UNKNOWN);
  assert_says (fit, "could not be compared");
}

/* --- what a VM asks for ---------------------------------------------------------------------- */

static MusterDomainCpu *
read_cpu (const char *architecture,
          const char *cpu)
{
  g_autofree char *text =
    g_strdup_printf ("<domain type='kvm'><name>a</name><os><type arch='%s' machine='q35'>hvm"
                     "</type></os>%s</domain>", architecture, cpu);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (text, &error);

  g_assert_no_error (error);

  return muster_domain_xml_read_cpu (xml);
}

/* @expected: a part of it, "own" for the host's CPU, NULL for none */
static void
assert_demand (const char *architecture,
               const char *cpu,
               gboolean    in_memory,
               const char *expected)
{
  g_autoptr (MusterHostFacts) own = new_skylake ();
  g_autoptr (MusterHostFacts) host = new_sandy_bridge ();
  g_autoptr (MusterDomainCpu) wish = read_cpu (architecture, cpu);
  const char *demand = muster_cpu_fit_find_demand (wish, in_memory, own, host);

  g_test_message ("%s: %s", cpu, demand);
  if (expected == NULL)
    g_assert_null (demand);
  else if (g_str_equal (expected, "own"))
    g_assert_cmpstr (demand, ==, own->cpu_xml);
  else
    g_assert_nonnull (strstr (demand, expected));
}

static void
test_demands (void)
{
  static const char custom[] = "<cpu mode='custom' match='exact' check='partial'>"
                               "<model>Skylake-Server</model>"
                               "<feature policy='require' name='avx512f'/></cpu>";

  assert_demand ("x86_64", custom, FALSE, "avx512f");
  assert_demand ("x86_64", custom, TRUE, "Skylake-Server");
  assert_demand ("x86_64", "<cpu match='exact'><model>Penryn</model></cpu>", FALSE, "Penryn");
  assert_demand ("x86_64", "<cpu mode='host-model' check='partial'/>", FALSE, NULL);
  assert_demand ("x86_64", "<cpu mode='host-passthrough'/>", FALSE, NULL);
  assert_demand ("x86_64", "<cpu mode='host-passthrough'/>", TRUE, "own");
  assert_demand ("x86_64", "<cpu mode='maximum'/>", FALSE, NULL);
  assert_demand ("x86_64", "", TRUE, NULL);
  assert_demand ("aarch64", custom, TRUE, NULL);
  assert_demand ("i686", custom, TRUE, "Skylake-Server");
  assert_demand ("x86_64", "<cpu mode='custom' match='exact' check='none'><model>qemu64</model>"
                           "</cpu>", FALSE, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/policy/cpu-fit/lowers", test_lowers);
  g_test_add_func ("/muster/policy/cpu-fit/fits", test_fits);
  g_test_add_func ("/muster/policy/cpu-fit/makers", test_makers);
  g_test_add_func ("/muster/policy/cpu-fit/architectures", test_architectures);
  g_test_add_func ("/muster/policy/cpu-fit/unknown", test_unknown);
  g_test_add_func ("/muster/policy/cpu-fit/demands", test_demands);

  return g_test_run ();
}
