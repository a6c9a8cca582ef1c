/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-part.h"
#include "muster-node-info.h"

G_BEGIN_DECLS

/**
 * MusterDaemonKind:
 * @MUSTER_DAEMON_UNKNOWN: nothing that was asked gave it away
 * @MUSTER_DAEMON_MODULAR: a proxy in front of one daemon for each driver
 *
 * How libvirt runs on a host.  A client is told the same by both; only a proxy
 * that does not find a driver's daemon names the socket it looked for.
 */
typedef enum
{
  MUSTER_DAEMON_UNKNOWN,
  MUSTER_DAEMON_MODULAR,
} MusterDaemonKind;

/**
 * MusterHostFacts:
 * @cpu_vendor: (nullable): "Intel", "AMD", ...
 * @live_migration: whether running VMs can leave it
 * @read_only: libvirt lets us look, but not act
 * @nics: of #MusterHostNic
 * @pools: of #MusterHostPool
 * @networks: of #MusterHostNetwork
 * @cpu_xml: (nullable): its CPU as muster_cpu_baseline() takes it
 *
 * What a host can do.  What it did not tell is missing.
 */
typedef struct
{
  MusterNodeInfo *node;
  char *cpu_vendor;
  gboolean live_migration;
  gboolean read_only;
  MusterDaemonKind daemon;
  GPtrArray *nics;
  GPtrArray *pools;
  GPtrArray *networks;
  char *cpu_xml;
} MusterHostFacts;

#define MUSTER_TYPE_HOST_FACTS (muster_host_facts_get_type ())

GType            muster_host_facts_get_type          (void) G_GNUC_CONST;
/** Returns: (transfer full): facts with empty lists; @node is taken. */
MusterHostFacts *muster_host_facts_new               (MusterNodeInfo        *node);
MusterHostFacts *muster_host_facts_copy              (const MusterHostFacts *self);
void             muster_host_facts_free              (MusterHostFacts       *self);
/**
 * muster_host_facts_read_capabilities:
 * @xml: what virConnectGetCapabilities() says; untrusted
 *
 * Reads the vendor of the processor, migration and, as long as
 * nothing better is known, the CPU.
 */
void             muster_host_facts_read_capabilities (MusterHostFacts       *self,
                                                      const char            *xml);
/**
 * muster_host_facts_read_domain_capabilities:
 * @xml: what virConnectGetDomainCapabilities() says; untrusted
 *
 * Reads the CPU that a VM can be given here, which is less than what the
 * processor has.
 */
void             muster_host_facts_read_domain_capabilities (MusterHostFacts *self,
                                                      const char            *xml);
/**
 * muster_cpu_read_features:
 * @xml: a <cpu> with its features listed; untrusted
 *
 * Returns: (transfer full): the names of those it has, sorted, none twice
 */
GStrv            muster_cpu_read_features            (const char            *xml);
/** Returns: (transfer full) (nullable): the model of a <cpu>; @xml is untrusted. */
char            *muster_cpu_dup_model                (const char            *xml);
/** Learns from the text of an error, see #MusterDaemonKind. */
MusterDaemonKind muster_daemon_kind_from_error       (const char            *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostFacts, muster_host_facts_free)

G_END_DECLS
