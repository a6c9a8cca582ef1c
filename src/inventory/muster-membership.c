/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-replica.h"
#include "muster-membership-private.h"
#include "muster-record-fold.h"
#include "muster-replica-peek.h"
#include "muster-vm-copies.h"
#include "muster-vm-home.h"

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterMembership, muster_membership, G_TYPE_OBJECT)

static void
member_free (gpointer data)
{
  MusterMember *self = data;

  g_clear_object (&self->replica);
  g_free (self->other);
  g_strfreev (self->dissolved);
  g_free (self);
}

/* --- in and out -------------------------------------------------------------------------- */

void
_muster_membership_join (MusterMembership *self,
                         MusterMember     *member)
{
  g_clear_pointer (&member->other, g_free);
  member->fresh = FALSE;
  if (member->joined)
    return;
  member->joined = TRUE;
  muster_shared_store_add (self->store, member->replica);
}

void
_muster_membership_part (MusterMembership *self,
                         MusterMember     *member,
                         const char       *other)
{
  g_set_str (&member->other, other);
  if (!member->joined)
    return;
  member->joined = FALSE;
  muster_shared_store_remove (self->store, member->replica);
}

/* --- what the records make of the model -------------------------------------------------- */

static GPtrArray *
await_records (MusterMembership *self,
               const char       *kind)
{
  return dex_await_boxed (muster_store_list (MUSTER_STORE (self->store), kind), NULL);
}

static GPtrArray *
find_homes (GPtrArray *records)
{
  GPtrArray *homes = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_vm_home_free);

  for (guint i = 0; i < records->len; i++)
    {
      MusterVmHome *home = muster_vm_home_new_from_record (records->pdata[i]);

      if (home != NULL)
        g_ptr_array_add (homes, home);
    }

  return homes;
}

static void
await_homes (MusterMembership *self)
{
  g_autoptr (GPtrArray) records = await_records (self, MUSTER_HOME_RECORD_KIND);
  g_autoptr (GPtrArray) homes = records != NULL ? find_homes (records) : NULL;

  if (homes != NULL && self->inventory != NULL)
    dex_await (muster_inventory_take_homes (self->inventory, homes), NULL);
}

static gboolean
has_record (GPtrArray  *records,
            const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (muster_record_get_id (records->pdata[i]), id) == 0)
      return TRUE;

  return FALSE;
}

/* Returns: whether it came to be known of a host that it belongs to it, or does not. */
static gboolean
await_folded (MusterMembership *self)
{
  g_autoptr (GPtrArray) data_centers = NULL;
  g_autoptr (GPtrArray) clusters = NULL;
  g_autoptr (GPtrArray) members = NULL;

  await_homes (self);
  data_centers = await_records (self, MUSTER_DATA_CENTER_RECORD_KIND);
  clusters = await_records (self, MUSTER_CLUSTER_RECORD_KIND);
  members = await_records (self, MUSTER_MEMBER_RECORD_KIND);
  if (data_centers == NULL || clusters == NULL || members == NULL)
    return FALSE;
  muster_record_fold (self->data_center, self->id, data_centers, clusters, members);
  if (self->id == NULL || !has_record (data_centers, self->id) ||
      !_muster_membership_settle (self, members))
    return FALSE;
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

static DexFuture *
fold_fiber (gpointer data)
{
  MusterMembership *self = data;

  do
    {
      self->fold_again = FALSE;
      if (await_folded (self))
        self->fold_again = TRUE;
      else if (!self->fold_again && self->following)
        _muster_membership_await_complete (self);
    }
  while (self->fold_again);
  self->folding = FALSE;

  return dex_future_new_true ();
}

static void
fold_soon (MusterMembership *self)
{
  self->fold_again = TRUE;
  if (self->folding)
    return;
  self->folding = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fold_fiber, g_object_ref (self),
                                          g_object_unref));
}

/* --- who belongs to it -------------------------------------------------------------------- */

void
_muster_membership_take_id (MusterMembership *self,
                            const char       *id)
{
  if (id != NULL)
    g_clear_pointer (&self->lost, g_free);
  if (g_set_str (&self->id, id))
    fold_soon (self);
}

