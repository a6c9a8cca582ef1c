/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <string.h>

#include "muster-domain-xml.h"

#define DOMAIN_START \
  "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n"

static const char full[] =
  "<!-- kept before -->\n"
  DOMAIN_START
  "  <name>a&amp;b &lt;c&gt; ü</name>\n"
  "  <uuid>10000000-0000-0000-0000-000000000000</uuid>\n"
  "  <title>A title</title>\n"
  "  <description>old</description>\n"
  "  <metadata>\n"
  "    <muster:vm xmlns:muster='urn:virt-muster:vm:1' muster:x='1'><muster:y/></muster:vm>\n"
  "    <libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>\n"
  "      <libosinfo:os id='http://debian.org/debian/12'/>\n"
  "    </libosinfo:libosinfo>\n"
  "  </metadata>\n"
  "  <memory unit='MiB'>2048</memory>\n"
  "  <vcpu placement='static' current='2'>4</vcpu>\n"
  "  <!-- a comment -->\n"
  "  <future new='yes'><![CDATA[ a < b ]]><deep/></future>\n"
  "  <devices>\n"
  "    <interface type='network'><mac address='52:54:00:00:00:01'/></interface>\n"
  "    <interface type='user'/>\n"
  "    <interface type='bridge'><mac address='52:54:00:00:00:02'/></interface>\n"
  "    <graphics type='spice' port='5901' tlsPort='5902' autoport='yes' listen='127.0.0.1'"
  " passwd='secret'>\n"
  "      <listen type='address' address='10.0.0.1'/>\n"
  "    </graphics>\n"
  "    <graphics type='vnc' port='-1' autoport='yes' listen='0.0.0.0'/>\n"
  "    <graphics type='vnc'><listen type='socket' socket='/run/x.sock'/></graphics>\n"
  "    <graphics type='spice'><listen type='none'/></graphics>\n"
  "  </devices>\n"
  "  <qemu:commandline><qemu:arg value='-x'/></qemu:commandline>\n"
  "</domain>\n"
  "<!-- kept after -->\n";

static MusterDomainXml *
parse (const char *xml)
{
  g_autoptr(GError) error = NULL;
  MusterDomainXml *document = muster_domain_xml_new (xml, &error);

  g_assert_no_error (error);
  return document;
}

static void
assert_read (MusterDomainXml *xml)
{
  g_autofree char *name = muster_domain_xml_dup_name (xml);
  g_autofree char *uuid = muster_domain_xml_dup_uuid (xml);
  g_autofree char *title = muster_domain_xml_dup_title (xml);
  g_autofree char *description = muster_domain_xml_dup_description (xml);
  g_autofree char *os = muster_domain_xml_dup_os_id (xml);
  g_auto(GStrv) macs = muster_domain_xml_dup_macs (xml);
  const char *expected[] = { "52:54:00:00:00:01", "52:54:00:00:00:02", NULL };

  g_assert_cmpstr (name, ==, "a&b <c> ü");
  g_assert_cmpstr (uuid, ==, "10000000-0000-0000-0000-000000000000");
  g_assert_cmpstr (title, ==, "A title");
  g_assert_cmpstr (description, ==, "old");
  g_assert_cmpstr (os, ==, "http://debian.org/debian/12");
  g_assert_cmpuint (muster_domain_xml_get_vcpus (xml), ==, 4);
  g_assert_cmpuint (muster_domain_xml_get_memory_kib (xml), ==, 2 * 1024 * 1024);
  g_assert_cmpstrv (macs, expected);
}

static void
test_read (void)
{
  g_autoptr(MusterDomainXml) xml = parse (full);

  assert_read (xml);
}

static void
assert_graphics (MusterGraphicsInfo *info,
                 const char         *type,
                 const char         *listen,
                 int                 port,
                 int                 tls_port,
                 const char         *socket)
{
  g_assert_cmpstr (info->type, ==, type);
  g_assert_cmpstr (info->listen, ==, listen);
  g_assert_cmpint (info->port, ==, port);
  g_assert_cmpint (info->tls_port, ==, tls_port);
  g_assert_cmpstr (info->socket, ==, socket);
}

