/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-member.h"
#include "muster-cli-names.h"
#include "muster-cli-records-json.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cluster-actions.h"

/* --- looking ----------------------------------------------------------------------- */

static void
print_clusters (MusterCli *cli)
{
  const char *headings[] = { _("NAME"), _(">HOSTS"), _("DESCRIPTION"), NULL };
  GListModel *clusters =
    muster_data_center_get_clusters (muster_cli_get_data_center (cli));
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);
      g_autoptr (GPtrArray) members = muster_cli_member_list (cli, cluster);
      g_autofree char *hosts = g_strdup_printf ("%u", members->len);

      muster_cli_table_add (table, muster_cluster_get_name (cluster), hosts,
                            muster_cluster_get_description (cluster), NULL);
    }
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_cluster_list (MusterCli  *cli,
                         GError    **error)
{
  MusterCliError code;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  if (cli->options->json)
    muster_cli_json_print_array (muster_cli_json_clusters (cli));
  else
    print_clusters (cli);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}

static const char *
describe_services (MusterCluster *cluster)
{
  switch ((guint) muster_cluster_get_services (cluster))
    {
    case MUSTER_CLUSTER_GLUSTER:
      return _("Gluster volumes, no VMs");
    case MUSTER_CLUSTER_VIRT | MUSTER_CLUSTER_GLUSTER:
      return _("VMs and Gluster volumes");
    case MUSTER_CLUSTER_VIRT:
    default:
      return _("VMs");
    }
}

static void
print_cluster (MusterCli     *cli,
               MusterCluster *cluster)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);
  g_autoptr (GPtrArray) members = muster_cli_member_list (cli, cluster);

  muster_cli_table_add (table, _("Name"), muster_cluster_get_name (cluster), NULL);
  if (*muster_cluster_get_description (cluster) != '\0')
    muster_cli_table_add (table, _("Description"),
                          muster_cluster_get_description (cluster), NULL);
  muster_cli_table_add (table, _("ID"), muster_cluster_get_id (cluster), NULL);
  muster_cli_table_add (table, _("Services"), describe_services (cluster), NULL);
  for (guint i = 0; i < members->len; i++)
    {
      const MusterCliMember *member = members->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s (%s)", member->name,
                                               muster_cli_member_get_state (member));

      muster_cli_table_add (table, i == 0 ? _("Hosts") : "", line, NULL);
    }
  muster_cli_table_print (table);
}

/* Opens the records and finds the cluster that @name names in them. */
static MusterCluster *
open_cluster (MusterCli       *cli,
              const char      *name,
              MusterCliError  *code,
              GError         **error)
{
  if (!muster_cli_records_open (cli, code, error))
    return NULL;

  return muster_cli_names_find_cluster (muster_cli_get_data_center (cli), name, error);
}

MusterCliError
muster_cli_cluster_show (MusterCli  *cli,
                         GError    **error)
{
  MusterCliError code;
  g_autoptr (MusterCluster) cluster = open_cluster (cli, cli->words[0], &code, error);

  if (cluster == NULL)
    return code;
  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_cluster (cli, cluster));
  else
    print_cluster (cli, cluster);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}

/* --- changing ---------------------------------------------------------------------- */

/* What is to be, where the command line does not say otherwise of what is. */
static MusterClusterServices
choose_services (MusterCli             *cli,
                 MusterClusterServices  services)
{
  const MusterCliOptions *options = cli->options;

  if (options->virt)
    services |= MUSTER_CLUSTER_VIRT;
  if (options->no_virt)
    services &= ~MUSTER_CLUSTER_VIRT;
  if (options->gluster)
    services |= MUSTER_CLUSTER_GLUSTER;
  if (options->no_gluster)
    services &= ~MUSTER_CLUSTER_GLUSTER;

  return services;
}

static gboolean
check_edit (MusterCli  *cli,
            GError    **error)
{
  const MusterCliOptions *options = cli->options;

  if (options->name != NULL || options->description != NULL || options->virt ||
      options->no_virt || options->gluster || options->no_gluster)
    return TRUE;
  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                       _("Say what to change: --name, --description, --virt, --gluster or the opposite of one."));

  return FALSE;
}

/* The cluster as it is after a change. */
static void
settle_cluster (MusterCli  *cli,
                const char *id)
{
  MusterCluster *cluster;

  muster_cli_records_settle (cli, MUSTER_CLUSTER_RECORD_KIND, id);
  cluster = muster_data_center_find_cluster (muster_cli_get_data_center (cli), id);
  if (cli->options->json && cluster != NULL)
    muster_cli_json_print_object (muster_cli_json_cluster (cli, cluster));
}

