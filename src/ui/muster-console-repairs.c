/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-repairs.h"
#include "muster-display-password.h"
#include "muster-listen-dialog.h"
#include "muster-vm-display.h"

struct _MusterConsoleRepairs
{
  GObject parent_instance;

  GtkWidget *widget;      /* borrowed, NULL once it is gone */
  MusterDesk *desk;
  MusterVm *vm;
  MusterVmScreen *screen;
};

enum
{
  REPAIRED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterConsoleRepairs, muster_console_repairs, G_TYPE_OBJECT)

static char *
dup_listen_text (MusterConsoleRepairs *self,
                 const char           *address,
                 gboolean              live)
{
  if (live)
    /* Translators: a VM's name, an address */
    return g_strdup_printf (_("The screen of %s now listens on %s"),
                            muster_vm_get_label (self->vm), address);

  /* Translators: a VM's name, an address */
  return g_strdup_printf (_("The screen of %s listens on %s from its next start: shut it down and start it"),
                          muster_vm_get_label (self->vm), address);
}

static DexFuture *
listen_fiber (gpointer data)
{
  MusterConsoleRepairs *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  g_autofree char *type = g_strdup (muster_vm_screen_get_display_type (self->screen));
  g_autofree char *address =
    dex_await_string (muster_listen_dialog_ask (self->widget,
                                                muster_vm_get_label (self->vm)), NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean live;

  if (address == NULL || type == NULL || self->widget == NULL)
    return dex_future_new_true ();

  live = dex_await_boolean (muster_vm_display_set_listen (inventory, self->vm, type, address),
                            &error);
  if (self->widget == NULL)
    return dex_future_new_true ();
  text = error != NULL ? g_strdup (error->message) : dup_listen_text (self, address, live);
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
  g_signal_emit (self, signals[REPAIRED], 0);

  return dex_future_new_true ();
}

static void
listen_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, listen_fiber, g_object_ref (data),
                                          g_object_unref));
}

static DexFuture *
enable_passwords_fiber (gpointer data)
{
  MusterConsoleRepairs *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  g_autofree char *type = g_strdup (muster_vm_screen_get_display_type (self->screen));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (type == NULL)
    return dex_future_new_true ();

  dex_await (muster_display_password_enable (inventory, self->vm, type), &error);
  if (self->widget == NULL)
    return dex_future_new_true ();

  /* Translators: a VM's name */
  text = error != NULL ? g_strdup (error->message)
         : g_strdup_printf (_("%s takes one-time passwords from its next start: shut it down and start it"),
                            muster_vm_get_label (self->vm));
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
  console_source_changed (CONSOLE_SOURCE (self->screen));

  return dex_future_new_true ();
}

static void
passwords_response_cb (MusterConsoleRepairs *self,
                       const char           *response)
{
  if (g_str_equal (response, "use") && self->widget != NULL)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, enable_passwords_fiber,
                                            g_object_ref (self), g_object_unref));
}

static void
use_passwords_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  MusterConsoleRepairs *self = data;
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Use One-Time Passwords?"), NULL));

  adw_alert_dialog_set_body (dialog,
    _("From the VM’s next start its screen opens with a password only. Muster sets a random one, valid for two minutes, whenever it shows the screen. Other viewers get in only with a password that somebody sets for them."));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "use", _("_Use"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "use", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "use");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (passwords_response_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), self->widget);
}

static const GActionEntry entries[] = {
  { "listen", listen_cb },
  { "use-passwords", use_passwords_cb },
};

static void
muster_console_repairs_finalize (GObject *object)
{
  MusterConsoleRepairs *self = MUSTER_CONSOLE_REPAIRS (object);

  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->desk);
  g_clear_object (&self->vm);
  g_clear_object (&self->screen);

  G_OBJECT_CLASS (muster_console_repairs_parent_class)->finalize (object);
}

static void
muster_console_repairs_class_init (MusterConsoleRepairsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_console_repairs_finalize;

  signals[REPAIRED] =
    g_signal_new ("repaired", MUSTER_TYPE_CONSOLE_REPAIRS, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_console_repairs_init (MusterConsoleRepairs *self)
{
}

MusterConsoleRepairs *
muster_console_repairs_new (GtkWidget      *widget,
                            GActionMap     *actions,
                            MusterDesk     *desk,
                            MusterVm       *vm,
                            MusterVmScreen *screen)
{
  MusterConsoleRepairs *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (actions), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (screen), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_REPAIRS, NULL);
  g_set_weak_pointer (&self->widget, widget);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  self->screen = g_object_ref (screen);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);

  return self;
}
