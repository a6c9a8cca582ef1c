/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-image.h"
#include "muster-replica-view.h"

/* That many looks that have not ended say that it does not answer. */
#define MAX_LOOKS 2

typedef enum
{
  UNSEEN = 1,   /* listed, not looked into */
  PARTIAL,
  WHOLE,
  FOREIGN,
  GONE,         /* was there, and was removed by somebody */
} State;

struct _MusterReplicaView
{
  GObject parent_instance;

  MusterReplica *replica;
  GHashTable *states;   /* of names */
  GHashTable *fresh;    /* names written since the list was asked for */
  guint n_looks;        /* under way */
  gboolean reachable;
};

G_DEFINE_FINAL_TYPE (MusterReplicaView, muster_replica_view, G_TYPE_OBJECT)

static State
get_state (MusterReplicaView *self,
           const char        *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->states, name));
}

static void
set_state (MusterReplicaView *self,
           const char        *name,
           State              state)
{
  g_hash_table_insert (self->states, g_strdup (name), GINT_TO_POINTER (state));
}

static void
mark_missing (MusterReplicaView  *self,
              const char * const *names)
{
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_add (there, (gpointer) names[i]);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (there, name) && !g_hash_table_contains (self->fresh, name))
      g_hash_table_iter_replace (&iter, GINT_TO_POINTER (GONE));
}

void
muster_replica_view_begin (MusterReplicaView *self)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));

  self->n_looks++;
  g_hash_table_remove_all (self->fresh);
}

void
muster_replica_view_set_names (MusterReplicaView  *self,
                               const char * const *names)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));
  g_return_if_fail (names != NULL);

  if (names[0] == NULL && g_hash_table_size (self->fresh) == 0)
    {
      g_hash_table_remove_all (self->states);
      return;
    }

  mark_missing (self, names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      State state = get_state (self, names[i]);

      if (state == 0 || state == GONE)
        set_state (self, names[i], UNSEEN);
    }
}

void
muster_replica_view_set_whole (MusterReplicaView *self,
                               const char        *name)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));

  set_state (self, name, WHOLE);
  g_hash_table_add (self->fresh, g_strdup (name));
}

void
muster_replica_view_set_partial (MusterReplicaView *self,
                                 const char        *name)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));

  set_state (self, name, PARTIAL);
}

void
muster_replica_view_set_foreign (MusterReplicaView *self,
                                 const char        *name)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));

  set_state (self, name, FOREIGN);
}

void
muster_replica_view_set_gone (MusterReplicaView *self,
                              const char        *name)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));

  set_state (self, name, GONE);
}

GPtrArray *
muster_replica_view_list_names (MusterReplicaView *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, state;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), NULL);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &name, &state))
    if (GPOINTER_TO_INT (state) != FOREIGN && GPOINTER_TO_INT (state) != GONE)
      g_ptr_array_add (names, name);

  return g_steal_pointer (&names);
}

gboolean
muster_replica_view_is_whole (MusterReplicaView *self,
                              const char        *name)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  return get_state (self, name) == WHOLE;
}

gboolean
muster_replica_view_has (MusterReplicaView *self,
                         const char        *name)
{
  State state;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  state = get_state (self, name);

  return state != 0 && state != GONE;
}

gboolean
muster_replica_view_is_gone (MusterReplicaView *self,
                             const char        *name)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  return get_state (self, name) == GONE;
}

gboolean
muster_replica_view_has_all (MusterReplicaView *self,
                             GHashTable        *names)
{
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);
  g_return_val_if_fail (names != NULL, FALSE);

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      State state = get_state (self, name);

      if (state != UNSEEN && state != WHOLE && state != FOREIGN)
        return FALSE;
    }

  return TRUE;
}

gboolean
muster_replica_view_has_gone (MusterReplicaView *self)
{
  GHashTableIter iter;
  gpointer state;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    if (GPOINTER_TO_INT (state) == GONE)
      return TRUE;

  return FALSE;
}

gboolean
muster_replica_view_lacks (MusterReplicaView *self,
                           const char        *name)
{
  State state;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  state = get_state (self, name);

  return state == 0 || state == PARTIAL;
}

gboolean
muster_replica_view_is_reachable (MusterReplicaView *self)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  return self->reachable && self->n_looks < MAX_LOOKS;
}

gboolean
muster_replica_view_is_looked_at (MusterReplicaView *self)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), FALSE);

  return self->n_looks > 0;
}

void
muster_replica_view_end (MusterReplicaView *self,
                         gboolean           reachable)
{
  g_return_if_fail (MUSTER_IS_REPLICA_VIEW (self));
  g_return_if_fail (self->n_looks > 0);

  self->n_looks--;
  self->reachable = reachable;
}

typedef struct
{
  MusterReplicaView *view;
  char *name;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  g_object_unref (self->view);
  g_free (self->name);
  g_free (self);
}

static DexFuture *
kept_cb (DexFuture *future,
         gpointer   data)
{
  Copy *copy = data;

  if (dex_future_get_value (future, NULL) != NULL)
    muster_replica_view_set_whole (copy->view, copy->name);
  else
    muster_replica_view_set_partial (copy->view, copy->name);

  return dex_ref (future);
}

DexFuture *
muster_replica_view_give (MusterReplicaView *self,
                          MusterRecord      *record)
{
  g_autoptr (GBytes) content = NULL;
  Copy *copy;

  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), NULL);
  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  content = muster_record_image_encode (record);
  copy = g_new0 (Copy, 1);
  copy->view = g_object_ref (self);
  copy->name = muster_record_image_make_name (record);

  return dex_future_finally (muster_replica_keep (self->replica, copy->name, content),
                             kept_cb, copy, copy_free);
}

gboolean
muster_replica_view_are_all_without (GPtrArray    *views,
                                     MusterRecord *record)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (views != NULL, FALSE);
  g_return_val_if_fail (MUSTER_IS_RECORD (record), FALSE);

  name = muster_record_image_make_name (record);
  for (guint i = 0; i < views->len; i++)
    if (!muster_replica_view_is_gone (views->pdata[i], name))
      return FALSE;

  return TRUE;
}

MusterReplica *
muster_replica_view_get_replica (MusterReplicaView *self)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA_VIEW (self), NULL);

  return self->replica;
}

static void
muster_replica_view_finalize (GObject *object)
{
  MusterReplicaView *self = MUSTER_REPLICA_VIEW (object);

  g_clear_object (&self->replica);
  g_clear_pointer (&self->states, g_hash_table_unref);
  g_clear_pointer (&self->fresh, g_hash_table_unref);

  G_OBJECT_CLASS (muster_replica_view_parent_class)->finalize (object);
}

static void
muster_replica_view_class_init (MusterReplicaViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_replica_view_finalize;
}

static void
muster_replica_view_init (MusterReplicaView *self)
{
  self->reachable = TRUE;
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

MusterReplicaView *
muster_replica_view_new (MusterReplica *replica)
{
  MusterReplicaView *self;

  g_return_val_if_fail (MUSTER_IS_REPLICA (replica), NULL);

  self = g_object_new (MUSTER_TYPE_REPLICA_VIEW, NULL);
  self->replica = g_object_ref (replica);

  return self;
}
