/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libvirt-gconfig/libvirt-gconfig.h>
#include <libxml/xmlsave.h>
#include <string.h>

#include "muster-domain-xml.h"
#include "muster-xml-private.h"

#define LIBOSINFO_NAMESPACE "http://libosinfo.org/xmlns/libvirt/domain/1.0"
#define MUSTER_NAMESPACE "urn:virt-muster:vm:1"
#define MUSTER_PREFIX "muster"
#define KIB 1024

/* Reading is all libxml2: libvirt-gconfig follows pointers that an empty
 * attribute does not have and warns of what it does not know, and a host may
 * send either.  Writing is gconfig's where it has the element; both stand on
 * the same nodes, so nothing is lost between them.
 */
struct _MusterDomainXml
{
  GObject parent_instance;

  xmlDocPtr document;           /* the config's, once there is one */
  xmlNodePtr root;
  GVirConfigDomain *config;     /* made for the first edit */
  gboolean partial;
};

G_DEFINE_FINAL_TYPE (MusterDomainXml, muster_domain_xml, G_TYPE_OBJECT)

static void
muster_domain_xml_finalize (GObject *object)
{
  MusterDomainXml *self = MUSTER_DOMAIN_XML (object);

  if (self->config == NULL)
    xmlFreeDoc (self->document);
  g_clear_object (&self->config);

  G_OBJECT_CLASS (muster_domain_xml_parent_class)->finalize (object);
}

static void
muster_domain_xml_class_init (MusterDomainXmlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_domain_xml_finalize;
}

static void
muster_domain_xml_init (MusterDomainXml *self)
{
}

static MusterDomainXml *
read_domain (const char       *xml,
             MusterXmlWanted   wanted,
             GError          **error)
{
  xmlDocPtr document = _muster_xml_read (xml, "domain", wanted, error);
  MusterDomainXml *self;

  if (document == NULL)
    return NULL;

  self = g_object_new (MUSTER_TYPE_DOMAIN_XML, NULL);
  self->document = document;
  self->root = xmlDocGetRootElement (document);
  self->partial = wanted != NULL;

  return self;
}

MusterDomainXml *
muster_domain_xml_new (const char  *xml,
                       GError     **error)
{
  g_return_val_if_fail (xml != NULL, NULL);

  return read_domain (xml, NULL, error);
}

static gboolean
is_in_summary (const char *parent,
               const char *name)
{
  static const char * const of_domain[] = {
    "name", "uuid", "title", "description", "metadata", "memory", "vcpu",
    "devices", NULL
  };
  static const char * const of_devices[] = {
    "interface", "channel", "graphics", NULL
  };

  if (g_str_equal (parent, "domain"))
    return g_strv_contains (of_domain, name);
  if (g_str_equal (parent, "devices"))
    return g_strv_contains (of_devices, name);
  if (g_str_equal (parent, "interface"))
    return g_str_equal (name, "mac");
  if (g_str_equal (parent, "channel"))
    return g_str_equal (name, "target");

  return TRUE;
}

MusterDomainXml *
muster_domain_xml_new_summary (const char  *xml,
                               GError     **error)
{
  g_return_val_if_fail (xml != NULL, NULL);

  return read_domain (xml, is_in_summary, error);
}

void
muster_serial_line_free (MusterSerialLine *self)
{
  g_free (self->alias);
  g_free (self);
}

void
muster_graphics_info_free (MusterGraphicsInfo *self)
{
  g_free (self->type);
  g_free (self->listen);
  g_free (self->socket);
  g_free (self);
}

static char *
dup_content (MusterDomainXml *self,
             const char      *name)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  return _muster_xml_dup_content (self->root, name);
}

char *
muster_domain_xml_dup_name (MusterDomainXml *self)
{
  return dup_content (self, "name");
}

char *
muster_domain_xml_dup_uuid (MusterDomainXml *self)
{
  return dup_content (self, "uuid");
}

char *
muster_domain_xml_dup_title (MusterDomainXml *self)
{
  return dup_content (self, "title");
}

