/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>

#include "muster-application.h"
#include "muster-desk.h"
#include "muster-pki-folder.h"
#include "muster-shortcuts-dialog.h"
#include "muster-window.h"

struct _MusterApplication
{
  AdwApplication parent_instance;

  MusterDesk *desk;
  GSettings *settings;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (MusterApplication, muster_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "host", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_("Show this host instead of the configured ones (repeatable)"), N_("URI") },
  { "pkipath", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Folder with the TLS identity for --host"), N_("FOLDER") },
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
muster_application_handle_local_options (GApplication *application,
                                         GVariantDict *dict)
{
  MusterApplication *self = MUSTER_APPLICATION (application);
  g_autofree const char **hosts = NULL;
  const char *folder = NULL;
  g_autoptr (GError) error = NULL;
  MusterDesk *desk;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Muster %s\n", PACKAGE_VERSION);
      return 0;
    }

  g_variant_dict_lookup (dict, "pkipath", "^&ay", &folder);
  if (!g_variant_dict_lookup (dict, "host", "^a&s", &hosts))
    return -1;

  desk = muster_desk_new_for_uris (hosts, folder, &error);
  if (desk == NULL)
    {
      g_printerr ("muster: %s\n", error->message);
      return 2;
    }
  set_desk (self, desk, FALSE);
  /* Its hosts are its own: it is no second window of another instance. */
  g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
muster_application_activate (GApplication *application)
{
  MusterApplication *self = MUSTER_APPLICATION (application);
  GtkWindow *window = find_window (self);

  if (window == NULL)
    {
      if (self->desk == NULL)
        set_desk (self, muster_desk_new (), TRUE);
      window = muster_window_new (GTK_APPLICATION (self), self->desk, self->settings);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber,
                                              g_object_ref (self), g_object_unref));
    }
  gtk_window_present (window);
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
  { "quit", quit_cb },
  { "about", about_cb },
  { "help", help_cb },
  { "shortcuts", shortcuts_cb },
};

static const struct { const char *action; const char *accelerators[3]; } shortcuts[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "app.help", { "F1", NULL } },
  { "app.shortcuts", { "<Control>question", NULL } },
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
  gtk_class->window_added = muster_application_window_added;
  gtk_class->window_removed = muster_application_window_removed;
}

static void
muster_application_init (MusterApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

MusterApplication *
muster_application_new (void)
{
  return g_object_new (MUSTER_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/io/github/virt_muster/Muster",
                       NULL);
}
