/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-delay.h"
#include "muster-host-placing.h"

#define PATIENCE_S 30
#define LOOK_MS 200

typedef struct
{
  MusterDesk *desk;
  MusterTask *task;
  char *id;
  char *cluster;
} Placing;

static void
placing_free (gpointer data)
{
  Placing *self = data;

  g_object_unref (self->desk);
  g_object_unref (self->task);
  g_free (self->id);
  g_free (self->cluster);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the host once it is known who it is. */
static MusterHost *
dup_ready (Placing *self)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = muster_data_center_find_host (data_center, self->id);

  if (host == NULL || muster_host_get_state (host) != MUSTER_HOST_ONLINE ||
      muster_host_get_uuid (host) == NULL)
    return NULL;

  return g_object_ref (host);
}

/* Only the model is looked at; nobody is asked. */
static MusterHost *
await_ready (Placing *self)
{
  MusterHost *host = dup_ready (self);

  for (guint i = 0; host == NULL && i < PATIENCE_S * 1000 / LOOK_MS; i++)
    {
      if (!muster_delay (LOOK_MS))
        return NULL;
      host = dup_ready (self);
    }

  return host;
}

static gboolean
fail (Placing    *self,
      const char *reason)
{
  muster_task_fail (self->task, reason,
                    _("The host was added. It is in the default cluster, from where it can be moved."),
                    "");

  return FALSE;
}

static gboolean
await_placed (Placing *self)
{
  g_autoptr (MusterHost) host = await_ready (self);
  g_autoptr (GError) error = NULL;

  if (host == NULL)
    return fail (self, _("The host does not answer."));
  if (!dex_await (muster_host_place (self->desk, host, self->cluster), &error))
    return fail (self, error->message);
  muster_task_finish (self->task);

  return TRUE;
}

static DexFuture *
place_fiber (gpointer data)
{
  return dex_future_new_for_boolean (await_placed (data));
}

DexFuture *
muster_host_place_when_there (MusterDesk *desk,
                              const char *id,
                              const char *name,
                              const char *cluster)
{
  Placing *placing;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL && name != NULL && cluster != NULL, NULL);

  placing = g_new0 (Placing, 1);
  placing->desk = g_object_ref (desk);
  placing->task = muster_task_new (_("Put into Cluster"), name);
  placing->id = g_strdup (id);
  placing->cluster = g_strdup (cluster);
  muster_task_list_add (muster_desk_get_tasks (desk), placing->task);

  return dex_scheduler_spawn (NULL, 0, place_fiber, placing, placing_free);
}
