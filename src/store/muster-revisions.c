/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-revisions.h"
#include "muster-store-error.h"

#define SUPERSEDED_AGE (30 * G_TIME_SPAN_DAY)
#define DELETED_AGE    (90 * G_TIME_SPAN_DAY)
#define MAX_SUPERSEDED 20
#define MAX_SUPERSEDED_BYTES (1024 * 1024)

/* The revisions of one record, in order of muster_record_compare (). */
typedef GPtrArray History;

struct _MusterRevisions
{
  gatomicrefcount ref_count;
  /* "kind/id" (neither can hold a slash) to History */
  GHashTable *histories;
};

static char *
make_key (const char *kind,
          const char *id)
{
  return g_strconcat (kind, "/", id, NULL);
}

static History *
find_history (MusterRevisions *self,
              const char      *kind,
              const char      *id)
{
  g_autofree char *key = make_key (kind, id);

  return g_hash_table_lookup (self->histories, key);
}

static gboolean
names (MusterRecord *child,
       MusterRecord *parent)
{
  const char *revision = muster_record_get_revision (parent);

  /* A parent is always older; believing anything else, two revisions that
   * name each other would leave a record without a head.
   */
  return muster_record_get_counter (child) > muster_record_get_counter (parent) &&
         g_strv_contains (muster_record_get_parents (child), revision);
}

static gboolean
is_head (History *history,
         guint    position)
{
  MusterRecord *record = g_ptr_array_index (history, position);

  for (guint i = position + 1; i < history->len; i++)
    {
      if (names (g_ptr_array_index (history, i), record))
        return FALSE;
    }

  return TRUE;
}

/* Nothing names the highest revision as its parent: it is a head, and wins. */
static MusterRecord *
get_last (History *history)
{
  return g_ptr_array_index (history, history->len - 1);
}

static int
compare_by_name (gconstpointer a,
                 gconstpointer b)
{
  MusterRecord *left = *(MusterRecord * const *) a;
  MusterRecord *right = *(MusterRecord * const *) b;
  int order = g_strcmp0 (muster_record_get_kind (left),
                         muster_record_get_kind (right));

  if (order == 0)
    order = g_strcmp0 (muster_record_get_id (left), muster_record_get_id (right));
  if (order == 0)
    order = muster_record_compare (left, right);

  return order;
}

static void
history_add (History      *history,
             MusterRecord *record,
             guint         position)
{
  g_ptr_array_insert (history, position, g_object_ref (record));
}

MusterRevisions *
muster_revisions_new (void)
{
  MusterRevisions *self = g_new0 (MusterRevisions, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->histories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_ptr_array_unref);
  return self;
}

static gpointer
ref_record (gconstpointer record,
            gpointer      user_data)
{
  return g_object_ref ((gpointer) record);
}

static History *
history_copy (History *history)
{
  History *copy = g_ptr_array_copy (history, ref_record, NULL);

  g_ptr_array_set_free_func (copy, g_object_unref);
  return copy;
}

MusterRevisions *
muster_revisions_copy (MusterRevisions *self)
{
  MusterRevisions *copy;
  GHashTableIter iter;
  gpointer key, history;

  g_return_val_if_fail (self != NULL, NULL);

  copy = muster_revisions_new ();
  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, &key, &history))
    g_hash_table_insert (copy->histories, g_strdup (key), history_copy (history));

  return copy;
}

MusterRevisions *
muster_revisions_copy_of (MusterRevisions *self,
                          GPtrArray       *records)
{
  MusterRevisions *copy;

  g_return_val_if_fail (self != NULL && records != NULL, NULL);

  copy = muster_revisions_new ();
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *key = make_key (muster_record_get_kind (records->pdata[i]),
                                       muster_record_get_id (records->pdata[i]));
      History *history = g_hash_table_lookup (self->histories, key);

      if (history != NULL)
        g_hash_table_insert (copy->histories, g_steal_pointer (&key), history_copy (history));
    }

  return copy;
}

MusterRevisions *
muster_revisions_ref (MusterRevisions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
muster_revisions_unref (MusterRevisions *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->histories);
  g_free (self);
}

