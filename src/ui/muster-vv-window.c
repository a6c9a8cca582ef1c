/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "console.h"
#include "muster-edge-bar.h"
#include "muster-ui.h"
#include "muster-vv-window.h"

struct _MusterVvWindow
{
  AdwApplicationWindow parent_instance;

  AdwToolbarView *toolbar_view;
  AdwWindowTitle *window_title;
  GtkMenuButton *keys_button;
  GtkStack *stack;
  ConsoleDisplay *display;
  AdwStatusPage *failed_page;
  GtkWidget *retry_button;

  GFile *file;
  GSettings *settings;
  MusterEdgeBar *edge_bar;
  ConsoleKeeper *keeper;      /* NULL until the file was read */
  gboolean shown_once;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (MusterVvWindow, muster_vv_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- the display ------------------------------------------------------------------ */

static void
show_failure (MusterVvWindow *self,
              const char     *title,
              const char     *text)
{
  adw_status_page_set_title (self->failed_page, title);
  muster_ui_set_description (self->failed_page, text);
  gtk_widget_set_visible (self->retry_button, self->keeper != NULL);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static const char *
describe_state (MusterVvWindow     *self,
                ConsoleKeeperState  state)
{
  if (state == CONSOLE_KEEPER_STATE_RECONNECTING)
    return _("Reconnecting…");
  if (state != CONSOLE_KEEPER_STATE_CONNECTED)
    return NULL;

  return console_keeper_get_encrypted (self->keeper) ? _("Encrypted") : _("Not encrypted");
}

static void
update (MusterVvWindow *self)
{
  ConsoleKeeperState state = console_keeper_get_state (self->keeper);
  const char *error = console_keeper_get_error (self->keeper);
  gboolean connected = state == CONSOLE_KEEPER_STATE_CONNECTED;

  if (connected && !self->shown_once)
    {
      self->shown_once = TRUE;
      gtk_stack_set_visible_child_name (self->stack, "screen");
      gtk_widget_grab_focus (GTK_WIDGET (self->display));
    }
  else if (connected)
    gtk_stack_set_visible_child_name (self->stack, "screen");
  else if (error != NULL && (state == CONSOLE_KEEPER_STATE_FAILED || !self->shown_once))
    show_failure (self, _("The Screen Cannot Be Shown"), error);

  gtk_widget_set_sensitive (GTK_WIDGET (self->keys_button), connected);
  adw_window_title_set_subtitle (self->window_title, describe_state (self, state));
}

static void
open_display (MusterVvWindow      *self,
              const ConsoleVvFile *file)
{
  g_autoptr (ConsoleTarget) target =
    console_vv_file_new_target (file, !g_settings_get_boolean (self->settings,
                                                               "console-encrypted-only"));
  g_autoptr (ConsoleSource) source = console_fixed_target_new (target);
  const char *title = file->title != NULL ? file->title : file->host;
  g_autofree char *label = NULL;

  adw_window_title_set_title (self->window_title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  /* Translators: the accessible name of a VM's screen */
  label = g_strdup_printf (_("Screen of %s"), title);
  console_display_set_label (self->display, label);
  self->keeper = console_keeper_new (source);
  console_keeper_set_sound (self->keeper, TRUE);
  console_display_set_keeper (self->display, self->keeper);
  g_signal_connect_object (self->keeper, "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  if (file->fullscreen)
    gtk_window_fullscreen (GTK_WINDOW (self));
  console_keeper_start (self->keeper);
}

/* --- the file ------------------------------------------------------------------------ */

/* What is no file of a few lines is not read into memory. */
static ConsoleVvFile *
await_file (GFile   *file,
            GError **error)
{
  g_autoptr (GFileInfo) info =
    dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT), error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (ConsoleVvFile) read = NULL;
  gsize length;
  const char *text;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > CONSOLE_VV_FILE_MAX_BYTES)
    return console_vv_file_parse ("", CONSOLE_VV_FILE_MAX_BYTES + 1, error);
  bytes = dex_await_boxed (dex_file_load_contents_bytes (file), error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  read = console_vv_file_parse (text != NULL ? text : "", length, error);
  if (read != NULL && read->delete_file)
    dex_future_disown (dex_file_delete (file, G_PRIORITY_DEFAULT));

  return g_steal_pointer (&read);
}

static DexFuture *
open_fiber (gpointer data)
{
  MusterVvWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConsoleVvFile) file = await_file (self->file, &error);

  if (self->closed)
    return dex_future_new_true ();
  if (file != NULL)
    open_display (self, file);
  else
    show_failure (self, _("The File Cannot Be Opened"), error->message);

  return dex_future_new_true ();
}

/* --- actions --------------------------------------------------------------------------- */

static void
send_keys_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterVvWindow *self = data;
  const ConsoleCombo *combo = console_combo_find (g_variant_get_string (parameter, NULL));

  if (combo != NULL)
    console_display_send_keys (self->display, combo->keysyms, combo->n_keysyms);
  gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  if (gtk_window_is_fullscreen (data))
    gtk_window_unfullscreen (data);
  else
    gtk_window_fullscreen (data);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterVvWindow *self = data;

  if (self->keeper == NULL)
    return;

  gtk_stack_set_visible_child_name (self->stack, "connecting");
  console_keeper_retry (self->keeper);
}

static const GActionEntry entries[] = {
  { "send-keys", send_keys_cb, "s" },
  { "fullscreen", fullscreen_cb },
  { "retry", retry_cb },
};

/* --- object ------------------------------------------------------------------------------ */

static GMenuModel *
new_keys_menu (void)
{
  GMenu *menu = g_menu_new ();
  gsize n;
  const ConsoleCombo *combos = console_combo_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *label = console_combo_dup_label (&combos[i]);
      g_autofree char *action = g_strdup_printf ("win.send-keys::%s", combos[i].id);

      g_menu_append (menu, label, action);
    }

  return G_MENU_MODEL (menu);
}

static void
muster_vv_window_dispose (GObject *object)
{
  MusterVvWindow *self = MUSTER_VV_WINDOW (object);

  self->closed = TRUE;
  if (self->keeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      console_keeper_stop (self->keeper);
    }
  g_clear_object (&self->keeper);
  g_clear_object (&self->edge_bar);
  g_clear_object (&self->file);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_VV_WINDOW);

  G_OBJECT_CLASS (muster_vv_window_parent_class)->dispose (object);
}

static void
muster_vv_window_class_init (MusterVvWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_vv_window_dispose;

  g_type_ensure (CONSOLE_TYPE_DISPLAY);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-vv-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, keys_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, display);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, MusterVvWindow, retry_button);
}

static void
muster_vv_window_init (MusterVvWindow *self)
{
  g_autoptr (GMenuModel) keys = new_keys_menu ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->keys_button, keys);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->edge_bar = muster_edge_bar_new (GTK_WINDOW (self), self->toolbar_view);
  muster_edge_bar_follow (self->edge_bar, self->display);
}

GtkWindow *
muster_vv_window_new (GtkApplication *application,
                      GFile          *file,
                      GSettings      *settings)
{
  MusterVvWindow *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_VV_WINDOW, "application", application, NULL);
  self->file = g_object_ref (file);
  self->settings = g_object_ref (settings);
  name = g_file_get_basename (file);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->window_title, name);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self),
                                          g_object_unref));

  return GTK_WINDOW (self);
}