static DexFuture *
remember (MusterMembership *self,
          const char       *id)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "id", id);

  return muster_store_put (self->desk_store, MUSTER_DATA_CENTER_RECORD_KIND,
                           MUSTER_MEMBERSHIP_OPEN_ID, content, NULL);
}

static void
await_remembered (MusterMembership *self)
{
  g_autoptr (MusterRecord) record = NULL;

  if (self->remembered)
    return;
  record = dex_await_object (muster_store_get (self->desk_store, MUSTER_DATA_CENTER_RECORD_KIND,
                                               MUSTER_MEMBERSHIP_OPEN_ID), NULL);
  self->remembered = TRUE;
  if (record != NULL && self->id == NULL)
    {
      JsonObject *content = muster_record_get_content (record);

      _muster_membership_take_id (self, json_object_get_string_member_with_default (content, "id",
                                                                                    NULL));
    }
}

static void
take_and_remember (MusterMembership *self,
                   const char       *id)
{
  _muster_membership_take_id (self, id);
  dex_future_disown (remember (self, id));
}

gboolean
_muster_membership_is_out (MusterMembership *self,
                           MusterMember     *member)
{
  return member->left ||
         (self->id != NULL && member->dissolved != NULL &&
          g_strv_contains ((const char * const *) member->dissolved, self->id));
}

/* One host that says it was dissolved is not believed while others keep it. */
static gboolean
is_kept (MusterMembership *self)
{
  GHashTableIter iter;
  gpointer member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    if (((MusterMember *) member)->joined)
      return TRUE;

  return FALSE;
}

static void
decide (MusterMembership   *self,
        MusterMember       *member,
        const char * const *names)
{
  g_autofree char *id =
    muster_data_center_find_id (names, self->id != NULL ? self->id : self->lost);

  g_strfreev (member->dissolved);
  member->dissolved = muster_data_center_list_dissolved (names);
  if (self->id != NULL && !member->left && _muster_membership_is_out (self, member) &&
      !is_kept (self))
    _muster_membership_lose (self);
  if (id != NULL && self->id == NULL && (self->lost == NULL || g_str_equal (id, self->lost)))
    take_and_remember (self, id);
  if (id == NULL && !member->joined)
    member->fresh = TRUE;
  else if (self->id == NULL)
    _muster_membership_part (self, member, id);
  else if ((id == NULL || g_str_equal (id, self->id)) &&
           !_muster_membership_is_out (self, member))
    _muster_membership_join (self, member);
  else if (id == NULL || g_str_equal (id, self->id))
    _muster_membership_part (self, member, NULL);
  else
    _muster_membership_part (self, member, id);
  g_signal_emit (self, signals[CHANGED], 0);
}

typedef struct
{
  MusterMembership *membership;
  MusterHost *host;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->membership);
  g_object_unref (self->host);
  g_free (self);
}

/* What the host keeps; it may have left the list meanwhile. */
static DexFuture *
consider_fiber (gpointer data)
{
  Question *question = data;
  MusterMembership *self = question->membership;
  MusterMember *member;
  g_auto (GStrv) names = NULL;

  await_remembered (self);
  member = g_hash_table_lookup (self->members, question->host);
  if (member != NULL)
    names = _muster_membership_await_names (member->replica);
  member = g_hash_table_lookup (self->members, question->host);
  if (member != NULL && names != NULL)
    decide (self, member, (const char * const *) names);
  fold_soon (self);

  return dex_future_new_true ();
}

void
_muster_membership_consider (MusterMembership *self,
                             MusterHost       *host)
{
  Question *question = g_new0 (Question, 1);

  question->membership = g_object_ref (self);
  question->host = g_object_ref (host);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, consider_fiber, question, question_free));
}

static void
state_cb (MusterMembership *self,
          GParamSpec       *pspec,
          MusterHost       *host)
{
  if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
    _muster_membership_consider (self, host);
}

static void
follow_host (MusterMembership *self,
             MusterHost       *host)
{
  g_signal_connect_object (host, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::uuid", G_CALLBACK (fold_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (host, "notify::listed", G_CALLBACK (fold_soon), self,
                           G_CONNECT_SWAPPED);
  state_cb (self, NULL, host);
}

