/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-format.h"
#include "muster-vm-column.h"

#define MIN_BOUND 60

typedef struct
{
  const char *id;
  const char *title;
  guint chars;
  gboolean number;
  gboolean live;
  const char *properties[5];
} ColumnInfo;

static const ColumnInfo columns[MUSTER_N_VM_COLUMNS] = {
  [MUSTER_VM_COLUMN_NAME] =
    { "name", N_("Name"), 20, FALSE, FALSE, { "name", "title", NULL } },
  [MUSTER_VM_COLUMN_STATE] =
    { "state", N_("State"), 10, FALSE, FALSE, { "state", "reason", "stale", "elsewhere", NULL } },
  [MUSTER_VM_COLUMN_HOST] =
    { "host", N_("Host"), 9, FALSE, FALSE, { "host", NULL } },
  [MUSTER_VM_COLUMN_CPU] =
    { "cpu", N_("CPU"), 12, FALSE, TRUE, { "cpu-usage", NULL } },
  [MUSTER_VM_COLUMN_MEMORY] =
    { "memory", N_("Memory"), 12, FALSE, TRUE, { "memory-usage", NULL } },
  [MUSTER_VM_COLUMN_IP] =
    { "ip", N_("IP Address"), 17, FALSE, FALSE, { "ips", NULL } },
  [MUSTER_VM_COLUMN_OS] =
    { "os", N_("OS"), 17, FALSE, FALSE, { "os-name", NULL } },
  [MUSTER_VM_COLUMN_UPTIME] =
    { "uptime", N_("Uptime"), 8, TRUE, FALSE, { "started-at", NULL } },
  [MUSTER_VM_COLUMN_VCPUS] =
    { "vcpus", N_("vCPUs"), 6, TRUE, FALSE, { "vcpus", NULL } },
  [MUSTER_VM_COLUMN_MEMORY_SIZE] =
    { "memory-size", N_("Memory Size"), 9, TRUE, FALSE, { "memory-kib", NULL } },
  [MUSTER_VM_COLUMN_DISK] =
    { "disk", N_("Disk I/O"), 10, TRUE, TRUE,
      { "disk-read-rate", "disk-write-rate", NULL } },
  [MUSTER_VM_COLUMN_NETWORK] =
    { "network", N_("Network I/O"), 10, TRUE, TRUE,
      { "net-rx-rate", "net-tx-rate", NULL } },
  [MUSTER_VM_COLUMN_DESCRIPTION] =
    { "description", N_("Description"), 24, FALSE, FALSE, { "description", NULL } },
};

const char *
muster_vm_column_to_id (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, NULL);

  return columns[column].id;
}

MusterVmColumn
muster_vm_column_from_id (const char *id)
{
  MusterVmColumn column;

  for (column = 0; column < MUSTER_N_VM_COLUMNS; column++)
    if (g_strcmp0 (columns[column].id, id) == 0)
      break;

  return column;
}

const char *
muster_vm_column_to_title (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, NULL);

  return _(columns[column].title);
}

guint
muster_vm_column_get_chars (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, 0);

  return columns[column].chars;
}

gboolean
muster_vm_column_is_number (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, FALSE);

  return columns[column].number;
}

gboolean
muster_vm_column_is_live (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, FALSE);

  return columns[column].live;
}

const char * const *
muster_vm_column_get_properties (MusterVmColumn column)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, NULL);

  return columns[column].properties;
}

static gint64
uptime_of (MusterVm *vm)
{
  gint64 started_at = muster_vm_get_started_at (vm);

  if (started_at == 0 || muster_vm_get_stale (vm))
    return -1;

  return MAX (0, (g_get_real_time () - started_at) / G_USEC_PER_SEC);
}

static char *
dup_uptime (MusterVm *vm)
{
  gint64 uptime = uptime_of (vm);
  g_autofree char *text = NULL;

  if (uptime < 0)
    return g_strdup ("");
  if (muster_vm_get_start_seen (vm))
    return muster_format_duration (uptime);

  /* A lower bound that small says nothing. */
  if (uptime < MIN_BOUND)
    return g_strdup ("");
  text = muster_format_duration (uptime);

  /* Translators: it runs for at least this long: "≥ 5 min" */
  return g_strdup_printf (_("≥ %s"), text);
}

