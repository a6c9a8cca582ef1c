/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-image.h"
#include "muster-replica-clear.h"

typedef struct
{
  MusterReplica *replica;
  char *kind;
  char *id;
  char *spared;
} Clearing;

static void
clearing_free (gpointer data)
{
  Clearing *self = data;

  g_object_unref (self->replica);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->spared);
  g_free (self);
}

static gboolean
is_to_go (Clearing   *self,
          const char *name)
{
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  g_autofree char *revision = NULL;

  return muster_record_image_parse_name (name, &kind, &id, &revision) &&
         !g_str_equal (kind, self->spared) &&
         !(g_strcmp0 (kind, self->kind) == 0 && g_strcmp0 (id, self->id) == 0);
}

static DexFuture *
clear_fiber (gpointer data)
{
  Clearing *self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = dex_await_boxed (muster_replica_list (self->replica), &error);

  if (names == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; names[i] != NULL; i++)
    if (is_to_go (self, names[i]) &&
        !dex_await (muster_replica_discard (self->replica, names[i]), &error))
      return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_replica_clear (MusterReplica *replica,
                      const char    *kind,
                      const char    *id,
                      const char    *spared)
{
  Clearing *clearing;

  g_return_val_if_fail (MUSTER_IS_REPLICA (replica), NULL);
  g_return_val_if_fail (spared != NULL, NULL);

  clearing = g_new0 (Clearing, 1);
  clearing->replica = g_object_ref (replica);
  clearing->kind = g_strdup (kind);
  clearing->id = g_strdup (id);
  clearing->spared = g_strdup (spared);

  return dex_scheduler_spawn (NULL, 0, clear_fiber, clearing, clearing_free);
}
