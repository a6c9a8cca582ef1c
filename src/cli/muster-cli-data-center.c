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

/* Returns: (transfer full): on how many hosts its record is, for people. */
static char *
describe_copies (MusterCli  *cli,
                 const char *id)
{
  guint n_hosts = 0;
  guint n_copies =
    muster_cli_records_count (cli, MUSTER_DATA_CENTER_RECORD_KIND, id, &n_hosts);

  if (id == NULL)
    return g_strdup (_("on no host yet"));

  return g_strdup_printf (ngettext ("on %u of %u host", "on %u of %u hosts", n_hosts),
                          n_copies, n_hosts);
}

static void
print_properties (MusterCli *cli)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (cli);
  const char *id = muster_membership_get_id (muster_desk_get_membership (cli->desk));
  const char *description = muster_data_center_get_description (data_center);
  g_autofree char *copies = describe_copies (cli, id);
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);

  muster_cli_table_add (table, _("Name"), muster_data_center_get_name (data_center),
                        NULL);
  if (*description != '\0')
    muster_cli_table_add (table, _("Description"), description, NULL);
  if (id != NULL)
    muster_cli_table_add (table, _("ID"), id, NULL);
  muster_cli_table_add (table, _("Kept"), copies, NULL);
  muster_cli_table_print (table);
}

/* One row a host; a cluster without any has a row, too. */
static void
add_cluster (MusterCliTable *table,
             MusterCli      *cli,
             MusterCluster  *cluster)
{
  const char *name = muster_cluster_get_name (cluster);
  g_autoptr (GPtrArray) members = muster_cli_member_list (cli, cluster);

  if (members->len == 0)
    muster_cli_table_add (table, name, NULL);
  for (guint i = 0; i < members->len; i++)
    {
      const MusterCliMember *member = members->pdata[i];

      muster_cli_table_add (table, name, member->name,
                            muster_cli_member_get_state (member), NULL);
    }
}

static void
print_clusters (MusterCli *cli)
{
  const char *headings[] = { _("CLUSTER"), _("HOST"), _("STATE"), NULL };
  GListModel *clusters =
    muster_data_center_get_clusters (muster_cli_get_data_center (cli));
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      add_cluster (table, cli, cluster);
    }
  muster_cli_table_print (table);
}

/* Returns: (transfer full) (nullable): why the host is not one of this data center. */
static char *
describe_stranger (MusterMembership *membership,
                   MusterHost       *host)
{
  const char *name = muster_host_get_name (host);
  const char *other = muster_membership_get_other (membership, host);

  if (other != NULL)
    /* Translators: a host, and the id of a data center */
    return g_strdup_printf (_("“%s” belongs to another data center (%s)."), name, other);
  if (muster_membership_has_left (membership, host))
    return g_strdup_printf (_("“%s” was removed from this data center."), name);

  return NULL;
}

static void
print_others (MusterCli *cli)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      g_autofree char *line = describe_stranger (membership, host);

      if (line != NULL)
        muster_cli_print (line);
    }
}

static void
print_data_center (MusterCli *cli)
{
  print_properties (cli);
  muster_cli_print ("");
  print_clusters (cli);
  print_others (cli);
}

MusterCliError
muster_cli_dc_show (MusterCli  *cli,
                    GError    **error)
{
  MusterCliError code;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_data_center (cli));
  else
    print_data_center (cli);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}

/* --- changing ---------------------------------------------------------------------- */

static MusterCliError
edit (MusterCli   *cli,
      const char  *name,
      GError     **error)
{
  MusterMembership *membership;
  MusterCliError code;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  if (!dex_await (muster_data_center_edit (cli->desk, name, cli->options->description),
                  error))
    return MUSTER_CLI_FAILED;
  membership = muster_desk_get_membership (cli->desk);
  muster_cli_records_settle (cli, MUSTER_DATA_CENTER_RECORD_KIND,
                             muster_membership_get_id (membership));
  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_data_center (cli));

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_dc_edit (MusterCli  *cli,
                    GError    **error)
{
  if (!muster_cli_records_check_edit (cli, error))
    return MUSTER_CLI_USAGE;

  return edit (cli, cli->options->name, error);
}

MusterCliError
muster_cli_dc_rename (MusterCli  *cli,
                      GError    **error)
{
  return edit (cli, cli->words[0], error);
}
