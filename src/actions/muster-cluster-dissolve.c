/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cluster-actions.h"

typedef struct
{
  MusterDesk *desk;
  char *id;
} Dissolution;

static Dissolution *
dissolution_new (MusterDesk *desk,
                 const char *id)
{
  Dissolution *self = g_new0 (Dissolution, 1);

  self->desk = g_object_ref (desk);
  self->id = g_strdup (id);

  return self;
}

static void
dissolution_free (gpointer data)
{
  Dissolution *self = data;

  g_object_unref (self->desk);
  g_free (self->id);
  g_free (self);
}

static MusterStore *
get_store (Dissolution *self)
{
  return muster_membership_get_store (muster_desk_get_membership (self->desk));
}

/* --- who is in it ------------------------------------------------------------------------ */

static DexFuture *
list_fiber (gpointer data)
{
  Dissolution *self = data;
  g_autofree char *data_center =
    g_strdup (muster_membership_get_id (muster_desk_get_membership (self->desk)));
  g_autoptr (GPtrArray) all =
    dex_await_boxed (muster_store_list (get_store (self), MUSTER_MEMBER_RECORD_KIND), NULL);
  GPtrArray *members = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (g_strcmp0 (muster_member_record_get_text (all->pdata[i], "cluster"), self->id) == 0 &&
        !muster_member_record_has_left (all->pdata[i], data_center))
      g_ptr_array_add (members, g_object_ref (all->pdata[i]));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, members);
}

DexFuture *
muster_cluster_list_members (MusterDesk *desk,
                             const char *id)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, dissolution_new (desk, id),
                              dissolution_free);
}

const char *
muster_cluster_get_member_name (MusterRecord *member)
{
  const char *name;

  g_return_val_if_fail (MUSTER_IS_RECORD (member), NULL);

  name = muster_member_record_get_text (member, "name");

  return name != NULL ? name : muster_record_get_id (member);
}

/* --- dissolving --------------------------------------------------------------------------- */

static gboolean
await_moved (Dissolution   *self,
             MusterRecord  *member,
             GError       **error)
{
  g_autoptr (JsonObject) content = muster_record_dup_content (member);

  json_object_set_string_member (content, "cluster", MUSTER_CLUSTER_DEFAULT);

  return dex_await (muster_store_put (get_store (self), MUSTER_MEMBER_RECORD_KIND,
                                      muster_record_get_id (member), content, NULL), error);
}

/* What is cut off in the middle has some hosts moved, and can be done again. */
static DexFuture *
dissolve_fiber (gpointer data)
{
  Dissolution *self = data;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (self->id, MUSTER_CLUSTER_DEFAULT))
    return muster_cluster_delete (self->desk, self->id);
  dex_await (muster_membership_read (muster_desk_get_membership (self->desk)), NULL);
  members = dex_await_boxed (muster_cluster_list_members (self->desk, self->id), &error);
  if (members == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < members->len; i++)
    if (!await_moved (self, members->pdata[i], &error))
      return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_cluster_delete (self->desk, self->id);
}

DexFuture *
muster_cluster_dissolve (MusterDesk *desk,
                         const char *id)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, dissolve_fiber, dissolution_new (desk, id),
                              dissolution_free);
}
