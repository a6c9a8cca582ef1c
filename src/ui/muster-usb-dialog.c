/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-usb-port.h"
#include "muster-console-memory.h"
#include "muster-ui.h"
#include "muster-usb-dialog.h"

struct _MusterUsbDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkListBox *list_box;
  AdwSwitchRow *auto_row;
  AdwStatusPage *none_page;

  ConsoleDisplay *display;      /* borrowed, NULL once it is gone */
  ConsoleSession *session;      /* one with a port, or NULL */
  GListModel *devices;          /* that are shown */
  GSettings *settings;
  char *uuid;
};

G_DEFINE_FINAL_TYPE (MusterUsbDialog, muster_usb_dialog, ADW_TYPE_DIALOG)

static void
tell (MusterUsbDialog *self,
      const char      *text)
{
  if (self->toast_overlay != NULL)
    adw_toast_overlay_add_toast (self->toast_overlay, muster_ui_new_toast (text, NULL));
}

/* --- a device ---------------------------------------------------------------------- */

typedef struct
{
  MusterUsbDialog *self;
  GtkWidget *row;
  ConsoleUsbPort *port;
  ConsoleUsbDevice *device;
} Handover;

static void
handover_free (gpointer data)
{
  Handover *handover = data;

  g_object_unref (handover->self);
  g_object_unref (handover->row);
  g_object_unref (handover->port);
  g_object_unref (handover->device);
  g_free (handover);
}

static void
show_attached (ConsoleUsbDevice *device,
               GParamSpec       *pspec,
               AdwSwitchRow     *row)
{
  adw_switch_row_set_active (row, console_usb_device_get_attached (device));
}

static DexFuture *
hand_over_fiber (gpointer data)
{
  Handover *handover = data;
  AdwSwitchRow *row = ADW_SWITCH_ROW (handover->row);
  g_autoptr (GError) error = NULL;

  if (!dex_await (console_usb_port_set_attached (handover->port, handover->device,
                                                 adw_switch_row_get_active (row)), &error))
    tell (handover->self, error->message);
  gtk_widget_set_sensitive (handover->row, TRUE);
  show_attached (handover->device, NULL, row);

  return dex_future_new_true ();
}

static void
switched_cb (AdwSwitchRow *row,
             GParamSpec   *pspec,
             gpointer      data)
{
  MusterUsbDialog *self = data;
  ConsoleUsbDevice *device = g_object_get_data (G_OBJECT (row), "device");
  Handover *handover;

  if (self->session == NULL ||
      adw_switch_row_get_active (row) == console_usb_device_get_attached (device) ||
      !gtk_widget_get_sensitive (GTK_WIDGET (row)))
    return;

  /* Until it is there, which may take a question of the desktop's. */
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
  handover = g_new0 (Handover, 1);
  handover->self = g_object_ref (self);
  handover->row = g_object_ref (GTK_WIDGET (row));
  handover->port = CONSOLE_USB_PORT (g_object_ref (self->session));
  handover->device = g_object_ref (device);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, hand_over_fiber, handover, handover_free));
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  ConsoleUsbDevice *device = item;
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), console_usb_device_get_name (device));
  g_object_set_data_full (G_OBJECT (row), "device", g_object_ref (device), g_object_unref);
  show_attached (device, NULL, ADW_SWITCH_ROW (row));
  g_signal_connect_object (device, "notify::attached", G_CALLBACK (show_attached), row, 0);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (switched_cb), data, 0);

  return row;
}

/* --- which there are ----------------------------------------------------------------- */

static void
set_devices (MusterUsbDialog *self,
             GListModel      *devices)
{
  if (g_set_object (&self->devices, devices))
    gtk_list_box_bind_model (self->list_box, devices, create_row, self, NULL);
}

static void update (MusterUsbDialog *self);

static void
set_session (MusterUsbDialog *self,
             ConsoleSession  *session)
{
  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;

  g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "usb-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "usb-failed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
}

static GListModel *
find_devices (MusterUsbDialog  *self,
              GError          **error)
{
  ConsoleSession *session =
    self->display != NULL ? console_display_get_session (self->display) : NULL;

  set_session (self, CONSOLE_IS_USB_PORT (session) ? session : NULL);
  if (self->session != NULL)
    return console_usb_port_get_devices (CONSOLE_USB_PORT (session), error);

  g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_USB,
                       session == NULL
                       ? _("The screen is not connected.")
                       : _("Only a SPICE display carries USB devices, and this VM’s is another."));
  return NULL;
}

static void
update (MusterUsbDialog *self)
{
  g_autoptr (GError) error = NULL;
  GListModel *devices = find_devices (self, &error);

  set_devices (self, devices);
  if (devices == NULL)
    muster_ui_set_description (self->none_page, error->message);
  gtk_stack_set_visible_child_name (self->stack, devices != NULL ? "devices" : "none");
}

static gboolean
recall (GSettings  *settings,
        const char *uuid)
{
  g_autoptr (GVariant) known =
    muster_console_memory_lookup (settings, uuid, MUSTER_CONSOLE_MEMORY_USB,
                                  G_VARIANT_TYPE_BOOLEAN);

  return known != NULL && g_variant_get_boolean (known);
}

static void
auto_cb (MusterUsbDialog *self)
{
  gboolean automatic = adw_switch_row_get_active (self->auto_row);

  if (self->settings == NULL || automatic == recall (self->settings, self->uuid))
    return;

  muster_console_memory_set (self->settings, self->uuid, MUSTER_CONSOLE_MEMORY_USB,
                             g_variant_new_boolean (automatic));
  if (self->session != NULL)
    console_usb_port_set_auto (CONSOLE_USB_PORT (self->session), automatic);
}

/* --- object ------------------------------------------------------------------------- */

static void
muster_usb_dialog_dispose (GObject *object)
{
  MusterUsbDialog *self = MUSTER_USB_DIALOG (object);

  if (self->display != NULL)
    g_signal_handlers_disconnect_by_data (self->display, self);
  g_clear_weak_pointer (&self->display);
  set_session (self, NULL);
  if (self->list_box != NULL)
    set_devices (self, NULL);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->uuid, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_USB_DIALOG);

  G_OBJECT_CLASS (muster_usb_dialog_parent_class)->dispose (object);
}

static void
muster_usb_dialog_class_init (MusterUsbDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_usb_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-usb-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterUsbDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterUsbDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterUsbDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, MusterUsbDialog, auto_row);
  gtk_widget_class_bind_template_child (widget_class, MusterUsbDialog, none_page);
  gtk_widget_class_bind_template_callback (widget_class, auto_cb);
}

static void
muster_usb_dialog_init (MusterUsbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
muster_usb_dialog_new (ConsoleDisplay *display,
                       GSettings      *settings,
                       const char     *uuid)
{
  MusterUsbDialog *self;

  g_return_val_if_fail (CONSOLE_IS_DISPLAY (display), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_USB_DIALOG, NULL);
  g_set_weak_pointer (&self->display, display);
  self->settings = g_object_ref (settings);
  self->uuid = g_strdup (uuid);
  adw_switch_row_set_active (self->auto_row, recall (settings, uuid));
  g_signal_connect_object (display, "notify::session", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return ADW_DIALOG (self);
}

void
muster_usb_dialog_recall (ConsoleSession *session,
                          GSettings      *settings,
                          const char     *uuid)
{
  g_return_if_fail (CONSOLE_IS_SESSION (session));
  g_return_if_fail (G_IS_SETTINGS (settings));

  if (CONSOLE_IS_USB_PORT (session))
    console_usb_port_set_auto (CONSOLE_USB_PORT (session), recall (settings, uuid));
}
