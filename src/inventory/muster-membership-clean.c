/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-membership-private.h"

/* Superseded revisions are in nobody's way. */
#define CLEAN_S (60 * 60)

static gboolean
is_here (MusterMembership *self,
         MusterHost       *host,
         MusterMember     *member)
{
  return member->left ||
         (member->other != NULL && g_strcmp0 (member->other, self->id) != 0) ||
         (member->joined && muster_host_get_state (host) == MUSTER_HOST_ONLINE);
}

static gboolean
is_known (MusterMembership *self,
          const char       *uuid)
{
  GHashTableIter iter;
  gpointer host;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    if (g_strcmp0 (muster_host_get_uuid (host), uuid) == 0)
      return TRUE;

  return FALSE;
}

/* A host that is away could come back with what only the dropped revisions tell to be
 * superseded: nothing is dropped then, be the host in the list or in the records alone. */
static gboolean
is_everybody_here (MusterMembership *self,
                   GPtrArray        *records)
{
  GHashTableIter iter;
  gpointer host, member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    if (!is_here (self, host, member))
      return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!muster_member_record_has_left (records->pdata[i], self->id) &&
        !is_known (self, muster_record_get_id (records->pdata[i])))
      return FALSE;

  return TRUE;
}

static DexFuture *
clean_fiber (gpointer data)
{
  MusterMembership *self = data;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (MUSTER_STORE (self->store), MUSTER_MEMBER_RECORD_KIND),
                     NULL);

  if (self->id != NULL && records != NULL && is_everybody_here (self, records))
    dex_await (muster_shared_store_clean (self->store, g_get_real_time ()), NULL);

  return dex_future_new_true ();
}

static gboolean
clean_cb (gpointer data)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, clean_fiber, g_object_ref (data),
                                          g_object_unref));

  return G_SOURCE_CONTINUE;
}

guint
_muster_membership_clean_hourly (MusterMembership *self)
{
  return g_timeout_add_seconds (CLEAN_S, clean_cb, self);
}
