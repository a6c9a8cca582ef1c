/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-cpu-fitting.h"
#include "muster-record-name.h"
#include "muster-shared-store.h"
#include "muster-store-error.h"
#include "muster-vm-actions.h"

/* Of many names this many are said. */
#define N_NAMED 5

typedef struct
{
  MusterDesk *desk;
  MusterHost *host;
  char *data_center;    /* that a person looks at */
  char *kind;
  char *id;
  char *name;
  char *description;
  char *revision;
  gboolean maintenance;
  gboolean has_services;
  MusterClusterServices services;
  MusterHostMoveFlags flags;
} Change;

static Change *
change_new (MusterDesk *desk,
            const char *id,
            const char *name,
            const char *description)
{
  Change *self = g_new0 (Change, 1);

  self->desk = g_object_ref (desk);
  self->data_center =
    g_strdup (muster_membership_get_id (muster_desk_get_membership (desk)));
  self->id = g_strdup (id);
  self->name = name != NULL ? g_strstrip (g_strdup (name)) : NULL;
  self->description = description != NULL ? g_strstrip (g_strdup (description)) : NULL;

  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  g_object_unref (self->desk);
  g_clear_object (&self->host);
  g_free (self->data_center);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->revision);
  g_free (self);
}

static MusterStore *
get_store (Change *change)
{
  return muster_membership_get_store (muster_desk_get_membership (change->desk));
}

static MusterDataCenter *
get_data_center (Change *change)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (change->desk));
}

/* An error is one text: the advice has no other way to whom it is for. */
static DexFuture *
refuse (MusterActionError  code,
        const char        *reason,
        const char        *advice)
{
  return dex_future_new_reject (MUSTER_ACTION_ERROR, code, "%s%s%s", reason,
                                *advice != '\0' ? " " : "", advice);
}

/* --- names --------------------------------------------------------------------------------- */

static MusterCluster *
find_namesake (Change *change)
{
  GListModel *clusters = muster_data_center_get_clusters (get_data_center (change));
  g_autofree char *wanted = g_utf8_casefold (change->name, -1);

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);
      g_autofree char *name = g_utf8_casefold (muster_cluster_get_name (cluster), -1);

      if (g_str_equal (name, wanted) &&
          g_strcmp0 (muster_cluster_get_id (cluster), change->id) != 0)
        return cluster;
    }

  return NULL;
}

/* Returns: (nullable): the refusal of a name that nobody could tell from another. */
static DexFuture *
check_text (Change *change)
{
  g_autoptr (GError) error = NULL;

  if (change->name == NULL || muster_record_name_check (change->name, &error))
    return NULL;

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
check_cluster_name (Change *change)
{
  MusterCluster *namesake;
  g_autofree char *reason = NULL;
  DexFuture *refusal = check_text (change);

  if (refusal != NULL || change->name == NULL || (namesake = find_namesake (change)) == NULL)
    return refusal;
  reason = g_strdup_printf (_("There is a cluster “%s” already."),
                            muster_cluster_get_name (namesake));

  return refuse (MUSTER_ACTION_ERROR_REFUSED, reason, _("Choose another name."));
}

static DexFuture *
check_services (Change *change)
{
  if (change->services != 0)
    return NULL;

  return refuse (MUSTER_ACTION_ERROR_REFUSED,
                 _("A cluster runs VMs, keeps Gluster volumes, or both."), "");
}

/* --- writing ------------------------------------------------------------------------------- */

static JsonObject *
make_content (Change       *change,
              MusterRecord *record)
{
  JsonObject *content = record != NULL ? muster_record_dup_content (record)
                                       : json_object_new ();

  if (change->name != NULL)
    json_object_set_string_member (content, "name", change->name);
  if (change->description != NULL)
    json_object_set_string_member (content, "description", change->description);
  if (change->has_services)
    {
      json_object_set_boolean_member (content, "virt",
                                      (change->services & MUSTER_CLUSTER_VIRT) != 0);
      json_object_set_boolean_member (content, "gluster",
                                      (change->services & MUSTER_CLUSTER_GLUSTER) != 0);
    }

  return content;
}

/* Shown when this resolves: the fold of the change may take a moment longer. */
static DexFuture *
await_put (Change     *change,
           const char *kind,
           const char *id,
           JsonObject *content)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_store_put (get_store (change), kind, id, content, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_string (id);
}

static DexFuture *
await_edited (Change     *change,
              const char *kind,
              const char *id)
{
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (change), kind, id), NULL);
  g_autoptr (JsonObject) content = make_content (change, record);

  return await_put (change, kind, id, content);
}

