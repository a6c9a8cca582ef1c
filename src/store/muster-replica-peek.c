/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-image.h"
#include "muster-replica-peek.h"
#include "muster-revisions.h"

/* Calls under way to one replica at a time. */
#define WINDOW 16

typedef struct
{
  GPtrArray *replicas;
  char *kind;
  MusterRevisions *revisions;
} Peek;

static void
peek_free (gpointer data)
{
  Peek *self = data;

  g_ptr_array_unref (self->replicas);
  g_free (self->kind);
  muster_revisions_unref (self->revisions);
  g_free (self);
}

/* What another replica has shown already is not read again. */
static gboolean
is_wanted (Peek       *self,
           const char *name)
{
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  g_autofree char *revision = NULL;

  return muster_record_image_parse_name (name, &kind, &id, &revision) &&
         g_str_equal (kind, self->kind) &&
         muster_revisions_lookup (self->revisions, kind, id, revision) == NULL;
}

static char **
list_wanted (Peek               *self,
             const char * const *names)
{
  g_autoptr (GStrvBuilder) wanted = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    if (is_wanted (self, names[i]))
      g_strv_builder_add (wanted, names[i]);

  return g_strv_builder_end (wanted);
}

static void
await_window (Peek          *self,
              MusterReplica *replica,
              char         **names,
              guint          n)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (futures, muster_replica_fetch (replica, names[i]));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) content = dex_await_boxed (dex_ref (futures->pdata[i]), NULL);
      g_autoptr (MusterRecord) record =
        content != NULL ? muster_record_image_decode (names[i], content, NULL) : NULL;

      if (record != NULL)
        muster_revisions_add (self->revisions, record);
    }
}

static void
await_replica (Peek          *self,
               MusterReplica *replica)
{
  g_auto (GStrv) names = dex_await_boxed (muster_replica_list (replica), NULL);
  g_auto (GStrv) wanted =
    names != NULL ? list_wanted (self, (const char * const *) names) : g_new0 (char *, 1);
  guint n = g_strv_length (wanted);

  for (guint i = 0; i < n; i += WINDOW)
    await_window (self, replica, wanted + i, MIN (WINDOW, n - i));
}

static DexFuture *
peek_fiber (gpointer data)
{
  Peek *self = data;

  for (guint i = 0; i < self->replicas->len; i++)
    await_replica (self, self->replicas->pdata[i]);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    muster_revisions_list (self->revisions, self->kind));
}

DexFuture *
muster_replica_peek (GPtrArray  *replicas,
                     const char *kind)
{
  Peek *peek;

  g_return_val_if_fail (replicas != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  peek = g_new0 (Peek, 1);
  peek->replicas = g_ptr_array_ref (replicas);
  peek->kind = g_strdup (kind);
  peek->revisions = muster_revisions_new ();

  return dex_scheduler_spawn (NULL, 0, peek_fiber, peek, peek_free);
}
