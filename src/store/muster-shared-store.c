/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-record-image.h"
#include "muster-replica-repair.h"
#include "muster-replica-view.h"
#include "muster-revisions.h"
#include "muster-shared-store.h"
#include "muster-store-private.h"

/* Calls under way to one replica at a time. */
#define WINDOW 16
/* Of what is known from elsewhere, how much of a replica's copy is read again at one
 * look to see that it is whole. */
#define N_PROVED 16
/* How long a write waits for the replicas' news. */
#define NEWS_S 2
#define NEWS_MS 100
#define MAX_AUTHOR 64
/* So much at once that the main loop is let in between. */
#define MANY 256

struct _MusterSharedStore
{
  GObject parent_instance;

  char *author;
  MusterRevisions *revisions;
  GHashTable *names;     /* of the revisions */
  GPtrArray *views;      /* of MusterReplicaView */
  DexFuture *last_put;   /* one after the other */
  GPtrArray *changed;    /* views whose replica says that it is not as it was */
  guint news_source;
};

static void store_init (MusterStoreInterface *iface);
static gboolean news_cb (gpointer data);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterSharedStore, muster_shared_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_STORE, store_init))

/* --- what is known -------------------------------------------------------------------- */

static void
tell_changed (const char *kind,
              const char *id,
              gpointer    self)
{
  muster_store_emit_changed (self, kind, id);
}

static void
note_names (MusterSharedStore *self,
            GPtrArray         *records)
{
  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (self->names, muster_record_image_make_name (records->pdata[i]));
}

static void
take_revisions (MusterSharedStore *self,
                MusterRevisions   *revisions)
{
  g_autoptr (MusterRevisions) before = self->revisions;
  g_autoptr (GPtrArray) all = muster_revisions_list_all (revisions);

  self->revisions = revisions;
  g_hash_table_remove_all (self->names);
  note_names (self, all);
  muster_revisions_diff (before, revisions, tell_changed, self);
}

static void
learn (MusterSharedStore *self,
       GPtrArray         *records)
{
  g_autoptr (MusterRevisions) before = NULL;
  g_autoptr (MusterRevisions) after = NULL;

  if (records->len == 0)
    return;
  before = muster_revisions_copy_of (self->revisions, records);
  for (guint i = 0; i < records->len; i++)
    muster_revisions_add (self->revisions, records->pdata[i]);
  note_names (self, records);
  after = muster_revisions_copy_of (self->revisions, records);
  muster_revisions_diff (before, after, tell_changed, self);
}

/* --- one look at a replica ---------------------------------------------------------------- */

typedef struct
{
  MusterSharedStore *store;
  MusterReplicaView *view;
  gboolean thorough;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_object_unref (self->store);
  g_object_unref (self->view);
  g_free (self);
}

static GPtrArray *
new_futures (void)
{
  return g_ptr_array_new_with_free_func (dex_unref);
}

/* What is of no use to us is left as it is: a newer Muster may have written it. */
static void
take_content (Look       *look,
              const char *name,
              GBytes     *content,
              GPtrArray  *arrived)
{
  g_autoptr (GError) error = NULL;
  MusterRecord *record = muster_record_image_decode (name, content, &error);

  if (record != NULL)
    g_ptr_array_add (arrived, record);
  if (record != NULL)
    muster_replica_view_set_whole (look->view, name);
  else if (g_error_matches (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT))
    muster_replica_view_set_partial (look->view, name);
  else
    muster_replica_view_set_foreign (look->view, name);
}

static gboolean
await_window (Look      *look,
              GPtrArray *names,
              guint      from,
              GPtrArray *arrived)
{
  g_autoptr (GPtrArray) futures = new_futures ();
  gboolean well = TRUE;

  for (guint i = from; i < MIN (from + WINDOW, names->len); i++)
    g_ptr_array_add (futures,
                     muster_replica_fetch (muster_replica_view_get_replica (look->view),
                                           names->pdata[i]));
  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) content = dex_await_boxed (dex_ref (futures->pdata[i]), &error);

      if (content != NULL)
        take_content (look, names->pdata[from + i], content, arrived);
      else if (g_error_matches (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND))
        muster_replica_view_set_foreign (look->view, names->pdata[from + i]);
      else
        well = FALSE;
    }

  return well;
}

