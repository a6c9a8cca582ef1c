/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-data-center-actions.h"
#include "muster-host-departure.h"
#include "muster-record-name.h"
#include "muster-vm-actions.h"

typedef struct
{
  MusterDesk *desk;
  char *id;
  char *name;
  char *description;
  GPtrArray *hosts;
} Change;

static Change *
change_new (MusterDesk *desk)
{
  Change *self = g_new0 (Change, 1);

  self->desk = g_object_ref (desk);

  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  g_object_unref (self->desk);
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_free (self);
}

static MusterMembership *
get_membership (Change *self)
{
  return muster_desk_get_membership (self->desk);
}

static gboolean
refuse (GError            **error,
        MusterActionError   code,
        char               *reason)
{
  g_set_error_literal (error, MUSTER_ACTION_ERROR, code, reason);
  g_free (reason);

  return FALSE;
}

/* --- creating -------------------------------------------------------------------------------- */

static gboolean
check_host (Change      *self,
            MusterHost  *host,
            GError     **error)
{
  if (muster_host_get_state (host) != MUSTER_HOST_ONLINE)
    return refuse (error, MUSTER_ACTION_ERROR_UNREACHABLE,
                   g_strdup_printf (_("“%s” does not answer, so that it cannot be given to another data center."),
                                    muster_host_get_name (host)));
  if (muster_membership_get_other (get_membership (self), host) != NULL)
    return refuse (error, MUSTER_ACTION_ERROR_REFUSED,
                   g_strdup_printf (_("“%s” belongs to another data center. Open that one first."),
                                    muster_host_get_name (host)));

  return TRUE;
}

static GListModel *
get_hosts (Change *self)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);

  return muster_data_center_get_hosts (muster_inventory_get_data_center (inventory));
}

static gboolean
is_spared (Change     *self,
           MusterHost *host)
{
  return muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
         !g_ptr_array_find (self->hosts, host, NULL);
}

/* What is made of all hosts of the one before would be that one without its clusters. */
static gboolean
check_one_stays (Change  *self,
                 GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (get_hosts (self)); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (get_hosts (self), i);

      if (!muster_membership_has_joined (get_membership (self), host))
        continue;
      if (is_spared (self, host))
        return TRUE;
      any = TRUE;
    }
  if (!any)
    return TRUE;

  return refuse (error, MUSTER_ACTION_ERROR_REFUSED,
                 g_strdup (_("No host that answers would stay in the data center that they are in. Rename that one, or choose fewer hosts.")));
}

/* Whoever is in none joins the one that is looked at. */
static gboolean
check_none_follows (Change  *self,
                    GError **error)
{
  for (guint i = 0; self->hosts->len > 0 && i < g_list_model_get_n_items (get_hosts (self)); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (get_hosts (self), i);

      if (is_spared (self, host) &&
          !muster_membership_has_joined (get_membership (self), host) &&
          muster_membership_get_other (get_membership (self), host) == NULL)
        return refuse (error, MUSTER_ACTION_ERROR_REFUSED,
                       g_strdup_printf (_("“%s” is in no data center and would join the new one. Choose it as well, or take it off the list."),
                                        muster_host_get_name (host)));
    }

  return TRUE;
}

static gboolean
check (Change  *self,
       GError **error)
{
  if (!muster_record_name_check (self->name, error))
    return FALSE;
  if (self->hosts->len == 0 && muster_membership_get_id (get_membership (self)) != NULL)
    return refuse (error, MUSTER_ACTION_ERROR_REFUSED,
                   g_strdup_printf (_("A data center is made of hosts: say which ones “%s” is to have."),
                                    self->name));
  for (guint i = 0; i < self->hosts->len; i++)
    if (!check_host (self, self->hosts->pdata[i], error))
      return FALSE;

  return check_one_stays (self, error) && check_none_follows (self, error);
}

static gboolean
await_apart (Change  *self,
             GError **error)
{
  g_autofree char *id = g_uuid_string_random ();

  for (guint i = 0; i < self->hosts->len; i++)
    if (!dex_await (muster_host_leave (self->desk, self->hosts->pdata[i]), error))
      return FALSE;

  return self->hosts->len == 0 ||
         dex_await (muster_membership_open (get_membership (self), id), error);
}

static DexFuture *
create_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (get_membership (self)), NULL);
  if (!check (self, &error) || !await_apart (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_data_center_edit (self->desk, self->name, self->description);
}

static gpointer
copy_host (gconstpointer host,
           gpointer      data)
{
  return g_object_ref ((gpointer) host);
}

DexFuture *
muster_data_center_create (MusterDesk *desk,
                           const char *name,
                           const char *description,
                           GPtrArray  *hosts)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (hosts != NULL, NULL);

  change = change_new (desk);
  change->name = g_strstrip (g_strdup (name));
  change->description = g_strdup (description);
  change->hosts = g_ptr_array_copy (hosts, copy_host, NULL);
  g_ptr_array_set_free_func (change->hosts, g_object_unref);

  return dex_scheduler_spawn (NULL, 0, create_fiber, change, change_free);
}

/* --- dissolving ------------------------------------------------------------------------------ */

/* Who was told before something came between need not be told again. */
static gboolean
answers (Change       *self,
         MusterRecord *record)
{
  for (guint i = 0; i < g_list_model_get_n_items (get_hosts (self)); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (get_hosts (self), i);

      if (g_strcmp0 (muster_host_get_uuid (host), muster_record_get_id (record)) == 0 &&
          muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
          (muster_membership_has_joined (get_membership (self), host) ||
           muster_membership_has_ended_at (get_membership (self), host, self->id)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_all_answer (Change     *self,
                  GPtrArray  *members,
                  GError    **error)
{
  for (guint i = 0; i < members->len; i++)
    if (!muster_member_record_has_left (members->pdata[i], self->id) &&
        !answers (self, members->pdata[i]))
      return refuse (error, MUSTER_ACTION_ERROR_UNREACHABLE,
                     g_strdup_printf (_("“%s” does not answer and would bring the data center back. If it never comes back, forget it first."),
                                      muster_cluster_get_member_name (members->pdata[i])));

  return TRUE;
}

static DexFuture *
dissolve_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_complete (get_membership (self)), NULL);
  if (g_strcmp0 (muster_membership_get_id (get_membership (self)), self->id) != 0)
    return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE, "%s",
                                  _("The data center does not exist any more."));
  members = dex_await_boxed (muster_store_list (muster_membership_get_store (get_membership (self)),
                                                MUSTER_MEMBER_RECORD_KIND), &error);
  if (members == NULL || !check_all_answer (self, members, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_membership_dissolve (get_membership (self), self->id);
}

DexFuture *
muster_data_center_dissolve (MusterDesk *desk,
                             const char *id)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  change = change_new (desk);
  change->id = g_strdup (id);

  return dex_scheduler_spawn (NULL, 0, dissolve_fiber, change, change_free);
}
