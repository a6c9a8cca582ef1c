/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "muster-cli-error.h"
#include "muster-cli-progress.h"
#include "muster-cli-text.h"
#include "muster-text.h"

#define INTERVAL_MS 200
#define CLEAR_LINE "\r\033[K"

struct _MusterCliProgress
{
  MusterTaskList *tasks;
  guint timer_id;
  guint interrupt_id;
  gboolean shown;
  gboolean interrupted;
};

static void
cancel_running (GListModel *tasks)
{
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (MusterTask) task = g_list_model_get_item (tasks, i);

      if (muster_task_get_state (task) == MUSTER_TASK_RUNNING)
        muster_task_cancel (task);
    }
}

static gboolean
interrupt_cb (gpointer user_data)
{
  MusterCliProgress *self = user_data;

  muster_cli_progress_clear (self);
  if (self->interrupted)
    _exit (MUSTER_CLI_FAILED);

  self->interrupted = TRUE;
  muster_cli_print_error (_("Cancelling; press Ctrl+C again to leave at once."));
  cancel_running (G_LIST_MODEL (self->tasks));

  return G_SOURCE_CONTINUE;
}

static MusterTask *
dup_running (GListModel *tasks)
{
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (MusterTask) task = g_list_model_get_item (tasks, i);

      if (muster_task_get_state (task) == MUSTER_TASK_RUNNING)
        return g_steal_pointer (&task);
    }

  return NULL;
}

static char *
describe (MusterTaskList *tasks)
{
  guint n_running = muster_task_list_get_n_running (tasks);
  double progress = muster_task_list_get_progress (tasks);
  g_autoptr (MusterTask) task = NULL;
  g_autofree char *percent = NULL;

  percent = progress >= 0 ? g_strdup_printf ("  %3.0f %%", progress * 100)
                          : g_strdup ("");
  if (n_running > 1)
    return g_strdup_printf (ngettext ("%u task is running%s", "%u tasks are running%s",
                                      n_running),
                            n_running, percent);

  task = dup_running (G_LIST_MODEL (tasks));
  if (task == NULL)
    return NULL;

  return g_strdup_printf ("%s: %s%s", muster_task_get_object (task),
                          muster_task_get_title (task), percent);
}

static gboolean
tick_cb (gpointer user_data)
{
  MusterCliProgress *self = user_data;
  g_autofree char *text = describe (self->tasks);
  g_autofree char *escaped = NULL;

  if (text != NULL)
    {
      escaped = muster_text_escape (text);
      g_printerr (CLEAR_LINE "%s", escaped);
      self->shown = TRUE;
    }

  return G_SOURCE_CONTINUE;
}

MusterCliProgress *
muster_cli_progress_new (MusterTaskList *tasks)
{
  MusterCliProgress *self = g_new0 (MusterCliProgress, 1);

  self->tasks = g_object_ref (tasks);
  self->interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, self);
  if (isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0)
    self->timer_id = g_timeout_add (INTERVAL_MS, tick_cb, self);

  return self;
}

void
muster_cli_progress_clear (MusterCliProgress *self)
{
  if (self->shown)
    g_printerr (CLEAR_LINE);
  self->shown = FALSE;
}

void
muster_cli_progress_free (MusterCliProgress *self)
{
  muster_cli_progress_clear (self);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->interrupt_id, g_source_remove);
  g_clear_object (&self->tasks);
  g_free (self);
}