/* Both directions together; -1 when neither is known. */
static double
rate_of (MusterVm     *vm,
         MusterMetric  in,
         MusterMetric  out)
{
  double a = muster_vm_get_metric (vm, in);
  double b = muster_vm_get_metric (vm, out);

  if (a < 0 && b < 0)
    return -1;

  return MAX (a, 0) + MAX (b, 0);
}

static double
number_of (MusterVmColumn  column,
           MusterVm       *vm)
{
  switch ((int) column)
    {
    case MUSTER_VM_COLUMN_CPU:
      return muster_vm_get_metric (vm, MUSTER_METRIC_CPU);
    case MUSTER_VM_COLUMN_MEMORY:
      return muster_vm_get_metric (vm, MUSTER_METRIC_MEMORY);
    case MUSTER_VM_COLUMN_DISK:
      return rate_of (vm, MUSTER_METRIC_DISK_READ, MUSTER_METRIC_DISK_WRITE);
    case MUSTER_VM_COLUMN_NETWORK:
      return rate_of (vm, MUSTER_METRIC_NET_RX, MUSTER_METRIC_NET_TX);
    case MUSTER_VM_COLUMN_UPTIME:
      return uptime_of (vm);
    case MUSTER_VM_COLUMN_VCPUS:
      return muster_vm_get_detailed (vm) ? (double) muster_vm_get_vcpus (vm) : -1;
    case MUSTER_VM_COLUMN_MEMORY_SIZE:
      return muster_vm_get_detailed (vm) ? (double) muster_vm_get_memory_kib (vm) : -1;
    default:
      g_return_val_if_reached (-1);
    }
}

static const char *
string_of (MusterVmColumn  column,
           MusterVm       *vm)
{
  MusterHost *host;
  const char *text = NULL;

  switch ((int) column)
    {
    case MUSTER_VM_COLUMN_NAME:
      text = muster_vm_get_label (vm);
      break;
    case MUSTER_VM_COLUMN_HOST:
      host = muster_vm_get_host (vm);
      text = host != NULL ? muster_host_get_name (host) : NULL;
      break;
    case MUSTER_VM_COLUMN_IP:
      text = muster_vm_get_ip (vm);
      break;
    case MUSTER_VM_COLUMN_OS:
      text = muster_vm_get_os_name (vm);
      break;
    case MUSTER_VM_COLUMN_DESCRIPTION:
      text = muster_vm_get_description (vm);
      break;
    default:
      g_return_val_if_reached ("");
    }

  return text != NULL ? text : "";
}

/* An address and how many more there are. */
static char *
dup_ips (MusterVm *vm)
{
  const char * const *ips = muster_vm_get_ips (vm);
  guint n = g_strv_length ((char **) ips);

  if (n < 2)
    return g_strdup (muster_vm_get_ip (vm));

  /* Translators: an IP address and how many more the VM has */
  return g_strdup_printf (_("%s +%u"), ips[0], n - 1);
}

static char *
dup_stale_text (MusterVmState state)
{
  /* Translators: in a narrow column, a VM's state that was true once */
  return g_strdup_printf (_("(%s)"), muster_vm_state_to_label (state));
}

static char *
dup_state (MusterVm *vm)
{
  if (muster_vm_get_elsewhere (vm) != NULL)
    return g_strdup (_("Left behind"));
  if (!muster_vm_get_stale (vm))
    return muster_vm_dup_state_text (vm);

  return dup_stale_text (muster_vm_get_state (vm));
}