MusterCliError
muster_cli_cluster_create (MusterCli  *cli,
                           GError    **error)
{
  MusterCliError code;
  g_autofree char *id = NULL;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  id = dex_await_string (muster_cluster_create (cli->desk, cli->words[0],
                                                cli->options->description,
                                                choose_services (cli, MUSTER_CLUSTER_VIRT)),
                         error);
  if (id == NULL)
    return MUSTER_CLI_FAILED;
  settle_cluster (cli, id);

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_cluster_edit (MusterCli  *cli,
                         GError    **error)
{
  MusterCliError code = MUSTER_CLI_USAGE;
  g_autoptr (MusterCluster) cluster = NULL;

  if (!check_edit (cli, error) ||
      (cluster = open_cluster (cli, cli->words[0], &code, error)) == NULL)
    return code;
  if (!dex_await (muster_cluster_edit (cli->desk, muster_cluster_get_id (cluster),
                                       cli->options->name, cli->options->description,
                                       choose_services (cli, muster_cluster_get_services (cluster))),
                  error))
    return MUSTER_CLI_FAILED;
  settle_cluster (cli, muster_cluster_get_id (cluster));

  return MUSTER_CLI_DONE;
}

static void
tell_moved (MusterCli *cli,
            GPtrArray *members)
{
  MusterCluster *target = muster_data_center_find_cluster (muster_cli_get_data_center (cli),
                                                           MUSTER_CLUSTER_DEFAULT);
  g_autofree char *heading = NULL;

  if (cli->options->json || members->len == 0)
    return;
  heading = g_strdup_printf (_("These hosts are in the cluster “%s” now; their VMs go on running:"),
                             muster_cluster_get_name (target));
  muster_cli_print (heading);
  for (guint i = 0; i < members->len; i++)
    {
      const MusterCliMember *member = members->pdata[i];

      muster_cli_print (member->name);
    }
}

MusterCliError
muster_cli_cluster_delete (MusterCli  *cli,
                           GError    **error)
{
  MusterCliError code;
  g_autoptr (MusterCluster) cluster = open_cluster (cli, cli->words[0], &code, error);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GPtrArray) members = NULL;
  const char *id;

  if (cluster == NULL)
    return code;
  object = muster_cli_json_cluster (cli, cluster);
  members = muster_cli_member_list (cli, cluster);
  id = muster_cluster_get_id (cluster);
  if (!dex_await (cli->options->dissolve ? muster_cluster_dissolve (cli->desk, id)
                                         : muster_cluster_delete (cli->desk, id), error))
    return MUSTER_CLI_FAILED;
  muster_cli_records_settle (cli, MUSTER_CLUSTER_RECORD_KIND, id);
  tell_moved (cli, members);
  if (cli->options->json)
    muster_cli_json_print_object (g_steal_pointer (&object));

  return MUSTER_CLI_DONE;
}

/* --- maintenance --------------------------------------------------------------------- */

static JsonObject *
maintenance_to_json (MusterHost *host)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", muster_host_get_name (host));
  json_object_set_string_member (object, "uuid", muster_host_get_uuid (host));
  json_object_set_boolean_member (object, "maintenance", muster_host_get_maintenance (host));

  return object;
}

static gboolean
maintain (MusterCli   *cli,
          MusterHost  *host,
          gboolean     maintenance,
          GError     **error)
{
  if (!dex_await (muster_host_set_in_maintenance (cli->desk, host, maintenance), error))
    return FALSE;
  muster_cli_records_settle (cli, MUSTER_MEMBER_RECORD_KIND, muster_host_get_uuid (host));
  if (cli->options->json)
    muster_cli_json_print_object (maintenance_to_json (host));

  return TRUE;
}

MusterCliError
muster_cli_host_maintain (MusterCli  *cli,
                          GError    **error)
{
  gboolean maintenance = g_str_equal (cli->command->name, "maintenance");
  MusterCliError code;
  g_autoptr (MusterHost) host = NULL;

  if (!muster_cli_records_open (cli, &code, error) ||
      (host = muster_cli_names_find_host (muster_cli_get_data_center (cli), cli->words[0],
                                          error)) == NULL ||
      !maintain (cli, host, maintenance, error))
    return code;

  return MUSTER_CLI_DONE;
}
