/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-screen.h"

#define HINT_SECONDS 6

struct _MusterConsoleScreen
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled_window;
  ConsoleDisplay *display;
  GtkRevealer *status_revealer;
  GtkLabel *status_label;
  GtkRevealer *hint_revealer;
  GtkLabel *hint_label;

  GSettings *settings;
  guint hint_id;
};

G_DEFINE_FINAL_TYPE (MusterConsoleScreen, muster_console_screen, ADW_TYPE_BIN)

static void
tell (MusterConsoleScreen *self,
      const char          *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
hide_hint_cb (gpointer data)
{
  MusterConsoleScreen *self = data;

  self->hint_id = 0;
  gtk_revealer_set_reveal_child (self->hint_revealer, FALSE);
}

/* The values of the setting are those of ConsoleScaling. */
static void
scaling_changed_cb (MusterConsoleScreen *self)
{
  ConsoleScaling scaling =
    (ConsoleScaling) g_settings_get_enum (self->settings, "console-scaling");
  GtkPolicyType policy = scaling == CONSOLE_SCALING_ONE_TO_ONE ? GTK_POLICY_AUTOMATIC
                                                               : GTK_POLICY_NEVER;

  console_display_set_scaling (self->display, scaling);
  gtk_scrolled_window_set_policy (self->scrolled_window, policy, policy);
}

static const char *
find_hint (ConsoleRelease release)
{
  switch (release)
    {
    case CONSOLE_RELEASE_CTRL_ALT_SHIFT:
      return _("Press and release Ctrl+Alt+Shift to get the keyboard and the pointer back.");
    case CONSOLE_RELEASE_RIGHT_CTRL:
      return _("Press and release the right Ctrl key to get the keyboard and the pointer back.");
    case CONSOLE_RELEASE_SCROLL_LOCK:
      return _("Press and release Scroll Lock to get the keyboard and the pointer back.");
    case CONSOLE_RELEASE_CTRL_ALT:
    default:
      return _("Press and release Ctrl+Alt to get the keyboard and the pointer back.");
    }
}

/* The values of the setting are those of ConsoleRelease. */
static void
release_changed_cb (MusterConsoleScreen *self)
{
  ConsoleRelease release =
    (ConsoleRelease) g_settings_get_enum (self->settings, "console-release");

  console_display_set_release (self->display, release);
  gtk_label_set_text (self->hint_label, find_hint (release));
}

static gboolean
muster_console_screen_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (MUSTER_CONSOLE_SCREEN (widget)->display));
}

static void
muster_console_screen_dispose (GObject *object)
{
  MusterConsoleScreen *self = MUSTER_CONSOLE_SCREEN (object);

  g_clear_handle_id (&self->hint_id, g_source_remove);
  g_clear_object (&self->settings);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CONSOLE_SCREEN);

  G_OBJECT_CLASS (muster_console_screen_parent_class)->dispose (object);
}

static void
muster_console_screen_class_init (MusterConsoleScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_console_screen_dispose;

  widget_class->grab_focus = muster_console_screen_grab_focus;

  g_type_ensure (CONSOLE_TYPE_DISPLAY);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, display);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, status_revealer);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, status_label);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, hint_revealer);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleScreen, hint_label);
}

static void
muster_console_screen_init (MusterConsoleScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->display, "notify::grabbed",
                           G_CALLBACK (muster_console_screen_tell_grabbed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->display, "clipboard-notice",
                           G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
}

void
muster_console_screen_set_settings (MusterConsoleScreen *self,
                                    GSettings           *settings)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_SCREEN (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::console-scaling",
                           G_CALLBACK (scaling_changed_cb), self, G_CONNECT_SWAPPED);
  scaling_changed_cb (self);
  g_signal_connect_object (settings, "changed::console-release",
                           G_CALLBACK (release_changed_cb), self, G_CONNECT_SWAPPED);
  release_changed_cb (self);
}

ConsoleDisplay *
muster_console_screen_get_display (MusterConsoleScreen *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_SCREEN (self), NULL);

  return self->display;
}

void
muster_console_screen_set_status (MusterConsoleScreen *self,
                                  const char          *text)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_SCREEN (self));

  if (text != NULL)
    gtk_label_set_text (self->status_label, text);
  gtk_revealer_set_reveal_child (self->status_revealer, text != NULL);
}

void
muster_console_screen_tell_grabbed (MusterConsoleScreen *self)
{
  gboolean grabbed;

  g_return_if_fail (MUSTER_IS_CONSOLE_SCREEN (self));

  grabbed = console_display_get_grabbed (self->display);
  g_clear_handle_id (&self->hint_id, g_source_remove);
  gtk_revealer_set_reveal_child (self->hint_revealer, grabbed);
  if (grabbed)
    self->hint_id = g_timeout_add_seconds_once (HINT_SECONDS, hide_hint_cb, self);
}
