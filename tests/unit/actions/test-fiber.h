/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

typedef void (*TestFiberFunc) (void);

static DexFuture *
test_fiber_cb (gpointer data)
{
  ((TestFiberFunc) data) ();

  return dex_future_new_true ();
}

static void
test_fiber_run (gconstpointer func)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, test_fiber_cb,
                                                      (gpointer) func, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

/* Adds a test whose function runs in a fiber and may await. */
static inline void
test_fiber_add (const char    *path,
                TestFiberFunc  func)
{
  g_test_add_data_func (path, (gconstpointer) func, test_fiber_run);
}
