/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>

#include "muster-application.h"
#include "muster-desk.h"
#include "muster-migration-settle.h"
#include "muster-pki-folder.h"
#include "muster-preferences-dialog.h"
#include "muster-shortcuts-dialog.h"
#include "muster-vv-window.h"
#include "muster-window.h"

/* How often hosts are looked at for what cut migrations left. */
#define SETTLE_S 60

struct _MusterApplication
{
  AdwApplication parent_instance;

  MusterDesk *desk;
  GSettings *settings;
  GPtrArray *wanted;      /* UUIDs of VMs whose consoles are to be opened */
  GHashTable *settled;    /* what was said of migrations that were cut */
  guint settle_id;
  gboolean settling;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (MusterApplication, muster_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "host", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_("Show this host instead of the configured ones (repeatable)"), N_("URI") },
  { "pkipath", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Folder with the TLS identity for --host"), N_("FOLDER") },
  { "console", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_("Open the console of this VM (repeatable)"), N_("UUID") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Print the version and leave"), NULL },
  { NULL }
};

static GtkWindow *
find_window (MusterApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (MUSTER_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* --- what cut migrations left ----------------------------------------------------- */

static DexFuture *
settled_cb (DexFuture *future,
            gpointer   data)
{
  MusterApplication *self = data;
  const char * const *said = g_value_get_boxed (dex_future_get_value (future, NULL));

  self->settling = FALSE;
  for (guint i = 0; self->desk != NULL && said[i] != NULL; i++)
    {
      g_autoptr (MusterTask) task = muster_task_new (_("Settle Migration"), "");

      /* What only a person can put right is found each time. */
      if (!g_hash_table_add (self->settled, g_strdup (said[i])))
        continue;
      muster_task_list_add (muster_desk_get_tasks (self->desk), task);
      muster_task_set_warning (task, said[i]);
      muster_task_finish (task);
    }

  return dex_future_new_true ();
}

static gboolean
settle_cb (gpointer data)
{
  MusterApplication *self = data;

  if (self->settling)
    return G_SOURCE_CONTINUE;
  self->settling = TRUE;
  dex_future_disown (dex_future_then (muster_migrations_settle (self->desk), settled_cb,
                                      g_object_ref (self), g_object_unref));

  return G_SOURCE_CONTINUE;
}

/* --- start ------------------------------------------------------------------------- */

static DexFuture *
start_fiber (gpointer data)
{
  MusterApplication *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  g_autoptr (GError) error = NULL;
  GtkWindow *window;

  if (dex_await (muster_desk_load (self->desk), &error))
    dex_await (muster_inventory_start (inventory, TRUE), &error);
  muster_membership_follow (muster_desk_get_membership (self->desk));
  muster_vm_copier_follow (muster_desk_get_copier (self->desk));
  self->settle_id = g_timeout_add_seconds (SETTLE_S, settle_cb, self);

  window = find_window (self);
  if (window != NULL)
    muster_window_set_started (MUSTER_WINDOW (window), error);

  return dex_future_new_true ();
}

/* What is shown for a look at some hosts leaves no trace in the settings. */
static GSettings *
new_settings (gboolean remember)
{
  g_autoptr (GSettingsBackend) backend = NULL;

  if (remember)
    return g_settings_new (APP_ID);

  backend = g_memory_settings_backend_new ();

  return g_settings_new_with_backend (APP_ID, backend);
}

static void
set_desk (MusterApplication *self,
          MusterDesk        *desk,
          gboolean           remember)
{
  self->desk = desk;
  self->settings = new_settings (remember);
}

static int
complain (const GError *error)
{
  g_printerr ("muster: %s\n", error->message);

  return 2;
}

/* Sent to the instance that runs already, or to ourselves. */
static gboolean
ask_for_consoles (GApplication  *application,
                  const char   **uuids,
                  GError       **error)
{
  if (!g_application_register (application, NULL, error))
    return FALSE;

  for (guint i = 0; uuids[i] != NULL; i++)
    g_action_group_activate_action (G_ACTION_GROUP (application), "console",
                                    g_variant_new_string (uuids[i]));

  return TRUE;
}

static int
muster_application_handle_local_options (GApplication *application,
                                         GVariantDict *dict)
{
  MusterApplication *self = MUSTER_APPLICATION (application);
  g_autofree const char **hosts = NULL;
  g_autofree const char **consoles = NULL;
  const char *folder = NULL;
  g_autoptr (GError) error = NULL;
  MusterDesk *desk;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Muster %s\n", PACKAGE_VERSION);
      return 0;
    }

  g_variant_dict_lookup (dict, "pkipath", "^&ay", &folder);
  g_variant_dict_lookup (dict, "console", "^a&s", &consoles);
  if (g_variant_dict_lookup (dict, "host", "^a&s", &hosts))
    {
      desk = muster_desk_new_for_uris (hosts, folder, &error);
      if (desk == NULL)
        return complain (error);
      set_desk (self, desk, FALSE);
      /* Its hosts are its own: it is no second window of another instance. */
      g_application_set_flags (application,
                               G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
    }
  if (consoles != NULL && !ask_for_consoles (application, consoles, &error))
    return complain (error);

  return -1;
}

static void
need_desk (MusterApplication *self)
{
  if (self->desk == NULL)
    set_desk (self, muster_desk_new (), TRUE);
}

static void
muster_application_activate (GApplication *application)
{
  MusterApplication *self = MUSTER_APPLICATION (application);
  GtkWindow *window = find_window (self);

  if (window == NULL)
    {
      need_desk (self);
      window = muster_window_new (GTK_APPLICATION (self), self->desk, self->settings);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber,
                                              g_object_ref (self), g_object_unref));
    }
  gtk_window_present (window);
}

static void
open_wanted (MusterApplication *self)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  MusterDataCenter *data_center = muster_inventory_get_data_center (inventory);
  GtkWindow *window = find_window (self);

  for (guint i = self->wanted->len; i > 0 && window != NULL; i--)
    {
      g_autofree char *uuid = NULL;

      if (muster_data_center_find_vm (data_center,
                                      g_ptr_array_index (self->wanted, i - 1)) == NULL)
        continue;
      uuid = g_strdup (g_ptr_array_index (self->wanted, i - 1));
      g_ptr_array_remove_index (self->wanted, i - 1);
      g_action_group_activate_action (G_ACTION_GROUP (window), "open-console",
                                      g_variant_new_string (uuid));
    }
}

/* As soon as the VM is known: its host may still be asked. */
static void
console_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  MusterApplication *self = data;
  MusterDataCenter *data_center;

