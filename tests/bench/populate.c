/* SPDX-License-Identifier: GPL-3.0-or-later */

/* populate URI PREFIX COUNT: defines COUNT VMs called PREFIX-N, as a person
 * would have them: a disk, a network card, a screen, an agent.
 */
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static const char qemu_xml[] =
  "<domain type='qemu'>"
  "  <name>%s</name>"
  "  <title>Bench %s</title>"
  "  <description>One of many</description>"
  "  <metadata>"
  "    <libosinfo:libosinfo"
  "        xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
  "      <libosinfo:os id='http://debian.org/debian/13'/>"
  "    </libosinfo:libosinfo>"
  "  </metadata>"
  "  <memory unit='MiB'>512</memory>"
  "  <vcpu>2</vcpu>"
  "  <os><type arch='x86_64' machine='q35'>hvm</type></os>"
  "  <features><acpi/><apic/></features>"
  "  <devices>"
  "    <disk type='file' device='disk'>"
  "      <driver name='qemu' type='qcow2'/>"
  "      <source file='/var/lib/libvirt/images/%s.qcow2'/>"
  "      <target dev='vda' bus='virtio'/>"
  "    </disk>"
  "    <interface type='network'>"
  "      <source network='default'/><model type='virtio'/>"
  "    </interface>"
  "    <serial type='pty'/>"
  "    <channel type='unix'>"
  "      <target type='virtio' name='org.qemu.guest_agent.0'/>"
  "    </channel>"
  "    <graphics type='vnc' autoport='yes'/>"
  "    <video><model type='vga'/></video>"
  "  </devices>"
  "</domain>";

static int
define_one (virConnectPtr  connect,
            const char    *name)
{
  char xml[4096];
  virDomainPtr domain;

  snprintf (xml, sizeof xml, qemu_xml, name, name, name);
  domain = virDomainDefineXML (connect, xml);
  if (domain == NULL)
    return 0;
  virDomainFree (domain);

  return 1;
}

int
main (int    argc,
      char **argv)
{
  virConnectPtr connect;

  if (argc != 4)
    return 2;
  connect = virConnectOpen (argv[1]);
  if (connect == NULL)
    return 1;

  for (int i = 0; i < atoi (argv[3]); i++)
    {
      char name[256];

      snprintf (name, sizeof name, "%s-%04d", argv[2], i);
      if (!define_one (connect, name))
        {
          fprintf (stderr, "%s: %s\n", name, virGetLastErrorMessage ());
          return 1;
        }
    }
  virConnectClose (connect);

  return 0;
}
