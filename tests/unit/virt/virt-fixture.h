/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-connection.h"
#include "muster-domain.h"

/* Futures may be resolved by a worker, which wakes no main loop. */
static inline gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static inline const GValue *
wait_for (DexFuture  *future,
          GError    **error)
{
  guint ticks = g_timeout_add (2, tick_cb, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (ticks);

  return dex_future_get_value (future, error);
}

static inline void
wait_ok (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) owned = future;

  wait_for (owned, &error);
  g_assert_no_error (error);
}

static inline void
wait_fails (DexFuture       *future,
            MusterVirtError  code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) owned = future;

  wait_for (owned, &error);
  g_assert_error (error, MUSTER_VIRT_ERROR, (int) code);
  g_assert_cmpstr (error->message, !=, "");
}

static inline gpointer
wait_boxed (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) owned = future;
  const GValue *value = wait_for (owned, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static inline char *
wait_string (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) owned = future;
  const GValue *value = wait_for (owned, &error);

  g_assert_no_error (error);
  return g_value_dup_string (value);
}

static inline gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static inline void
spin (guint msec)
{
  gboolean done = FALSE;

  g_timeout_add (msec, stop_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static inline MusterConnection *
open_connection (const char *uri)
{
  MusterConnection *connection = muster_connection_new (uri, NULL);

  wait_ok (muster_connection_open (connection));
  g_assert_cmpint (muster_connection_get_state (connection), ==, MUSTER_CONNECTION_OPEN);

  return connection;
}

/* Workers may hold the last reference for a moment after the result. */
static inline void
assert_freed (MusterConnection *connection)
{
  gpointer watched = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  g_object_unref (connection);
  for (guint i = 0; i < 200 && watched != NULL; i++)
    spin (5);
  g_assert_null (watched);
}
