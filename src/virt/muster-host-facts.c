/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-host-facts.h"
#include "muster-xml-private.h"

G_DEFINE_BOXED_TYPE (MusterHostFacts, muster_host_facts,
                     muster_host_facts_copy, muster_host_facts_free)

MusterHostFacts *
muster_host_facts_new (MusterNodeInfo *node)
{
  MusterHostFacts *self = g_new0 (MusterHostFacts, 1);

  self->node = node;
  self->nics = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_nic_free);
  self->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_pool_free);
  self->networks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_network_free);

  return self;
}

static gpointer
copy_nic_cb (gconstpointer nic,
             gpointer      data)
{
  return muster_host_nic_copy (nic);
}

static gpointer
copy_pool_cb (gconstpointer pool,
              gpointer      data)
{
  return muster_host_pool_copy (pool);
}

static gpointer
copy_network_cb (gconstpointer network,
                 gpointer      data)
{
  return muster_host_network_copy (network);
}

MusterHostFacts *
muster_host_facts_copy (const MusterHostFacts *self)
{
  MusterHostFacts *copy = g_memdup2 (self, sizeof *self);

  copy->node = muster_node_info_copy (self->node);
  copy->cpu_vendor = g_strdup (self->cpu_vendor);
  copy->cpu_xml = g_strdup (self->cpu_xml);
  copy->nics = g_ptr_array_copy (self->nics, copy_nic_cb, NULL);
  copy->pools = g_ptr_array_copy (self->pools, copy_pool_cb, NULL);
  copy->networks = g_ptr_array_copy (self->networks, copy_network_cb, NULL);

  return copy;
}

void
muster_host_facts_free (MusterHostFacts *self)
{
  muster_node_info_free (self->node);
  g_free (self->cpu_vendor);
  g_free (self->cpu_xml);
  g_ptr_array_unref (self->nics);
  g_ptr_array_unref (self->pools);
  g_ptr_array_unref (self->networks);
  g_free (self);
}

/* --- capabilities ---------------------------------------------------------------- */

static char *
dump_node (xmlNodePtr node)
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  char *text = NULL;

  if (xmlNodeDump (buffer, node->doc, node, 0, 0) >= 0)
    text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);

  return text;
}

void
muster_host_facts_read_capabilities (MusterHostFacts *self,
                                     const char      *xml)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "capabilities", NULL, NULL);
  xmlNodePtr host = NULL;
  xmlNodePtr cpu;

  if (document != NULL)
    host = _muster_xml_get_child (xmlDocGetRootElement (document), "host");
  cpu = _muster_xml_get_child (host, "cpu");

  g_free (self->cpu_vendor);
  self->cpu_vendor = _muster_xml_dup_content (cpu, "vendor");
  self->live_migration =
    _muster_xml_get_child (_muster_xml_get_child (host, "migration_features"),
                           "live") != NULL;
  if (self->cpu_xml == NULL && _muster_xml_get_child (cpu, "model") != NULL)
    self->cpu_xml = dump_node (cpu);
}

/* The mode becomes a definition of its own: a <cpu> that names no mode. */
static char *
dump_as_cpu (xmlNodePtr mode)
{
  while (mode->properties != NULL)
    xmlRemoveProp (mode->properties);
  xmlNodeSetName (mode, (const xmlChar *) "cpu");

  return dump_node (mode);
}

void
muster_host_facts_read_domain_capabilities (MusterHostFacts *self,
                                            const char      *xml)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "domainCapabilities", NULL, NULL);
  xmlNodePtr mode = NULL;

  if (document != NULL)
    mode = _muster_xml_get_child (_muster_xml_get_child (xmlDocGetRootElement (document),
                                                         "cpu"),
                                  "mode");
  while (mode != NULL && !_muster_xml_is (mode, "name", "host-model"))
    mode = _muster_xml_get_next (mode, "mode");
  if (!_muster_xml_is (mode, "supported", "yes") ||
      _muster_xml_get_child (mode, "model") == NULL)
    return;

  g_free (self->cpu_xml);
  self->cpu_xml = dump_as_cpu (mode);
}

/* --- a CPU's features ------------------------------------------------------------ */

static gboolean
is_had (xmlNodePtr feature)
{
  g_autofree char *policy = _muster_xml_dup_value (feature, "policy");

  return policy == NULL || strcmp (policy, "require") == 0 || strcmp (policy, "force") == 0;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

GStrv
muster_cpu_read_features (const char *xml)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "cpu", NULL, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) names = g_ptr_array_new_null_terminated (64, g_free, TRUE);
  xmlNodePtr cpu = document != NULL ? xmlDocGetRootElement (document) : NULL;

  for (xmlNodePtr feature = _muster_xml_get_child (cpu, "feature");
       feature != NULL;
       feature = _muster_xml_get_next (feature, "feature"))
    {
      char *name = is_had (feature) ? _muster_xml_dup_value (feature, "name") : NULL;

      if (name != NULL && g_hash_table_add (seen, name))
        g_ptr_array_add (names, name);
      else
        g_free (name);
    }
  g_ptr_array_sort (names, compare_texts);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

char *
muster_cpu_dup_model (const char *xml)
{
  g_autoptr(xmlDoc) document = _muster_xml_read (xml, "cpu", NULL, NULL);

  return document != NULL
         ? _muster_xml_dup_content (xmlDocGetRootElement (document), "model")
         : NULL;
}

/* --- the daemon ------------------------------------------------------------------ */

MusterDaemonKind
muster_daemon_kind_from_error (const char *text)
{
  static const char *sockets[] = {
    "/virtqemud-sock", "/virtnetworkd-sock", "/virtstoraged-sock", "/virtnodedevd-sock",
    "/virtsecretd-sock", "/virtnwfilterd-sock", "/virtinterfaced-sock",
  };

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (sockets); i++)
    if (strstr (text, sockets[i]) != NULL)
      return MUSTER_DAEMON_MODULAR;

  return MUSTER_DAEMON_UNKNOWN;
}
