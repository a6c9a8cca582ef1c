/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * MusterLane:
 * @MUSTER_LANE_LINK: opening connections
 * @MUSTER_LANE_QUERY: short questions
 * @MUSTER_LANE_ACT: what may take minutes: migrate, save, restore
 * @MUSTER_LANE_GUEST: what a guest's agent answers, if it does
 *
 * The lanes of one host's work.  Each has threads of its own, so that what
 * hangs in one delays nothing in another.
 */
typedef enum
{
  MUSTER_LANE_LINK,
  MUSTER_LANE_QUERY,
  MUSTER_LANE_ACT,
  MUSTER_LANE_GUEST,
  MUSTER_N_LANES
} MusterLane;

typedef struct _MusterWorkerQueue MusterWorkerQueue;

/**
 * MusterJobFunc:
 *
 * Blocks as it likes on its worker thread.
 *
 * Returns: (transfer full): an already resolved or rejected future
 */
typedef DexFuture *(*MusterJobFunc) (gpointer data);

MusterWorkerQueue *muster_worker_queue_new        (void);
MusterWorkerQueue *muster_worker_queue_ref        (MusterWorkerQueue *self);
void               muster_worker_queue_unref      (MusterWorkerQueue *self);
DexFuture         *muster_worker_queue_push       (MusterWorkerQueue *self,
                                                   MusterLane         lane,
                                                   MusterJobFunc      func,
                                                   gpointer           data,
                                                   GDestroyNotify     destroy);
void               muster_worker_queue_reject_all (MusterWorkerQueue *self,
                                                   const GError      *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterWorkerQueue, muster_worker_queue_unref)

G_END_DECLS