static void
assert_all_graphics (MusterDomainXml *xml)
{
  g_autoptr(GPtrArray) list = muster_domain_xml_list_graphics (xml);
  g_autofree char *spice = muster_domain_xml_dup_graphics_password (xml, "spice");
  g_autofree char *vnc = muster_domain_xml_dup_graphics_password (xml, "vnc");

  g_assert_cmpuint (list->len, ==, 4);
  assert_graphics (list->pdata[0], "spice", "10.0.0.1", 5901, 5902, NULL);
  assert_graphics (list->pdata[1], "vnc", "0.0.0.0", -1, -1, NULL);
  assert_graphics (list->pdata[2], "vnc", NULL, -1, -1, "/run/x.sock");
  assert_graphics (list->pdata[3], "spice", NULL, -1, -1, NULL);
  g_assert_cmpstr (spice, ==, "secret");
  g_assert_null (vnc);
}

static void
test_graphics (void)
{
  g_autoptr(MusterDomainXml) xml = parse (full);

  assert_all_graphics (xml);
}

/* What is left out on the way leaves no trace in what is kept. */
static void
test_summary (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterDomainXml) xml = muster_domain_xml_new_summary (full, &error);
  g_autoptr(MusterDomainXml) agent = NULL;

  g_assert_no_error (error);
  assert_read (xml);
  assert_all_graphics (xml);

  agent = muster_domain_xml_new_summary (
    "<domain><devices><channel><source mode='bind'/><target><name/></target>"
    "</channel><channel><![CDATA[ ]]><target name='org.qemu.guest_agent.0' "
    "state='connected'/></channel></devices></domain>", &error);
  g_assert_no_error (error);
  g_assert_true (muster_domain_xml_get_agent_connected (agent));
  g_assert_null (muster_domain_xml_new_summary (
    "<domain><devices><disk></devices></domain>", &error));
  g_assert_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
}

