/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-usage-meter.h"

static float
rate (gint64 before,
      gint64 after,
      double seconds)
{
  if (before < 0 || after < before || seconds <= 0)
    return -1;
  return (after - before) / seconds;
}

static float
cpu_share (const MusterVmCounters  *counters,
           const MusterDomainStats *stats,
           double                   seconds)
{
  float used = rate (counters->cpu_time_ns, stats->cpu_time_ns, seconds);

  if (used < 0)
    return -1;
  return MIN (used / 1e9 / MAX (stats->vcpus, 1), 1.0);
}

/* The guest's own account, or none: what the host spends on a VM is more than the
 * guest uses, and right after the boot more than it has. */
static float
memory_share (const MusterDomainStats *stats)
{
  double all = stats->memory_available_kib;

  if (all <= 0 || stats->memory_unused_kib < 0)
    return -1;
  return CLAMP (1.0 - stats->memory_unused_kib / all, 0, 1);
}

void
muster_vm_counters_advance (MusterVmCounters        *counters,
                            const MusterDomainStats *stats,
                            gint64                   now,
                            MusterSample            *sample)
{
  const gint64 bytes[4] = {
    stats->disk_read_bytes, stats->disk_write_bytes,
    stats->net_rx_bytes, stats->net_tx_bytes,
  };
  double seconds =
    counters->time > 0 ? (now - counters->time) / (double) G_USEC_PER_SEC : 0;

  sample->time = now;
  sample->values[MUSTER_METRIC_CPU] = cpu_share (counters, stats, seconds);
  sample->values[MUSTER_METRIC_MEMORY] = memory_share (stats);
  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      sample->values[MUSTER_METRIC_DISK_READ + i] =
        rate (counters->bytes[i], bytes[i], seconds);
      counters->bytes[i] = bytes[i];
    }
  counters->cpu_time_ns = stats->cpu_time_ns;
  counters->time = now;
}

void
muster_node_counters_advance (MusterNodeCounters    *counters,
                              const MusterNodeStats *stats,
                              gint64                 now,
                              MusterSample          *sample)
{
  gint64 total = stats->cpu_total_ns - counters->total_ns;
  gint64 busy = stats->cpu_busy_ns - counters->busy_ns;
  gboolean known = counters->total_ns > 0 && total > 0 && busy >= 0;

  for (guint i = 0; i < MUSTER_N_METRICS; i++)
    sample->values[i] = -1;
  sample->time = now;
  if (known)
    sample->values[MUSTER_METRIC_CPU] = MIN ((double) busy / total, 1.0);
  if (stats->memory_total_kib > 0 && stats->memory_free_kib >= 0)
    sample->values[MUSTER_METRIC_MEMORY] =
      CLAMP (1.0 - (double) stats->memory_free_kib / stats->memory_total_kib, 0, 1);
  counters->total_ns = stats->cpu_total_ns;
  counters->busy_ns = stats->cpu_busy_ns;
}
