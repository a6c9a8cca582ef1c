/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-survey.h"
#include "muster-libvirt-private.h"
#include "muster-node-private.h"
#include "muster-virt-error-private.h"

/* A host has a handful of each.  One that claims more is asked no further. */
#define MAX_PARTS 512

/* A format that nobody speaks: the question is refused as read-only before
 * anybody looks at it, and as unknown where writing is allowed. */
#define NO_FORMAT "muster-none"

/* What a driver's daemon did not answer may tell how libvirt runs there. */
static void
learn_from_failure (MusterHostFacts *facts)
{
  if (facts->daemon == MUSTER_DAEMON_UNKNOWN)
    facts->daemon = muster_daemon_kind_from_error (virGetLastErrorMessage ());
}

static void
read_pools (MusterHostFacts *facts,
            virConnectPtr    connect)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  int n = virConnectListAllStoragePools (connect, &pools, 0);

  if (n < 0)
    learn_from_failure (facts);
  for (int i = 0; i < n; i++)
    {
      g_autoptr(virStoragePool) pool = pools[i];
      g_autofree char *xml = i < MAX_PARTS ? virStoragePoolGetXMLDesc (pool, 0) : NULL;
      MusterHostPool *part = NULL;

      if (xml != NULL)
        part = muster_host_pool_new_from_xml (xml, virStoragePoolIsActive (pool) == 1);
      if (part != NULL)
        g_ptr_array_add (facts->pools, part);
    }
}

static void
read_networks (MusterHostFacts *facts,
               virConnectPtr    connect)
{
  g_autofree virNetworkPtr *networks = NULL;
  int n = virConnectListAllNetworks (connect, &networks, 0);

  if (n < 0)
    learn_from_failure (facts);
  for (int i = 0; i < n; i++)
    {
      g_autoptr(virNetwork) network = networks[i];
      g_autofree char *xml = i < MAX_PARTS ? virNetworkGetXMLDesc (network, 0) : NULL;
      MusterHostNetwork *part = NULL;

      if (xml != NULL)
        part = muster_host_network_new_from_xml (xml, virNetworkIsActive (network) == 1);
      if (part != NULL)
        g_ptr_array_add (facts->networks, part);
    }
}

static void
read_nics (MusterHostFacts *facts,
           virConnectPtr    connect)
{
  g_autofree virNodeDevicePtr *devices = NULL;
  int n = virConnectListAllNodeDevices (connect, &devices,
                                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET);

  if (n < 0)
    learn_from_failure (facts);
  for (int i = 0; i < n; i++)
    {
      g_autoptr(virNodeDevice) device = devices[i];
      g_autofree char *xml = i < MAX_PARTS ? virNodeDeviceGetXMLDesc (device, 0) : NULL;
      MusterHostNic *part = xml != NULL ? muster_host_nic_new_from_xml (xml) : NULL;

      if (part != NULL)
        g_ptr_array_add (facts->nics, part);
    }
}

static void
read_capabilities (MusterHostFacts *facts,
                   virConnectPtr    connect)
{
  g_autofree char *host = virConnectGetCapabilities (connect);
  g_autofree char *domain =
    virConnectGetDomainCapabilities (connect, NULL, NULL, NULL, NULL, 0);

  if (host != NULL)
    muster_host_facts_read_capabilities (facts, host);
  if (domain != NULL)
    muster_host_facts_read_domain_capabilities (facts, domain);
}

static gboolean
is_read_only (virConnectPtr connect)
{
  g_autofree char *xml = virConnectDomainXMLFromNative (connect, NO_FORMAT, "", 0);
  virErrorPtr error = xml == NULL ? virGetLastError () : NULL;

  return error != NULL &&
         (error->code == VIR_ERR_OPERATION_DENIED || error->code == VIR_ERR_ACCESS_DENIED);
}

static DexFuture *
survey_cb (virConnectPtr connect,
           gpointer      data)
{
  MusterNodeInfo *node = _muster_node_read_info (connect);
  MusterHostFacts *facts;

  if (node == NULL)
    return muster_virt_error_future ();

  facts = muster_host_facts_new (node);
  facts->read_only = is_read_only (connect);
  read_capabilities (facts, connect);
  read_pools (facts, connect);
  read_networks (facts, connect);
  read_nics (facts, connect);

  return dex_future_new_take_boxed (MUSTER_TYPE_HOST_FACTS, facts);
}

DexFuture *
muster_host_facts_get (MusterConnection *connection)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);

  return muster_connection_call (connection, survey_cb, NULL, NULL);
}

static DexFuture *
read_only_cb (virConnectPtr connect,
              gpointer      data)
{
  return dex_future_new_for_boolean (is_read_only (connect));
}

DexFuture *
muster_host_facts_is_read_only (MusterConnection *connection)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);

  return muster_connection_call (connection, read_only_cb, NULL, NULL);
}

static DexFuture *
baseline_cb (virConnectPtr connect,
             gpointer      data)
{
  char **cpus = data;
  g_autofree char *xml =
    virConnectBaselineHypervisorCPU (connect, NULL, NULL, NULL, NULL,
                                     (const char **) cpus, g_strv_length (cpus),
                                     VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES |
                                     VIR_CONNECT_BASELINE_CPU_MIGRATABLE);

  return xml != NULL ? dex_future_new_for_string (xml) : muster_virt_error_future ();
}

static void
free_cpus (gpointer cpus)
{
  g_strfreev (cpus);
}

DexFuture *
muster_cpu_baseline (MusterConnection   *connection,
                     const char * const *cpu_xmls)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (cpu_xmls != NULL && *cpu_xmls != NULL, NULL);

  return muster_connection_call (connection, baseline_cb,
                                 g_strdupv ((char **) cpu_xmls), free_cpus);
}

typedef struct
{
  char *architecture;
  char *type;
  char *cpu_xml;
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *self = data;

  g_free (self->architecture);
  g_free (self->type);
  g_free (self->cpu_xml);
  g_free (self);
}

static DexFuture *
compare_cb (virConnectPtr connect,
            gpointer      data)
{
  Comparison *self = data;
  int answer = virConnectCompareHypervisorCPU (connect, NULL, self->architecture, NULL,
                                               self->type, self->cpu_xml, 0);

  if (answer == VIR_CPU_COMPARE_ERROR)
    return muster_virt_error_future ();

  return dex_future_new_for_boolean (answer != VIR_CPU_COMPARE_INCOMPATIBLE);
}

DexFuture *
muster_cpu_compare (MusterConnection *connection,
                    const char       *architecture,
                    const char       *type,
                    const char       *cpu_xml)
{
  Comparison *comparison;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (cpu_xml != NULL, NULL);

  comparison = g_new0 (Comparison, 1);
  comparison->architecture = g_strdup (architecture);
  comparison->type = g_strdup (type);
  comparison->cpu_xml = g_strdup (cpu_xml);

  return muster_connection_call (connection, compare_cb, comparison, comparison_free);
}