char *
muster_vm_column_dup_text (MusterVmColumn  column,
                           MusterVm       *vm)
{
  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  switch ((int) column)
    {
    case MUSTER_VM_COLUMN_STATE:
      return dup_state (vm);
    case MUSTER_VM_COLUMN_IP:
      return dup_ips (vm);
    case MUSTER_VM_COLUMN_UPTIME:
      return dup_uptime (vm);
    case MUSTER_VM_COLUMN_CPU:
    case MUSTER_VM_COLUMN_MEMORY:
      return muster_format_percent (number_of (column, vm));
    case MUSTER_VM_COLUMN_DISK:
    case MUSTER_VM_COLUMN_NETWORK:
      return muster_format_rate (number_of (column, vm));
    case MUSTER_VM_COLUMN_VCPUS:
      return muster_vm_get_detailed (vm)
             ? g_strdup_printf ("%u", muster_vm_get_vcpus (vm)) : g_strdup ("");
    case MUSTER_VM_COLUMN_MEMORY_SIZE:
      return muster_vm_get_detailed (vm)
             ? muster_format_memory (muster_vm_get_memory_kib (vm)) : g_strdup ("");
    default:
      return g_strdup (string_of (column, vm));
    }
}

/* What an admin looks for first comes first. */
static int
state_rank (MusterVm *vm)
{
  static const int ranks[] = {
    [MUSTER_VM_CRASHED] = 0,
    [MUSTER_VM_RUNNING] = 1,
    [MUSTER_VM_STOPPING] = 2,
    [MUSTER_VM_PAUSED] = 3,
    [MUSTER_VM_SUSPENDED] = 4,
    [MUSTER_VM_SAVED] = 5,
    [MUSTER_VM_OFF] = 6,
    [MUSTER_VM_UNKNOWN] = 7,
  };
  MusterVmState state = muster_vm_get_state (vm);

  if (muster_vm_get_stale (vm) || (guint) state >= G_N_ELEMENTS (ranks))
    return ranks[MUSTER_VM_UNKNOWN];

  return ranks[state];
}

/* As people count: "vm2" before "vm10", "web" beside "Web". */
static int
compare_text (const char *a,
              const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
        {
          guint64 x = g_ascii_strtoull (a, (char **) &a, 10);
          guint64 y = g_ascii_strtoull (b, (char **) &b, 10);

          if (x != y)
            return x < y ? -1 : 1;
        }
      else
        {
          gunichar x = g_unichar_tolower (g_utf8_get_char (a));
          gunichar y = g_unichar_tolower (g_utf8_get_char (b));

          if (x != y)
            return x < y ? -1 : 1;
          a = g_utf8_next_char (a);
          b = g_utf8_next_char (b);
        }
    }

  return (*a != '\0') - (*b != '\0');
}

static int
compare_strings (const char *a,
                 const char *b)
{
  if ((*a == '\0') != (*b == '\0'))
    return *a == '\0' ? 1 : -1;

  return compare_text (a, b);
}

static int
compare_numbers (double a,
                 double b)
{
  if ((a < 0) != (b < 0))
    return a < 0 ? 1 : -1;

  return (a > b) - (a < b);
}

int
muster_vm_column_compare (MusterVmColumn  column,
                          MusterVm       *a,
                          MusterVm       *b)
{
  switch ((int) column)
    {
    case MUSTER_VM_COLUMN_STATE:
      return state_rank (a) - state_rank (b);
    case MUSTER_VM_COLUMN_NAME:
    case MUSTER_VM_COLUMN_HOST:
    case MUSTER_VM_COLUMN_IP:
    case MUSTER_VM_COLUMN_OS:
    case MUSTER_VM_COLUMN_DESCRIPTION:
      return compare_strings (string_of (column, a), string_of (column, b));
    default:
      return compare_numbers (number_of (column, a), number_of (column, b));
    }
}

static char *
dup_reason_text (MusterVmState  state,
                 MusterVmReason reason)
{
  const char *label = muster_vm_state_to_label (state);

  switch ((int) reason)
    {
    case MUSTER_VM_REASON_MIGRATING:
      return g_strdup (_("Migrating"));
    case MUSTER_VM_REASON_SAVING:
      return g_strdup (_("Saving"));
    case MUSTER_VM_REASON_STARTING:
      return g_strdup (_("Starting"));
    case MUSTER_VM_REASON_IO_ERROR:
      /* Translators: a VM's state, stopped by an error of its disk */
      return g_strdup_printf (_("%s (I/O error)"), label);
    case MUSTER_VM_REASON_WATCHDOG:
      /* Translators: a VM's state, stopped by its watchdog device */
      return g_strdup_printf (_("%s (watchdog)"), label);
    case MUSTER_VM_REASON_FAILED:
      /* Translators: a VM's state, after its hypervisor failed */
      return g_strdup_printf (_("%s (failed)"), label);
    default:
      return g_strdup (label);
    }
}

