/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-member-record.h"
#include "muster-record-fold.h"
#include "muster-record.h"
#include "muster-text.h"

static const char *
get_text (MusterRecord *record,
          const char   *field,
          const char   *otherwise)
{
  const char *text = NULL;

  if (record != NULL)
    text = json_object_get_string_member_with_default (muster_record_get_content (record),
                                                       field, otherwise);

  /* Where a number stands the default is not used. */
  return text != NULL ? text : otherwise;
}

/* Whoever writes to one host says what it holds. */
static char *
dup_line (MusterRecord *record,
          const char   *field,
          const char   *otherwise)
{
  return muster_text_escape (get_text (record, field, otherwise));
}

static MusterRecord *
find_record (GPtrArray  *records,
             const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (muster_record_get_id (records->pdata[i]), id) == 0)
      return records->pdata[i];

  return NULL;
}

/* What has no record is called as in the beginning, also after another data center,
 * which had one, was looked at. */
static void
fold_data_center (MusterDataCenter *self,
                  MusterRecord     *record)
{
  g_autofree char *name = dup_line (record, "name", _("Data center"));
  g_autofree char *description = dup_line (record, "description", "");

  muster_data_center_set_name (self, name);
  muster_data_center_set_description (self, description);
}

static gboolean
get_flag (MusterRecord *record,
          const char   *field,
          gboolean      otherwise)
{
  return record == NULL ? otherwise
         : json_object_get_boolean_member_with_default (muster_record_get_content (record),
                                                        field, otherwise);
}

/* Of what is for nothing VMs are the better guess. */
static MusterClusterServices
get_services (MusterRecord *record)
{
  MusterClusterServices services = 0;

  if (get_flag (record, "virt", TRUE))
    services |= MUSTER_CLUSTER_VIRT;
  if (get_flag (record, "gluster", FALSE))
    services |= MUSTER_CLUSTER_GLUSTER;

  return services != 0 ? services : MUSTER_CLUSTER_VIRT;
}

/* The default one may have no record, or one without a name when it was described only. */
static void
fold_cluster (MusterDataCenter *self,
              const char       *id,
              MusterRecord     *record)
{
  MusterCluster *known = muster_data_center_find_cluster (self, id);
  gboolean is_default = g_str_equal (id, MUSTER_CLUSTER_DEFAULT);
  g_autofree char *name = dup_line (record, "name", is_default ? _("Default") : id);
  g_autofree char *description = dup_line (record, "description", "");
  g_autoptr (MusterCluster) cluster = known != NULL ? g_object_ref (known)
                                                    : muster_cluster_new (id, name);

  muster_cluster_set_name (cluster, name);
  muster_cluster_set_description (cluster, description);
  muster_cluster_set_services (cluster, get_services (record));
  if (known == NULL)
    muster_data_center_add_cluster (self, cluster);
}

static void
remove_clusters_without (MusterDataCenter *self,
                         GPtrArray        *records)
{
  GListModel *clusters = muster_data_center_get_clusters (self);

  for (guint i = g_list_model_get_n_items (clusters); i-- > 0; )
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      if (!muster_cluster_is_default (cluster) &&
          find_record (records, muster_cluster_get_id (cluster)) == NULL)
        muster_data_center_remove_cluster (self, cluster);
    }
}

static void
fold_clusters (MusterDataCenter *self,
               GPtrArray        *records)
{
  fold_cluster (self, MUSTER_CLUSTER_DEFAULT, find_record (records, MUSTER_CLUSTER_DEFAULT));
  for (guint i = 0; i < records->len; i++)
    fold_cluster (self, muster_record_get_id (records->pdata[i]), records->pdata[i]);
  remove_clusters_without (self, records);
  muster_data_center_sort_clusters (self);
}

/* Whoever was taken out is in no cluster, whatever was said of it before. */
static MusterRecord *
find_member (MusterHost *host,
             GPtrArray  *records,
             const char *id)
{
  MusterRecord *member = muster_member_record_find (records, host);

  return member != NULL && !muster_member_record_has_left (member, id) ? member : NULL;
}

static MusterCluster *
find_cluster_of (MusterDataCenter *self,
                 MusterRecord     *member)
{
  MusterCluster *cluster = NULL;

  if (member != NULL)
    cluster = muster_data_center_find_cluster (self,
                                               get_text (member, "cluster", ""));

  return cluster != NULL ? cluster
                         : muster_data_center_find_cluster (self,
                                                            MUSTER_CLUSTER_DEFAULT);
}

static void
fold_members (MusterDataCenter *self,
              const char       *id,
              GPtrArray        *records)
{
  GListModel *hosts = muster_data_center_get_hosts (self);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      MusterRecord *member = find_member (host, records, id);
      MusterCluster *cluster = find_cluster_of (self, member);

      muster_data_center_place_host (self, host, cluster);
      muster_host_set_virt (host,
                            (muster_cluster_get_services (cluster) & MUSTER_CLUSTER_VIRT) != 0);
      muster_host_set_maintenance (host, get_flag (member, "maintenance", FALSE));
    }
}

void
muster_record_fold (MusterDataCenter *data_center,
                    const char       *id,
                    GPtrArray        *data_centers,
                    GPtrArray        *clusters,
                    GPtrArray        *members)
{
  g_return_if_fail (MUSTER_IS_DATA_CENTER (data_center));

  fold_data_center (data_center, find_record (data_centers, id));
  fold_clusters (data_center, clusters);
  fold_members (data_center, id, members);
}