char *
muster_domain_xml_dup_description (MusterDomainXml *self)
{
  return dup_content (self, "description");
}

char *
muster_domain_xml_dup_os_id (MusterDomainXml *self)
{
  xmlNodePtr metadata;
  xmlNodePtr info;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  metadata = _muster_xml_get_child (self->root, "metadata");
  info = _muster_xml_get_child (metadata, "libosinfo");
  while (info != NULL &&
         (info->ns == NULL ||
          strcmp ((const char *) info->ns->href, LIBOSINFO_NAMESPACE) != 0))
    info = _muster_xml_get_next (info, "libosinfo");

  return _muster_xml_dup_value (_muster_xml_get_child (info, "os"), "id");
}

/* --- what Muster itself has to say of a VM: <muster:vm><muster:home mark=…/></muster:vm> --- */

static gboolean
is_ours (xmlNodePtr node)
{
  return node->ns != NULL && strcmp ((const char *) node->ns->href, MUSTER_NAMESPACE) == 0;
}

static xmlNodePtr
find_ours (xmlNodePtr  parent,
           const char *name)
{
  xmlNodePtr node = _muster_xml_get_child (parent, name);

  while (node != NULL && !is_ours (node))
    node = _muster_xml_get_next (node, name);

  return node;
}

char *
muster_domain_xml_dup_home_mark (MusterDomainXml *self)
{
  xmlNodePtr vm;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  vm = find_ours (_muster_xml_get_child (self->root, "metadata"), "vm");

  return _muster_xml_dup_value (find_ours (vm, "home"), "mark");
}

static xmlNodePtr
ensure_ours (xmlNodePtr  parent,
             const char *name)
{
  xmlNodePtr node = find_ours (parent, name);

  if (node != NULL)
    return node;
  node = xmlNewChild (parent, NULL, (const xmlChar *) name, NULL);
  xmlSetNs (node, is_ours (parent) ? parent->ns
                                   : xmlNewNs (node, (const xmlChar *) MUSTER_NAMESPACE,
                                               (const xmlChar *) MUSTER_PREFIX));

  return node;
}

void
muster_domain_xml_set_home_mark (MusterDomainXml *self,
                                 const char      *mark)
{
  xmlNodePtr metadata;

  g_return_if_fail (MUSTER_IS_DOMAIN_XML (self));
  g_return_if_fail (!self->partial);
  g_return_if_fail (mark != NULL);

  metadata = _muster_xml_get_child (self->root, "metadata");
  if (metadata == NULL)
    metadata = xmlNewChild (self->root, NULL, (const xmlChar *) "metadata", NULL);
  xmlSetProp (ensure_ours (ensure_ours (metadata, "vm"), "home"),
              (const xmlChar *) "mark", (const xmlChar *) mark);
}

guint
muster_domain_xml_get_vcpus (MusterDomainXml *self)
{
  g_autofree char *content = dup_content (self, "vcpu");
  guint64 vcpus;

  if (content == NULL ||
      !g_ascii_string_to_unsigned (g_strstrip (content), 10, 0, G_MAXUINT, &vcpus, NULL))
    return 0;

  return vcpus;
}

