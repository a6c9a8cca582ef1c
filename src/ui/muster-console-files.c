/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-file-port.h"
#include "muster-console-files.h"

#define CONNECTION_SUFFIX ".vv"

struct _MusterConsoleFiles
{
  GObject parent_instance;

  ConsoleDisplay *display;      /* borrowed, NULL once it is gone */
  MusterDesk *desk;
  MusterVm *vm;
};

G_DEFINE_FINAL_TYPE (MusterConsoleFiles, muster_console_files, G_TYPE_OBJECT)

static void
tell (MusterConsoleFiles *self,
      const char         *text)
{
  if (self->display != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->display), "win.toast", "s", text);
}

/* --- sending -------------------------------------------------------------------- */

typedef struct
{
  MusterConsoleFiles *self;
  GPtrArray *files;
} Parcel;

static void
parcel_free (gpointer data)
{
  Parcel *parcel = data;

  g_object_unref (parcel->self);
  g_ptr_array_unref (parcel->files);
  g_free (parcel);
}

/* The port of the guest, NULL with a sentence if it takes none. */
static ConsoleFilePort *
find_port (MusterConsoleFiles  *self,
           GError             **error)
{
  ConsoleSession *session =
    self->display != NULL ? console_display_get_session (self->display) : NULL;

  if (session == NULL || console_display_get_read_only (self->display))
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                         session == NULL ? _("The screen is not connected.")
                                         : _("The screen is for viewing only."));
  else if (!CONSOLE_IS_FILE_PORT (session))
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                         _("Only a SPICE display takes files, and this VM’s is another."));
  else if (console_file_port_check (CONSOLE_FILE_PORT (session), error))
    return CONSOLE_FILE_PORT (session);

  return NULL;
}

/* The protocol has no folders. */
static gboolean
await_plain_files (GPtrArray  *files,
                   GError    **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *shown = g_filename_display_name (name);
      g_autoptr (GFileInfo) info =
        dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                               G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                          error);

      if (info == NULL)
        return FALSE;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
        continue;

      g_set_error (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                   /* Translators: a name */
                   _("“%s” is a folder, and only files can be sent."), shown);
      return FALSE;
    }

  return TRUE;
}

static void
progress_cb (goffset  now,
             goffset  total,
             gpointer data)
{
  muster_task_set_progress (data, total > 0 ? (double) now / (double) total : 1);
}

static MusterTask *
start_task (MusterConsoleFiles *self,
            guint               n)
{
  g_autofree char *title = g_strdup_printf (ngettext ("Send %u file", "Send %u files", n), n);
  MusterTask *task = muster_task_new (title, muster_vm_get_label (self->vm));

  muster_task_set_can_cancel (task, TRUE);
  muster_task_list_add (muster_desk_get_tasks (self->desk), task);

  return task;
}

static void
end_task (MusterConsoleFiles *self,
          MusterTask         *task,
          const GError       *error)
{
  g_autofree char *text = NULL;

  if (error == NULL)
    {
      muster_task_finish (task);
      tell (self, _("The files are in the guest."));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    muster_task_finish_cancelled (task);
  else
    {
      muster_task_fail (task, _("The files did not all arrive in the guest."), "",
                        error->message);
      /* Translators: a sentence that says why */
      text = g_strdup_printf (_("The files did not all arrive: %s"), error->message);
      tell (self, text);
    }
}

static void
await_sending (MusterConsoleFiles *self,
               ConsoleFilePort    *port,
               GPtrArray          *files)
{
  g_autoptr (MusterTask) task = start_task (self, files->len);
  g_autofree GFile **array = g_new0 (GFile *, files->len + 1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < files->len; i++)
    array[i] = g_ptr_array_index (files, i);
  dex_await (console_file_port_send (port, array, muster_task_get_cancellable (task),
                                     progress_cb, task), &error);
  end_task (self, task, error);
}

static DexFuture *
send_fiber (gpointer data)
{
  Parcel *parcel = data;
  MusterConsoleFiles *self = parcel->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ConsoleFilePort *port;

  if (await_plain_files (parcel->files, &error))
    {
      port = find_port (self, &error);
      if (port != NULL)
        {
          await_sending (self, port, parcel->files);
          return dex_future_new_true ();
        }
    }

  /* Translators: a sentence that says why */
  text = g_strdup_printf (_("Nothing was sent. %s"), error->message);
  tell (self, text);

  return dex_future_new_true ();
}

DexFuture *
muster_console_files_send (MusterConsoleFiles *self,
                           GPtrArray          *files)
{
  Parcel *parcel;

  g_return_val_if_fail (MUSTER_IS_CONSOLE_FILES (self), NULL);
  g_return_val_if_fail (files != NULL && files->len > 0, NULL);

  parcel = g_new0 (Parcel, 1);
  parcel->self = g_object_ref (self);
  parcel->files = g_ptr_array_ref (files);

  return dex_scheduler_spawn (NULL, 0, send_fiber, parcel, parcel_free);
}

/* --- by the mouse and by the keyboard ----------------------------------------------- */

static gboolean
is_connection_file (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, CONNECTION_SUFFIX);
}

static gboolean
drop_cb (MusterConsoleFiles *self,
         const GValue       *value)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GApplication *application = g_application_get_default ();

  for (GSList *l = list; l != NULL; l = l->next)
    if (is_connection_file (l->data) && application != NULL)
      g_application_open (application, (GFile *[]) { l->data }, 1, "");
    else
      g_ptr_array_add (files, g_object_ref (l->data));
  if (files->len > 0)
    dex_future_disown (muster_console_files_send (self, files));

  return list != NULL;
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MusterConsoleFiles) self = data;
  g_autoptr (GListModel) chosen =
    gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; chosen != NULL && i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));
  if (files->len > 0)
    dex_future_disown (muster_console_files_send (self, files));
}

/* Nobody is to look for files that cannot be sent. */
static void
send_files_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterConsoleFiles *self = data;
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GError) error = NULL;

  if (find_port (self, &error) == NULL)
    {
      tell (self, error->message);
      return;
    }

  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Send Files to the Guest"));
  gtk_file_dialog_set_accept_label (dialog, _("_Send"));
  gtk_file_dialog_open_multiple (dialog,
                                 GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->display))),
                                 NULL, chosen_cb, g_object_ref (self));
}

/* --- object ------------------------------------------------------------------------- */

static void
muster_console_files_finalize (GObject *object)
{
  MusterConsoleFiles *self = MUSTER_CONSOLE_FILES (object);

  g_clear_weak_pointer (&self->display);
  g_clear_object (&self->desk);
  g_clear_object (&self->vm);

  G_OBJECT_CLASS (muster_console_files_parent_class)->finalize (object);
}

static void
muster_console_files_class_init (MusterConsoleFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_console_files_finalize;
}

static void
muster_console_files_init (MusterConsoleFiles *self)
{
}

MusterConsoleFiles *
muster_console_files_new (ConsoleDisplay *display,
                          GActionMap     *actions,
                          MusterDesk     *desk,
                          MusterVm       *vm)
{
  static const GActionEntry entries[] = { { "send-files", send_files_cb } };
  GtkDropTarget *drop;
  MusterConsoleFiles *self;

  g_return_val_if_fail (CONSOLE_IS_DISPLAY (display), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (actions), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_FILES, NULL);
  g_set_weak_pointer (&self->display, display);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (display), GTK_EVENT_CONTROLLER (drop));

  return self;
}