static void
add_host (MusterMembership *self,
          MusterHost       *host)
{
  MusterConnection *connection =
    self->inventory != NULL ? muster_inventory_get_connection (self->inventory, host) : NULL;
  MusterMember *member;

  if (connection == NULL || g_hash_table_contains (self->members, host))
    return;
  member = g_new0 (MusterMember, 1);
  member->replica = muster_host_replica_new (connection);
  g_hash_table_insert (self->members, g_object_ref (host), member);
  if (self->following)
    follow_host (self, host);
}

static void
remove_missing (MusterMembership *self,
                GListModel       *hosts)
{
  GHashTableIter iter;
  gpointer host, member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    {
      if (g_list_store_find (G_LIST_STORE (hosts), host, NULL))
        continue;
      _muster_membership_part (self, member, NULL);
      g_signal_handlers_disconnect_by_func (host, state_cb, self);
      g_signal_handlers_disconnect_by_func (host, fold_soon, self);
      g_hash_table_iter_remove (&iter);
    }
}

static void
hosts_cb (MusterMembership *self)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      add_host (self, host);
    }
  remove_missing (self, hosts);
}

/* --- object --------------------------------------------------------------------------------- */

static void
muster_membership_finalize (GObject *object)
{
  MusterMembership *self = MUSTER_MEMBERSHIP (object);

  g_clear_handle_id (&self->clean_id, g_source_remove);
  g_clear_weak_pointer (&self->inventory);
  g_clear_object (&self->data_center);
  g_clear_object (&self->desk_store);
  g_clear_pointer (&self->members, g_hash_table_unref);
  g_clear_object (&self->store);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->lost, g_free);

  G_OBJECT_CLASS (muster_membership_parent_class)->finalize (object);
}

static void
muster_membership_class_init (MusterMembershipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_membership_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", MUSTER_TYPE_MEMBERSHIP, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
changed_cb (MusterMembership *self,
            const char       *kind,
            const char       *id)
{
  if (g_str_equal (kind, MUSTER_MEMBER_RECORD_KIND))
    _muster_membership_heed (self, id);
  if (g_str_equal (kind, MUSTER_DISSOLVED_RECORD_KIND))
    _muster_membership_heed_end (self, id);
  fold_soon (self);
}

static void
muster_membership_init (MusterMembership *self)
{
  g_autofree char *author = g_strdup_printf ("%s-%s", g_get_user_name (), g_get_host_name ());

  self->store = muster_shared_store_new (author);
  self->members = g_hash_table_new_full (NULL, NULL, g_object_unref, member_free);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

MusterMembership *
muster_membership_new (MusterInventory *inventory,
                       gboolean         listed)
{
  MusterMembership *self;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);

  self = g_object_new (MUSTER_TYPE_MEMBERSHIP, NULL);
  self->listed = listed;
  g_set_weak_pointer (&self->inventory, inventory);
  self->data_center = g_object_ref (muster_inventory_get_data_center (inventory));
  self->desk_store = g_object_ref (muster_inventory_get_store (inventory));
  g_signal_connect_object (muster_data_center_get_hosts (self->data_center),
                           "items-changed", G_CALLBACK (hosts_cb), self, G_CONNECT_SWAPPED);
  hosts_cb (self);

  return self;
}

void
muster_membership_follow (MusterMembership *self)
{
  GHashTableIter iter;
  gpointer host;

  g_return_if_fail (MUSTER_IS_MEMBERSHIP (self));

  if (self->following)
    return;
  self->following = TRUE;
  self->clean_id = _muster_membership_clean_hourly (self);
  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    follow_host (self, host);
}

MusterStore *
muster_membership_get_store (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return MUSTER_STORE (self->store);
}

const char *
muster_membership_get_id (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return self->id;
}

const char *
muster_membership_get_other (MusterMembership *self,
                             MusterHost       *host)
{
  MusterMember *member;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  member = g_hash_table_lookup (self->members, host);

  return member != NULL && g_strcmp0 (member->other, self->id) != 0 ? member->other : NULL;
}

static DexFuture *
conflicts_cb (DexFuture *future,
              gpointer   data)
{
  GPtrArray *all = g_value_get_boxed (dex_future_get_value (future, NULL));
  GPtrArray *open = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    {
      const char *kind = muster_record_get_kind (all->pdata[i]);

      if (!g_str_equal (kind, MUSTER_VMS_RECORD_KIND) &&
          !g_str_equal (kind, MUSTER_ACTIVE_RECORD_KIND))
        g_ptr_array_add (open, g_object_ref (all->pdata[i]));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, open);
}

DexFuture *
muster_membership_list_conflicts (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return dex_future_then (muster_store_conflicts (MUSTER_STORE (self->store)), conflicts_cb,
                          NULL, NULL);
}

guint
muster_membership_count_copies (MusterMembership *self,
                                MusterRecord     *record,
                                guint            *n_hosts)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), 0);

  return muster_shared_store_count_copies (self->store, record, n_hosts);
}