/* Returns: how many bytes @unit stands for, 0 when that is not known */
static guint64
read_unit (const char *unit)
{
  static const char * const binary[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  static const char * const decimal[] = { "KB", "MB", "GB", "TB", "PB", "EB" };
  static const char letters[] = "kMGTPE";
  guint64 power = 1;
  guint64 thousands = 1;

  if (unit == NULL)
    return KIB;
  if (g_str_equal (unit, "b") || g_str_equal (unit, "bytes"))
    return 1;

  for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
    {
      power *= 1024;
      thousands *= 1000;
      if (g_str_equal (unit, decimal[i]))
        return thousands;
      if (g_str_equal (unit, binary[i]) ||
          (unit[0] == letters[i] && unit[1] == '\0') ||
          (i == 0 && g_str_equal (unit, "K")))
        return power;
    }

  return 0;
}

guint64
muster_domain_xml_get_memory_kib (MusterDomainXml *self)
{
  g_autofree char *content = dup_content (self, "memory");
  g_autofree char *unit = NULL;
  guint64 number;

  if (content == NULL ||
      !g_ascii_string_to_unsigned (g_strstrip (content), 10, 0, G_MAXUINT64,
                                   &number, NULL))
    return 0;

  unit = _muster_xml_dup_value (_muster_xml_get_child (self->root, "memory"), "unit");
  if (!g_uint64_checked_mul (&number, number, read_unit (unit)))
    return 0;

  return number / KIB;
}

static xmlNodePtr
get_first_device (MusterDomainXml *self,
                  const char      *name)
{
  return _muster_xml_get_child (_muster_xml_get_child (self->root, "devices"), name);
}

char **
muster_domain_xml_dup_macs (MusterDomainXml *self)
{
  g_autoptr(GStrvBuilder) macs = g_strv_builder_new ();

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  for (xmlNodePtr node = get_first_device (self, "interface");
       node != NULL;
       node = _muster_xml_get_next (node, "interface"))
    {
      xmlNodePtr mac = _muster_xml_get_child (node, "mac");
      g_autofree char *address = _muster_xml_dup_value (mac, "address");

      if (address != NULL)
        g_strv_builder_take (macs, g_steal_pointer (&address));
    }

  return g_strv_builder_end (macs);
}

static MusterDiskSource *
disk_source_new (xmlNodePtr source)
{
  MusterDiskSource *self = g_new0 (MusterDiskSource, 1);

  self->path = _muster_xml_dup_value (source, "file");
  if (self->path == NULL)
    self->path = _muster_xml_dup_value (source, "dev");
  self->pool = _muster_xml_dup_value (source, "pool");
  self->volume = _muster_xml_dup_value (source, "volume");

  return self;
}

MusterDiskSource *
muster_disk_source_copy (const MusterDiskSource *self)
{
  MusterDiskSource *copy = g_new0 (MusterDiskSource, 1);

  copy->path = g_strdup (self->path);
  copy->pool = g_strdup (self->pool);
  copy->volume = g_strdup (self->volume);

  return copy;
}

void
muster_disk_source_free (MusterDiskSource *self)
{
  g_free (self->path);
  g_free (self->pool);
  g_free (self->volume);
  g_free (self);
}

GPtrArray *
muster_domain_xml_list_disks (MusterDomainXml *self)
{
  GPtrArray *disks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_disk_source_free);

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  for (xmlNodePtr node = get_first_device (self, "disk");
       node != NULL;
       node = _muster_xml_get_next (node, "disk"))
    {
      g_autoptr(MusterDiskSource) disk =
        disk_source_new (_muster_xml_get_child (node, "source"));

      if (_muster_xml_get_child (node, "readonly") == NULL &&
          (disk->path != NULL || (disk->pool != NULL && disk->volume != NULL)))
        g_ptr_array_add (disks, g_steal_pointer (&disk));
    }

  return disks;
}

static gboolean
is_connected_agent (xmlNodePtr channel)
{
  xmlNodePtr target = _muster_xml_get_child (channel, "target");
  g_autofree char *name = _muster_xml_dup_value (target, "name");
  g_autofree char *state = _muster_xml_dup_value (target, "state");

  return g_strcmp0 (name, "org.qemu.guest_agent.0") == 0 &&
         g_strcmp0 (state, "connected") == 0;
}

/* --- what is bound to a host, or would bind it ------------------------------------- */

/* <qemu:commandline> and the like. */
static char *
dup_extension (MusterDomainXml *self)
{
  for (xmlNodePtr node = self->root->children; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE && node->ns != NULL && node->ns->href != NULL &&
        g_str_has_prefix ((const char *) node->ns->href, "http://libvirt.org/schemas/domain/"))
      return g_strdup_printf ("%s:%s", node->ns->prefix != NULL ? (const char *) node->ns->prefix : "",
                              (const char *) node->name);

  return NULL;
}

