/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-domain.h"
#include "muster-libvirt-private.h"
#include "muster-node-private.h"
#include "muster-node.h"
#include "muster-xml-private.h"

static MusterNodeStats *
muster_node_stats_copy (const MusterNodeStats *self)
{
  return g_memdup2 (self, sizeof *self);
}

static void
muster_node_stats_free (MusterNodeStats *self)
{
  g_free (self);
}

G_DEFINE_BOXED_TYPE (MusterNodeStats, muster_node_stats,
                     muster_node_stats_copy, muster_node_stats_free)

/* --- what a host is --- */

static gboolean
offers_kvm (xmlNodePtr capabilities)
{
  for (xmlNodePtr guest = _muster_xml_get_child (capabilities, "guest");
       guest != NULL;
       guest = _muster_xml_get_next (guest, "guest"))
    for (xmlNodePtr domain =
           _muster_xml_get_child (_muster_xml_get_child (guest, "arch"), "domain");
         domain != NULL;
         domain = _muster_xml_get_next (domain, "domain"))
      if (_muster_xml_is (domain, "type", "kvm"))
        return TRUE;

  return FALSE;
}

static void
read_capabilities (MusterNodeInfo *info,
                   virConnectPtr   connect)
{
  g_autofree char *xml = virConnectGetCapabilities (connect);
  g_autoptr(xmlDoc) document = NULL;
  xmlNodePtr root;
  xmlNodePtr host;
  xmlNodePtr cpu;

  if (xml != NULL)
    document = _muster_xml_read (xml, "capabilities", NULL, NULL);
  if (document == NULL)
    return;

  root = xmlDocGetRootElement (document);
  host = _muster_xml_get_child (root, "host");
  cpu = _muster_xml_get_child (host, "cpu");
  info->uuid = _muster_xml_dup_content (host, "uuid");
  info->architecture = _muster_xml_dup_content (cpu, "arch");
  info->cpu_model = _muster_xml_dup_content (cpu, "model");
  info->kvm = offers_kvm (root);
}

static void read_memory (MusterNodeStats *stats,
                         virConnectPtr    connect);

/* The node's information counts what its NUMA cells began with; memory that
 * was added to a running machine is in the statistics only (seen).
 */
static guint64
get_memory_kib (virConnectPtr      connect,
                const virNodeInfo *node)
{
  MusterNodeStats stats = { -1, -1, -1, -1 };

  read_memory (&stats, connect);

  return stats.memory_total_kib > 0 ? (guint64) stats.memory_total_kib : node->memory;
}

/*< private >
 * _muster_node_read_info:
 *
 * Returns: (transfer full) (nullable): %NULL with libvirt's error of this thread
 */
MusterNodeInfo *
_muster_node_read_info (virConnectPtr connect)
{
  g_autoptr(MusterNodeInfo) info = g_new0 (MusterNodeInfo, 1);
  g_autofree char *hostname = NULL;
  virNodeInfo node = { 0, };

  if (virNodeGetInfo (connect, &node) < 0)
    return NULL;

  info->cpus = node.cpus;
  info->memory_kib = get_memory_kib (connect, &node);
  read_capabilities (info, connect);

  /* Without a processor model in its capabilities a host still names its kind. */
  if (info->architecture == NULL)
    info->architecture = g_utf8_make_valid (node.model,
                                            strnlen (node.model, sizeof node.model));

  hostname = virConnectGetHostname (connect);
  info->hostname = hostname != NULL ? g_utf8_make_valid (hostname, -1) : NULL;
  info->hypervisor = g_strdup (virConnectGetType (connect));
  virConnectGetVersion (connect, &info->hypervisor_version);
  virConnectGetLibVersion (connect, &info->libvirt_version);

  return g_steal_pointer (&info);
}

static DexFuture *
get_info_cb (virConnectPtr connect,
             gpointer      data)
{
  MusterNodeInfo *info = _muster_node_read_info (connect);

  return info != NULL ? dex_future_new_take_boxed (MUSTER_TYPE_NODE_INFO, info)
                      : muster_virt_error_future ();
}

DexFuture *
muster_node_get_info (MusterConnection *connection)
{
  return muster_connection_call (connection, get_info_cb, NULL, NULL);
}

/* --- its counters --- */