/* --- at once --------------------------------------------------------------------------------- */

typedef struct
{
  MusterHost *host;
  DexFuture *listing;
  char **names;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_object_unref (self->host);
  dex_clear (&self->listing);
  g_strfreev (self->names);
  g_free (self);
}

static GPtrArray *
ask_online (MusterMembership *self)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func (answer_free);
  GHashTableIter iter;
  gpointer host, member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, &host, &member))
    if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
      {
        Answer *answer = g_new0 (Answer, 1);

        answer->host = g_object_ref (host);
        answer->listing = muster_replica_list (((MusterMember *) member)->replica);
        g_ptr_array_add (answers, answer);
      }

  return answers;
}

/* Returns: (transfer full): of those that were asked, the ones that answer. */
static GPtrArray *
await_answers (MusterMembership *self)
{
  GPtrArray *answers = ask_online (self);

  for (guint i = answers->len; i-- > 0; )
    {
      Answer *answer = answers->pdata[i];

      answer->names = dex_await_boxed (dex_ref (answer->listing), NULL);
      if (answer->names == NULL)
        g_ptr_array_remove_index (answers, i);
    }

  return answers;
}

static char *
choose_id (GPtrArray *answers)
{
  g_autoptr (GPtrArray) listings = g_ptr_array_new ();

  for (guint i = 0; i < answers->len; i++)
    g_ptr_array_add (listings, ((Answer *) answers->pdata[i])->names);

  return muster_data_center_choose_id (listings);
}

static void
await_swept (Answer        *answer,
             MusterReplica *replica)
{
  g_autofree char *leftover =
    muster_data_center_find_leftover ((const char * const *) answer->names);

  if (leftover == NULL)
    return;
  g_strfreev (answer->names);
  answer->names = _muster_membership_await_names (replica);
}

/* Some say that it was dissolved, and none keeps it. */
static gboolean
has_ended (MusterMembership *self,
           GPtrArray        *answers)
{
  gboolean ended = FALSE;

  for (guint i = 0; self->id != NULL && i < answers->len; i++)
    {
      const char * const *names = (const char * const *) ((Answer *) answers->pdata[i])->names;
      g_autofree char *id = names != NULL ? muster_data_center_find_id (names, self->id) : NULL;
      g_auto (GStrv) dissolved = names != NULL ? muster_data_center_list_dissolved (names) : NULL;

      if (g_strcmp0 (id, self->id) == 0)
        return FALSE;
      ended |= dissolved != NULL && g_strv_contains ((const char * const *) dissolved, self->id);
    }

  return ended;
}

static void
await_decided (MusterMembership *self)
{
  g_autoptr (GPtrArray) answers = await_answers (self);
  g_autofree char *id = NULL;

  await_remembered (self);
  id = self->id == NULL && self->lost == NULL ? choose_id (answers) : NULL;
  if (id != NULL)
    take_and_remember (self, id);
  for (guint i = 0; i < answers->len; i++)
    {
      Answer *answer = answers->pdata[i];
      MusterMember *member = g_hash_table_lookup (self->members, answer->host);

      if (member != NULL)
        await_swept (answer, member->replica);
    }
  if (has_ended (self, answers))
    _muster_membership_lose (self);
  for (guint i = 0; i < answers->len; i++)
    {
      Answer *answer = answers->pdata[i];
      MusterMember *member = g_hash_table_lookup (self->members, answer->host);

      if (member != NULL && answer->names != NULL)
        decide (self, member, (const char * const *) answer->names);
    }
}

