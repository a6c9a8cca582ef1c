/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-combo.h"
#include "console-layout.h"
#include "console-usb-port.h"
#include "muster-console-commands.h"
#include "muster-console-keys-dialog.h"
#include "muster-console-memory.h"
#include "muster-screenshot.h"
#include "muster-type-dialog.h"
#include "muster-usb-dialog.h"

struct _MusterConsoleCommands
{
  GObject parent_instance;

  ConsoleDisplay *display;      /* borrowed, NULL once it is gone */
  GActionMap *actions;          /* borrowed */
  MusterVm *vm;
  GSettings *settings;
  gboolean connected;
};

G_DEFINE_FINAL_TYPE (MusterConsoleCommands, muster_console_commands, G_TYPE_OBJECT)

static void
enable (MusterConsoleCommands *self,
        const char            *name,
        gboolean               enabled)
{
  GAction *action = g_action_map_lookup_action (self->actions, name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_state (MusterConsoleCommands *self,
           const char            *name,
           GVariant              *state)
{
  g_autoptr (GVariant) owned = g_variant_take_ref (state);
  GAction *action = g_action_map_lookup_action (self->actions, name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), owned);
}

static void
update_input (MusterConsoleCommands *self)
{
  gboolean takes_input = self->connected && !console_display_get_read_only (self->display);

  enable (self, "send-keys", takes_input);
  enable (self, "type-clipboard", takes_input);
}

static void
send_keys_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterConsoleCommands *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  const ConsoleCombo *combo = console_combo_find (id);
  ConsoleCombo own;

  if (combo == NULL && console_combo_parse (id, &own))
    combo = &own;
  if (combo != NULL)
    console_display_send_keys (self->display, combo->keysyms, combo->n_keysyms);
  gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

static void
tell (MusterConsoleCommands *self,
      const char            *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->display), "win.toast", "s", text);
}

static void
offer_typing (MusterConsoleCommands *self,
              const char            *text)
{
  g_autofree char *prepared = console_layout_prepare (text);
  ConsoleSession *session = console_display_get_session (self->display);

  if (prepared == NULL)
    tell (self, _("The text in the clipboard is too long to be typed."));
  else if (*prepared == '\0')
    tell (self, _("There is no text in the clipboard."));
  else if (session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->display)))
    adw_dialog_present (muster_type_dialog_new (session, prepared, self->settings,
                                                muster_vm_get_uuid (self->vm)),
                        GTK_WIDGET (self->display));
}

static void
clipboard_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (MusterConsoleCommands) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  /* Gone while the other application thought about it. */
  if (self->display != NULL)
    offer_typing (self, text != NULL ? text : "");
}

static void
type_clipboard_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  MusterConsoleCommands *self = data;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->display)), NULL,
                                 clipboard_read_cb, g_object_ref (self));
}

static void
keys_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterConsoleCommands *self = data;

  adw_dialog_present (muster_console_keys_dialog_new (self->settings),
                      GTK_WIDGET (self->display));
}

static void
screenshot_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterConsoleCommands *self = data;

  muster_screenshot_save (self->display, muster_vm_get_label (self->vm));
}

static void
usb_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  MusterConsoleCommands *self = data;

  adw_dialog_present (muster_usb_dialog_new (self->display, self->settings,
                                             muster_vm_get_uuid (self->vm)),
                      GTK_WIDGET (self->display));
}

static void
scaling_state_cb (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       data)
{
  MusterConsoleCommands *self = data;

  g_settings_set_string (self->settings, "console-scaling", g_variant_get_string (state, NULL));
}

static void
scaling_changed_cb (MusterConsoleCommands *self)
{
  set_state (self, "scaling", g_settings_get_value (self->settings, "console-scaling"));
}

static void
share_state_cb (GSimpleAction *action,
                GVariant      *state,
                gpointer       data)
{
  MusterConsoleCommands *self = data;

  g_simple_action_set_state (action, state);
  console_display_set_share_clipboard (self->display, g_variant_get_boolean (state));
  muster_console_memory_set (self->settings, muster_vm_get_uuid (self->vm),
                             MUSTER_CONSOLE_MEMORY_CLIPBOARD, state);
}

static void
resize_state_cb (GSimpleAction *action,
                 GVariant      *state,
                 gpointer       data)
{
  MusterConsoleCommands *self = data;

  g_simple_action_set_state (action, state);
  console_display_set_resize_guest (self->display, g_variant_get_boolean (state));
  muster_console_memory_set (self->settings, muster_vm_get_uuid (self->vm),
                             MUSTER_CONSOLE_MEMORY_RESIZE, state);
}

static void
set_mute (MusterConsoleCommands *self,
          gboolean               mute)
{
  ConsoleKeeper *keeper = console_display_get_keeper (self->display);

  if (keeper != NULL)
    console_keeper_set_sound (keeper, !mute);
}

