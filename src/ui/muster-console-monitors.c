/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-keeper.h"
#include "muster-console-monitors.h"
#include "muster-monitor-window.h"

/* Of an action, before the monitor's number. */
#define PREFIX "monitor-"

struct _MusterConsoleMonitors
{
  GObject parent_instance;

  ConsoleDisplay *display;      /* weak */
  GActionMap *actions;          /* borrowed */
  ConsoleKeeper *keeper;
  MusterVm *vm;
  GSettings *settings;
  GMenuModel *menu;
  GtkWindow *windows[CONSOLE_MAX_HEADS + 1];    /* by number, weak */
};

enum
{
  PROP_0,
  PROP_MENU,
  PROP_OPEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterConsoleMonitors, muster_console_monitors, G_TYPE_OBJECT)

static char *
dup_action_name (int number)
{
  return g_strdup_printf (PREFIX "%d", number);
}

static gboolean
has_head (MusterConsoleMonitors *self,
          int                    number)
{
  ConsoleSession *session = console_keeper_get_session (self->keeper);

  return session != NULL && console_session_find_head (session, number) != NULL;
}

/* --- the menu -------------------------------------------------------------------- */

static void
append (GMenu *menu,
        int    number)
{
  /* Translators: the number of one of the monitors that a VM has */
  g_autofree char *label = g_strdup_printf (_("Monitor _%d"), number);
  g_autofree char *name = dup_action_name (number);
  g_autofree char *action = g_strconcat ("console.", name, NULL);

  g_menu_append (menu, label, action);
}

/* A monitor that the guest has switched off is named as long as it has a window. */
static void
update (MusterConsoleMonitors *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    if (has_head (self, number) || self->windows[number] != NULL)
      append (menu, number);
  g_clear_object (&self->menu);
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0)
    self->menu = G_MENU_MODEL (g_steal_pointer (&menu));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENU]);
}

/* --- windows --------------------------------------------------------------------- */

static void
update_action (MusterConsoleMonitors *self,
               int                    number)
{
  g_autofree char *name = dup_action_name (number);
  GAction *action = g_action_map_lookup_action (self->actions, name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (self->windows[number] != NULL));
}

static void
closed_cb (MusterConsoleMonitors *self,
           GtkWindow             *window)
{
  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    if (self->windows[number] == window)
      {
        g_clear_weak_pointer (&self->windows[number]);
        update_action (self, number);
      }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
open (MusterConsoleMonitors *self,
      int                    number)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->display));
  GtkWindow *window;

  if (!GTK_IS_WINDOW (root))
    return;
  window = muster_monitor_window_new (gtk_window_get_application (GTK_WINDOW (root)), self->vm,
                                      self->settings, self->keeper, number, self->display);
  g_set_weak_pointer (&self->windows[number], window);
  g_signal_connect_object (window, "destroy", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  update_action (self, number);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
  gtk_window_present (window);
}

static void
monitor_state_cb (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       data)
{
  MusterConsoleMonitors *self = data;
  const char *name = g_action_get_name (G_ACTION (action));
  int number = (int) g_ascii_strtoll (name + strlen (PREFIX), NULL, 10);

  if (self->windows[number] != NULL)
    gtk_window_destroy (self->windows[number]);
  else if (self->display != NULL)
    open (self, number);
}

void
muster_console_monitors_close (MusterConsoleMonitors *self)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_MONITORS (self));

  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    if (self->windows[number] != NULL)
      gtk_window_destroy (self->windows[number]);
}

/* --- object ---------------------------------------------------------------------- */

static void
muster_console_monitors_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  MusterConsoleMonitors *self = MUSTER_CONSOLE_MONITORS (object);

  switch (prop_id)
    {
    case PROP_MENU:
      g_value_set_object (value, self->menu);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, muster_console_monitors_get_open (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_console_monitors_dispose (GObject *object)
{
  MusterConsoleMonitors *self = MUSTER_CONSOLE_MONITORS (object);

  muster_console_monitors_close (self);
  g_clear_weak_pointer (&self->display);
  g_clear_object (&self->keeper);
  g_clear_object (&self->vm);
  g_clear_object (&self->settings);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (muster_console_monitors_parent_class)->dispose (object);
}

static void
muster_console_monitors_class_init (MusterConsoleMonitorsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_console_monitors_get_property;
  object_class->dispose = muster_console_monitors_dispose;

  properties[PROP_MENU] =
    g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OPEN] =
    g_param_spec_boolean ("open", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_console_monitors_init (MusterConsoleMonitors *self)
{
}

static void
add_actions (MusterConsoleMonitors *self)
{
  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    {
      g_autofree char *name = dup_action_name (number);
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect_object (action, "change-state", G_CALLBACK (monitor_state_cb), self, 0);
      g_action_map_add_action (self->actions, G_ACTION (action));
    }
}

MusterConsoleMonitors *
muster_console_monitors_new (ConsoleDisplay *display,
                             GActionMap     *actions,
                             MusterVm       *vm,
                             GSettings      *settings)
{
  MusterConsoleMonitors *self;

  g_return_val_if_fail (CONSOLE_IS_DISPLAY (display), NULL);
  g_return_val_if_fail (console_display_get_keeper (display) != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_MONITORS, NULL);
  g_set_weak_pointer (&self->display, display);
  self->actions = actions;
  self->keeper = g_object_ref (console_display_get_keeper (display));
  self->vm = g_object_ref (vm);
  self->settings = g_object_ref (settings);
  add_actions (self);
  g_signal_connect_object (console_keeper_get_heads (self->keeper), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

GMenuModel *
muster_console_monitors_get_menu (MusterConsoleMonitors *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_MONITORS (self), NULL);

  return self->menu;
}

gboolean
muster_console_monitors_get_open (MusterConsoleMonitors *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_MONITORS (self), FALSE);

  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    if (self->windows[number] != NULL)
      return TRUE;

  return FALSE;
}
