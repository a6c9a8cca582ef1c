/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-virt-error.h"
#include "muster-worker-queue.h"
#include "virt-fixture.h"

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean open;
  int running;                  /* atomic, as the next two */
  int most;
  int freed;
} Gate;

static void
gate_init (Gate *gate)
{
  memset (gate, 0, sizeof *gate);
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->cond);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->mutex);
  g_cond_clear (&gate->cond);
}

static DexFuture *
pass_gate_cb (gpointer data)
{
  Gate *gate = data;
  int running = g_atomic_int_add (&gate->running, 1) + 1;

  g_mutex_lock (&gate->mutex);
  gate->most = MAX (gate->most, running);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  g_atomic_int_add (&gate->running, -1);

  return dex_future_new_for_int (42);
}

static void
count_freed (gpointer data)
{
  Gate *gate = data;

  g_atomic_int_inc (&gate->freed);
}

static void
wait_freed (Gate *gate,
            int   wanted)
{
  for (guint i = 0; i < 1000 && g_atomic_int_get (&gate->freed) < wanted; i++)
    spin (2);
  g_assert_cmpint (g_atomic_int_get (&gate->freed), ==, wanted);
}

static DexFuture *
fail_cb (gpointer data)
{
  return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_BUSY, "busy");
}

static void
test_results (void)
{
  g_autoptr(MusterWorkerQueue) queue = muster_worker_queue_new ();
  g_autoptr(DexFuture) future = NULL;
  Gate gate;

  gate_init (&gate);
  gate_open (&gate);
  future = muster_worker_queue_push (queue, MUSTER_LANE_QUERY, pass_gate_cb,
                                     &gate, count_freed);
  g_assert_cmpint (g_value_get_int (wait_for (future, NULL)), ==, 42);
  wait_fails (muster_worker_queue_push (queue, MUSTER_LANE_QUERY, fail_cb, NULL, NULL),
              MUSTER_VIRT_ERROR_BUSY);
  wait_freed (&gate, 1);
  gate_clear (&gate);
}

static void
test_bounded (void)
{
  g_autoptr(MusterWorkerQueue) queue = muster_worker_queue_new ();
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  Gate gate;

  gate_init (&gate);
  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (futures,
                     muster_worker_queue_push (queue, MUSTER_LANE_QUERY, pass_gate_cb,
                                               &gate, count_freed));
  spin (50);
  g_assert_cmpint (g_atomic_int_get (&gate.running), ==, 4);

  gate_open (&gate);
  for (guint i = 0; i < futures->len; i++)
    wait_for (futures->pdata[i], NULL);
  wait_freed (&gate, 50);
  g_assert_cmpint (gate.most, ==, 4);
  gate_clear (&gate);
}

/* What hangs in one lane delays nothing in another. */
static void
test_lanes (void)
{
  g_autoptr(MusterWorkerQueue) queue = muster_worker_queue_new ();
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  Gate gate;

  gate_init (&gate);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (futures,
                     muster_worker_queue_push (queue, MUSTER_LANE_GUEST, pass_gate_cb,
                                               &gate, count_freed));
  wait_fails (muster_worker_queue_push (queue, MUSTER_LANE_QUERY, fail_cb, NULL, NULL),
              MUSTER_VIRT_ERROR_BUSY);
  gate_open (&gate);
  wait_freed (&gate, 20);
  gate_clear (&gate);
}

static void
test_dropped (void)
{
  g_autoptr(MusterWorkerQueue) queue = muster_worker_queue_new ();
  Gate gate;

  gate_init (&gate);
  for (guint i = 0; i < 20; i++)
    dex_unref (muster_worker_queue_push (queue, MUSTER_LANE_QUERY, pass_gate_cb,
                                         &gate, count_freed));
  g_clear_pointer (&queue, muster_worker_queue_unref);
  gate_open (&gate);
  wait_freed (&gate, 20);
  gate_clear (&gate);
}

static void
test_rejected (void)
{
  g_autoptr(MusterWorkerQueue) queue = muster_worker_queue_new ();
  g_autoptr(GError) error = g_error_new (MUSTER_VIRT_ERROR,
                                         MUSTER_VIRT_ERROR_UNREACHABLE, "lost");
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  Gate gate;

  gate_init (&gate);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (futures,
                     muster_worker_queue_push (queue, MUSTER_LANE_QUERY, pass_gate_cb,
                                               &gate, count_freed));
  spin (50);
  muster_worker_queue_reject_all (queue, error);
  for (guint i = 0; i < futures->len; i++)
    wait_fails (dex_ref (futures->pdata[i]), MUSTER_VIRT_ERROR_UNREACHABLE);

  /* Four were running; the others never begin, and all are freed. */
  gate_open (&gate);
  wait_freed (&gate, 20);
  g_assert_cmpint (gate.most, ==, 4);
  gate_clear (&gate);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/worker-queue/results", test_results);
  g_test_add_func ("/muster/virt/worker-queue/bounded", test_bounded);
  g_test_add_func ("/muster/virt/worker-queue/lanes", test_lanes);
  g_test_add_func ("/muster/virt/worker-queue/dropped", test_dropped);
  g_test_add_func ("/muster/virt/worker-queue/rejected", test_rejected);

  return g_test_run ();
}