static GPtrArray *
list_keepers (MusterMembership *self,
              GPtrArray        *answers,
              const char       *id)
{
  GPtrArray *replicas = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = answers->pdata[i];
      MusterMember *member = g_hash_table_lookup (self->members, answer->host);
      g_autofree char *known =
        muster_data_center_find_id ((const char * const *) answer->names, id);

      if (member != NULL && id != NULL && g_strcmp0 (known, id) == 0)
        g_ptr_array_add (replicas, g_object_ref (member->replica));
    }

  return replicas;
}

static DexFuture *
peek_fiber (gpointer data)
{
  MusterMembership *self = data;
  g_autoptr (GPtrArray) answers = await_answers (self);
  g_autofree char *id = choose_id (answers);
  g_autoptr (GPtrArray) keepers = list_keepers (self, answers, id);

  return muster_replica_peek (keepers, MUSTER_MEMBER_RECORD_KIND);
}

DexFuture *
muster_membership_peek (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return dex_scheduler_spawn (NULL, 0, peek_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
read_fiber (gpointer data)
{
  MusterMembership *self = data;

  await_decided (self);
  do
    dex_await (muster_shared_store_sync (self->store), NULL);
  while (await_folded (self));

  return dex_future_new_true ();
}

DexFuture *
muster_membership_read (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
put_data_center (MusterMembership *self,
                 const char       *id)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "name",
                                 muster_data_center_get_name (self->data_center));

  return muster_store_put (MUSTER_STORE (self->store), MUSTER_DATA_CENTER_RECORD_KIND, id,
                           content, NULL);
}

static void
join_fresh (MusterMembership *self)
{
  GHashTableIter iter;
  gpointer member;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    if (((MusterMember *) member)->fresh && !_muster_membership_is_out (self, member))
      _muster_membership_join (self, member);
}

/* Also where hosts that knew it were all lost, and only this desktop does. */
static DexFuture *
ensure_fiber (gpointer data)
{
  MusterMembership *self = data;
  g_autofree char *id = NULL;
  g_autoptr (MusterRecord) known = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (self), NULL);
  join_fresh (self);
  id = self->id != NULL ? g_strdup (self->id) : g_uuid_string_random ();
  known = dex_await_object (muster_store_get (MUSTER_STORE (self->store),
                                              MUSTER_DATA_CENTER_RECORD_KIND, id), NULL);
  if (known == NULL && !dex_await (put_data_center (self, id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->id == NULL)
    {
      _muster_membership_take_id (self, id);
      dex_await (remember (self, id), NULL);
    }
  _muster_membership_await_complete (self);

  return dex_future_new_for_string (id);
}

DexFuture *
muster_membership_ensure (MusterMembership *self)
{
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);

  return dex_scheduler_spawn (NULL, 0, ensure_fiber, g_object_ref (self), g_object_unref);
}

/* Who left the one before may be of the next one. */
void
_muster_membership_part_all (MusterMembership *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      MusterMember *member = value;

      if (member->joined)
        _muster_membership_part (self, member, NULL);
      member->fresh = member->left = FALSE;
    }
}

typedef struct
{
  MusterMembership *membership;
  char *id;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_object_unref (self->membership);
  g_free (self->id);
  g_free (self);
}

/* What was read of the one before is no part of this one. */
static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  MusterMembership *self = opening->membership;
  g_autoptr (GError) error = NULL;

  if (!dex_await (remember (self, opening->id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->remembered = TRUE;
  _muster_membership_part_all (self);
  muster_shared_store_forget (self->store);
  _muster_membership_take_id (self, opening->id);

  return muster_membership_read (self);
}

DexFuture *
muster_membership_open (MusterMembership *self,
                        const char       *id)
{
  Opening *opening;

  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  opening = g_new0 (Opening, 1);
  opening->membership = g_object_ref (self);
  opening->id = g_strdup (id);

  return dex_scheduler_spawn (NULL, 0, open_fiber, opening, opening_free);
}
