/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-cluster-survey.h"

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
host_to_json (const MusterClusterCpuHost *host)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", host->name);
  json_object_set_boolean_member (object, "known", host->features != NULL);
  set_text (object, "vendor", host->vendor);
  json_object_set_array_member (object, "lacks", muster_cli_json_strv ((const char * const *) host->lacks));

  return object;
}

static JsonObject *
cpu_to_json (MusterCluster    *cluster,
             MusterClusterCpu *cpu)
{
  JsonObject *object = json_object_new ();
  JsonArray *hosts = json_array_new ();

  for (guint i = 0; i < cpu->hosts->len; i++)
    json_array_add_object_element (hosts, host_to_json (cpu->hosts->pdata[i]));
  json_object_set_string_member (object, "cluster", muster_cluster_get_name (cluster));
  set_text (object, "model", cpu->model);
  set_text (object, "xml", cpu->xml);
  json_object_set_array_member (object, "features",
                                muster_cli_json_strv ((const char * const *) cpu->features));
  json_object_set_array_member (object, "hosts", hosts);

  return object;
}

static char *
dup_judgement (const MusterClusterCpuHost *host)
{
  g_autofree char *lacks = g_strjoinv (" ", host->lacks);

  if (host->features == NULL)
    return g_strdup (_("does not say"));
  if (*lacks == '\0')
    return g_strdup (_("lacks nothing"));

  return g_strdup_printf (_("lacks %s"), lacks);
}

static void
print_cpu (MusterClusterCpu *cpu)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);

  muster_cli_table_add (table, _("CPU"), cpu->model != NULL ? cpu->model : _("none"), NULL);
  for (guint i = 0; i < cpu->hosts->len; i++)
    {
      const MusterClusterCpuHost *host = cpu->hosts->pdata[i];
      g_autofree char *judgement = dup_judgement (host);

      muster_cli_table_add (table, host->name, judgement, NULL);
    }
  muster_cli_table_print (table);
  if (cpu->model == NULL)
    muster_cli_print_note (muster_cluster_cpu_is_mixed (cpu)
                           ? _("Processors of different vendors share no CPU: no VM can move between them while it runs.")
                           : _("No CPU is known that all of them can give to a VM."));
}

MusterCliError
muster_cli_cluster_cpu (MusterCli  *cli,
                        GError    **error)
{
  MusterCliError code = MUSTER_CLI_FAILED;
  g_autoptr (MusterCluster) cluster = NULL;
  g_autoptr (MusterClusterCpu) cpu = NULL;

  if (!muster_cli_records_open (cli, &code, error) ||
      (cluster = muster_cli_names_find_cluster (muster_cli_get_data_center (cli),
                                                cli->words[0], error)) == NULL ||
      (cpu = dex_await_boxed (muster_cluster_survey_cpu (cli->desk, cluster), error)) == NULL)
    return code;
  if (cli->options->json)
    muster_cli_json_print_object (cpu_to_json (cluster, cpu));
  else
    print_cpu (cpu);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}