static void
test_units (void)
{
  const struct
  {
    const char *element;
    guint64 kib;
  } cases[] = {
    { "<memory>1024</memory>", 1024 },
    { "<memory unit='KiB'> 1024\n</memory>", 1024 },
    { "<memory unit='b'>2048</memory>", 2 },
    { "<memory unit='bytes'>2048</memory>", 2 },
    { "<memory unit='k'>3</memory>", 3 },
    { "<memory unit='K'>3</memory>", 3 },
    { "<memory unit='KB'>1024</memory>", 1000 },
    { "<memory unit='M'>1</memory>", 1024 },
    { "<memory unit='GiB'>2</memory>", 2 * 1024 * 1024 },
    { "<memory unit='GB'>1</memory>", 976562 },
    { "<memory unit='TiB'>1</memory>", G_GUINT64_CONSTANT (1073741824) },
    { "<memory unit='furlong'>1</memory>", 0 },
    { "<memory unit=''>1</memory>", 0 },
    { "<memory unit='EiB'>99999</memory>", 0 },
    { "<memory>-1</memory>", 0 },
    { "<memory>99999999999999999999999</memory>", 0 },
    { "<memory/>", 0 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("<domain>", cases[i].element, "</domain>", NULL);
      g_autoptr(MusterDomainXml) xml = parse (text);

      g_assert_cmpuint (muster_domain_xml_get_memory_kib (xml), ==, cases[i].kib);
    }
}

static char *
canonical (const char *xml)
{
  xmlDocPtr document = xmlReadMemory (xml, strlen (xml), NULL, NULL, XML_PARSE_NOCDATA);
  xmlChar *text = NULL;
  char *copy;

  g_assert_nonnull (document);
  g_assert_cmpint (xmlC14NDocDumpMemory (document, NULL, XML_C14N_1_0, NULL, TRUE, &text),
                   >=, 0);
  xmlFreeDoc (document);
  copy = g_strdup ((char *) text);
  xmlFree (text);

  return copy;
}

static void
assert_same (const char *a,
             const char *b)
{
  g_autofree char *canonical_a = canonical (a);
  g_autofree char *canonical_b = canonical (b);

  g_assert_cmpstr (canonical_a, ==, canonical_b);
}

static void
test_round_trip (void)
{
  g_autoptr(MusterDomainXml) xml = parse (full);
  g_autofree char *text = muster_domain_xml_to_string (xml);

  assert_same (text, full);
}

/* An edit changes its element and nothing else. */
static void
test_edit (void)
{
  g_autoptr(MusterDomainXml) xml = parse (full);
  g_autoptr(GString) expected = g_string_new (full);
  g_autofree char *description = NULL;
  g_autofree char *text = NULL;

  muster_domain_xml_set_description (xml, "new & <bold>");
  description = muster_domain_xml_dup_description (xml);
  g_assert_cmpstr (description, ==, "new & <bold>");

  text = muster_domain_xml_to_string (xml);
  g_string_replace (expected, "old", "new &amp; &lt;bold&gt;", 1);
  assert_same (text, expected->str);
}

/* Of the first display of the type, in its attribute and its element. */
static void
test_edit_listen (void)
{
  g_autoptr(MusterDomainXml) xml = parse (full);
  g_autoptr(GString) expected = g_string_new (full);
  g_autofree char *text = NULL;
  g_autofree char *device = NULL;

  g_assert_false (muster_domain_xml_set_graphics_listen (xml, "rdp", "0.0.0.0"));
  g_assert_true (muster_domain_xml_set_graphics_listen (xml, "spice", "::"));
  text = muster_domain_xml_to_string (xml);
  g_string_replace (expected, "listen='127.0.0.1'", "listen='::'", 1);
  g_string_replace (expected, "address='10.0.0.1'", "address='::'", 1);
  assert_same (text, expected->str);

  device = muster_domain_xml_dup_graphics (xml, "spice");
  assert_same (device,
    "<graphics type='spice' port='5901' tlsPort='5902' autoport='yes' listen='::'"
    " passwd='secret'>\n      <listen type='address' address='::'/>\n    </graphics>");
}

static void
test_edit_listen_of_socket (void)
{
  g_autoptr(MusterDomainXml) xml =
    parse ("<domain><devices><graphics type='vnc' socket='/a'>"
           "<listen type='socket' socket='/a'/></graphics></devices></domain>");
  g_autofree char *text = NULL;

  g_assert_true (muster_domain_xml_set_graphics_listen (xml, "vnc", "10.0.0.1"));
  text = muster_domain_xml_to_string (xml);
  assert_same (text,
    "<domain><devices><graphics type='vnc' autoport='yes' listen='10.0.0.1'>"
    "<listen type='address' address='10.0.0.1'/></graphics></devices></domain>");
}

static void
test_edit_added_and_removed (void)
{
  g_autoptr(MusterDomainXml) xml = parse ("<domain><name>a</name></domain>");
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;
  g_autofree char *description = NULL;

  muster_domain_xml_set_description (xml, "d");
  with = muster_domain_xml_to_string (xml);
  assert_same (with, "<domain><name>a</name><description>d</description></domain>");

  muster_domain_xml_set_description (xml, NULL);
  description = muster_domain_xml_dup_description (xml);
  without = muster_domain_xml_to_string (xml);
  g_assert_null (description);
  assert_same (without, "<domain><name>a</name></domain>");
}

static void
assert_invalid (const char *xml)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (muster_domain_xml_new (xml, &error));
  g_assert_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_bound_to_host (void)
{
  g_autoptr (MusterDomainXml) plain = parse ("<domain><os><type>hvm</type></os></domain>");
  g_autoptr (MusterDomainXml) automatic = parse ("<domain><os firmware='efi'/></domain>");
  g_autoptr (MusterDomainXml) both =
    parse ("<domain><os><nvram>/v</nvram></os><devices><tpm><backend type='emulator'/></tpm></devices></domain>");
  g_autoptr (MusterDomainXml) real =
    parse ("<domain><devices><tpm><backend type='passthrough'/></tpm></devices></domain>");

  g_assert_false (muster_domain_xml_has_nvram (plain));
  g_assert_true (muster_domain_xml_has_nvram (automatic));
  g_assert_true (muster_domain_xml_has_nvram (both));
  g_assert_false (muster_domain_xml_has_emulated_tpm (plain));
  g_assert_true (muster_domain_xml_has_emulated_tpm (both));
  g_assert_false (muster_domain_xml_has_emulated_tpm (real));
}

/* Whatever else there is of ours or of others stays. */
static void
test_home_mark (void)
{
  static const char * const texts[] = {
    full,
    DOMAIN_START "<name>a</name></domain>",
    DOMAIN_START "<metadata><vm><home mark='not ours'/></vm></metadata><name>a</name></domain>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(MusterDomainXml) xml = parse (texts[i]);
      g_autoptr(MusterDomainXml) again = NULL;
      g_autofree char *none = muster_domain_xml_dup_home_mark (xml);
      g_autofree char *text = NULL;
      g_autofree char *mark = NULL;

      g_assert_null (none);
      muster_domain_xml_set_home_mark (xml, "first");
      muster_domain_xml_set_home_mark (xml, "second");
      text = muster_domain_xml_to_string (xml);
      again = parse (text);
      mark = muster_domain_xml_dup_home_mark (again);
      g_assert_cmpstr (mark, ==, "second");
      g_assert_null (strstr (text, "first"));
      if (texts[i] == full)
        g_assert_nonnull (strstr (text, "<muster:y/>"));
    }
}

static void
test_malformed (void)
{
  g_autofree char *deep = NULL;
  g_autofree char *large = g_malloc (20 * 1024 * 1024);
  g_autoptr(GString) nested = g_string_new ("<domain>");

  for (guint i = 0; i < 5000; i++)
    g_string_append (nested, "<a>");
  memset (large, ' ', 20 * 1024 * 1024 - 1);
  large[20 * 1024 * 1024 - 1] = '\0';

  assert_invalid ("");
  assert_invalid ("text");
  assert_invalid ("<domain>");
  assert_invalid ("<network><name>a</name></network>");
  assert_invalid ("<domain><name>\xff\xfe</name></domain>");
  assert_invalid ("<domain>&unknown;</domain>");
  assert_invalid (nested->str);
  assert_invalid (large);
}

/* libxml2 would write what nobody can read again. */
static void
test_namespaces (void)
{
  const char *bad[] = { "a&lt;b", "a&#10;b" };
  const char *good[] = { "urn:a?b&amp;lt;c", "urn:a&apos;b", "" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "<domain><metadata><!-- --><a/>b<c xmlns='%s'/></metadata></domain>", bad[i]);

      assert_invalid (text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "<domain><a><b xmlns='%s'/></a>\n<c/></domain>", good[i]);
      g_autoptr(MusterDomainXml) xml = parse (text);
      g_autofree char *written = muster_domain_xml_to_string (xml);

      assert_same (written, text);
    }
}