char *
muster_vm_dup_state_text (MusterVm *vm)
{
  MusterVmState state;

  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  if (muster_vm_get_elsewhere (vm) != NULL)
    /* Translators: of a VM that another host, which is named, took over */
    return g_strdup_printf (_("Left behind: %s took it over"), muster_vm_get_elsewhere (vm));
  state = muster_vm_get_state (vm);
  if (muster_vm_get_stale (vm))
    /* Translators: the state a VM had before its host stopped answering */
    return g_strdup_printf (_("Last known: %s"), muster_vm_state_to_label (state));

  return dup_reason_text (state, muster_vm_get_reason (vm));
}

static char **
dup_state_samples (void)
{
  static const struct { MusterVmState state; MusterVmReason reason; } long_ones[] = {
    { MUSTER_VM_PAUSED, MUSTER_VM_REASON_IO_ERROR },
    { MUSTER_VM_PAUSED, MUSTER_VM_REASON_WATCHDOG },
    { MUSTER_VM_OFF, MUSTER_VM_REASON_FAILED },
    { MUSTER_VM_RUNNING, MUSTER_VM_REASON_MIGRATING },
    { MUSTER_VM_RUNNING, MUSTER_VM_REASON_SAVING },
    { MUSTER_VM_RUNNING, MUSTER_VM_REASON_STARTING },
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, _("Left behind"));
  for (MusterVmState state = 0; state <= MUSTER_VM_SUSPENDED; state++)
    g_strv_builder_take (builder, dup_stale_text (state));
  for (gsize i = 0; i < G_N_ELEMENTS (long_ones); i++)
    g_strv_builder_take (builder, dup_reason_text (long_ones[i].state,
                                                   long_ones[i].reason));

  return g_strv_builder_end (builder);
}

const char * const *
muster_vm_column_get_samples (MusterVmColumn column)
{
  static char **states;

  g_return_val_if_fail (column < MUSTER_N_VM_COLUMNS, NULL);

  if (column != MUSTER_VM_COLUMN_STATE)
    return NULL;
  if (states == NULL)
    states = dup_state_samples ();

  return (const char * const *) states;
}

const char *
muster_vm_get_state_icon (MusterVm *vm)
{
  if (muster_vm_get_stale (vm) || muster_vm_get_elsewhere (vm) != NULL)
    return muster_vm_state_to_icon (MUSTER_VM_UNKNOWN);
  if (muster_vm_get_reason (vm) == MUSTER_VM_REASON_MIGRATING)
    return "muster-migrate-symbolic";
  if (muster_vm_get_reason (vm) == MUSTER_VM_REASON_STARTING)
    return muster_vm_state_to_icon (MUSTER_VM_RUNNING);

  return muster_vm_state_to_icon (muster_vm_get_state (vm));
}

const char *
muster_vm_get_state_class (MusterVm *vm)
{
  if (muster_vm_get_stale (vm) || muster_vm_get_elsewhere (vm) != NULL)
    return "dimmed";
  if (muster_vm_get_reason (vm) == MUSTER_VM_REASON_MIGRATING ||
      muster_vm_get_reason (vm) == MUSTER_VM_REASON_STARTING)
    return "accent";

  switch ((int) muster_vm_get_state (vm))
    {
    case MUSTER_VM_RUNNING:
      return "success";
    case MUSTER_VM_PAUSED:
    case MUSTER_VM_SUSPENDED:
    case MUSTER_VM_STOPPING:
      return "warning";
    case MUSTER_VM_CRASHED:
      return "error";
    default:
      return "dimmed";
    }
}
