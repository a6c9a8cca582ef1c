/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-worker-queue.h"

/* A thread that hangs in libvirt is lost until the call ends, so each lane is
 * bounded; GLib shares the idle threads of all hosts.
 */
static const int lane_threads[MUSTER_N_LANES] = {
  [MUSTER_LANE_LINK] = 4,
  [MUSTER_LANE_QUERY] = 4,
  [MUSTER_LANE_ACT] = 8,
  [MUSTER_LANE_GUEST] = 2,
};

struct _MusterWorkerQueue
{
  gatomicrefcount ref_count;
  GThreadPool *pools[MUSTER_N_LANES];

  GMutex mutex;
  GHashTable *pending;          /* MusterJob; guarded by the mutex */
};

typedef struct
{
  MusterWorkerQueue *queue;
  MusterJobFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
} MusterJob;

static MusterJob *
job_new (MusterWorkerQueue *queue,
         MusterJobFunc      func,
         gpointer           data,
         GDestroyNotify     destroy)
{
  MusterJob *job = g_new0 (MusterJob, 1);

  job->queue = muster_worker_queue_ref (queue);
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->promise = dex_promise_new ();

  return job;
}

static void
job_free (MusterJob *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  dex_unref (job->promise);
  muster_worker_queue_unref (job->queue);
  g_free (job);
}

/* Who takes a job off the list settles its promise: the worker with the
 * result, or the main thread that waits for it no longer.
 */
static gboolean
claim_job (MusterJob *job)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&job->queue->mutex);

  return g_hash_table_remove (job->queue->pending, job);
}

static gboolean
is_wanted (MusterJob *job)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&job->queue->mutex);

  return g_hash_table_contains (job->queue->pending, job);
}

static void
settle (DexPromise *promise,
        DexFuture  *result)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (result, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static void
run_job_cb (gpointer data,
            gpointer user_data)
{
  MusterJob *job = data;

  if (is_wanted (job))
    {
      g_autoptr(DexFuture) result = job->func (job->data);

      if (claim_job (job))
        settle (job->promise, result);
    }

  job_free (job);
}

/**
 * muster_worker_queue_new:
 *
 * The worker threads of one host.
 */
MusterWorkerQueue *
muster_worker_queue_new (void)
{
  MusterWorkerQueue *self = g_new0 (MusterWorkerQueue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->pending = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < MUSTER_N_LANES; i++)
    self->pools[i] = g_thread_pool_new (run_job_cb, NULL, lane_threads[i],
                                        FALSE, NULL);

  return self;
}

MusterWorkerQueue *
muster_worker_queue_ref (MusterWorkerQueue *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* Every job holds the queue, so the pools are idle when it goes; it may go on
 * one of their own threads, hence no waiting for them.
 */
void
muster_worker_queue_unref (MusterWorkerQueue *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < MUSTER_N_LANES; i++)
    g_thread_pool_free (self->pools[i], FALSE, FALSE);
  g_hash_table_unref (self->pending);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * muster_worker_queue_push:
 * @lane: whose threads run it
 * @func: runs there
 * @data: (transfer full): handed to @func, freed with @destroy on the worker
 *
 * Callable from any thread.  The call runs even when nobody waits for the
 * future any more; its result is then dropped.
 *
 * Returns: (transfer full): a future of what @func returns
 */
DexFuture *
muster_worker_queue_push (MusterWorkerQueue *self,
                          MusterLane         lane,
                          MusterJobFunc      func,
                          gpointer           data,
                          GDestroyNotify     destroy)
{
  MusterJob *job = job_new (self, func, data, destroy);
  DexFuture *future = DEX_FUTURE (dex_ref (job->promise));

  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->pending, job);
  g_mutex_unlock (&self->mutex);
  g_thread_pool_push (self->pools[lane], job, NULL);

  return future;
}

/**
 * muster_worker_queue_reject_all:
 * @error: what those who wait are told
 *
 * Rejects every call that has no result yet.  What already runs goes on to
 * its end, unheard; what has not begun never does.
 */
void
muster_worker_queue_reject_all (MusterWorkerQueue *self,
                                const GError      *error)
{
  g_autoptr(GPtrArray) promises = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (promises, dex_ref (((MusterJob *) key)->promise));
  g_hash_table_remove_all (self->pending);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < promises->len; i++)
    dex_promise_reject (promises->pdata[i], g_error_copy (error));
}