static void
test_entities (void)
{
  assert_invalid ("<!DOCTYPE domain SYSTEM 'http://127.0.0.1:1/x.dtd'><domain/>");
  assert_invalid ("<!DOCTYPE domain [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                  "<domain><name>&e;</name></domain>");
  assert_invalid ("<!DOCTYPE domain [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>"
                  "<!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><domain><name>&c;</name></domain>");
}

static void
test_disks (void)
{
  static const char xml[] =
    "<domain type='kvm'><devices>"
    "<disk type='file' device='disk'><source file='/a.qcow2'/></disk>"
    "<disk type='file' device='cdrom'><source file='/b.iso'/><readonly/></disk>"
    "<disk type='file' device='cdrom'/>"
    "<disk type='block' device='disk'><source dev='/dev/vg/c'/></disk>"
    "<disk type='volume' device='disk'><source pool='p' volume='d'/></disk>"
    "<disk type='network' device='disk'><source protocol='rbd' name='e'/></disk>"
    "</devices></domain>";
  g_autoptr(MusterDomainXml) document = muster_domain_xml_new (xml, NULL);
  g_autoptr(GPtrArray) disks = muster_domain_xml_list_disks (document);

  g_assert_cmpuint (disks->len, ==, 3);
  g_assert_cmpstr (((MusterDiskSource *) disks->pdata[0])->path, ==, "/a.qcow2");
  g_assert_cmpstr (((MusterDiskSource *) disks->pdata[1])->path, ==, "/dev/vg/c");
  g_assert_cmpstr (((MusterDiskSource *) disks->pdata[2])->pool, ==, "p");
  g_assert_cmpstr (((MusterDiskSource *) disks->pdata[2])->volume, ==, "d");
}

static void
assert_line (GPtrArray  *lines,
             guint       place,
             const char *alias,
             gboolean    serial)
{
  const MusterSerialLine *line = g_ptr_array_index (lines, place);

  g_assert_cmpstr (line->alias, ==, alias);
  g_assert_cmpint (line->serial, ==, serial);
}

/* The first console is the first serial line; a log file is nothing to open. */
static void
test_serial_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (
    "<domain type='qemu'><name>a</name><devices>"
    "<serial type='pty'><target port='0'/><alias name='serial0'/></serial>"
    "<serial type='file'><target port='1'/><alias name='serial1'/></serial>"
    "<serial type='unix'><target port='2'/></serial>"
    "<console type='pty'><target type='serial' port='0'/><alias name='serial0'/></console>"
    "<console type='pty'><target type='virtio' port='1'/><alias name='console1'/></console>"
    "</devices></domain>", &error);
  g_autoptr (MusterDomainXml) none = muster_domain_xml_new (
    "<domain type='qemu'><name>a</name></domain>", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) no_lines = NULL;

  g_assert_no_error (error);
  lines = muster_domain_xml_list_serial_lines (xml);
  g_assert_cmpuint (lines->len, ==, 3);
  assert_line (lines, 0, "serial0", TRUE);
  assert_line (lines, 1, NULL, TRUE);
  assert_line (lines, 2, "console1", FALSE);
  no_lines = muster_domain_xml_list_serial_lines (none);
  g_assert_cmpuint (no_lines->len, ==, 0);
}

