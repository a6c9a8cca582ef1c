/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-text.h"
#include "muster-viewer-file.h"
#include "muster-vm-viewer-file.h"
#include "muster-wipe.h"

typedef struct
{
  GtkWidget *widget;
  MusterDesk *desk;
  MusterVm *vm;
  GFile *file;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->desk);
  g_object_unref (self->vm);
  g_clear_object (&self->file);
  g_free (self);
}

static gboolean
await_saved (Request  *request,
             GError  **error)
{
  g_autoptr (MusterWiped) text =
    dex_await_string (muster_vm_viewer_file_make (request->desk, request->vm), error);
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL)
    return FALSE;
  bytes = g_bytes_new_static (text, strlen (text));

  return dex_await (dex_file_replace_contents_bytes (request->file, bytes, NULL, FALSE,
                                                     G_FILE_CREATE_PRIVATE |
                                                     G_FILE_CREATE_REPLACE_DESTINATION),
                    error);
}

static DexFuture *
save_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (await_saved (request, &error))
    text = g_strdup (_("The connection file was saved. Its password is good for two minutes."));
  else
    /* Translators: why a file could not be written */
    text = g_strdup_printf (_("The connection file could not be saved: %s"), error->message);
  gtk_widget_activate_action (request->widget, "win.toast", "s", text);

  return dex_future_new_true ();
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Request *request = data;

  request->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (request->file == NULL)
    request_free (request);
  else
    dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, request, request_free));
}

void
muster_viewer_file_save (GtkWidget  *widget,
                         MusterDesk *desk,
                         MusterVm   *vm)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = NULL;
  Request *request;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_VM (vm));

  name = muster_text_dup_file_name (muster_vm_get_name (vm), ".vv");
  request = g_new0 (Request, 1);
  request->widget = g_object_ref (widget);
  request->desk = g_object_ref (desk);
  request->vm = g_object_ref (vm);
  gtk_file_dialog_set_title (dialog, _("Save Connection File"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        chosen_cb, request);
}
