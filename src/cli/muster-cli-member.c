/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-member.h"

static void
member_free (gpointer data)
{
  MusterCliMember *self = data;

  g_free (self->name);
  g_free (self->uuid);
  g_clear_object (&self->host);
  g_free (self);
}

static void
add_member (GPtrArray  *members,
            const char *name,
            const char *uuid,
            MusterHost *host)
{
  MusterCliMember *self = g_new0 (MusterCliMember, 1);

  self->name = g_strdup (name);
  self->uuid = g_strdup (uuid);
  g_set_object (&self->host, host);
  g_ptr_array_add (members, self);
}

static void
add_listed (GPtrArray     *members,
            MusterCli     *cli,
            MusterCluster *cluster)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  GListModel *hosts = muster_cluster_get_hosts (cluster);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_membership_get_other (membership, host) == NULL &&
          !muster_membership_has_left (membership, host))
        add_member (members, muster_host_get_name (host), muster_host_get_uuid (host),
                    host);
    }
}

/* Of a host that was not reached only the name is known. */
static gboolean
is_listed (MusterCli  *cli,
           const char *name,
           const char *uuid)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      const char *known = muster_host_get_uuid (host);

      if (known != NULL ? g_str_equal (known, uuid)
                        : g_strcmp0 (muster_host_get_name (host), name) == 0)
        return TRUE;
    }

  return FALSE;
}

static const char *
get_text (MusterRecord *record,
          const char   *field,
          const char   *otherwise)
{
  return json_object_get_string_member_with_default (muster_record_get_content (record),
                                                     field, otherwise);
}

static void
add_unlisted (GPtrArray     *members,
              MusterCli     *cli,
              MusterCluster *cluster)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  const char *id = muster_membership_get_id (membership);
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (muster_membership_get_store (membership),
                                        MUSTER_MEMBER_RECORD_KIND), NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const char *uuid = muster_record_get_id (records->pdata[i]);
      const char *name = get_text (records->pdata[i], "name", NULL);

      if (!muster_member_record_has_left (records->pdata[i], id) &&
          g_strcmp0 (get_text (records->pdata[i], "cluster", MUSTER_CLUSTER_DEFAULT),
                     muster_cluster_get_id (cluster)) == 0 &&
          !is_listed (cli, name, uuid))
        add_member (members, name != NULL ? name : uuid, uuid, NULL);
    }
}

GPtrArray *
muster_cli_member_list (MusterCli     *cli,
                        MusterCluster *cluster)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (member_free);

  add_listed (members, cli, cluster);
  add_unlisted (members, cli, cluster);

  return members;
}

const char *
muster_cli_member_get_state (const MusterCliMember *self)
{
  return self->host != NULL
         ? muster_host_get_state_label (self->host)
         : _("Not in this list");
}