static void
read_cpu (MusterNodeStats *stats,
          virConnectPtr    connect)
{
  g_autofree virNodeCPUStats *params = NULL;
  guint64 total = 0;
  guint64 idle = 0;
  int n = 0;

  if (virNodeGetCPUStats (connect, VIR_NODE_CPU_STATS_ALL_CPUS, NULL, &n, 0) < 0 || n <= 0)
    return;

  params = g_new0 (virNodeCPUStats, n);
  if (virNodeGetCPUStats (connect, VIR_NODE_CPU_STATS_ALL_CPUS, params, &n, 0) < 0)
    return;

  for (int i = 0; i < n; i++)
    {
      if (g_str_equal (params[i].field, VIR_NODE_CPU_STATS_UTILIZATION))
        continue;
      total += params[i].value;
      if (g_str_equal (params[i].field, VIR_NODE_CPU_STATS_IDLE) ||
          g_str_equal (params[i].field, VIR_NODE_CPU_STATS_IOWAIT))
        idle += params[i].value;
    }

  stats->cpu_total_ns = total;
  stats->cpu_busy_ns = total - idle;
}

static void
read_memory (MusterNodeStats *stats,
             virConnectPtr    connect)
{
  g_autofree virNodeMemoryStats *params = NULL;
  guint64 available = 0;
  int n = 0;

  if (virNodeGetMemoryStats (connect, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) < 0 ||
      n <= 0)
    return;

  params = g_new0 (virNodeMemoryStats, n);
  if (virNodeGetMemoryStats (connect, VIR_NODE_MEMORY_STATS_ALL_CELLS, params, &n, 0) < 0)
    return;

  for (int i = 0; i < n; i++)
    if (g_str_equal (params[i].field, VIR_NODE_MEMORY_STATS_TOTAL))
      stats->memory_total_kib = params[i].value;
    else if (g_str_equal (params[i].field, VIR_NODE_MEMORY_STATS_FREE) ||
             g_str_equal (params[i].field, VIR_NODE_MEMORY_STATS_BUFFERS) ||
             g_str_equal (params[i].field, VIR_NODE_MEMORY_STATS_CACHED))
      available += params[i].value;

  stats->memory_free_kib = available;
}

static DexFuture *
get_stats_cb (virConnectPtr connect,
              gpointer      data)
{
  MusterNodeStats *stats = g_new (MusterNodeStats, 1);

  *stats = (MusterNodeStats) { -1, -1, -1, -1 };
  read_cpu (stats, connect);
  read_memory (stats, connect);

  return dex_future_new_take_boxed (MUSTER_TYPE_NODE_STATS, stats);
}

DexFuture *
muster_node_get_stats (MusterConnection *connection)
{
  return muster_connection_call (connection, get_stats_cb, NULL, NULL);
}

/* --- leases --- */

static void
add_leases (GPtrArray     *addresses,
            virNetworkPtr  network)
{
  g_autofree virNetworkDHCPLeasePtr *leases = NULL;
  int n = virNetworkGetDHCPLeases (network, NULL, &leases, 0);

  for (int i = 0; i < n; i++)
    {
      if (leases[i]->mac != NULL && leases[i]->ipaddr != NULL)
        {
          MusterGuestAddress *address = g_new0 (MusterGuestAddress, 1);

          address->mac = g_utf8_make_valid (leases[i]->mac, -1);
          address->address = g_utf8_make_valid (leases[i]->ipaddr, -1);
          g_ptr_array_add (addresses, address);
        }
      virNetworkDHCPLeaseFree (leases[i]);
    }
}

static DexFuture *
list_leases_cb (virConnectPtr connect,
                gpointer      data)
{
  g_autoptr(GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_guest_address_free);
  g_autofree virNetworkPtr *networks = NULL;
  int n = virConnectListAllNetworks (connect, &networks,
                                     VIR_CONNECT_LIST_NETWORKS_ACTIVE);

  if (n < 0)
    return muster_virt_error_future ();

  /* A network whose DHCP is not libvirt's has no leases, which is no error. */
  for (int i = 0; i < n; i++)
    {
      add_leases (addresses, networks[i]);
      virNetworkFree (networks[i]);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&addresses));
}

DexFuture *
muster_node_list_leases (MusterConnection *connection)
{
  return muster_connection_call (connection, list_leases_cb, NULL, NULL);
}
