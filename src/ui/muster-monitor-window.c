/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-keeper.h"
#include "muster-console-screen.h"
#include "muster-edge-bar.h"
#include "muster-monitor-window.h"
#include "muster-ui.h"
#include "muster-vm-column.h"

struct _MusterMonitorWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwToolbarView *toolbar_view;
  GtkButton *fullscreen_button;
  MusterConsoleScreen *screen;

  MusterVm *vm;
  ConsoleKeeper *keeper;
  MusterEdgeBar *edge_bar;
  int number;
};

G_DEFINE_FINAL_TYPE (MusterMonitorWindow, muster_monitor_window, ADW_TYPE_APPLICATION_WINDOW)

static ConsoleDisplay *
get_display (MusterMonitorWindow *self)
{
  return muster_console_screen_get_display (self->screen);
}

static void
update_title (MusterMonitorWindow *self)
{
  const char *name = muster_vm_get_label (self->vm);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  /* Translators: a VM's name and the number of one of its monitors, the title of a window */
  title = g_strdup_printf (_("%s – Monitor %d"), name, self->number);
  /* Translators: the accessible name of what a VM shows on one of its monitors */
  label = g_strdup_printf (_("Screen of %s, monitor %d"), name, self->number);
  gtk_window_set_title (GTK_WINDOW (self), title);
  console_display_set_label (get_display (self), label);
}

static char *
dup_status (MusterMonitorWindow *self)
{
  g_autofree char *state = NULL;

  switch (console_keeper_get_state (self->keeper))
    {
    case CONSOLE_KEEPER_STATE_CONNECTED:
      return console_display_get_session (get_display (self)) != NULL
             ? NULL : g_strdup (_("The guest has switched this monitor off."));
    case CONSOLE_KEEPER_STATE_OFF:
      state = muster_vm_dup_state_text (self->vm);
      /* Translators: a VM's name and its state */
      return g_strdup_printf (_("%s: %s"), muster_vm_get_label (self->vm), state);
    case CONSOLE_KEEPER_STATE_IDLE:
    case CONSOLE_KEEPER_STATE_CONNECTING:
    case CONSOLE_KEEPER_STATE_RECONNECTING:
    case CONSOLE_KEEPER_STATE_FAILED:
    default:
      return g_strdup (_("Reconnecting…"));
    }
}

static void
update_status (MusterMonitorWindow *self)
{
  g_autofree char *status = dup_status (self);

  muster_console_screen_set_status (self->screen, status);
}

static void
update_fullscreen (MusterMonitorWindow *self)
{
  muster_ui_tell_fullscreen (self->fullscreen_button,
                             gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterMonitorWindow *self = data;

  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->screen));
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterMonitorWindow *self = data;
  AdwToast *toast = muster_ui_new_toast (g_variant_get_string (parameter, NULL), NULL);

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static const GActionEntry entries[] = {
  { "fullscreen", fullscreen_cb },
  { "toast", toast_cb, "s" },
};

static void
muster_monitor_window_dispose (GObject *object)
{
  MusterMonitorWindow *self = MUSTER_MONITOR_WINDOW (object);

  g_clear_object (&self->edge_bar);
  g_clear_object (&self->keeper);
  g_clear_object (&self->vm);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_MONITOR_WINDOW);

  G_OBJECT_CLASS (muster_monitor_window_parent_class)->dispose (object);
}

static void
muster_monitor_window_class_init (MusterMonitorWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_monitor_window_dispose;

  g_type_ensure (MUSTER_TYPE_CONSOLE_SCREEN);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-monitor-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterMonitorWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterMonitorWindow, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, MusterMonitorWindow, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, MusterMonitorWindow, screen);
}

static void
muster_monitor_window_init (MusterMonitorWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->edge_bar = muster_edge_bar_new (GTK_WINDOW (self), self->toolbar_view);
  muster_edge_bar_follow (self->edge_bar, get_display (self));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_fullscreen), NULL);
}

/* Who only watches the first monitor does not work on the second by mistake. */
static void
take_after (MusterMonitorWindow *self,
            ConsoleDisplay      *model)
{
  const char *names[] = { "read-only", "share-clipboard", "resize-guest" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_bind_property (model, names[i], get_display (self), names[i],
                            G_BINDING_SYNC_CREATE);
}

GtkWindow *
muster_monitor_window_new (GtkApplication *application,
                           MusterVm       *vm,
                           GSettings      *settings,
                           ConsoleKeeper  *keeper,
                           int             number,
                           ConsoleDisplay *model)
{
  MusterMonitorWindow *self;

  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (CONSOLE_IS_KEEPER (keeper), NULL);
  g_return_val_if_fail (CONSOLE_IS_DISPLAY (model), NULL);

  self = g_object_new (MUSTER_TYPE_MONITOR_WINDOW, "application", application, NULL);
  self->vm = g_object_ref (vm);
  self->keeper = g_object_ref (keeper);
  self->number = number;
  muster_console_screen_set_settings (self->screen, settings);
  take_after (self, model);
  console_display_set_monitor (get_display (self), keeper, number);
  g_signal_connect_object (vm, "notify::name", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper, "notify::state", G_CALLBACK (update_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_display (self), "notify::session", G_CALLBACK (update_status),
                           self, G_CONNECT_SWAPPED);
  update_title (self);
  update_status (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->screen));

  return GTK_WINDOW (self);
}