gboolean
muster_revisions_add (MusterRevisions *self,
                      MusterRecord    *record)
{
  g_autofree char *key = NULL;
  History *history;
  guint i;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (MUSTER_IS_RECORD (record), FALSE);

  key = make_key (muster_record_get_kind (record), muster_record_get_id (record));
  history = g_hash_table_lookup (self->histories, key);
  if (history == NULL)
    {
      history = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->histories, g_steal_pointer (&key), history);
    }

  for (i = history->len; i > 0; i--)
    {
      int order = muster_record_compare (g_ptr_array_index (history, i - 1), record);

      if (order == 0)
        return FALSE;
      if (order < 0)
        break;
    }

  history_add (history, record, i);
  return TRUE;
}

MusterRecord *
muster_revisions_lookup (MusterRevisions *self,
                         const char      *kind,
                         const char      *id,
                         const char      *revision)
{
  History *history;

  g_return_val_if_fail (self != NULL, NULL);

  history = find_history (self, kind, id);
  for (guint i = 0; history != NULL && i < history->len; i++)
    {
      MusterRecord *record = g_ptr_array_index (history, i);

      if (g_str_equal (muster_record_get_revision (record), revision))
        return record;
    }

  return NULL;
}

GPtrArray *
muster_revisions_list_all (MusterRevisions *self)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer history;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, NULL, &history))
    g_ptr_array_extend (all, history, (GCopyFunc) ref_record, NULL);

  g_ptr_array_sort (all, compare_by_name);
  return g_steal_pointer (&all);
}

GPtrArray *
muster_revisions_list_heads (MusterRevisions *self,
                             const char      *kind,
                             const char      *id)
{
  g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func (g_object_unref);
  History *history;

  g_return_val_if_fail (self != NULL, NULL);

  history = find_history (self, kind, id);
  for (guint i = history != NULL ? history->len : 0; i > 0; i--)
    {
      if (is_head (history, i - 1))
        g_ptr_array_add (heads, g_object_ref (g_ptr_array_index (history, i - 1)));
    }

  return g_steal_pointer (&heads);
}

MusterRecord *
muster_revisions_get_winner (MusterRevisions *self,
                             const char      *kind,
                             const char      *id)
{
  History *history;

  g_return_val_if_fail (self != NULL, NULL);

  history = find_history (self, kind, id);
  return history != NULL ? get_last (history) : NULL;
}

GPtrArray *
muster_revisions_list (MusterRevisions *self,
                       const char      *kind)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer history;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, NULL, &history))
    {
      MusterRecord *winner = get_last (history);

      if (!muster_record_is_deleted (winner) &&
          (kind == NULL || g_str_equal (kind, muster_record_get_kind (winner))))
        g_ptr_array_add (list, g_object_ref (winner));
    }

  g_ptr_array_sort (list, compare_by_name);
  return g_steal_pointer (&list);
}

static void
add_losers (GPtrArray *conflicts,
            History   *history)
{
  gboolean deleted = muster_record_is_deleted (get_last (history));

  for (guint i = 0; i + 1 < history->len; i++)
    {
      MusterRecord *record = g_ptr_array_index (history, i);

      if (is_head (history, i) && !(deleted && muster_record_is_deleted (record)))
        g_ptr_array_add (conflicts, g_object_ref (record));
    }
}

GPtrArray *
muster_revisions_list_conflicts (MusterRevisions *self)
{
  g_autoptr(GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer history;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, NULL, &history))
    add_losers (conflicts, history);

  g_ptr_array_sort (conflicts, compare_by_name);
  return g_steal_pointer (&conflicts);
}

static gboolean
are_revisions (const char * const  *parents,
               GError             **error)
{
  for (guint i = 0; parents[i] != NULL; i++)
    {
      if (muster_record_parse_revision (parents[i], NULL, NULL))
        continue;

      g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID,
                   _("“%s” is not a revision of a record."), parents[i]);
      return FALSE;
    }

  return TRUE;
}

/* Above everything seen, and above the parents even when they were pruned. */
static guint64
next_counter (MusterRecord       *winner,
              const char * const *parents)
{
  guint64 highest = winner != NULL ? muster_record_get_counter (winner) : 0;

  for (guint i = 0; parents[i] != NULL; i++)
    {
      guint64 counter = 0;

      muster_record_parse_revision (parents[i], &counter, NULL);
      highest = MAX (highest, counter);
    }

  return highest + 1;
}

