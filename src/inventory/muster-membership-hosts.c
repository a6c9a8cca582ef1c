/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-membership-private.h"
#include "muster-replica-clear.h"
#include "muster-replica-peek.h"

/* --- who has left ------------------------------------------------------------------------ */

/* It is known of no host whether it has left before the records of the data center were
 * read from one that keeps them. */
static gboolean
settle_member (MusterMembership *self,
               MusterHost       *host,
               MusterMember     *member,
               GPtrArray        *records)
{
  MusterRecord *record = muster_member_record_find (records, host);
  gboolean left = record != NULL && muster_member_record_has_left (record, self->id);
  gboolean known = muster_host_get_uuid (host) != NULL || muster_host_get_listed (host);
  gboolean changed = member->left != left;

  if (member->left && !left)
    _muster_membership_consider (self, host);
  member->left = left;
  if (left && member->joined)
    _muster_membership_part (self, member, NULL);
  if (_muster_membership_is_out (self, member) || !member->fresh || !self->listed || !known)
    return changed;
  _muster_membership_join (self, member);

  return TRUE;
}

gboolean
_muster_membership_settle (MusterMembership *self,
                           GPtrArray        *records)
{
  GHashTableIter iter;
  gpointer host, member;
  gboolean changed = FALSE;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    changed |= settle_member (self, host, member, records);

  return changed;
}

static gboolean
is_told_to_leave (MusterMembership *self,
                  const char       *uuid)
{
  g_autoptr (GPtrArray) heads =
    muster_shared_store_list_heads (self->store, MUSTER_MEMBER_RECORD_KIND, uuid);

  return self->id != NULL && heads->len > 0 && !muster_record_is_deleted (heads->pdata[0]) &&
         muster_member_record_has_left (heads->pdata[0], self->id);
}

void
_muster_membership_heed (MusterMembership *self,
                         const char       *uuid)
{
  GHashTableIter iter;
  gpointer host;
  gpointer value;

  if (!is_told_to_leave (self, uuid))
    return;
  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &value))
    {
      MusterMember *member = value;

      if (member->joined && g_strcmp0 (muster_host_get_uuid (host), uuid) == 0)
        _muster_membership_part (self, member, NULL);
    }
}

/* --- where they are ---------------------------------------------------------------------- */

/* What is written to a host, and what is to be known of it then. */
static GPtrArray *
list_joined (MusterMembership *self)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer host, member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    if (((MusterMember *) member)->joined && muster_host_get_state (host) == MUSTER_HOST_ONLINE)
      g_ptr_array_add (hosts, g_object_ref (host));

  return hosts;
}

static gboolean
await_known (MusterMembership *self)
{
  g_autoptr (MusterRecord) record = NULL;

  if (self->id != NULL)
    record = dex_await_object (muster_store_get (MUSTER_STORE (self->store),
                                                 MUSTER_DATA_CENTER_RECORD_KIND, self->id),
                               NULL);

  return record != NULL;
}

void
_muster_membership_await_complete (MusterMembership *self)
{
  g_autoptr (GPtrArray) hosts = NULL;

  if (!self->listed || !await_known (self))
    return;
  hosts = list_joined (self);
  dex_await (muster_member_record_complete (self->store, self->id, hosts), NULL);
}

static DexFuture *
complete_fiber (gpointer data)
{
  dex_await (muster_membership_read (data), NULL);
  _muster_membership_await_complete (data);

  return dex_future_new_true ();
}

DexFuture *
muster_membership_complete (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return dex_scheduler_spawn (NULL, 0, complete_fiber, g_object_ref (self), g_object_unref);
}

/* --- one of them --------------------------------------------------------------------------- */

static MusterMember *
find_member (MusterMembership *self,
             MusterHost       *host)
{
  return g_hash_table_lookup (self->members, host);
}

gboolean
muster_membership_has_left (MusterMembership *self,
                            MusterHost       *host)
{
  MusterMember *member;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), FALSE);

  member = find_member (self, host);

  return member != NULL && _muster_membership_is_out (self, member);
}

gboolean
muster_membership_has_joined (MusterMembership *self,
                              MusterHost       *host)
{
  MusterMember *member;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), FALSE);

  member = find_member (self, host);

  return member != NULL && member->joined;
}

/* --- those of others ----------------------------------------------------------------------- */

DexFuture *
muster_membership_peek_others (MusterMembership *self)
{
  g_autoptr (GPtrArray) replicas = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer host;
  gpointer value;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &value))
    {
      MusterMember *member = value;

      if (member->other != NULL && muster_host_get_state (host) == MUSTER_HOST_ONLINE)
        g_ptr_array_add (replicas, g_object_ref (member->replica));
    }

  return muster_replica_peek (replicas, MUSTER_DATA_CENTER_RECORD_KIND);
}

gboolean
muster_membership_has_ended_at (MusterMembership *self,
                                MusterHost       *host,
                                const char       *id)
{
  MusterMember *member;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  member = find_member (self, host);

  return member != NULL && member->dissolved != NULL &&
         g_strv_contains ((const char * const *) member->dissolved, id);
}

DexFuture *
muster_membership_expel (MusterMembership *self,
                         MusterHost       *host)
{
  MusterMember *member;
  const char *uuid;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  member = find_member (self, host);
  uuid = muster_host_get_uuid (host);
  if (member == NULL || uuid == NULL)
    return dex_future_new_true ();
  member->left = TRUE;
  _muster_membership_part (self, member, NULL);
  g_signal_emit_by_name (self, "changed");

  return muster_replica_clear (member->replica, MUSTER_MEMBER_RECORD_KIND, uuid,
                               MUSTER_DISSOLVED_RECORD_KIND);
}