  g_application_activate (G_APPLICATION (self));
  if (self->wanted == NULL)
    {
      data_center = muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
      self->wanted = g_ptr_array_new_with_free_func (g_free);
      g_signal_connect_object (muster_data_center_get_vms (data_center), "items-changed",
                               G_CALLBACK (open_wanted), self, G_CONNECT_SWAPPED);
    }
  g_ptr_array_add (self->wanted, g_variant_dup_string (parameter, NULL));
  open_wanted (self);
}

/* Each in a window of its own; the hosts are not asked for, and need not be there. */
static void
muster_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  MusterApplication *self = MUSTER_APPLICATION (application);

  need_desk (self);
  for (int i = 0; i < n_files; i++)
    gtk_window_present (muster_vv_window_new (GTK_APPLICATION (self), files[i],
                                              self->settings));
}

/* --- end --------------------------------------------------------------------------- */

static void
leave (MusterApplication *self)
{
  self->quitting = TRUE;
  g_application_quit (G_APPLICATION (self));
}

/* All of them go on without us: it is the hosts that do the work. */
static char *
dup_running (MusterApplication *self)
{
  GListModel *tasks = G_LIST_MODEL (muster_desk_get_tasks (self->desk));
  GString *list =
    g_string_new (_("These go on on the hosts, but nobody sees how they end:"));

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (MusterTask) task = g_list_model_get_item (tasks, i);

      if (muster_task_get_state (task) == MUSTER_TASK_RUNNING)
        g_string_append_printf (list, "\n• %s: %s", muster_task_get_object (task),
                                muster_task_get_title (task));
    }

  return g_string_free (list, FALSE);
}

static void
quit_response_cb (AdwAlertDialog *dialog,
                  const char     *response,
                  gpointer        data)
{
  if (g_strcmp0 (response, "quit") == 0)
    leave (data);
}

static void
ask_to_quit (MusterApplication *self,
             GtkWindow         *window)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Quit While Tasks Are Running?"), NULL));
  g_autofree char *running = dup_running (self);

  adw_alert_dialog_set_body (dialog, running);
  adw_alert_dialog_add_response (dialog, "stay", _("_Stay"));
  adw_alert_dialog_add_response (dialog, "quit", _("_Quit"));
  adw_alert_dialog_set_response_appearance (dialog, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "stay");
  adw_alert_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (quit_response_cb), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

