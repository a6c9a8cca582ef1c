/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "muster-virt-error.h"

G_BEGIN_DECLS

/**
 * MusterGraphicsInfo:
 *
 * One <graphics> element of a domain.
 */
typedef struct
{
  char *type;        /* "vnc", "spice", ... */
  char *listen;      /* the address it listens on; NULL when it does not */
  int port;          /* -1 when there is none (yet) */
  int tls_port;      /* SPICE only; -1 when there is none */
  char *socket;      /* UNIX socket, or NULL */
} MusterGraphicsInfo;

/**
 * MusterSerialLine:
 *
 * A serial line or text console of a domain that can be opened over its host's
 * connection.
 */
typedef struct
{
  char *alias;       /* how libvirt calls the device; NULL while the VM is off */
  gboolean serial;   /* a serial port; else a console of the hypervisor's own */
} MusterSerialLine;

/**
 * MusterDiskSource:
 *
 * Where a disk's bytes are on its host: a @path, or a @volume of a @pool.
 */
typedef struct
{
  char *path;
  char *pool;
  char *volume;
} MusterDiskSource;

/**
 * MusterDomainCpu:
 * @type: (nullable): of the domain, "kvm"
 * @architecture: (nullable): of its machine
 * @mode: "custom", "host-model", ...
 * @check: (nullable): what libvirt compares when it starts, "none" for nothing
 * @xml: the whole <cpu>
 *
 * Which CPU a domain asks for.
 */
typedef struct
{
  char *type;
  char *architecture;
  char *mode;
  char *check;
  char *xml;
} MusterDomainCpu;

#define MUSTER_TYPE_DOMAIN_XML (muster_domain_xml_get_type ())
G_DECLARE_FINAL_TYPE (MusterDomainXml, muster_domain_xml, MUSTER, DOMAIN_XML, GObject)

/**
 * muster_domain_xml_new:
 *
 * A domain's XML, read, and edited in place: what is not understood stays as
 * it was.  Hosts are untrusted: external entities and the network are off and
 * sizes are limited.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with
 *   %MUSTER_VIRT_ERROR_INVALID
 */
MusterDomainXml *muster_domain_xml_new              (const char       *xml,
                                                     GError          **error);
/**
 * muster_domain_xml_new_summary:
 *
 * The same for looking at many: of the devices only what the functions below
 * read.  It can be neither edited nor written.
 */
MusterDomainXml *muster_domain_xml_new_summary      (const char       *xml,
                                                     GError          **error);
char            *muster_domain_xml_dup_name         (MusterDomainXml  *self);
char            *muster_domain_xml_dup_uuid         (MusterDomainXml  *self);
char            *muster_domain_xml_dup_title        (MusterDomainXml  *self);
char            *muster_domain_xml_dup_description  (MusterDomainXml  *self);
/** The libosinfo id of <metadata>, "http://debian.org/debian/12", or %NULL. */
char            *muster_domain_xml_dup_os_id        (MusterDomainXml  *self);
/**
 * muster_domain_xml_dup_home_mark:
 *
 * Returns: (transfer full) (nullable): what Muster wrote into <metadata> when it defined
 *   the domain on this host or one before in place of a host that was gone
 */
char            *muster_domain_xml_dup_home_mark    (MusterDomainXml  *self);
/**
 * muster_domain_xml_dup_foreign:
 *
 * What would have a host run a program of the definition's choice, or hand its hypervisor
 * words that libvirt does not look at: no definition of unknown origin may.
 *
 * Returns: (transfer full) (nullable): the name of the element
 */
char            *muster_domain_xml_dup_foreign      (MusterDomainXml  *self);
/** Returns: whether its firmware keeps variables in a file of its host. */
gboolean         muster_domain_xml_has_nvram        (MusterDomainXml  *self);
/** Returns: whether it has a TPM whose state its host keeps. */
gboolean         muster_domain_xml_has_emulated_tpm (MusterDomainXml  *self);
guint            muster_domain_xml_get_vcpus        (MusterDomainXml  *self);
guint64          muster_domain_xml_get_memory_kib   (MusterDomainXml  *self);
/** Returns: (transfer full): the MAC addresses of its interfaces. */
char           **muster_domain_xml_dup_macs         (MusterDomainXml  *self);
/** %TRUE when a live XML's guest agent channel (org.qemu.guest_agent.0) is connected. */
gboolean         muster_domain_xml_get_agent_connected (MusterDomainXml *self);
/**
 * muster_domain_xml_list_disks:
 *
 * The disks that the guest can write and whose bytes are reached through the
 * host: none that QEMU fetches over the network by itself.
 *
 * Returns: (transfer full): GPtrArray of #MusterDiskSource
 */
GPtrArray       *muster_domain_xml_list_disks       (MusterDomainXml  *self);
/** Returns: (transfer full) (nullable): %NULL when it names no CPU. */
MusterDomainCpu *muster_domain_xml_read_cpu         (MusterDomainXml  *self);
/** Returns: (transfer full): GPtrArray of #MusterGraphicsInfo, in document order. */
GPtrArray       *muster_domain_xml_list_graphics    (MusterDomainXml  *self);
/** Returns: (transfer full): GPtrArray of #MusterSerialLine: serial ports first. */
GPtrArray       *muster_domain_xml_list_serial_lines       (MusterDomainXml  *self);
/** The display's password when the XML is a secure one, else %NULL; "" for one
 * that takes passwords and has none that opens it. */
char            *muster_domain_xml_dup_graphics_password (MusterDomainXml *self,
                                                     const char       *type);
/**
 * muster_domain_xml_set_graphics_listen:
 * @type: "vnc" or "spice"; the first display of that type is meant
 * @address: where it is to listen, "0.0.0.0" for everywhere
 *
 * Returns: whether there is such a display
 */
gboolean         muster_domain_xml_set_graphics_listen (MusterDomainXml  *self,
                                                     const char       *type,
                                                     const char       *address);
/** Until when that password is valid, as libvirt writes it, in UTC; or %NULL. */
char            *muster_domain_xml_dup_graphics_valid_to (MusterDomainXml *self,
                                                     const char       *type);
/**
 * muster_domain_xml_set_graphics_password:
 * @password: (nullable): %NULL for a display that takes none
 * @valid_to: (nullable): until when, in UTC, %NULL for always
 *
 * Returns: whether there is a display of @type
 */
gboolean         muster_domain_xml_set_graphics_password (MusterDomainXml *self,
                                                     const char       *type,
                                                     const char       *password,
                                                     const char       *valid_to);
/** Returns: (transfer full) (nullable): the first display's element, as XML text. */
char            *muster_domain_xml_dup_graphics     (MusterDomainXml  *self,
                                                     const char       *type);
/** Writes it; all else in <metadata> stays. */
void             muster_domain_xml_set_home_mark    (MusterDomainXml  *self,
                                                     const char       *mark);
void             muster_domain_xml_set_description  (MusterDomainXml  *self,
                                                     const char       *description);
char            *muster_domain_xml_to_string        (MusterDomainXml  *self);

MusterDiskSource *muster_disk_source_copy           (const MusterDiskSource *self);
void             muster_disk_source_free            (MusterDiskSource *self);
void             muster_domain_cpu_free             (MusterDomainCpu  *self);
void             muster_graphics_info_free          (MusterGraphicsInfo *self);
void             muster_serial_line_free              (MusterSerialLine   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDiskSource, muster_disk_source_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDomainCpu, muster_domain_cpu_free)

G_END_DECLS