/* All that is unknown, and some of what was not seen to be whole here. */
static GPtrArray *
choose_names (Look *look)
{
  g_autoptr (GPtrArray) names = muster_replica_view_list_names (look->view);
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_free);
  guint proved = 0;

  for (guint i = 0; i < names->len; i++)
    if (!g_hash_table_contains (look->store->names, names->pdata[i]) ||
        (!muster_replica_view_is_whole (look->view, names->pdata[i]) &&
         (look->thorough || proved++ < N_PROVED)))
      g_ptr_array_add (chosen, g_strdup (names->pdata[i]));
  g_ptr_array_sort_values (chosen, (GCompareFunc) g_strcmp0);

  return chosen;
}

/* Sorting thousands in and what follows from it would keep a frame waiting. */
static void
await_turn (GPtrArray *records)
{
  if (records->len >= MANY)
    dex_await (dex_timeout_new_msec (0), NULL);
}

/* Who was removed meanwhile has none any more, and is given nothing. */
static gboolean
has_say (Look *look)
{
  return g_ptr_array_find (look->store->views, look->view, NULL);
}

static gboolean
await_news (Look *look)
{
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) names = choose_names (look);
  gboolean well = TRUE;

  for (guint i = 0; i < names->len && well; i += WINDOW)
    well = await_window (look, names, i, arrived);
  await_turn (arrived);
  if (has_say (look))
    learn (look->store, arrived);
  await_turn (arrived);

  return well;
}

static gboolean
await_names (Look *look)
{
  g_auto (GStrv) names = NULL;

  /* Whatever it has said until now, its names say. */
  g_ptr_array_remove (look->store->changed, look->view);
  muster_replica_view_begin (look->view);
  names = dex_await_boxed (muster_replica_list (muster_replica_view_get_replica (look->view)),
                           NULL);
  if (names == NULL)
    return FALSE;
  muster_replica_view_set_names (look->view, (const char * const *) names);

  return TRUE;
}

/* What is missing is sought among all records, but seldom is anything. */
static gboolean
await_repaired (Look *look)
{
  MusterSharedStore *self = look->store;

  /* Its own news may be that it is to be given nothing any more. */
  if (!has_say (look))
    return TRUE;

  return muster_replica_view_has_all (look->view, self->names) ||
         _muster_replica_repair_await (look->view, self->views, self->revisions);
}

static void
look_soon (MusterSharedStore *self)
{
  if (self->news_source == 0 && self->changed->len > 0)
    self->news_source = g_timeout_add (NEWS_MS, news_cb, self);
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  gboolean well = await_names (look) && await_news (look) && await_repaired (look);

  muster_replica_view_end (look->view, well);
  look_soon (look->store);

  return dex_future_new_for_boolean (well);
}

static DexFuture *
look_at (MusterSharedStore *self,
         MusterReplicaView *view,
         gboolean           thorough)
{
  Look *look = g_new0 (Look, 1);

  look->store = g_object_ref (self);
  look->view = g_object_ref (view);
  look->thorough = thorough;

  return dex_scheduler_spawn (NULL, 0, look_fiber, look, look_free);
}

static gboolean
have_all_gone (MusterSharedStore *self)
{
  for (guint i = 0; i < self->views->len; i++)
    if (!muster_replica_view_has_gone (self->views->pdata[i]))
      return FALSE;

  return self->views->len > 0;
}

/* What was cleaned up everywhere while we looked elsewhere. */
static void
forget_gone (MusterSharedStore *self)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (MusterRevisions) kept = NULL;
  gboolean any = FALSE;

  if (!have_all_gone (self))
    return;
  all = muster_revisions_list_all (self->revisions);
  kept = muster_revisions_new ();
  for (guint i = 0; i < all->len; i++)
    if (muster_replica_view_are_all_without (self->views, all->pdata[i]))
      any = TRUE;
    else
      muster_revisions_add (kept, all->pdata[i]);
  if (any)
    take_revisions (self, g_steal_pointer (&kept));
}

static gboolean
await_looks (MusterSharedStore *self,
             GPtrArray         *futures)
{
  gboolean well = TRUE;

  for (guint i = 0; i < futures->len; i++)
    well &= dex_await_boolean (dex_ref (futures->pdata[i]), NULL);
  forget_gone (self);

  return well;
}

static gboolean
await_all_looks (MusterSharedStore *self)
{
  g_autoptr (GPtrArray) futures = new_futures ();

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (futures, look_at (self, self->views->pdata[i], TRUE));

  return await_looks (self, futures);
}

/* Nobody waits for a replica that does not answer. */
static gboolean
await_quick_looks (MusterSharedStore *self)
{
  g_autoptr (GPtrArray) futures = new_futures ();

  for (guint i = 0; i < self->views->len; i++)
    if (muster_replica_view_is_reachable (self->views->pdata[i]))
      g_ptr_array_add (futures, look_at (self, self->views->pdata[i], FALSE));

  return await_looks (self, futures);
}