/* Distributions install hypervisors and their helpers below /usr. */
static gboolean
is_own_program (const char *path)
{
  return path != NULL && (!g_str_has_prefix (path, "/usr/") || strstr (path, "/../") != NULL);
}

static gboolean
is_own_emulator (xmlNodePtr device)
{
  xmlChar *path;
  gboolean own;

  if (!g_str_equal ((const char *) device->name, "emulator"))
    return FALSE;
  path = xmlNodeGetContent (device);
  own = is_own_program ((const char *) path);
  xmlFree (path);

  return own;
}

/* Returns: (nullable): the name of an element by which the device runs a program. */
static const char *
find_program (xmlNodePtr device)
{
  g_autofree char *binary = _muster_xml_dup_value (_muster_xml_get_child (device, "binary"), "path");

  if (is_own_emulator (device))
    return "emulator";
  if (is_own_program (binary))
    return "binary";

  return _muster_xml_get_child (device, "script") != NULL ||
         _muster_xml_get_child (device, "downscript") != NULL ? "script" : NULL;
}

/* libvirt reads the devices of every <devices> there is. */
static const char *
find_program_of_any (MusterDomainXml *self)
{
  const char *found = NULL;

  for (xmlNodePtr devices = _muster_xml_get_child (self->root, "devices");
       devices != NULL && found == NULL; devices = _muster_xml_get_next (devices, "devices"))
    for (xmlNodePtr node = devices->children; node != NULL && found == NULL; node = node->next)
      if (node->type == XML_ELEMENT_NODE)
        found = find_program (node);

  return found;
}

char *
muster_domain_xml_dup_foreign (MusterDomainXml *self)
{
  char *extension;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);
  g_return_val_if_fail (!self->partial, NULL);

  extension = dup_extension (self);

  return extension != NULL ? extension : g_strdup (find_program_of_any (self));
}

gboolean
muster_domain_xml_has_nvram (MusterDomainXml *self)
{
  xmlNodePtr os;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), FALSE);
  g_return_val_if_fail (!self->partial, FALSE);

  os = _muster_xml_get_child (self->root, "os");

  return os != NULL && (_muster_xml_get_child (os, "nvram") != NULL ||
                        _muster_xml_is (os, "firmware", "efi"));
}

gboolean
muster_domain_xml_has_emulated_tpm (MusterDomainXml *self)
{
  xmlNodePtr tpm;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), FALSE);
  g_return_val_if_fail (!self->partial, FALSE);

  tpm = get_first_device (self, "tpm");

  return tpm != NULL && _muster_xml_is (_muster_xml_get_child (tpm, "backend"), "type", "emulator");
}

gboolean
muster_domain_xml_get_agent_connected (MusterDomainXml *self)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), FALSE);

  for (xmlNodePtr node = get_first_device (self, "channel");
       node != NULL;
       node = _muster_xml_get_next (node, "channel"))
    if (is_connected_agent (node))
      return TRUE;

  return FALSE;
}

static int
read_port (xmlNodePtr  node,
           const char *attribute)
{
  g_autofree char *value = _muster_xml_dup_value (node, attribute);
  guint64 port;

  if (value == NULL ||
      !g_ascii_string_to_unsigned (value, 10, 1, G_MAXUINT16, &port, NULL))
    return -1;

  return port;
}

/* Older hosts say it in an attribute, newer ones also in <listen>. */
static char *
read_listen (xmlNodePtr node)
{
  xmlNodePtr listen = _muster_xml_get_child (node, "listen");

  if (listen == NULL)
    return _muster_xml_dup_value (node, "listen");

  if (_muster_xml_is (listen, "type", "address") ||
      _muster_xml_is (listen, "type", "network"))
    return _muster_xml_dup_value (listen, "address");

  return NULL;
}

static char *
read_socket (xmlNodePtr node)
{
  xmlNodePtr listen = _muster_xml_get_child (node, "listen");

  if (listen != NULL && _muster_xml_is (listen, "type", "socket"))
    return _muster_xml_dup_value (listen, "socket");

  return _muster_xml_dup_value (node, "socket");
}

