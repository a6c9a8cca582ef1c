/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-replica.h"
#include "muster-store-error.h"
#include "muster-virt-error.h"
#include "muster-volume.h"

#define POOL   "muster"
#define FOLDER "/var/lib/libvirt/muster"
#define LOOK_S 10

struct _MusterHostReplica
{
  GObject parent_instance;

  MusterConnection *connection;
  guint source;
};

static void replica_init (MusterReplicaInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterHostReplica, muster_host_replica, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_REPLICA, replica_init))

/* --- the four verbs -------------------------------------------------------------------- */

/* A host that was never written to has nothing. */
static DexFuture *
no_pool_cb (DexFuture *future,
            gpointer   data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (!g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    return dex_ref (future);

  return dex_future_new_take_boxed (G_TYPE_STRV, g_new0 (char *, 1));
}

static DexFuture *
muster_host_replica_list (MusterReplica *replica)
{
  MusterHostReplica *self = MUSTER_HOST_REPLICA (replica);

  return dex_future_catch (muster_volume_list (self->connection, POOL), no_pool_cb, NULL, NULL);
}

/* What libvirt lists, and is no file of that name. */
static DexFuture *
no_file_cb (DexFuture *future,
            gpointer   data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (!g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED))
    return dex_ref (future);

  return dex_future_new_reject (MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND, "%s",
                                error->message);
}

static DexFuture *
muster_host_replica_fetch (MusterReplica *replica,
                           const char    *name)
{
  MusterHostReplica *self = MUSTER_HOST_REPLICA (replica);

  return dex_future_catch (muster_volume_read (self->connection, POOL, FOLDER, name),
                           no_file_cb, NULL, NULL);
}

typedef struct
{
  MusterConnection *connection;
  char *name;
  GBytes *content;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *self = data;

  g_object_unref (self->connection);
  g_free (self->name);
  g_bytes_unref (self->content);
  g_free (self);
}

/* Nearly always the pool is there. */
static DexFuture *
keep_fiber (gpointer data)
{
  Keep *keep = data;
  g_autoptr (GError) error = NULL;

  if (dex_await (muster_volume_write (keep->connection, POOL, keep->name, keep->content), &error))
    return dex_future_new_true ();
  if (!g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_clear_error (&error);
  if (!dex_await (muster_volume_make_pool (keep->connection, POOL, FOLDER), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_volume_write (keep->connection, POOL, keep->name, keep->content);
}

static DexFuture *
muster_host_replica_keep (MusterReplica *replica,
                          const char    *name,
                          GBytes        *content)
{
  Keep *keep = g_new0 (Keep, 1);

  keep->connection = g_object_ref (MUSTER_HOST_REPLICA (replica)->connection);
  keep->name = g_strdup (name);
  keep->content = g_bytes_ref (content);

  return dex_scheduler_spawn (NULL, 0, keep_fiber, keep, keep_free);
}

static DexFuture *
muster_host_replica_discard (MusterReplica *replica,
                             const char    *name)
{
  return muster_volume_remove (MUSTER_HOST_REPLICA (replica)->connection, POOL, name);
}

static void
replica_init (MusterReplicaInterface *iface)
{
  iface->list = muster_host_replica_list;
  iface->fetch = muster_host_replica_fetch;
  iface->keep = muster_host_replica_keep;
  iface->discard = muster_host_replica_discard;
}

/* --- what may have changed --------------------------------------------------------------- */

static gboolean
look_cb (gpointer self)
{
  muster_replica_emit_changed (self);

  return G_SOURCE_CONTINUE;
}

static void
state_cb (MusterHostReplica *self)
{
  gboolean open = muster_connection_get_state (self->connection) == MUSTER_CONNECTION_OPEN;

  g_clear_handle_id (&self->source, g_source_remove);
  if (!open)
    return;
  self->source = g_timeout_add_seconds (LOOK_S, look_cb, self);
  muster_replica_emit_changed (MUSTER_REPLICA (self));
}

static void
muster_host_replica_finalize (GObject *object)
{
  MusterHostReplica *self = MUSTER_HOST_REPLICA (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (muster_host_replica_parent_class)->finalize (object);
}

static void
muster_host_replica_class_init (MusterHostReplicaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_host_replica_finalize;
}

static void
muster_host_replica_init (MusterHostReplica *self)
{
}

MusterReplica *
muster_host_replica_new (MusterConnection *connection)
{
  MusterHostReplica *self;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);

  self = g_object_new (MUSTER_TYPE_HOST_REPLICA, NULL);
  self->connection = g_object_ref (connection);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);

  return MUSTER_REPLICA (self);
}
