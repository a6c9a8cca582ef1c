/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-host-survey.h"
#include "virt-fixture.h"

static char *
read_data (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA, name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static MusterHostFacts *
new_facts (void)
{
  return muster_host_facts_new (g_new0 (MusterNodeInfo, 1));
}

static void
test_capabilities (void)
{
  g_autoptr(MusterHostFacts) facts = new_facts ();
  g_autofree char *xml = read_data ("capabilities-epyc.xml");

  muster_host_facts_read_capabilities (facts, xml);
  g_assert_cmpstr (facts->cpu_vendor, ==, "AMD");
  g_assert_true (facts->live_migration);
  g_assert_true (g_str_has_prefix (facts->cpu_xml, "<cpu>"));
  g_assert_nonnull (strstr (facts->cpu_xml, "<arch>x86_64</arch>"));
}

/* What a VM can be given counts more than what the processor has. */
static void
test_domain_capabilities (void)
{
  g_autoptr(MusterHostFacts) facts = new_facts ();
  g_autofree char *host = read_data ("capabilities-epyc.xml");
  g_autofree char *domain = read_data ("domcapabilities-epyc.xml");
  g_auto(GStrv) features = NULL;

  muster_host_facts_read_domain_capabilities (facts, domain);
  muster_host_facts_read_capabilities (facts, host);
  g_assert_true (g_str_has_prefix (facts->cpu_xml, "<cpu>"));
  g_assert_nonnull (strstr (facts->cpu_xml, ">EPYC-Milan</model>"));
  features = muster_cpu_read_features (facts->cpu_xml);
  g_assert_true (g_strv_contains ((const char * const *) features, "x2apic"));
}

static void
test_features (void)
{
  g_autofree char *old = read_data ("baseline-SandyBridge.xml");
  g_autofree char *recent = read_data ("baseline-Skylake-Server-IBRS.xml");
  g_auto(GStrv) few = muster_cpu_read_features (old);
  g_auto(GStrv) many = muster_cpu_read_features (recent);
  g_auto(GStrv) policies =
    muster_cpu_read_features ("<cpu><feature name='b'/><feature name='a' policy='force'/>"
                              "<feature name='c' policy='disable'/>"
                              "<feature policy='require'/><feature name='b'/></cpu>");

  g_assert_cmpuint (g_strv_length (few), ==, 38);
  g_assert_cmpuint (g_strv_length (many), >, 60);
  g_assert_false (g_strv_contains ((const char * const *) few, "avx2"));
  g_assert_true (g_strv_contains ((const char * const *) many, "avx2"));
  g_assert_cmpuint (g_strv_length (policies), ==, 2);
  g_assert_cmpstr (policies[0], ==, "a");
  g_assert_cmpstr (policies[1], ==, "b");
}

/* Nothing in it is what libvirt would write. */
static void
test_hostile (void)
{
  static const char *texts[] = {
    "", "<", "<cpu", "<capabilities/>", "<domainCapabilities/>", "<pool/>", "<device/>",
    "<network/>", "<!DOCTYPE cpu [<!ENTITY a 'b'>]><cpu>&a;</cpu>",
    "<capabilities><host><cpu><vendor><b/></vendor></cpu></host></capabilities>",
    "<domainCapabilities><cpu><mode name='host-model' supported='yes'/></cpu>"
    "</domainCapabilities>",
    "<pool type='netfs'><name>x</name><source><host/><dir/></source></pool>",
    "<device><parent>pci</parent><capability type='net'><link speed='-5'/></capability></device>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(MusterHostFacts) facts = new_facts ();
      g_autoptr(MusterHostFacts) copy = NULL;
      g_autoptr(MusterHostPool) pool = muster_host_pool_new_from_xml (texts[i], TRUE);
      g_autoptr(MusterHostNic) nic = muster_host_nic_new_from_xml (texts[i]);
      g_autoptr(MusterHostNetwork) network =
        muster_host_network_new_from_xml (texts[i], TRUE);
      g_auto(GStrv) features = muster_cpu_read_features (texts[i]);

      muster_host_facts_read_capabilities (facts, texts[i]);
      muster_host_facts_read_domain_capabilities (facts, texts[i]);
      copy = muster_host_facts_copy (facts);
      g_assert_null (copy->cpu_xml);
      g_assert_null (nic);
      g_assert_null (network);
      g_assert_true (pool == NULL || pool->source == NULL);
      g_assert_cmpuint (g_strv_length (features), ==, 0);
    }
}

static void
test_nic (void)
{
  g_autoptr(MusterHostNic) card =
    muster_host_nic_new_from_xml ("<device><name>net_eno1_52</name><parent>pci_0000_01_00_0</parent>"
                                  "<capability type='net'><interface>eno1</interface>"
                                  "<address>52:54:00:01:02:03</address>"
                                  "<link speed='10000' state='up'/></capability></device>");
  g_autoptr(MusterHostNic) bridge =
    muster_host_nic_new_from_xml ("<device><name>net_br0</name><parent>computer</parent>"
                                  "<capability type='net'><interface>br0</interface>"
                                  "</capability></device>");
  g_autoptr(MusterHostNic) copy = muster_host_nic_copy (card);

  g_assert_cmpstr (copy->name, ==, "eno1");
  g_assert_cmpstr (copy->mac, ==, "52:54:00:01:02:03");
  g_assert_cmpstr (copy->state, ==, "up");
  g_assert_cmpuint (copy->speed, ==, 10000);
  g_assert_null (bridge);
}

static void
test_pool (void)
{
  static const struct { const char *xml; const char *source; } cases[] =
  {
    { "<pool type='dir'><name>p</name><target><path>/x</path></target></pool>", NULL },
    { "<pool type='logical'><name>p</name><source><name>vg</name></source></pool>", NULL },
    { "<pool type='netfs'><name>p</name><source><host name='NFS.lab'/>"
      "<dir path='/export/vms/'/></source></pool>", "nfs.lab:/export/vms" },
    { "<pool type='netfs'><name>p</name><source><host name='nfs.lab'/>"
      "<dir path='/'/></source></pool>", "nfs.lab:/" },
    { "<pool type='iscsi'><name>p</name><source><host name='san'/>"
      "<device path='iqn.2026-01.lab:vms'/></source></pool>", "san:iqn.2026-01.lab:vms" },
    { "<pool type='rbd'><name>p</name><source><name>vms</name><host name='mon2'/>"
      "<host name='mon1' port='6789'/></source></pool>", "mon1,mon2:vms" },
    { "<pool type='gluster'><name>p</name><source><host name='g'/><name>vol</name>"
      "<dir path='/vms'/></source></pool>", "g:vol/vms" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MusterHostPool) pool = muster_host_pool_new_from_xml (cases[i].xml, TRUE);
      g_autoptr(MusterHostPool) copy = muster_host_pool_copy (pool);

      g_assert_cmpstr (copy->name, ==, "p");
      g_assert_cmpstr (copy->source, ==, cases[i].source);
      g_assert_true (copy->active);
    }
}

static void
test_network (void)
{
  g_autoptr(MusterHostNetwork) nat =
    muster_host_network_new_from_xml ("<network><name>n</name><forward/>"
                                      "<bridge name='virbr0'/></network>", TRUE);
  g_autoptr(MusterHostNetwork) isolated =
    muster_host_network_new_from_xml ("<network><name>i</name></network>", FALSE);

  g_assert_cmpstr (nat->forward, ==, "nat");
  g_assert_cmpstr (nat->bridge, ==, "virbr0");
  g_assert_true (nat->active);
  g_assert_null (isolated->forward);
  g_assert_false (isolated->active);
}

static void
test_daemon (void)
{
  g_assert_cmpint (muster_daemon_kind_from_error ("Failed to connect socket to "
                                                  "'/run/libvirt/virtnetworkd-sock': "
                                                  "No such file or directory"),
                   ==, MUSTER_DAEMON_MODULAR);
  g_assert_cmpint (muster_daemon_kind_from_error ("Failed to connect socket to "
                                                  "'/run/libvirt/libvirt-sock'"),
                   ==, MUSTER_DAEMON_UNKNOWN);
  g_assert_cmpint (muster_daemon_kind_from_error (NULL), ==, MUSTER_DAEMON_UNKNOWN);
}

static void
test_survey (void)
{
  g_autoptr(MusterConnection) connection = open_connection ("test:///default");
  g_autoptr(MusterHostFacts) facts = wait_boxed (muster_host_facts_get (connection));

  g_assert_cmpstr (facts->node->hypervisor, ==, "TEST");
  g_assert_cmpuint (facts->pools->len, ==, 1);
  g_assert_cmpuint (facts->networks->len, ==, 1);
  g_assert_cmpint (facts->daemon, ==, MUSTER_DAEMON_UNKNOWN);
  g_assert_false (facts->read_only);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/host-facts/capabilities", test_capabilities);
  g_test_add_func ("/muster/virt/host-facts/domain-capabilities", test_domain_capabilities);
  g_test_add_func ("/muster/virt/host-facts/features", test_features);
  g_test_add_func ("/muster/virt/host-facts/hostile", test_hostile);
  g_test_add_func ("/muster/virt/host-facts/nic", test_nic);
  g_test_add_func ("/muster/virt/host-facts/pool", test_pool);
  g_test_add_func ("/muster/virt/host-facts/network", test_network);
  g_test_add_func ("/muster/virt/host-facts/daemon", test_daemon);
  g_test_add_func ("/muster/virt/host-facts/survey", test_survey);

  return g_test_run ();
}
