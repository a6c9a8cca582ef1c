/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-membership-private.h"
#include "muster-record-image.h"
#include "muster-replica-clear.h"
#include "muster-store-error.h"

/* Who dissolves a data center tells every host before anything is removed from one; until
 * then the others leave the hosts alone. */
#define REST_S 5

/* --- one that is no more ------------------------------------------------------------------ */

static void
consider_all (MusterMembership *self)
{
  GHashTableIter iter;
  gpointer host;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
      _muster_membership_consider (self, host);
}

/* Unless another one was opened meanwhile. */
static DexFuture *
forget_fiber (gpointer data)
{
  MusterMembership *self = data;

  if (self->id == NULL)
    dex_await (muster_store_delete (self->desk_store, MUSTER_DATA_CENTER_RECORD_KIND,
                                    MUSTER_MEMBERSHIP_OPEN_ID), NULL);
  dex_await (dex_timeout_new_seconds (REST_S), NULL);
  if (self->id == NULL && self->following)
    consider_all (self);

  return dex_future_new_true ();
}

void
_muster_membership_lose (MusterMembership *self)
{
  _muster_membership_part_all (self);
  muster_shared_store_forget (self->store);
  self->remembered = TRUE;
  g_set_str (&self->lost, self->id);
  _muster_membership_take_id (self, NULL);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, forget_fiber, g_object_ref (self),
                                          g_object_unref));
}

typedef struct
{
  MusterMembership *membership;
  char *id;
} End;

static End *
end_new (MusterMembership *membership,
         const char       *id)
{
  End *self = g_new0 (End, 1);

  self->membership = g_object_ref (membership);
  self->id = g_strdup (id);

  return self;
}

static void
end_free (gpointer data)
{
  End *self = data;

  g_object_unref (self->membership);
  g_free (self->id);
  g_free (self);
}

static gboolean
end_cb (gpointer data)
{
  End *end = data;

  if (g_strcmp0 (end->membership->id, end->id) == 0)
    _muster_membership_lose (end->membership);

  return G_SOURCE_REMOVE;
}

/* The store is in the middle of telling what it read: it forgets in the next turn, with no
 * host that it could give anything until then. */
void
_muster_membership_heed_end (MusterMembership *self,
                             const char       *id)
{
  if (self->dissolving || g_strcmp0 (id, self->id) != 0)
    return;
  _muster_membership_part_all (self);
  g_idle_add_full (G_PRIORITY_DEFAULT, end_cb, end_new (self, id), end_free);
}

char **
_muster_membership_await_names (MusterReplica *replica)
{
  g_autoptr (MusterReplica) held = g_object_ref (replica);
  g_auto (GStrv) names = dex_await_boxed (muster_replica_list (held), NULL);
  g_autofree char *leftover =
    names != NULL ? muster_data_center_find_leftover ((const char * const *) names) : NULL;

  if (leftover == NULL)
    return g_steal_pointer (&names);
  if (!dex_await (muster_replica_clear (held, NULL, NULL, MUSTER_DISSOLVED_RECORD_KIND), NULL))
    return NULL;

  return dex_await_boxed (muster_replica_list (held), NULL);
}

/* --- dissolving one ------------------------------------------------------------------------ */

static GPtrArray *
list_keepers (MusterMembership *self)
{
  GPtrArray *replicas = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    if (((MusterMember *) member)->joined)
      g_ptr_array_add (replicas, g_object_ref (((MusterMember *) member)->replica));

  return replicas;
}

static gboolean
await_says (MusterReplica *replica,
            const char    *id)
{
  g_auto (GStrv) names = dex_await_boxed (muster_replica_list (replica), NULL);
  g_auto (GStrv) dissolved =
    names != NULL ? muster_data_center_list_dissolved ((const char * const *) names) : NULL;

  return dissolved != NULL && g_strv_contains ((const char * const *) dissolved, id);
}

static const char *
find_name (MusterMembership *self,
           MusterReplica    *replica)
{
  GHashTableIter iter;
  gpointer host;
  gpointer member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    if (((MusterMember *) member)->replica == replica)
      return muster_host_get_name (host);

  return "?";
}

static void
add_name (GString    *names,
          const char *name)
{
  /* Translators: one of several hosts */
  g_autofree char *quoted = g_strdup_printf (_("“%s”"), name);

  g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", quoted);
}

/* Returns: the names of those that do not say it. */
static GString *
await_untold (MusterMembership *self,
              GPtrArray        *replicas,
              const char       *id)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < replicas->len; i++)
    if (!await_says (replicas->pdata[i], id))
      add_name (names, find_name (self, replicas->pdata[i]));

  return names;
}

