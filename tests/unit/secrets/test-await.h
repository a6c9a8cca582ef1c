/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

/* Runs the main loop until @future, which is taken, has settled. */
static inline const GValue *
settle (DexFuture  *future,
        GError    **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

static inline gpointer
await_object (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_dup_object (value);
}

static inline gpointer
await_boxed (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  g_autoptr(GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static inline GError *
await_error (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  GError *error = NULL;

  g_assert_null (settle (future, &error));
  g_assert_nonnull (error);
  return error;
}