static MusterGraphicsInfo *
read_graphics (xmlNodePtr node)
{
  MusterGraphicsInfo *info = g_new0 (MusterGraphicsInfo, 1);

  info->type = _muster_xml_dup_value (node, "type");
  if (info->type == NULL)
    info->type = g_strdup ("");
  info->listen = read_listen (node);
  info->socket = read_socket (node);
  info->port = read_port (node, "port");
  info->tls_port = read_port (node, "tlsPort");

  return info;
}

GPtrArray *
muster_domain_xml_list_graphics (MusterDomainXml *self)
{
  GPtrArray *list;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_graphics_info_free);
  for (xmlNodePtr node = get_first_device (self, "graphics");
       node != NULL;
       node = _muster_xml_get_next (node, "graphics"))
    g_ptr_array_add (list, read_graphics (node));

  return list;
}

/* Others are files, sockets of the network and the like, which are not for
 * libvirt to open. */
static gboolean
can_be_opened (xmlNodePtr node)
{
  return _muster_xml_is (node, "type", "pty") || _muster_xml_is (node, "type", "unix");
}

static void
add_line (GPtrArray  *list,
          xmlNodePtr  node,
          gboolean    serial)
{
  MusterSerialLine *info = g_new0 (MusterSerialLine, 1);

  info->alias = _muster_xml_dup_value (_muster_xml_get_child (node, "alias"), "name");
  info->serial = serial;
  g_ptr_array_add (list, info);
}

/* The first <console> is but another name of the first <serial>. */
GPtrArray *
muster_domain_xml_list_serial_lines (MusterDomainXml *self)
{
  GPtrArray *list;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_serial_line_free);
  for (xmlNodePtr node = get_first_device (self, "serial");
       node != NULL;
       node = _muster_xml_get_next (node, "serial"))
    if (can_be_opened (node))
      add_line (list, node, TRUE);
  for (xmlNodePtr node = get_first_device (self, "console");
       node != NULL;
       node = _muster_xml_get_next (node, "console"))
    if (can_be_opened (node) &&
        !_muster_xml_is (_muster_xml_get_child (node, "target"), "type", "serial"))
      add_line (list, node, FALSE);

  return list;
}

static xmlNodePtr
find_graphics (MusterDomainXml *self,
               const char      *type)
{
  xmlNodePtr node = get_first_device (self, "graphics");

  while (node != NULL && !_muster_xml_is (node, "type", type))
    node = _muster_xml_get_next (node, "graphics");

  return node;
}

char *
muster_domain_xml_dup_graphics_password (MusterDomainXml *self,
                                         const char      *type)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  return _muster_xml_dup_value (find_graphics (self, type), "passwd");
}

static void
set_value (xmlNodePtr  node,
           const char *attribute,
           const char *value)
{
  if (value != NULL)
    xmlSetProp (node, (const xmlChar *) attribute, (const xmlChar *) value);
  else
    xmlUnsetProp (node, (const xmlChar *) attribute);
}

/* libvirt wants the attribute and the first <listen> to say the same.  What
 * was a network or a socket until now has no port of its own. */
gboolean
muster_domain_xml_set_graphics_listen (MusterDomainXml *self,
                                       const char      *type,
                                       const char      *address)
{
  xmlNodePtr graphics;
  xmlNodePtr listen;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), FALSE);
  g_return_val_if_fail (!self->partial, FALSE);
  g_return_val_if_fail (type != NULL && address != NULL, FALSE);

  graphics = find_graphics (self, type);
  if (graphics == NULL)
    return FALSE;

  listen = _muster_xml_get_child (graphics, "listen");
  if (listen != NULL)
    {
      set_value (listen, "type", "address");
      set_value (listen, "address", address);
      set_value (listen, "network", NULL);
      set_value (listen, "socket", NULL);
    }
  set_value (graphics, "listen", address);
  set_value (graphics, "socket", NULL);
  if (read_port (graphics, "port") < 0 && read_port (graphics, "tlsPort") < 0)
    set_value (graphics, "autoport", "yes");

  return TRUE;
}

