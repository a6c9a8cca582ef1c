/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "muster-domain-private.h"
#include "muster-libvirt-private.h"

#define ALL_GROUPS (VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL | \
                    VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU | \
                    VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK)

/* Counters with a fixed name, and sums over devices: "net.0.rx.bytes". */
static const struct
{
  const char *name;
  gsize offset;
} counters[] = {
  { "cpu.time", G_STRUCT_OFFSET (MusterDomainStats, cpu_time_ns) },
  { "vcpu.current", G_STRUCT_OFFSET (MusterDomainStats, vcpus) },
  { "vcpu.maximum", G_STRUCT_OFFSET (MusterDomainStats, vcpus_maximum) },
  { "balloon.maximum", G_STRUCT_OFFSET (MusterDomainStats, memory_maximum_kib) },
  { "balloon.unused", G_STRUCT_OFFSET (MusterDomainStats, memory_unused_kib) },
  { "balloon.available", G_STRUCT_OFFSET (MusterDomainStats, memory_available_kib) },
}, sums[] = {
  { "block..rd.bytes", G_STRUCT_OFFSET (MusterDomainStats, disk_read_bytes) },
  { "block..wr.bytes", G_STRUCT_OFFSET (MusterDomainStats, disk_write_bytes) },
  { "net..rx.bytes", G_STRUCT_OFFSET (MusterDomainStats, net_rx_bytes) },
  { "net..tx.bytes", G_STRUCT_OFFSET (MusterDomainStats, net_tx_bytes) },
};

void
muster_domain_stats_free (MusterDomainStats *self)
{
  g_free (self->uuid);
  g_free (self);
}

static gint64
read_number (virTypedParameterPtr param)
{
  switch (param->type)
    {
    case VIR_TYPED_PARAM_INT:
      return param->value.i;
    case VIR_TYPED_PARAM_UINT:
      return param->value.ui;
    case VIR_TYPED_PARAM_LLONG:
      return param->value.l;
    case VIR_TYPED_PARAM_ULLONG:
      return param->value.ul <= G_MAXINT64 ? (gint64) param->value.ul : -1;
    default:
      return -1;
    }
}

/* Whether @field is @pattern with a number between its two dots. */
static gboolean
is_numbered (const char *field,
             const char *pattern)
{
  gsize prefix = strchr (pattern, '.') - pattern + 1;

  if (strncmp (field, pattern, prefix) != 0 || !g_ascii_isdigit (field[prefix]))
    return FALSE;

  return g_str_equal (field + prefix + strspn (field + prefix, "0123456789"),
                      pattern + prefix);
}

static void
read_param (MusterDomainStats    *self,
            virTypedParameterPtr  param)
{
  gint64 number = read_number (param);

  if (number < 0)
    return;

  if (g_str_equal (param->field, "state.state"))
    self->state = number;
  else if (g_str_equal (param->field, "state.reason"))
    self->reason = number;

  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    if (g_str_equal (param->field, counters[i].name))
      G_STRUCT_MEMBER (gint64, self, counters[i].offset) = number;

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    if (is_numbered (param->field, sums[i].name))
      {
        gint64 *sum = &G_STRUCT_MEMBER (gint64, self, sums[i].offset);

        /* A host can send any number */
        if (!g_uint64_checked_add ((guint64 *) sum, MAX (*sum, 0), number) || *sum < 0)
          *sum = -1;
      }
}

static MusterDomainStats *
read_record (virDomainStatsRecordPtr record)
{
  MusterDomainStats *self = g_new0 (MusterDomainStats, 1);

  self->uuid = _muster_domain_dup_id (record->dom);
  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    G_STRUCT_MEMBER (gint64, self, counters[i].offset) = -1;
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    G_STRUCT_MEMBER (gint64, self, sums[i].offset) = -1;

  for (int i = 0; i < record->nparams; i++)
    read_param (self, &record->params[i]);

  return self;
}

static gboolean
is_unsupported (void)
{
  switch (virGetLastErrorCode ())
    {
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_INVALID_ARG:
    case VIR_ERR_OPERATION_UNSUPPORTED:
      return TRUE;
    default:
      return FALSE;
    }
}

/*< private >
 * _muster_domain_stats:
 * @groups: virDomainStatsTypes
 * @records: (out): freed with virDomainStatsRecordListFree()
 *
 * The statistics of all domains in one call that does not wait for a busy
 * one; what an older host does not know is left away.
 *
 * Returns: how many, or -1 with libvirt's error
 */
int
_muster_domain_stats (virConnectPtr             connect,
                      unsigned int              groups,
                      virDomainStatsRecordPtr **records)
{
  const unsigned int simple = groups & (VIR_DOMAIN_STATS_STATE |
                                        VIR_DOMAIN_STATS_CPU_TOTAL |
                                        VIR_DOMAIN_STATS_BALLOON);
  const struct
  {
    unsigned int groups;
    unsigned int flags;
  } tries[] = {
    { groups, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT },
    { groups, 0 },
    { simple, 0 },
  };
  int n = -1;

  for (guint i = 0; i < G_N_ELEMENTS (tries) && n < 0; i++)
    {
      n = virConnectGetAllDomainStats (connect, tries[i].groups, records,
                                       tries[i].flags);
      if (n < 0 && !is_unsupported ())
        break;
    }

  return n;
}

static DexFuture *
list_stats_cb (virConnectPtr connect,
               gpointer      data)
{
  g_autoptr(GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_domain_stats_free);
  virDomainStatsRecordPtr *records = NULL;
  int n = _muster_domain_stats (connect, ALL_GROUPS, &records);

  if (n < 0)
    return muster_virt_error_future ();

  for (int i = 0; i < n; i++)
    g_ptr_array_add (list, read_record (records[i]));
  virDomainStatsRecordListFree (records);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&list));
}

DexFuture *
muster_domain_list_stats (MusterConnection *connection)
{
  return muster_connection_call (connection, list_stats_cb, NULL, NULL);
}