static DexFuture *
sync_fiber (gpointer self)
{
  gboolean well = await_all_looks (self);

  /* What the last one had, the first ones lack. */
  return dex_future_new_for_boolean (await_all_looks (self) && well);
}

DexFuture *
muster_shared_store_sync (MusterSharedStore *self)
{
  g_return_val_if_fail (MUSTER_IS_SHARED_STORE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, sync_fiber, g_object_ref (self), g_object_unref);
}

/* --- writing --------------------------------------------------------------------------------- */

typedef struct
{
  MusterSharedStore *store;
  DexFuture *previous;
  char *kind;
  char *id;
  char *content;    /* JSON; NULL for a deletion */
  char **parents;
} Put;

static void
put_free (gpointer data)
{
  Put *self = data;

  g_object_unref (self->store);
  dex_clear (&self->previous);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->content);
  g_strfreev (self->parents);
  g_free (self);
}

/* Goes on to its end, whoever waits for it: a fiber that nobody holds any more while
 * it waits is never resumed, and libdex 0.10 keeps the main loop busy with it. */
static DexFuture *
keep_going (DexFuture *future)
{
  dex_future_disown (dex_ref (future));

  return future;
}

static DexFuture *
news_fiber (gpointer self)
{
  return dex_future_new_for_boolean (await_quick_looks (self));
}

static char *
make_writer (MusterSharedStore *self)
{
  g_autofree char *random = _muster_store_make_writer ();

  return *self->author != '\0' ? g_strconcat (self->author, "-", random, NULL)
                               : g_steal_pointer (&random);
}

char *
muster_shared_store_dup_author (MusterRecord *record)
{
  const char *writer;
  const char *random;

  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  writer = muster_record_get_writer (record);
  random = strrchr (writer, '-');

  return random != NULL ? g_strndup (writer, (gsize) (random - writer)) : g_strdup (writer);
}

/* Each under a writer of its own: a name whose write failed is never used again. */
static MusterRecord *
make_record (Put     *put,
             GError **error)
{
  g_autofree char *writer = make_writer (put->store);
  g_autoptr (JsonNode) content = NULL;

  if (put->content != NULL && (content = json_from_string (put->content, error)) == NULL)
    return NULL;

  return muster_revisions_next (put->store->revisions, writer, put->kind, put->id,
                                content != NULL ? json_node_get_object (content) : NULL,
                                (const char * const *) put->parents, g_get_real_time (), error);
}

static gboolean
await_kept (MusterSharedStore  *self,
            MusterRecord       *record,
            GError            **error)
{
  g_autoptr (GPtrArray) futures = new_futures ();

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (futures,
                     keep_going (muster_replica_view_give (self->views->pdata[i], record)));
  if (futures->len == 0)
    {
      g_set_error_literal (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_WRITE,
                           _("No host of the data center can be reached."));
      return FALSE;
    }

  if (dex_await (dex_future_anyv ((DexFuture **) futures->pdata, futures->len), NULL))
    return TRUE;

  /* All have failed, mostly for one reason. */
  return dex_await (dex_ref (futures->pdata[0]), error);
}

static DexFuture *
put_fiber (gpointer data)
{
  Put *put = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *news;

  if (put->previous != NULL)
    dex_await (dex_ref (put->previous), NULL);
  news = dex_scheduler_spawn (NULL, 0, news_fiber, g_object_ref (put->store), g_object_unref);
  dex_await (dex_future_first (keep_going (news), dex_timeout_new_seconds (NEWS_S), NULL), NULL);

  record = make_record (put, &error);
  if (record == NULL || !await_kept (put->store, record, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_ptr_array_add (records, record);
  learn (put->store, records);

  return dex_future_new_for_object (record);
}

static char *
to_text (JsonObject *content)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, content);

  return json_to_string (node, FALSE);
}

static DexFuture *
muster_shared_store_put (MusterStore        *store,
                         const char         *kind,
                         const char         *id,
                         JsonObject         *content,
                         const char * const *parents)
{
  MusterSharedStore *self = MUSTER_SHARED_STORE (store);
  Put *put = g_new0 (Put, 1);
  DexFuture *future;

  put->store = g_object_ref (self);
  put->previous = g_steal_pointer (&self->last_put);
  put->kind = g_strdup (kind);
  put->id = g_strdup (id);
  put->content = content != NULL ? to_text (content) : NULL;
  put->parents = g_strdupv ((char **) parents);
  future = dex_scheduler_spawn (NULL, 0, put_fiber, put, put_free);
  self->last_put = dex_ref (future);

  return future;
}

