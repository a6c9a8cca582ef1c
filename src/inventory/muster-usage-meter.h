/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-domain.h"
#include "muster-history.h"
#include "muster-node.h"

G_BEGIN_DECLS

/**
 * MusterVmCounters:
 *
 * A VM's counters as last seen, for the rates between two looks.
 */
typedef struct
{
  gint64 time;   /* monotonic µs; 0 before the first look */
  gint64 cpu_time_ns;
  gint64 bytes[4];   /* disk read, disk write, net rx, net tx */
} MusterVmCounters;

/** The same of a host. */
typedef struct
{
  gint64 busy_ns;
  gint64 total_ns;
} MusterNodeCounters;

/**
 * muster_vm_counters_advance:
 * @counters: (inout): the last look; becomes this one
 * @sample: (out): what happened in between
 *
 * A rate is -1 at the first look, and when a counter went backwards because
 * the VM was restarted or moved.
 */
void muster_vm_counters_advance   (MusterVmCounters        *counters,
                                   const MusterDomainStats *stats,
                                   gint64                   now,
                                   MusterSample            *sample);
void muster_node_counters_advance (MusterNodeCounters      *counters,
                                   const MusterNodeStats   *stats,
                                   gint64                   now,
                                   MusterSample            *sample);

G_END_DECLS