/* Another desktop may have deleted the data center that is meant. */
static gboolean
await_still_meant (Change  *change,
                   GError **error)
{
  MusterMembership *membership = muster_desk_get_membership (change->desk);

  if (change->data_center == NULL)
    return TRUE;
  dex_await (muster_membership_read (membership), NULL);
  if (g_strcmp0 (muster_membership_get_id (membership), change->data_center) == 0)
    return TRUE;
  g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE,
                       _("The data center does not exist any more."));

  return FALSE;
}

/* Returns: (transfer full) (nullable): the id of the data center. */
static char *
await_ensured (Change  *change,
               GError **error)
{
  if (!await_still_meant (change, error))
    return NULL;

  return dex_await_string (muster_membership_ensure (muster_desk_get_membership (change->desk)),
                           error);
}

static DexFuture *
edit_data_center_fiber (gpointer data)
{
  Change *change = data;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal = check_text (change);

  if (refusal != NULL)
    return refusal;
  if ((id = await_ensured (change, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_edited (change, MUSTER_DATA_CENTER_RECORD_KIND, id);
}

DexFuture *
muster_data_center_edit (MusterDesk *desk,
                         const char *name,
                         const char *description)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, edit_data_center_fiber,
                              change_new (desk, NULL, name, description), change_free);
}

static DexFuture *
create_fiber (gpointer data)
{
  Change *change = data;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *data_center = NULL;
  g_autoptr (JsonObject) content = make_content (change, NULL);
  g_autoptr (GError) error = NULL;
  DexFuture *refusal;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  if ((refusal = check_cluster_name (change)) != NULL ||
      (refusal = check_services (change)) != NULL)
    return refusal;
  if ((data_center = await_ensured (change, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_put (change, MUSTER_CLUSTER_RECORD_KIND, id, content);
}

DexFuture *
muster_cluster_create (MusterDesk            *desk,
                       const char            *name,
                       const char            *description,
                       MusterClusterServices  services)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  change = change_new (desk, NULL, name, description);
  change->has_services = TRUE;
  change->services = services;

  return dex_scheduler_spawn (NULL, 0, create_fiber, change, change_free);
}

static MusterCluster *
find_cluster (Change      *change,
              const char  *id,
              DexFuture  **refusal)
{
  MusterCluster *cluster = muster_data_center_find_cluster (get_data_center (change), id);

  if (cluster == NULL)
    *refusal = refuse (MUSTER_ACTION_ERROR_GONE, _("The cluster does not exist any more."), "");

  return cluster;
}

static DexFuture *
edit_fiber (gpointer data)
{
  Change *change = data;
  g_autofree char *data_center = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  if (find_cluster (change, change->id, &refusal) == NULL ||
      (refusal = check_cluster_name (change)) != NULL ||
      (refusal = check_services (change)) != NULL)
    return refusal;
  if ((data_center = await_ensured (change, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_edited (change, MUSTER_CLUSTER_RECORD_KIND, change->id);
}

DexFuture *
muster_cluster_edit (MusterDesk            *desk,
                     const char            *id,
                     const char            *name,
                     const char            *description,
                     MusterClusterServices  services)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  change = change_new (desk, id, name, description);
  change->has_services = TRUE;
  change->services = services;

  return dex_scheduler_spawn (NULL, 0, edit_fiber, change, change_free);
}

/* --- deleting ------------------------------------------------------------------------------ */

static void
add_name (GString    *names,
          guint       n,
          const char *name)
{
  if (n < N_NAMED)
    g_string_append_printf (names, "%s%s", n > 0 ? _(", ") : "", name);
  else if (n == N_NAMED)
    g_string_append (names, "…");
}

/* Those that this desktop does not list as well. */
static DexFuture *
check_empty (Change        *change,
             MusterCluster *cluster)
{
  g_autoptr (GPtrArray) members =
    dex_await_boxed (muster_cluster_list_members (change->desk, change->id), NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *reason = NULL;

  if (members == NULL || members->len == 0)
    return NULL;
  for (guint i = 0; i < members->len; i++)
    add_name (names, i, muster_cluster_get_member_name (members->pdata[i]));
  reason = g_strdup_printf (_("“%s” has hosts: %s."), muster_cluster_get_name (cluster),
                            names->str);

  return refuse (MUSTER_ACTION_ERROR_REFUSED, reason, _("Move them to another cluster first, or dissolve it."));
}

static DexFuture *
delete_fiber (gpointer data)
{
  Change *change = data;
  MusterCluster *cluster;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  cluster = find_cluster (change, change->id, &refusal);
  if (cluster == NULL)
    return refusal;
  if (muster_cluster_is_default (cluster))
    return refuse (MUSTER_ACTION_ERROR_REFUSED,
                   _("The default cluster stays: hosts that nobody put elsewhere are in it."),
                   _("It can be renamed."));
  refusal = check_empty (change, cluster);
  if (refusal != NULL)
    return refusal;
  if (!dex_await (muster_store_delete (get_store (change), MUSTER_CLUSTER_RECORD_KIND,
                                       change->id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_cluster_delete (MusterDesk *desk,
                       const char *id)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, delete_fiber, change_new (desk, id, NULL, NULL),
                              change_free);
}

/* --- moving hosts -------------------------------------------------------------------------- */

static DexFuture *
check_idle (Change *change)
{
  GListModel *vms = muster_data_center_get_vms (get_data_center (change));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *reason = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      if (muster_vm_get_host (vm) == change->host &&
          muster_vm_state_is_active (muster_vm_get_state (vm)))
        add_name (names, n++, muster_vm_get_label (vm));
    }
  if (n == 0)
    return NULL;
  reason = g_strdup_printf (_("“%s” runs VMs: %s."), muster_host_get_name (change->host),
                            names->str);

  return refuse (MUSTER_ACTION_ERROR_REFUSED, reason,
                 _("Migrate them to another host or shut them down first."));
}

/* Returns: (nullable): the refusal to write of a host that nobody can look at. */
static DexFuture *
check_known (Change *change)
{
  const char *name = muster_host_get_name (change->host);
  g_autofree char *reason = NULL;

  if (muster_host_get_state (change->host) != MUSTER_HOST_ONLINE)
    {
      reason = g_strdup_printf (_("“%s” does not answer, so that nobody knows which VMs it runs."),
                                name);
      return refuse (MUSTER_ACTION_ERROR_UNREACHABLE, reason, "");
    }
  if (muster_host_get_uuid (change->host) == NULL)
    {
      reason = g_strdup_printf (_("“%s” has no UUID that a record could be kept under."), name);
      return refuse (MUSTER_ACTION_ERROR_REFUSED, reason, "");
    }

  return NULL;
}

static DexFuture *
check_ours (Change *change)
{
  MusterMembership *membership = muster_desk_get_membership (change->desk);
  g_autofree char *reason = NULL;

  if (muster_membership_has_left (membership, change->host))
    {
      reason = g_strdup_printf (_("“%s” was removed from this data center."),
                                muster_host_get_name (change->host));
      return refuse (MUSTER_ACTION_ERROR_REFUSED, reason,
                     _("It comes back when it is taken off the list and added again."));
    }
  if (muster_membership_get_other (membership, change->host) == NULL)
    return NULL;
  reason = g_strdup_printf (_("“%s” belongs to another data center."),
                            muster_host_get_name (change->host));

  return refuse (MUSTER_ACTION_ERROR_REFUSED, reason, "");
}

static DexFuture *
check_move (Change *change)
{
  DexFuture *refusal = check_known (change);

  return refusal != NULL ? refusal : check_idle (change);
}

/* Of no cluster it stays where it is. */
static DexFuture *
await_member (Change *change)
{
  const char *uuid = muster_host_get_uuid (change->host);
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (change), MUSTER_MEMBER_RECORD_KIND, uuid),
                      NULL);
  g_autoptr (JsonObject) content = make_content (change, record);

  if (change->id != NULL)
    json_object_set_string_member (content, "cluster", change->id);
  else
    json_object_set_boolean_member (content, "maintenance", change->maintenance);

  return await_put (change, MUSTER_MEMBER_RECORD_KIND, uuid, content);
}

static DexFuture *
await_changed (Change *change)
{
  g_autofree char *data_center = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal = change->id != NULL || change->maintenance ? check_move (change)
                                                                 : check_known (change);

  if (refusal != NULL)
    return refusal;
  if ((data_center = await_ensured (change, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_member (change);
}

/* What nobody could compare is no reason to leave it where it is. */
static DexFuture *
await_cpu_checked (Change        *change,
                   MusterCluster *cluster)
{
  g_autoptr (MusterCpuFit) fit =
    dex_await_boxed (muster_cluster_fit_cpu (change->desk, cluster, change->host), NULL);
  g_autofree char *reason =
    muster_cpu_fit_to_text (fit, muster_host_get_name (change->host),
                            muster_cluster_get_name (cluster));

  if (fit->verdict == MUSTER_CPU_FOREIGN)
    return refuse (MUSTER_ACTION_ERROR_REFUSED, reason,
                   _("Put it into a cluster of hosts like it."));
  if (fit->verdict == MUSTER_CPU_LOWERS && !(change->flags & MUSTER_HOST_MOVE_LOWER_CPU))
    return refuse (MUSTER_ACTION_ERROR_REFUSED, reason,
                   _("It is moved only if you accept that."));

  return NULL;
}

static DexFuture *
move_fiber (gpointer data)
{
  Change *change = data;
  g_autoptr (MusterCluster) cluster = NULL;
  DexFuture *refusal = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  g_set_object (&cluster, find_cluster (change, change->id, &refusal));
  if (cluster == NULL || (refusal = check_ours (change)) != NULL)
    return refusal;
  if (muster_data_center_find_cluster_of (get_data_center (change), change->host) == cluster)
    return dex_future_new_true ();
  if ((refusal = check_move (change)) != NULL ||
      (refusal = await_cpu_checked (change, cluster)) != NULL)
    return refusal;

  return await_changed (change);
}

DexFuture *
muster_host_move (MusterDesk          *desk,
                  MusterHost          *host,
                  const char          *cluster,
                  MusterHostMoveFlags  flags)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);
  g_return_val_if_fail (cluster != NULL, NULL);

  change = change_new (desk, cluster, muster_host_get_name (host), NULL);
  change->host = g_object_ref (host);
  change->flags = flags;

  return dex_scheduler_spawn (NULL, 0, move_fiber, change, change_free);
}

/* Returns: whether somebody put the host into a cluster before. */
static gboolean
await_is_settled (Change *change)
{
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (change), MUSTER_MEMBER_RECORD_KIND,
                                        muster_host_get_uuid (change->host)),
                      NULL);

  return record != NULL && muster_member_record_get_text (record, "cluster") != NULL;
}

static DexFuture *
place_fiber (gpointer data)
{
  Change *change = data;
  g_autofree char *data_center = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  if (find_cluster (change, change->id, &refusal) == NULL ||
      (refusal = check_ours (change)) != NULL || (refusal = check_known (change)) != NULL ||
      (await_is_settled (change) && (refusal = check_idle (change)) != NULL))
    return refusal;
  if ((data_center = await_ensured (change, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_member (change);
}

DexFuture *
muster_host_place (MusterDesk *desk,
                   MusterHost *host,
                   const char *cluster)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);
  g_return_val_if_fail (cluster != NULL, NULL);

  change = change_new (desk, cluster, muster_host_get_name (host), NULL);
  change->host = g_object_ref (host);

  return dex_scheduler_spawn (NULL, 0, place_fiber, change, change_free);
}

static DexFuture *
maintain_fiber (gpointer data)
{
  Change *change = data;
  DexFuture *refusal;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  refusal = check_ours (change);
  if (refusal != NULL)
    return refusal;
  if (muster_host_get_maintenance (change->host) == change->maintenance)
    return dex_future_new_true ();

  return await_changed (change);
}

DexFuture *
muster_host_set_in_maintenance (MusterDesk *desk,
                                MusterHost *host,
                                gboolean    maintenance)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  change = change_new (desk, NULL, muster_host_get_name (host), NULL);
  change->host = g_object_ref (host);
  change->maintenance = maintenance;

  return dex_scheduler_spawn (NULL, 0, maintain_fiber, change, change_free);
}

/* --- conflicts ------------------------------------------------------------------------------- */

static MusterRecord *
find_revision (GPtrArray  *heads,
               const char *revision)
{
  for (guint i = 0; i < heads->len; i++)
    if (g_str_equal (muster_record_get_revision (heads->pdata[i]), revision))
      return heads->pdata[i];

  return NULL;
}

static DexFuture *
resolve_fiber (gpointer data)
{
  Change *change = data;
  g_autoptr (GPtrArray) heads = NULL;
  g_autoptr (GStrvBuilder) parents = g_strv_builder_new ();
  g_auto (GStrv) revisions = NULL;
  MusterRecord *chosen;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (change->desk)), NULL);
  heads = muster_shared_store_list_heads (MUSTER_SHARED_STORE (get_store (change)),
                                          change->kind, change->id);
  chosen = find_revision (heads, change->revision);
  if (chosen == NULL || heads->len < 2)
    return refuse (MUSTER_ACTION_ERROR_GONE, _("This is settled already."), "");
  for (guint i = 0; i < heads->len; i++)
    g_strv_builder_add (parents, muster_record_get_revision (heads->pdata[i]));
  revisions = g_strv_builder_end (parents);
  if (!dex_await (muster_store_put (get_store (change), change->kind, change->id,
                                    muster_record_get_content (chosen),
                                    (const char * const *) revisions), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_conflict_resolve (MusterDesk *desk,
                         const char *kind,
                         const char *id,
                         const char *revision)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (kind != NULL && id != NULL && revision != NULL, NULL);

  change = change_new (desk, id, NULL, NULL);
  change->kind = g_strdup (kind);
  change->revision = g_strdup (revision);

  return dex_scheduler_spawn (NULL, 0, resolve_fiber, change, change_free);
}