gboolean
muster_domain_xml_set_graphics_password (MusterDomainXml *self,
                                         const char      *type,
                                         const char      *password,
                                         const char      *valid_to)
{
  xmlNodePtr graphics;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), FALSE);
  g_return_val_if_fail (!self->partial, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);

  graphics = find_graphics (self, type);
  if (graphics == NULL)
    return FALSE;

  set_value (graphics, "passwd", password);
  set_value (graphics, "passwdValidTo", valid_to);

  return TRUE;
}

static char *
dump_node (xmlNodePtr node)
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, node->doc, node, 0, 0);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);

  return text;
}

void
muster_domain_cpu_free (MusterDomainCpu *self)
{
  g_free (self->type);
  g_free (self->architecture);
  g_free (self->mode);
  g_free (self->check);
  g_free (self->xml);
  g_free (self);
}

MusterDomainCpu *
muster_domain_xml_read_cpu (MusterDomainXml *self)
{
  xmlNodePtr node, machine;
  MusterDomainCpu *cpu;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);

  node = _muster_xml_get_child (self->root, "cpu");
  if (node == NULL)
    return NULL;

  machine = _muster_xml_get_child (_muster_xml_get_child (self->root, "os"), "type");
  cpu = g_new0 (MusterDomainCpu, 1);
  cpu->type = _muster_xml_dup_value (self->root, "type");
  cpu->architecture = _muster_xml_dup_value (machine, "arch");
  cpu->mode = _muster_xml_dup_value (node, "mode");
  if (cpu->mode == NULL)
    cpu->mode = g_strdup ("custom");
  cpu->check = _muster_xml_dup_value (node, "check");
  cpu->xml = dump_node (node);

  return cpu;
}

char *
muster_domain_xml_dup_graphics (MusterDomainXml *self,
                                const char      *type)
{
  xmlNodePtr node;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  node = find_graphics (self, type);

  return node != NULL ? dump_node (node) : NULL;
}

char *
muster_domain_xml_dup_graphics_valid_to (MusterDomainXml *self,
                                         const char      *type)
{
  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  return _muster_xml_dup_value (find_graphics (self, type), "passwdValidTo");
}

/* gconfig parses for itself, with options of its own, unless it is given the
 * nodes; the type that owns them has no header, but the property knows it.
 */
static GVirConfigDomain *
get_config (MusterDomainXml *self)
{
  g_autoptr(GTypeClass) klass = NULL;
  g_autoptr(GObject) owner = NULL;
  GParamSpec *pspec;

  if (self->config != NULL)
    return self->config;

  klass = g_type_class_ref (GVIR_CONFIG_TYPE_DOMAIN);
  pspec = g_object_class_find_property (G_OBJECT_CLASS (klass), "doc");
  owner = g_object_new (pspec->value_type, "doc", self->document, NULL);
  self->config = g_object_new (GVIR_CONFIG_TYPE_DOMAIN,
                               "doc", owner,
                               "node", self->root,
                               NULL);

  return self->config;
}

/**
 * muster_domain_xml_set_description:
 * @description: (nullable): the text, or %NULL to have none
 */
void
muster_domain_xml_set_description (MusterDomainXml *self,
                                   const char      *description)
{
  g_return_if_fail (MUSTER_IS_DOMAIN_XML (self));
  g_return_if_fail (!self->partial);

  gvir_config_domain_set_description (get_config (self), description);
}

/**
 * muster_domain_xml_to_string:
 *
 * Returns: (transfer full): the whole document, without an XML declaration
 */
char *
muster_domain_xml_to_string (MusterDomainXml *self)
{
  xmlBufferPtr buffer;
  xmlSaveCtxtPtr saver;
  char *text;

  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (self), NULL);
  g_return_val_if_fail (!self->partial, NULL);

  buffer = xmlBufferCreate ();
  saver = xmlSaveToBuffer (buffer, "UTF-8", XML_SAVE_NO_DECL);
  xmlSaveDoc (saver, self->root->doc);
  xmlSaveClose (saver);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);

  return text;
}
