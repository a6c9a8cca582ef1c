/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-replica.h"

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (MusterReplica, muster_replica, G_TYPE_OBJECT)

static void
muster_replica_default_init (MusterReplicaInterface *iface)
{
  /** MusterReplica::changed: */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

DexFuture *
muster_replica_list (MusterReplica *self)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA (self), NULL);

  return MUSTER_REPLICA_GET_IFACE (self)->list (self);
}

DexFuture *
muster_replica_fetch (MusterReplica *self,
                      const char    *name)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return MUSTER_REPLICA_GET_IFACE (self)->fetch (self, name);
}

DexFuture *
muster_replica_keep (MusterReplica *self,
                     const char    *name,
                     GBytes        *content)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA (self), NULL);
  g_return_val_if_fail (name != NULL && content != NULL, NULL);

  return MUSTER_REPLICA_GET_IFACE (self)->keep (self, name, content);
}

DexFuture *
muster_replica_discard (MusterReplica *self,
                        const char    *name)
{
  g_return_val_if_fail (MUSTER_IS_REPLICA (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return MUSTER_REPLICA_GET_IFACE (self)->discard (self, name);
}

void
muster_replica_emit_changed (MusterReplica *self)
{
  g_return_if_fail (MUSTER_IS_REPLICA (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