/* --- cleaning up ------------------------------------------------------------------------------ */

typedef struct
{
  MusterSharedStore *store;
  gint64 now;
} Clean;

static void
clean_free (gpointer data)
{
  Clean *self = data;

  g_object_unref (self->store);
  g_free (self);
}

static gboolean
have_all (MusterSharedStore *self,
          MusterRevisions   *revisions)
{
  g_autoptr (GPtrArray) all = muster_revisions_list_all (revisions);

  for (guint i = 0; i < all->len; i++)
    {
      guint n_views = 0;

      if (muster_shared_store_count_copies (self, all->pdata[i], &n_views) < n_views)
        return FALSE;
    }

  return TRUE;
}

/* The oldest first, so that none stands without what superseded it.  What stays for
 * want of an answer is unknown by now, so that the next look learns it again. */
static gboolean
await_discarded (MusterReplicaView *view,
                 GPtrArray         *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *name = muster_record_image_make_name (records->pdata[i]);

      if (!dex_await (muster_replica_discard (muster_replica_view_get_replica (view), name), NULL))
        return FALSE;
      muster_replica_view_set_gone (view, name);
    }

  return TRUE;
}

static GPtrArray *
list_dropped (MusterRevisions *before,
              MusterRevisions *after)
{
  g_autoptr (GPtrArray) all = muster_revisions_list_all (before);
  GPtrArray *dropped = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    if (muster_revisions_lookup (after, muster_record_get_kind (all->pdata[i]),
                                 muster_record_get_id (all->pdata[i]),
                                 muster_record_get_revision (all->pdata[i])) == NULL)
      g_ptr_array_add (dropped, g_object_ref (all->pdata[i]));

  return dropped;
}

static gpointer
ref_view (gconstpointer view,
          gpointer      data)
{
  return g_object_ref ((gpointer) view);
}

static DexFuture *
clean_fiber (gpointer data)
{
  Clean *clean = data;
  MusterSharedStore *self = clean->store;
  g_autoptr (MusterRevisions) kept = NULL;
  g_autoptr (GPtrArray) dropped = NULL;
  g_autoptr (GPtrArray) views = NULL;   /* others may come and go meanwhile */
  gboolean well = TRUE;

  if (!await_all_looks (self) || !await_all_looks (self))
    return dex_future_new_for_boolean (FALSE);
  kept = muster_revisions_copy (self->revisions);
  muster_revisions_prune (kept, "", clean->now);
  if (!have_all (self, kept))
    return dex_future_new_for_boolean (FALSE);

  dropped = list_dropped (self->revisions, kept);
  take_revisions (self, g_steal_pointer (&kept));
  views = g_ptr_array_copy (self->views, ref_view, NULL);
  g_ptr_array_set_free_func (views, g_object_unref);
  for (guint i = 0; i < views->len; i++)
    well &= await_discarded (views->pdata[i], dropped);

  return dex_future_new_for_boolean (well);
}

DexFuture *
muster_shared_store_clean (MusterSharedStore *self,
                           gint64             now)
{
  Clean *clean;

  g_return_val_if_fail (MUSTER_IS_SHARED_STORE (self), NULL);

  clean = g_new0 (Clean, 1);
  clean->store = g_object_ref (self);
  clean->now = now;

  return dex_scheduler_spawn (NULL, 0, clean_fiber, clean, clean_free);
}

/* --- replicas ----------------------------------------------------------------------------------- */

static MusterReplicaView *
find_view (MusterSharedStore *self,
           MusterReplica     *replica)
{
  for (guint i = 0; i < self->views->len; i++)
    if (muster_replica_view_get_replica (self->views->pdata[i]) == replica)
      return self->views->pdata[i];

  return NULL;
}

/* Who is being looked at is looked at again when that is over: two looks would both
 * read what is new. */
static gboolean
news_cb (gpointer data)
{
  MusterSharedStore *self = data;
  g_autoptr (GPtrArray) changed = g_ptr_array_copy (self->changed, ref_view, NULL);

  g_ptr_array_set_free_func (changed, g_object_unref);
  self->news_source = 0;
  for (guint i = 0; i < changed->len; i++)
    if (!muster_replica_view_is_looked_at (changed->pdata[i]))
      dex_future_disown (look_at (self, changed->pdata[i], FALSE));

  return G_SOURCE_REMOVE;
}

/* Names come in swarms. */
static void
changed_cb (MusterReplica     *replica,
            MusterSharedStore *self)
{
  MusterReplicaView *view = find_view (self, replica);

  if (view == NULL || g_ptr_array_find (self->changed, view, NULL))
    return;
  g_ptr_array_add (self->changed, g_object_ref (view));
  look_soon (self);
}