static void
assert_foreign (const char *devices,
                const char *found)
{
  g_autofree char *text =
    g_strdup_printf ("<domain type='kvm'><name>a</name>%s</domain>", devices);
  g_autoptr (MusterDomainXml) xml = parse (text);
  g_autofree char *foreign = muster_domain_xml_dup_foreign (xml);

  g_assert_cmpstr (foreign, ==, found);
}

/* Whatever has a host run a program, also in a second <devices>, which libvirt reads as well. */
static void
test_foreign (void)
{
  g_autoptr (MusterDomainXml) xml = parse (full);
  g_autofree char *extension = muster_domain_xml_dup_foreign (xml);

  g_assert_cmpstr (extension, ==, "qemu:commandline");
  assert_foreign ("", NULL);
  assert_foreign ("<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>"
                  "<filesystem type='mount'><driver type='virtiofs'/>"
                  "<binary path='/usr/libexec/virtiofsd'/></filesystem></devices>", NULL);
  assert_foreign ("<devices><emulator>/srv/iso/x</emulator></devices>", "emulator");
  assert_foreign ("<devices><emulator>/usr/../srv/iso/x</emulator></devices>", "emulator");
  assert_foreign ("<devices/><devices><emulator>/srv/iso/x</emulator></devices>", "emulator");
  assert_foreign ("<devices><filesystem type='mount'><driver type='virtiofs'/>"
                  "<binary path='/srv/iso/x'/></filesystem></devices>", "binary");
  assert_foreign ("<devices/><devices><interface type='ethernet'/>"
                  "<interface type='ethernet'><script path='/srv/iso/x'/></interface></devices>",
                  "script");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/domain-xml/read", test_read);
  g_test_add_func ("/muster/virt/domain-xml/graphics", test_graphics);
  g_test_add_func ("/muster/virt/domain-xml/summary", test_summary);
  g_test_add_func ("/muster/virt/domain-xml/disks", test_disks);
  g_test_add_func ("/muster/virt/domain-xml/units", test_units);
  g_test_add_func ("/muster/virt/domain-xml/round-trip", test_round_trip);
  g_test_add_func ("/muster/virt/domain-xml/edit", test_edit);
  g_test_add_func ("/muster/virt/domain-xml/edit-listen", test_edit_listen);
  g_test_add_func ("/muster/virt/domain-xml/edit-listen-of-socket", test_edit_listen_of_socket);
  g_test_add_func ("/muster/virt/domain-xml/edit-added-and-removed",
                   test_edit_added_and_removed);
  g_test_add_func ("/muster/virt/domain-xml/serial-lines", test_serial_lines);
  g_test_add_func ("/muster/virt/domain-xml/home-mark", test_home_mark);
  g_test_add_func ("/muster/virt/domain-xml/foreign", test_foreign);
  g_test_add_func ("/muster/virt/domain-xml/bound-to-host", test_bound_to_host);
  g_test_add_func ("/muster/virt/domain-xml/malformed", test_malformed);
  g_test_add_func ("/muster/virt/domain-xml/namespaces", test_namespaces);
  g_test_add_func ("/muster/virt/domain-xml/entities", test_entities);

  return g_test_run ();
}
