/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-records-json.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cluster-actions.h"
#include "muster-cpu-fitting.h"
#include "muster-vm-actions.h"

/* --- what becomes of the CPU --------------------------------------------------------- */

static const char *
verdict_to_id (MusterCpuVerdict verdict)
{
  switch (verdict)
    {
    case MUSTER_CPU_FITS:
      return "fits";
    case MUSTER_CPU_LOWERS:
      return "lowers";
    case MUSTER_CPU_FOREIGN:
      return "foreign";
    case MUSTER_CPU_UNKNOWN:
    default:
      return "unknown";
    }
}

static JsonArray *
vms_to_json (MusterCpuFit *fit)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < fit->vms->len; i++)
    {
      const MusterCpuFitVm *vm = fit->vms->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", vm->name);
      json_object_set_string_member (object, "host", vm->host);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
names_to_json (GPtrArray *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_string_element (array, names->pdata[i]);

  return array;
}

static JsonObject *
fit_to_json (MusterCpuFit *fit)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "verdict", verdict_to_id (fit->verdict));
  muster_cli_json_set_string (object, "reason", fit->reason);
  json_object_set_array_member (object, "lost",
                                muster_cli_json_strv ((const char * const *) fit->lost));
  json_object_set_array_member (object, "vms", vms_to_json (fit));
  json_object_set_array_member (object, "silent", names_to_json (fit->silent));

  return object;
}

/* An error has room for some names, a table for all. */
static void
print_lowering (MusterCpuFit *fit)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);
  g_autofree char *lost = g_strjoinv (" ", fit->lost);

  muster_cli_table_add (table, _("CPU loses"), lost, NULL);
  for (guint i = 0; i < fit->vms->len; i++)
    {
      const MusterCpuFitVm *vm = fit->vms->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s (%s)", vm->name, vm->host);

      muster_cli_table_add (table, i == 0 ? _("VMs concerned") : "", line, NULL);
    }
  if (fit->vms->len == 0)
    muster_cli_table_add (table, _("VMs concerned"), _("none"), NULL);
  muster_cli_table_print (table);
}

static void
show (MusterCli     *cli,
      MusterCluster *cluster,
      MusterCpuFit  *fit)
{
  JsonObject *object;

  if (cli->options->json)
    {
      object = muster_cli_json_cluster (cli, cluster);
      json_object_set_object_member (object, "cpu", fit_to_json (fit));
      muster_cli_json_print_object (object);
    }
  else if (fit->verdict == MUSTER_CPU_LOWERS)
    print_lowering (fit);
  else if (fit->verdict == MUSTER_CPU_UNKNOWN)
    muster_cli_print_note (fit->reason);
}

/* --- moving -------------------------------------------------------------------------- */

static MusterCpuFit *
await_fit (MusterCli     *cli,
           MusterCluster *cluster,
           MusterHost    *host)
{
  if (muster_data_center_find_cluster_of (muster_cli_get_data_center (cli), host) == cluster)
    return muster_cpu_fit_new ();

  return dex_await_boxed (muster_cluster_fit_cpu (cli->desk, cluster, host), NULL);
}

static gboolean
check_accepted (MusterCli      *cli,
                MusterCluster  *cluster,
                MusterHost     *host,
                MusterCpuFit   *fit,
                GError        **error)
{
  g_autofree char *reason = NULL;

  if (fit->verdict != MUSTER_CPU_LOWERS || cli->options->lower_cpu)
    return TRUE;
  reason = muster_cpu_fit_to_text (fit, muster_host_get_name (host),
                                   muster_cluster_get_name (cluster));
  g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED, "%s %s", reason,
               _("Add --lower-cpu to move it all the same."));
  show (cli, cluster, fit);

  return FALSE;
}

MusterCliError
muster_cli_host_move (MusterCli  *cli,
                      GError    **error)
{
  MusterHostMoveFlags flags = cli->options->lower_cpu ? MUSTER_HOST_MOVE_LOWER_CPU
                                                      : MUSTER_HOST_MOVE_NONE;
  MusterCliError code = MUSTER_CLI_FAILED;
  g_autoptr (MusterCluster) cluster = NULL;
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (MusterCpuFit) fit = NULL;

  if (!muster_cli_records_open (cli, &code, error) ||
      (cluster = muster_cli_names_find_cluster (muster_cli_get_data_center (cli),
                                                cli->words[1], error)) == NULL ||
      (host = muster_cli_names_find_host (muster_cli_get_data_center (cli), cli->words[0],
                                          error)) == NULL)
    return code;
  fit = await_fit (cli, cluster, host);
  if (!check_accepted (cli, cluster, host, fit, error) ||
      !dex_await (muster_host_move (cli->desk, host, muster_cluster_get_id (cluster), flags),
                  error))
    return MUSTER_CLI_FAILED;
  muster_cli_records_settle (cli, MUSTER_MEMBER_RECORD_KIND, muster_host_get_uuid (host));
  show (cli, cluster, fit);

  return MUSTER_CLI_DONE;
}
