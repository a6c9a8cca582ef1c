/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-host-departure.h"
#include "muster-vm-actions.h"

typedef struct
{
  MusterDesk *desk;
  MusterHost *host;
  MusterDeparture departure;
  MusterHostEntry *entry;
  char *uuid;
} Change;

static Change *
change_new (MusterDesk            *desk,
            MusterHost            *host,
            const MusterHostEntry *entry)
{
  Change *self = g_new0 (Change, 1);

  self->desk = g_object_ref (desk);
  g_set_object (&self->host, host);
  self->entry = entry != NULL ? muster_host_entry_copy (entry) : NULL;

  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  g_object_unref (self->desk);
  g_clear_object (&self->host);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_free (self->uuid);
  g_free (self);
}

static MusterMembership *
get_membership (Change *self)
{
  return muster_desk_get_membership (self->desk);
}

static gboolean
is_online (Change *self)
{
  return muster_host_get_state (self->host) == MUSTER_HOST_ONLINE;
}

static DexFuture *
refuse (const char *text)
{
  return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED, "%s", text);
}

/* Returns: (transfer full) (nullable): the record of @host in the data center that is
 * looked at, as far as it has one there. */
static MusterRecord *
await_record (Change *self)
{
  MusterMembership *membership = get_membership (self);
  g_autoptr (GPtrArray) records = NULL;
  MusterRecord *record;

  if (muster_membership_get_id (membership) == NULL ||
      muster_membership_get_other (membership, self->host) != NULL)
    return NULL;
  records = dex_await_boxed (muster_store_list (muster_membership_get_store (membership),
                                                MUSTER_MEMBER_RECORD_KIND), NULL);
  record = records != NULL ? muster_member_record_find (records, self->host) : NULL;

  return record != NULL ? g_object_ref (record) : NULL;
}

static gboolean
await_put (Change      *self,
           const char  *uuid,
           JsonObject  *content,
           GError     **error)
{
  return dex_await (muster_store_put (muster_membership_get_store (get_membership (self)),
                                      MUSTER_MEMBER_RECORD_KIND, uuid, content, NULL), error);
}

/* --- leaving --------------------------------------------------------------------------- */

/* Which cluster it was in, and why it was spared, is of no interest any more. */
static gboolean
await_left (Change        *self,
            MusterRecord  *record,
            GError       **error)
{
  const char *id = muster_membership_get_id (get_membership (self));
  g_autoptr (JsonObject) content = muster_member_record_make (record, NULL, NULL);

  json_object_remove_member (content, "cluster");
  json_object_remove_member (content, "maintenance");
  json_object_set_boolean_member (content, "left", TRUE);
  json_object_set_string_member (content, "data-center", id);
  if (!await_put (self, muster_record_get_id (record), content, error))
    return FALSE;
  /* The others know before it can be taken for a new one. */
  dex_await (muster_membership_read (get_membership (self)), NULL);

  return TRUE;
}

static gboolean
is_other_reached (Change *self)
{
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (muster_desk_get_inventory (self->desk)));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (host != self->host && muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
          muster_membership_has_joined (get_membership (self), host))
        return TRUE;
    }

  return FALSE;
}

/* The host itself is the wrong one to keep that it has left. */
static gboolean
is_told_to_others (Change        *self,
                   MusterRecord  *record,
                   GError       **error)
{
  MusterMembership *membership = get_membership (self);
  g_autofree char *id = g_strdup (muster_membership_get_id (membership));
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (muster_membership_get_store (membership),
                                        MUSTER_MEMBER_RECORD_KIND), error);
  gboolean alone = TRUE;

  for (guint i = 0; records != NULL && i < records->len; i++)
    alone &= muster_member_record_has_left (records->pdata[i], id) ||
             g_str_equal (muster_record_get_id (records->pdata[i]), muster_record_get_id (record));
  if (records == NULL || alone || is_other_reached (self))
    return records != NULL;
  g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_UNREACHABLE,
               _("No other host of the data center can be reached, so that none would know that “%s” was removed."),
               muster_host_get_name (self->host));

  return FALSE;
}

static gboolean
await_out (Change  *self,
           GError **error)
{
  g_autoptr (MusterRecord) record = NULL;

  dex_await (muster_membership_read (get_membership (self)), NULL);
  record = await_record (self);
  if (record == NULL)
    return TRUE;
  if (!muster_membership_has_left (get_membership (self), self->host) &&
      (!is_told_to_others (self, record, error) || !await_left (self, record, error)))
    return FALSE;

  return !is_online (self) ||
         dex_await (muster_membership_expel (get_membership (self), self->host), error);
}

/* There need be no login, nor a keyring, to be rid of a host. */
static DexFuture *
await_unlisted (Change *self)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (self->desk);
  g_autofree char *id = g_strdup (muster_host_get_id (self->host));
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_host_remove (muster_desk_get_store (self->desk), id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (secrets != NULL)
    dex_await (muster_secret_store_remove_login (secrets, id), NULL);

  return dex_future_new_true ();
}

