/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-host-facts.h"

G_BEGIN_DECLS

/**
 * muster_host_facts_get:
 *
 * Asks a host what it can do: some calls, and one for each of its pools,
 * networks and network cards.
 *
 * Returns: future of a boxed #MusterHostFacts
 */
DexFuture *muster_host_facts_get       (MusterConnection   *connection);
/**
 * muster_host_facts_is_read_only:
 *
 * Whether the host forbids us all but looking, found out by a call that
 * changes nothing wherever it is allowed.
 *
 * Returns: future of a boolean
 */
DexFuture *muster_host_facts_is_read_only (MusterConnection *connection);
/**
 * muster_cpu_baseline:
 * @cpu_xmls: #MusterHostFacts.cpu_xml of one host or more
 *
 * The best CPU that all of them can give to a VM, as XML with its features
 * listed.
 *
 * Returns: future of a string; rejects with #MusterVirtError: with
 *   %MUSTER_VIRT_ERROR_UNSUPPORTED where libvirt is too old for it
 */
DexFuture *muster_cpu_baseline         (MusterConnection   *connection,
                                        const char * const *cpu_xmls);
/**
 * muster_cpu_compare:
 * @architecture: (nullable): of the VM, %NULL for that of the host
 * @type: (nullable): of the VM, as "kvm"; %NULL for the host's best
 * @cpu_xml: a <cpu>, of a VM's definition or as muster_cpu_baseline() takes it
 *
 * Whether the host can give that CPU to a VM.
 *
 * Returns: future of a boolean; rejects with #MusterVirtError where the host
 *   cannot tell
 */
DexFuture *muster_cpu_compare          (MusterConnection   *connection,
                                        const char         *architecture,
                                        const char         *type,
                                        const char         *cpu_xml);

G_END_DECLS
