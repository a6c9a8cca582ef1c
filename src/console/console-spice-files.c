/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <spice/vd_agent.h>

#include "console-spice-files.h"
#include "console-types.h"

gboolean
console_spice_files_check (SpiceMainChannel  *channel,
                           GError           **error)
{
  gboolean connected = FALSE;

  g_object_get (channel, "agent-connected", &connected, NULL);
  if (!connected)
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                         _("The guest’s agent, spice-vdagent, does not answer: it is not installed, or does not run."));
  else if (spice_main_channel_agent_test_capability (channel, VD_AGENT_CAP_FILE_XFER_DISABLED))
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                         _("The VM’s definition or its guest forbids that files are sent."));
  else
    return TRUE;
  return FALSE;
}

typedef struct
{
  DexPromise *promise;
  GPtrArray *tasks;
  GFileProgressCallback progress;
  gpointer data;              /* until the promise is resolved */
  GError *error;              /* of the first one that failed */
  gboolean counted;           /* it only says how many did */
  GCancellable *cancellable;
  gulong cancelled;
} Sending;

static void
sending_free (Sending *sending)
{
  if (sending->cancelled != 0)
    g_cancellable_disconnect (sending->cancellable, sending->cancelled);
  for (guint i = 0; i < sending->tasks->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (sending->tasks, i), sending);
  g_clear_object (&sending->cancellable);
  g_ptr_array_unref (sending->tasks);
  g_clear_error (&sending->error);
  dex_unref (sending->promise);
  g_free (sending);
}

static void
finished_cb (Sending      *sending,
             const GError *error)
{
  if (error == NULL || (sending->error != NULL && !sending->counted))
    return;
  g_clear_error (&sending->error);
  sending->error = g_error_copy (error);
  sending->counted = FALSE;
}

static void
new_transfer_cb (Sending               *sending,
                 SpiceFileTransferTask *task)
{
  g_ptr_array_add (sending->tasks, g_object_ref (task));
  g_signal_connect_swapped (task, "finished", G_CALLBACK (finished_cb), sending);
}

static gboolean
is_awaited (Sending *sending)
{
  return dex_future_is_pending (DEX_FUTURE (sending->promise));
}

static void
progress_cb (goffset  now,
             goffset  total,
             gpointer data)
{
  Sending *sending = data;

  if (is_awaited (sending))
    sending->progress (now, total, sending->data);
}

/* While it waits for the guest the library does not end: it will when the guest wants
 * to go on, and nobody need wait for that. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  Sending *sending = data;

  for (guint i = 0; i < sending->tasks->len; i++)
    spice_file_transfer_task_cancel (g_ptr_array_index (sending->tasks, i));
  if (is_awaited (sending))
    dex_promise_reject (sending->promise,
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                             _("Sending was stopped.")));
}

static void
conclude_cb (gpointer data)
{
  Sending *sending = data;

  if (is_awaited (sending) && sending->error != NULL)
    dex_promise_reject (sending->promise, g_steal_pointer (&sending->error));
  else if (is_awaited (sending))
    dex_promise_resolve_boolean (sending->promise, TRUE);
  sending_free (sending);
}

/* What was wrong with the last of the files is told when this has returned. */
static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;

  if (!spice_main_channel_file_copy_finish (SPICE_MAIN_CHANNEL (source), result, &error) &&
      sending->error == NULL)
    {
      sending->error = g_steal_pointer (&error);
      sending->counted = TRUE;
    }
  g_idle_add_once (conclude_cb, sending);
}

DexFuture *
console_spice_files_send (SpiceMainChannel       *channel,
                          GFile                 **files,
                          GCancellable           *cancellable,
                          GFileProgressCallback   progress,
                          gpointer                data)
{
  Sending *sending = g_new0 (Sending, 1);
  DexFuture *future;
  gulong id;

  sending->promise = dex_promise_new ();
  sending->progress = progress;
  sending->data = data;
  sending->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  future = dex_ref (sending->promise);
  id = g_signal_connect_swapped (channel, "new-file-transfer",
                                 G_CALLBACK (new_transfer_cb), sending);
  spice_main_channel_file_copy_async (channel, files, G_FILE_COPY_NONE, NULL,
                                      progress_cb, sending, sent_cb, sending);
  g_signal_handler_disconnect (channel, id);
  if (cancellable != NULL)
    {
      sending->cancellable = g_object_ref (cancellable);
      sending->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                                  sending, NULL);
    }
  return future;
}