/* A desktop without a list of hosts has not written where they are. */
static void
await_recorded (Change *self)
{
  MusterMembership *membership = get_membership (self);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();
  g_autofree char *id = g_strdup (muster_membership_get_id (membership));

  g_ptr_array_add (hosts, self->host);
  if (id != NULL && muster_membership_has_joined (membership, self->host))
    dex_await (muster_member_record_complete (MUSTER_SHARED_STORE (muster_membership_get_store (membership)),
                                              id, hosts), NULL);
}

static DexFuture *
leave_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (get_membership (data)), NULL);
  await_recorded (data);
  if (!await_out (data, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_host_leave (MusterDesk *desk,
                   MusterHost *host)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  change = change_new (desk, host, NULL);

  return dex_scheduler_spawn (NULL, 0, leave_fiber, change, change_free);
}

static DexFuture *
depart_fiber (gpointer data)
{
  Change *self = data;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  if (self->departure == MUSTER_DEPARTURE_FORGET && is_online (self))
    {
      reason = g_strdup_printf (_("“%s” answers. Only a host that never answers any more can be forgotten; this one can be removed."),
                                muster_host_get_name (self->host));
      return refuse (reason);
    }
  if (self->departure != MUSTER_DEPARTURE_KEEP && !await_out (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return await_unlisted (self);
}

DexFuture *
muster_host_depart (MusterDesk      *desk,
                    MusterHost      *host,
                    MusterDeparture  departure)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  change = change_new (desk, host, NULL);
  change->departure = departure;

  return dex_scheduler_spawn (NULL, 0, depart_fiber, change, change_free);
}

/* --- coming back ----------------------------------------------------------------------- */

/* A data center that others keep has not ended, whatever the host was told. */
static gboolean
await_recalled (Change  *self,
                GError **error)
{
  MusterMembership *membership = get_membership (self);
  const char *id = muster_membership_get_id (membership);

  return id == NULL || !muster_membership_has_ended_at (membership, self->host, id) ||
         dex_await (muster_membership_recall (membership, self->host), error);
}

static DexFuture *
take_back_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (get_membership (self)), NULL);
  if (!await_recalled (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  record = await_record (self);
  if (record == NULL || !muster_membership_has_left (get_membership (self), self->host))
    return dex_future_new_true ();
  content = muster_member_record_make (record, muster_host_get_name (self->host),
                                       muster_host_get_uri (self->host));
  if (!await_put (self, muster_record_get_id (record), content, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  dex_await (muster_membership_read (get_membership (self)), NULL);

  return dex_future_new_true ();
}

DexFuture *
muster_host_take_back (MusterDesk *desk,
                       MusterHost *host)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  return dex_scheduler_spawn (NULL, 0, take_back_fiber, change_new (desk, host, NULL),
                              change_free);
}

/* --- another name or address ----------------------------------------------------------- */

static gboolean
take_host (Change *self)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = muster_data_center_find_host (data_center, self->entry->id);

  return g_set_object (&self->host, host) || host != NULL;
}

/* The host answers itself, or the records say who was there. */
static DexFuture *
check_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (MusterRecord) record = NULL;
  g_autofree char *reason = NULL;
  const char *known;

  if (self->uuid == NULL || !take_host (self))
    return dex_future_new_true ();
  record = await_record (self);
  known = muster_host_get_uuid (self->host);
  if (known == NULL && record != NULL)
    known = muster_record_get_id (record);
  if (known == NULL || g_ascii_strcasecmp (known, self->uuid) == 0)
    return dex_future_new_true ();
  /* Translators: an address, a host’s name, two UUIDs */
  reason = g_strdup_printf (_("At “%s” there is another host than “%s”: its UUID is %s, not %s. Add it as a host of its own."),
                            self->entry->uri, muster_host_get_name (self->host), self->uuid,
                            known);

  return refuse (reason);
}

DexFuture *
muster_host_check_uuid (MusterDesk            *desk,
                        const MusterHostEntry *entry,
                        const char            *uuid)
{
  Change *change;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  change = change_new (desk, NULL, entry);
  change->uuid = g_strdup (uuid);

  return dex_scheduler_spawn (NULL, 0, check_fiber, change, change_free);
}

/* What did not change is left as another desktop may have written it. */
static DexFuture *
rewrite_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GError) error = NULL;
  gboolean renamed, moved;

  if (!take_host (self) || (record = await_record (self)) == NULL ||
      muster_member_record_has_left (record, muster_membership_get_id (get_membership (self))))
    return dex_future_new_true ();
  renamed = !g_str_equal (muster_host_get_name (self->host), self->entry->name);
  moved = !g_str_equal (muster_host_get_uri (self->host), self->entry->uri);
  if (!renamed && !moved)
    return dex_future_new_true ();
  content = muster_member_record_make (record, renamed ? self->entry->name : NULL,
                                       moved ? self->entry->uri : NULL);
  if (!await_put (self, muster_record_get_id (record), content, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_host_rewrite (MusterDesk            *desk,
                     const MusterHostEntry *entry)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, rewrite_fiber, change_new (desk, NULL, entry),
                              change_free);
}