/* Before anything is removed: a host that still has it all gives it back to the others. */
static gboolean
await_told (MusterMembership  *self,
            GPtrArray         *replicas,
            const char        *id,
            GError           **error)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autoptr (GString) untold = NULL;

  if (!dex_await (muster_store_put (MUSTER_STORE (self->store), MUSTER_DISSOLVED_RECORD_KIND,
                                    id, content, NULL), error))
    return FALSE;
  dex_await (muster_shared_store_sync (self->store), NULL);
  untold = await_untold (self, replicas, id);
  if (untold->len == 0)
    return TRUE;
  g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_WRITE,
               /* Translators: a host, or several */
               _("%s could not be told that the data center ends, and so it goes on. Try again when every host answers and can be written to."),
               untold->str);

  return FALSE;
}

static gboolean
is_end_of (const char *name,
           const char *wanted)
{
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  g_autofree char *revision = NULL;

  return muster_record_image_parse_name (name, &kind, &id, &revision) &&
         g_str_equal (kind, MUSTER_DISSOLVED_RECORD_KIND) && g_str_equal (id, wanted);
}

static gboolean
await_recalled (MusterReplica  *replica,
                const char     *id,
                GError        **error)
{
  g_auto (GStrv) names = dex_await_boxed (muster_replica_list (replica), error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (is_end_of (names[i], id) &&
        !dex_await (muster_replica_discard (replica, names[i]), error))
      return FALSE;

  return names != NULL;
}

/* Who was told earlier, when something came between, has joined no more. */
static GPtrArray *
list_told (MusterMembership *self,
           const char       *id)
{
  GPtrArray *replicas = list_keepers (self);
  GHashTableIter iter;
  gpointer host;
  gpointer member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    if (!((MusterMember *) member)->joined && muster_membership_has_ended_at (self, host, id))
      g_ptr_array_add (replicas, g_object_ref (((MusterMember *) member)->replica));

  return replicas;
}

/* A host that goes on saying it would stay out of a data center that goes on.  The store
 * would give it what was taken from it. */
static void
await_taken_back (MusterMembership  *self,
                  const char        *id,
                  GError           **error)
{
  g_autoptr (GPtrArray) replicas = list_told (self, id);
  g_autoptr (GString) names = g_string_new (NULL);
  char *text;

  _muster_membership_part_all (self);
  muster_shared_store_forget (self->store);
  for (guint i = 0; i < replicas->len; i++)
    if (!await_recalled (replicas->pdata[i], id, NULL))
      add_name (names, find_name (self, replicas->pdata[i]));
  if (names->len == 0)
    return;
  /* Translators: why, then a host, or several */
  text = g_strdup_printf (_("%s Should %s stay out of it, take it back once it answers: on its page, or by taking it off the list and adding it again."),
                          (*error)->message, names->str);
  g_free ((*error)->message);
  (*error)->message = text;
}

/* What stays on a host that falls silent now is removed by whoever looks at it next. */
static void
await_cleared (GPtrArray *replicas)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < replicas->len; i++)
    g_ptr_array_add (futures, muster_replica_clear (replicas->pdata[i], NULL, NULL,
                                                    MUSTER_DISSOLVED_RECORD_KIND));
  for (guint i = 0; i < futures->len; i++)
    dex_await (dex_ref (futures->pdata[i]), NULL);
}

/* Another desktop may have done it, and then another one may be looked at. */
static DexFuture *
dissolve_fiber (gpointer data)
{
  End *end = data;
  MusterMembership *self = end->membership;
  g_autoptr (GPtrArray) keepers = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (self), NULL);
  if (g_strcmp0 (self->id, end->id) != 0)
    return dex_future_new_reject (MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND, "%s",
                                  _("The data center does not exist any more."));
  self->dissolving = TRUE;
  keepers = list_keepers (self);
  if (await_told (self, keepers, end->id, &error))
    {
      _muster_membership_lose (self);
      await_cleared (keepers);
    }
  else
    await_taken_back (self, end->id, &error);
  self->dissolving = FALSE;
  dex_await (muster_membership_read (self), NULL);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                       : dex_future_new_true ();
}

DexFuture *
muster_membership_dissolve (MusterMembership *self,
                            const char       *id)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, dissolve_fiber, end_new (self, id), end_free);
}

/* --- one that is not the end ---------------------------------------------------------------- */

typedef struct
{
  MusterReplica *replica;
  End *end;
} Recall;

static void
recall_free (gpointer data)
{
  Recall *self = data;

  g_object_unref (self->replica);
  end_free (self->end);
  g_free (self);
}

static DexFuture *
recall_fiber (gpointer data)
{
  Recall *recall = data;
  g_autoptr (GError) error = NULL;

  if (!await_recalled (recall->replica, recall->end->id, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_membership_read (recall->end->membership);
}

DexFuture *
muster_membership_recall (MusterMembership *self,
                          MusterHost       *host)
{
  MusterMember *member;
  Recall *recall;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  member = g_hash_table_lookup (self->members, host);
  if (member == NULL || self->id == NULL)
    return dex_future_new_true ();
  recall = g_new0 (Recall, 1);
  recall->replica = g_object_ref (member->replica);
  recall->end = end_new (self, self->id);

  return dex_scheduler_spawn (NULL, 0, recall_fiber, recall, recall_free);
}