static void
mute_state_cb (GSimpleAction *action,
               GVariant      *state,
               gpointer       data)
{
  MusterConsoleCommands *self = data;

  g_simple_action_set_state (action, state);
  set_mute (self, g_variant_get_boolean (state));
  muster_console_memory_set (self->settings, muster_vm_get_uuid (self->vm),
                             MUSTER_CONSOLE_MEMORY_MUTE, state);
}

/* Kept nowhere: who goes and comes back is not listened to. */
static void
microphone_state_cb (GSimpleAction *action,
                     GVariant      *state,
                     gpointer       data)
{
  MusterConsoleCommands *self = data;
  ConsoleSession *session = self->display != NULL ? console_display_get_session (self->display)
                                                  : NULL;

  if (session == NULL)
    return;
  console_session_set_microphone (session, g_variant_get_boolean (state));
  set_state (self, "microphone",
             g_variant_new_boolean (console_session_get_microphone (session)));
}

static void
update_microphone (MusterConsoleCommands *self)
{
  ConsoleSession *session = self->connected ? console_display_get_session (self->display) : NULL;

  set_state (self, "microphone",
             g_variant_new_boolean (session != NULL && console_session_get_microphone (session)));
  enable (self, "microphone", session != NULL && console_session_can_microphone (session));
}

/* Off until this VM is given it. */
static gboolean
recall (MusterConsoleCommands *self,
        const char            *memory,
        const char            *action)
{
  g_autoptr (GVariant) known =
    muster_console_memory_lookup (self->settings, muster_vm_get_uuid (self->vm), memory,
                                  G_VARIANT_TYPE_BOOLEAN);
  gboolean on = known != NULL && g_variant_get_boolean (known);

  set_state (self, action, g_variant_new_boolean (on));

  return on;
}

/* Whatever is copied goes to a guest that shares the clipboard; and a guest that takes
 * another size moves the windows of whoever works in it. */
static void
recall_all (MusterConsoleCommands *self)
{
  console_display_set_share_clipboard (
    self->display, recall (self, MUSTER_CONSOLE_MEMORY_CLIPBOARD, "share-clipboard"));
  console_display_set_resize_guest (
    self->display, recall (self, MUSTER_CONSOLE_MEMORY_RESIZE, "resize-guest"));
  set_mute (self, recall (self, MUSTER_CONSOLE_MEMORY_MUTE, "mute"));
}

static void
view_only_state_cb (GSimpleAction *action,
                    GVariant      *state,
                    gpointer       data)
{
  MusterConsoleCommands *self = data;

  g_simple_action_set_state (action, state);
  console_display_set_read_only (self->display, g_variant_get_boolean (state));
  update_input (self);
}

static const GActionEntry entries[] = {
  { "send-keys", send_keys_cb, "s" },
  { "type-clipboard", type_clipboard_cb },
  { "keys", keys_cb },
  { "screenshot", screenshot_cb },
  { "usb", usb_cb },
  { "scaling", NULL, "s", "'fit'", scaling_state_cb },
  { "share-clipboard", NULL, NULL, "false", share_state_cb },
  { "resize-guest", NULL, NULL, "false", resize_state_cb },
  { "mute", NULL, NULL, "false", mute_state_cb },
  { "microphone", NULL, NULL, "false", microphone_state_cb },
  { "view-only", NULL, NULL, "false", view_only_state_cb },
};

static void
muster_console_commands_finalize (GObject *object)
{
  MusterConsoleCommands *self = MUSTER_CONSOLE_COMMANDS (object);

  g_clear_weak_pointer (&self->display);
  g_clear_object (&self->vm);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (muster_console_commands_parent_class)->finalize (object);
}

static void
muster_console_commands_class_init (MusterConsoleCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_console_commands_finalize;
}

static void
muster_console_commands_init (MusterConsoleCommands *self)
{
}

MusterConsoleCommands *
muster_console_commands_new (ConsoleDisplay *display,
                             GActionMap     *actions,
                             MusterVm       *vm,
                             GSettings      *settings)
{
  MusterConsoleCommands *self;

  g_return_val_if_fail (CONSOLE_IS_DISPLAY (display), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (actions), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_COMMANDS, NULL);
  g_set_weak_pointer (&self->display, display);
  self->actions = actions;
  self->vm = g_object_ref (vm);
  self->settings = g_object_ref (settings);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (settings, "changed::console-scaling",
                           G_CALLBACK (scaling_changed_cb), self, G_CONNECT_SWAPPED);
  scaling_changed_cb (self);
  recall_all (self);

  return self;
}

static void
take_session (MusterConsoleCommands *self,
              ConsoleSession        *session)
{
  if (!CONSOLE_IS_USB_PORT (session))
    return;

  g_signal_connect_object (session, "usb-failed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  muster_usb_dialog_recall (session, self->settings, muster_vm_get_uuid (self->vm));
}

void
muster_console_commands_update (MusterConsoleCommands *self,
                                gboolean               connected,
                                gboolean               pictured)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_COMMANDS (self));

  if (connected && !self->connected)
    take_session (self, console_display_get_session (self->display));
  self->connected = connected;
  update_input (self);
  update_microphone (self);
  enable (self, "screenshot", pictured);
}
