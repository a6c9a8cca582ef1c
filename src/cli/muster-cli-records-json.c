/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-json.h"
#include "muster-cli-member.h"
#include "muster-cli-records-json.h"
#include "muster-cli-records.h"

static JsonObject *
make_member (const MusterCliMember *member)
{
  JsonObject *object = json_object_new ();
  MusterHost *host = member->host;
  const char *state =
    host != NULL ? muster_host_state_to_id (muster_host_get_state (host)) : NULL;

  muster_cli_json_set_string (object, "name", member->name);
  muster_cli_json_set_string (object, "uuid", member->uuid);
  muster_cli_json_set_string (object, "state", state);
  json_object_set_boolean_member (object, "maintenance",
                                  member->host != NULL &&
                                  muster_host_get_maintenance (member->host));

  return object;
}

static gboolean
has (MusterCluster         *cluster,
     MusterClusterServices  service)
{
  return (muster_cluster_get_services (cluster) & service) != 0;
}

JsonObject *
muster_cli_json_cluster (MusterCli     *cli,
                         MusterCluster *cluster)
{
  JsonObject *object = json_object_new ();
  JsonArray *hosts = json_array_new ();
  g_autoptr (GPtrArray) members = muster_cli_member_list (cli, cluster);

  for (guint i = 0; i < members->len; i++)
    json_array_add_object_element (hosts, make_member (members->pdata[i]));
  muster_cli_json_set_string (object, "name", muster_cluster_get_name (cluster));
  muster_cli_json_set_string (object, "id", muster_cluster_get_id (cluster));
  muster_cli_json_set_string (object, "description",
                              muster_cluster_get_description (cluster));
  json_object_set_boolean_member (object, "virt", has (cluster, MUSTER_CLUSTER_VIRT));
  json_object_set_boolean_member (object, "gluster", has (cluster, MUSTER_CLUSTER_GLUSTER));
  json_object_set_array_member (object, "hosts", hosts);

  return object;
}

JsonArray *
muster_cli_json_clusters (MusterCli *cli)
{
  GListModel *clusters =
    muster_data_center_get_clusters (muster_cli_get_data_center (cli));
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      json_array_add_object_element (array, muster_cli_json_cluster (cli, cluster));
    }

  return array;
}

static JsonArray *
list_others (MusterCli *cli)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      const char *other = muster_membership_get_other (membership, host);
      JsonObject *object;

      if (other == NULL)
        continue;
      object = json_object_new ();
      muster_cli_json_set_string (object, "name", muster_host_get_name (host));
      muster_cli_json_set_string (object, "uuid", muster_host_get_uuid (host));
      muster_cli_json_set_string (object, "data_center", other);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
list_left (MusterCli *cli)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_membership_has_left (membership, host))
        json_array_add_string_element (array, muster_host_get_name (host));
    }

  return array;
}

JsonObject *
muster_cli_json_data_center (MusterCli *cli)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (cli);
  const char *id = muster_membership_get_id (muster_desk_get_membership (cli->desk));
  JsonObject *object = json_object_new ();
  guint n_hosts = 0;
  guint n_copies =
    muster_cli_records_count (cli, MUSTER_DATA_CENTER_RECORD_KIND, id, &n_hosts);

  muster_cli_json_set_string (object, "name", muster_data_center_get_name (data_center));
  muster_cli_json_set_string (object, "id", id);
  muster_cli_json_set_string (object, "description",
                              muster_data_center_get_description (data_center));
  json_object_set_int_member (object, "copies", n_copies);
  json_object_set_int_member (object, "copies_wanted", n_hosts);
  json_object_set_array_member (object, "clusters", muster_cli_json_clusters (cli));
  json_object_set_array_member (object, "hosts_of_others", list_others (cli));
  json_object_set_array_member (object, "hosts_removed", list_left (cli));

  return object;
}
