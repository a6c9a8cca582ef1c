/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-host-part.h"
#include "muster-xml-private.h"

/* No card has more; what a host made up is not shown. */
#define MAX_SPEED 10000000

/* --- network cards --------------------------------------------------------------- */

static guint
read_speed (xmlNodePtr link)
{
  g_autofree char *text = _muster_xml_dup_value (link, "speed");
  guint64 speed = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, MAX_SPEED, &speed, NULL);

  return speed;
}

/* What the kernel made up, as a bridge or a VM's tap, belongs to "computer". */
static gboolean
is_hardware (xmlNodePtr device)
{
  g_autofree char *parent = _muster_xml_dup_content (device, "parent");

  return parent != NULL && strcmp (parent, "computer") != 0;
}

MusterHostNic *
muster_host_nic_new_from_xml (const char *xml)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "device", NULL, NULL);
  g_autoptr(MusterHostNic) self = NULL;
  xmlNodePtr device = document != NULL ? xmlDocGetRootElement (document) : NULL;
  xmlNodePtr capability = _muster_xml_get_child (device, "capability");
  xmlNodePtr link = _muster_xml_get_child (capability, "link");

  if (!_muster_xml_is (capability, "type", "net") || !is_hardware (device))
    return NULL;

  self = g_new0 (MusterHostNic, 1);
  self->name = _muster_xml_dup_content (capability, "interface");
  self->mac = _muster_xml_dup_content (capability, "address");
  self->state = _muster_xml_dup_value (link, "state");
  self->speed = read_speed (link);

  return self->name != NULL ? g_steal_pointer (&self) : NULL;
}

MusterHostNic *
muster_host_nic_copy (const MusterHostNic *self)
{
  MusterHostNic *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->mac = g_strdup (self->mac);
  copy->state = g_strdup (self->state);

  return copy;
}

void
muster_host_nic_free (MusterHostNic *self)
{
  g_free (self->name);
  g_free (self->mac);
  g_free (self->state);
  g_free (self);
}

/* --- storage pools --------------------------------------------------------------- */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* In one order whatever the pool's: monitors of Ceph are told in any. */
static char *
dup_hosts (xmlNodePtr source)
{
  g_autoptr(GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);

  for (xmlNodePtr host = _muster_xml_get_child (source, "host");
       host != NULL;
       host = _muster_xml_get_next (host, "host"))
    {
      g_autofree char *name = _muster_xml_dup_value (host, "name");

      if (name != NULL)
        g_ptr_array_add (hosts, g_ascii_strdown (name, -1));
    }
  g_ptr_array_sort (hosts, compare_texts);
  g_ptr_array_add (hosts, NULL);

  return g_strjoinv (",", (char **) hosts->pdata);
}

static char *
dup_path (xmlNodePtr  source,
          const char *element)
{
  char *path = _muster_xml_dup_value (_muster_xml_get_child (source, element), "path");
  gsize length = path != NULL ? strlen (path) : 0;

  while (length > 1 && path[length - 1] == '/')
    path[--length] = '\0';

  return path;
}

/* What other hosts can have too, told from what only this one has. */
static char *
dup_source (xmlNodePtr  pool,
            const char *type)
{
  xmlNodePtr source = _muster_xml_get_child (pool, "source");
  g_autofree char *hosts = dup_hosts (source);
  g_autofree char *name = _muster_xml_dup_content (source, "name");
  g_autofree char *folder = dup_path (source, "dir");
  g_autofree char *device = dup_path (source, "device");

  if (strcmp (type, "netfs") == 0 && folder != NULL)
    return g_strdup_printf ("%s:%s", hosts, folder);
  if (g_str_has_prefix (type, "iscsi") && device != NULL)
    return g_strdup_printf ("%s:%s", hosts, device);
  if (strcmp (type, "gluster") == 0 && name != NULL)
    return g_strdup_printf ("%s:%s%s", hosts, name, folder != NULL ? folder : "/");
  if ((strcmp (type, "rbd") == 0 || strcmp (type, "sheepdog") == 0 ||
       strcmp (type, "vstorage") == 0) && name != NULL)
    return g_strdup_printf ("%s:%s", hosts, name);

  return NULL;
}

MusterHostPool *
muster_host_pool_new_from_xml (const char *xml,
                               gboolean    active)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "pool", NULL, NULL);
  g_autoptr(MusterHostPool) self = NULL;
  xmlNodePtr pool = document != NULL ? xmlDocGetRootElement (document) : NULL;

  if (pool == NULL)
    return NULL;

  self = g_new0 (MusterHostPool, 1);
  self->name = _muster_xml_dup_content (pool, "name");
  self->type = _muster_xml_dup_value (pool, "type");
  self->active = active;
  if (self->name == NULL || self->type == NULL)
    return NULL;
  self->source = dup_source (pool, self->type);
  self->target = _muster_xml_dup_content (_muster_xml_get_child (pool, "target"), "path");

  return g_steal_pointer (&self);
}

MusterHostPool *
muster_host_pool_copy (const MusterHostPool *self)
{
  MusterHostPool *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->type = g_strdup (self->type);
  copy->source = g_strdup (self->source);
  copy->target = g_strdup (self->target);

  return copy;
}

void
muster_host_pool_free (MusterHostPool *self)
{
  g_free (self->name);
  g_free (self->type);
  g_free (self->source);
  g_free (self->target);
  g_free (self);
}

/* --- networks -------------------------------------------------------------------- */

MusterHostNetwork *
muster_host_network_new_from_xml (const char *xml,
                                  gboolean    active)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "network", NULL, NULL);
  g_autoptr(MusterHostNetwork) self = NULL;
  xmlNodePtr network = document != NULL ? xmlDocGetRootElement (document) : NULL;
  xmlNodePtr forward = _muster_xml_get_child (network, "forward");

  if (network == NULL)
    return NULL;

  self = g_new0 (MusterHostNetwork, 1);
  self->name = _muster_xml_dup_content (network, "name");
  self->bridge = _muster_xml_dup_value (_muster_xml_get_child (network, "bridge"), "name");
  self->forward = _muster_xml_dup_value (forward, "mode");
  /* A forward element that names no mode means NAT. */
  if (forward != NULL && self->forward == NULL)
    self->forward = g_strdup ("nat");
  self->active = active;

  return self->name != NULL ? g_steal_pointer (&self) : NULL;
}

MusterHostNetwork *
muster_host_network_copy (const MusterHostNetwork *self)
{
  MusterHostNetwork *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->bridge = g_strdup (self->bridge);
  copy->forward = g_strdup (self->forward);

  return copy;
}

void
muster_host_network_free (MusterHostNetwork *self)
{
  g_free (self->name);
  g_free (self->bridge);
  g_free (self->forward);
  g_free (self);
}