static gboolean
is_busy (MusterApplication *self)
{
  return !self->quitting && self->desk != NULL &&
         muster_task_list_get_n_running (muster_desk_get_tasks (self->desk)) > 0;
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterApplication *self = data;
  GtkWindow *window = find_window (self);

  if (window != NULL && is_busy (self))
    {
      gtk_window_present (window);
      ask_to_quit (self, window);
    }
  else
    leave (self);
}

static gboolean
close_request_cb (MusterApplication *self,
                  GtkWindow         *window)
{
  if (!is_busy (self))
    return GDK_EVENT_PROPAGATE;

  ask_to_quit (self, window);

  return GDK_EVENT_STOP;
}

static void
muster_application_window_added (GtkApplication *application,
                                 GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (muster_application_parent_class)->window_added (application,
                                                                         window);
  if (MUSTER_IS_WINDOW (window))
    g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb),
                             application, G_CONNECT_SWAPPED);
}

/* The consoles are the main window's: they do not outlive it. */
static void
muster_application_window_removed (GtkApplication *application,
                                   GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (muster_application_parent_class)->window_removed (application,
                                                                           window);
  if (MUSTER_IS_WINDOW (window))
    leave (MUSTER_APPLICATION (application));
}

/* --- other actions ------------------------------------------------------------------- */

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  adw_dialog_present (muster_shortcuts_dialog_new (), GTK_WIDGET (window));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  MusterApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (data);

  adw_dialog_present (muster_preferences_dialog_new (self->settings), GTK_WIDGET (window));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);
  AdwAboutDialog *dialog = ADW_ABOUT_DIALOG (adw_about_dialog_new ());

  adw_about_dialog_set_application_name (dialog, "Muster");
  adw_about_dialog_set_application_icon (dialog, APP_ID);
  adw_about_dialog_set_version (dialog, PACKAGE_VERSION);
  adw_about_dialog_set_developer_name (dialog, _("The Muster contributors"));
  adw_about_dialog_set_license_type (dialog, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (dialog,
                                 _("Makes one data center of your libvirt hosts, "
                                   "without a server and without an agent on them."));
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

static void
help_shown_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    return;
  dialog = adw_alert_dialog_new (_("The Help Could Not Be Opened"),
                                 _("Install a help viewer, like Yelp, and try again."));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
help_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:muster");
  GtkWindow *window = gtk_application_get_active_window (data);

  gtk_uri_launcher_launch (launcher, window, NULL, help_shown_cb,
                           g_object_ref (window));
}

static const GActionEntry entries[] = {
  { "console", console_cb, "s" },
  { "quit", quit_cb },
  { "about", about_cb },
  { "help", help_cb },
  { "shortcuts", shortcuts_cb },
  { "preferences", preferences_cb },
};

static const struct { const char *action; const char *accelerators[3]; } shortcuts[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "app.help", { "F1", NULL } },
  { "app.shortcuts", { "<Control>question", NULL } },
  { "app.preferences", { "<Control>comma", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.add-host", { "<Control>n", NULL } },
  { "win.retry", { "F5", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.fullscreen", { "F11", NULL } },
};

static void
muster_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (muster_application_parent_class)->startup (application);

  /* Keys of processes that were killed. */
  muster_pki_folder_remove_leftovers ();
  muster_pki_folder_remove_on_signals ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries,
                                   G_N_ELEMENTS (entries), application);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                           shortcuts[i].action,
                                           shortcuts[i].accelerators);
}

static void
muster_application_dispose (GObject *object)
{
  MusterApplication *self = MUSTER_APPLICATION (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->settled, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (muster_application_parent_class)->dispose (object);
}

static void
muster_application_class_init (MusterApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_class = GTK_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_application_dispose;

  application_class->handle_local_options = muster_application_handle_local_options;
  application_class->startup = muster_application_startup;
  application_class->activate = muster_application_activate;
  application_class->open = muster_application_open;
  gtk_class->window_added = muster_application_window_added;
  gtk_class->window_removed = muster_application_window_removed;
}

static void
muster_application_init (MusterApplication *self)
{
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

MusterApplication *
muster_application_new (void)
{
  return g_object_new (MUSTER_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/virt_muster/Muster",
                       NULL);
}