MusterRecord *
muster_revisions_next (MusterRevisions     *self,
                       const char          *writer,
                       const char          *kind,
                       const char          *id,
                       JsonObject          *content,
                       const char * const  *parents,
                       gint64               now,
                       GError             **error)
{
  const char *seen[2] = { NULL, NULL };
  MusterRecord *winner;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (writer != NULL && kind != NULL && id != NULL, NULL);

  winner = muster_revisions_get_winner (self, kind, id);
  if (content == NULL && parents == NULL &&
      (winner == NULL || muster_record_is_deleted (winner)))
    {
      g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND,
                   /* Translators: a kind of record and its name. */
                   _("There is no %s “%s” to delete."), kind, id);
      return NULL;
    }

  if (winner != NULL)
    seen[0] = muster_record_get_revision (winner);
  if (parents == NULL)
    parents = seen;
  if (!are_revisions (parents, error))
    return NULL;

  return muster_record_new (kind, id, next_counter (winner, parents), writer,
                            parents, now, content, error);
}

static gboolean
is_spent (History    *history,
          const char *writer,
          gint64      now)
{
  MusterRecord *winner = get_last (history);

  if (!muster_record_is_deleted (winner) ||
      g_str_equal (muster_record_get_writer (winner), writer) ||
      muster_record_get_time (winner) > now - DELETED_AGE)
    return FALSE;

  for (guint i = 0; i + 1 < history->len; i++)
    {
      if (is_head (history, i))
        return FALSE;
    }

  return TRUE;
}

/* The oldest first: whoever goes, its parents went before it and cannot
 * become heads again.
 */
static void
prune_history (History *history,
               gint64   now)
{
  g_autoptr(GPtrArray) superseded = g_ptr_array_new ();
  gsize length = 0;

  for (guint i = 0; i < history->len; i++)
    {
      if (is_head (history, i))
        continue;
      g_ptr_array_add (superseded, g_ptr_array_index (history, i));
      length += strlen (muster_record_get_text (g_ptr_array_index (history, i)));
    }

  for (guint i = 0; i < superseded->len; i++)
    {
      MusterRecord *record = g_ptr_array_index (superseded, i);

      if (superseded->len - i <= MAX_SUPERSEDED && length <= MAX_SUPERSEDED_BYTES &&
          muster_record_get_time (record) > now - SUPERSEDED_AGE)
        break;

      length -= strlen (muster_record_get_text (record));
      g_ptr_array_remove (history, record);
    }
}

void
muster_revisions_prune (MusterRevisions *self,
                        const char      *writer,
                        gint64           now)
{
  GHashTableIter iter;
  gpointer history;

  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, NULL, &history))
    {
      if (is_spent (history, writer, now))
        g_hash_table_iter_remove (&iter);
      else
        prune_history (history, now);
    }
}

static gboolean
has_same_heads (MusterRevisions *a,
                MusterRevisions *b,
                MusterRecord    *example)
{
  const char *kind = muster_record_get_kind (example);
  const char *id = muster_record_get_id (example);
  g_autoptr(GPtrArray) left = muster_revisions_list_heads (a, kind, id);
  g_autoptr(GPtrArray) right = muster_revisions_list_heads (b, kind, id);

  if (left->len != right->len)
    return FALSE;

  for (guint i = 0; i < left->len; i++)
    {
      if (muster_record_compare (g_ptr_array_index (left, i),
                                 g_ptr_array_index (right, i)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* One record of each history that differs; only what @other lacks as a whole
 * when @missing is set.
 */
static void
collect_changes (MusterRevisions *self,
                 MusterRevisions *other,
                 gboolean         missing,
                 GPtrArray       *changes)
{
  GHashTableIter iter;
  gpointer key, history;

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, &key, &history))
    {
      gboolean known = g_hash_table_contains (other->histories, key);

      if (!known || (!missing && !has_same_heads (self, other, get_last (history))))
        g_ptr_array_add (changes, g_object_ref (get_last (history)));
    }
}

void
muster_revisions_diff (MusterRevisions     *before,
                       MusterRevisions     *after,
                       MusterRevisionsFunc  func,
                       gpointer             user_data)
{
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (before != NULL && after != NULL && func != NULL);

  if (before == after)
    return;

  collect_changes (after, before, FALSE, changes);
  collect_changes (before, after, TRUE, changes);
  g_ptr_array_sort (changes, compare_by_name);

  for (guint i = 0; i < changes->len; i++)
    func (muster_record_get_kind (g_ptr_array_index (changes, i)),
          muster_record_get_id (g_ptr_array_index (changes, i)),
          user_data);
}
