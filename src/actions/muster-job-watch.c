/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libdex.h>

#include "muster-delay.h"
#include "muster-domain.h"
#include "muster-job-watch.h"

#define INTERVAL_MS 300

/* Shared by the one who started it and the fiber, whoever lasts longer. */
struct _MusterJobWatch
{
  MusterConnection *connection;
  MusterTask *task;
  char *uuid;
  gboolean stopped;
};

static void
job_watch_clear (gpointer data)
{
  MusterJobWatch *self = data;

  g_clear_object (&self->connection);
  g_clear_object (&self->task);
  g_clear_pointer (&self->uuid, g_free);
}

static void
job_watch_unref (gpointer data)
{
  g_rc_box_release_full (data, job_watch_clear);
}

/* Aborting is repeated at every look: a job that is being set up cannot be
 * aborted yet. */
static void
look_once (MusterJobWatch *self)
{
  GCancellable *cancellable = muster_task_get_cancellable (self->task);
  g_autoptr (GError) error = NULL;
  double progress;

  if (g_cancellable_is_cancelled (cancellable))
    {
      dex_await (muster_domain_abort_job (self->connection, self->uuid), NULL);
      return;
    }

  progress = dex_await_double (muster_domain_job_progress (self->connection,
                                                           self->uuid),
                               &error);
  if (error == NULL && progress >= 0 && !self->stopped)
    muster_task_set_progress (self->task, progress);
}

static DexFuture *
watch_fiber (gpointer data)
{
  MusterJobWatch *self = data;

  while (muster_delay (INTERVAL_MS) && !self->stopped)
    look_once (self);

  return dex_future_new_true ();
}

MusterJobWatch *
muster_job_watch_start (MusterConnection *connection,
                        const char       *uuid,
                        MusterTask       *task)
{
  MusterJobWatch *self = g_rc_box_new0 (MusterJobWatch);

  self->connection = g_object_ref (connection);
  self->task = g_object_ref (task);
  self->uuid = g_strdup (uuid);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, watch_fiber,
                                          g_rc_box_acquire (self),
                                          job_watch_unref));

  return self;
}

void
muster_job_watch_stop (MusterJobWatch *self)
{
  self->stopped = TRUE;
  job_watch_unref (self);
}