void
muster_shared_store_add (MusterSharedStore *self,
                         MusterReplica     *replica)
{
  g_return_if_fail (MUSTER_IS_SHARED_STORE (self));
  g_return_if_fail (MUSTER_IS_REPLICA (replica));
  g_return_if_fail (find_view (self, replica) == NULL);

  g_ptr_array_add (self->views, muster_replica_view_new (replica));
  g_signal_connect_object (replica, "changed", G_CALLBACK (changed_cb), self, 0);
  changed_cb (replica, self);
}

void
muster_shared_store_remove (MusterSharedStore *self,
                            MusterReplica     *replica)
{
  MusterReplicaView *view;

  g_return_if_fail (MUSTER_IS_SHARED_STORE (self));

  view = find_view (self, replica);
  if (view == NULL)
    return;
  g_signal_handlers_disconnect_by_func (replica, changed_cb, self);
  g_ptr_array_remove (self->changed, view);
  g_ptr_array_remove (self->views, view);
}

void
muster_shared_store_forget (MusterSharedStore *self)
{
  g_return_if_fail (MUSTER_IS_SHARED_STORE (self));
  g_return_if_fail (self->views->len == 0);

  take_revisions (self, muster_revisions_new ());
}

guint
muster_shared_store_count_copies (MusterSharedStore *self,
                                  MusterRecord      *record,
                                  guint             *n_replicas)
{
  g_autofree char *name = NULL;
  guint n = 0;

  g_return_val_if_fail (MUSTER_IS_SHARED_STORE (self), 0);
  g_return_val_if_fail (MUSTER_IS_RECORD (record), 0);

  name = muster_record_image_make_name (record);
  for (guint i = 0; i < self->views->len; i++)
    n += muster_replica_view_is_whole (self->views->pdata[i], name);
  if (n_replicas != NULL)
    *n_replicas = self->views->len;

  return n;
}

/* --- reading ------------------------------------------------------------------------------------- */

static DexFuture *
muster_shared_store_list (MusterStore *store,
                          const char  *kind)
{
  MusterSharedStore *self = MUSTER_SHARED_STORE (store);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    muster_revisions_list (self->revisions, kind));
}

static DexFuture *
muster_shared_store_get (MusterStore *store,
                         const char  *kind,
                         const char  *id)
{
  MusterSharedStore *self = MUSTER_SHARED_STORE (store);
  GError *error = NULL;
  MusterRecord *record = _muster_store_find (self->revisions, kind, id, &error);

  if (record == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_for_object (record);
}

static DexFuture *
muster_shared_store_conflicts (MusterStore *store)
{
  MusterSharedStore *self = MUSTER_SHARED_STORE (store);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    muster_revisions_list_conflicts (self->revisions));
}

GPtrArray *
muster_shared_store_list_heads (MusterSharedStore *self,
                                const char        *kind,
                                const char        *id)
{
  g_return_val_if_fail (MUSTER_IS_SHARED_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL && id != NULL, NULL);

  return muster_revisions_list_heads (self->revisions, kind, id);
}

/* --- object --------------------------------------------------------------------------------------- */

static void
muster_shared_store_finalize (GObject *object)
{
  MusterSharedStore *self = MUSTER_SHARED_STORE (object);

  g_clear_handle_id (&self->news_source, g_source_remove);
  g_clear_pointer (&self->author, g_free);
  g_clear_pointer (&self->revisions, muster_revisions_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  dex_clear (&self->last_put);

  G_OBJECT_CLASS (muster_shared_store_parent_class)->finalize (object);
}

static void
muster_shared_store_class_init (MusterSharedStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_shared_store_finalize;
}

static void
store_init (MusterStoreInterface *iface)
{
  iface->list = muster_shared_store_list;
  iface->get = muster_shared_store_get;
  iface->put = muster_shared_store_put;
  iface->conflicts = muster_shared_store_conflicts;
}

static void
muster_shared_store_init (MusterSharedStore *self)
{
  self->revisions = muster_revisions_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
}

MusterSharedStore *
muster_shared_store_new (const char *author)
{
  MusterSharedStore *self = g_object_new (MUSTER_TYPE_SHARED_STORE, NULL);
  GString *name = g_string_new (NULL);

  for (const char *at = author; at != NULL && *at != '\0' && name->len < MAX_AUTHOR; at++)
    if (g_ascii_isalnum (*at) || *at == '-' || *at == '_')
      g_string_append_c (name, *at);
  self->author = g_string_free_and_steal (name);

  return self;
}
