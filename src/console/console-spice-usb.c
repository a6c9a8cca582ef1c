/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-spice-usb.h"

/* Its maker and what it is; the library would add numbers. */
#define NAME_FORMAT "%s %s"

struct _ConsoleSpiceUsb
{
  GObject parent_instance;

  ConsoleUsbPort *port;             /* borrowed, NULL once it is gone */
  SpiceSession *session;            /* borrowed: it has this */
  SpiceUsbDeviceManager *manager;   /* borrowed from it; NULL without a channel */
  GListStore *devices;
  GError *error;                    /* why there is no manager */
  gboolean automatic;
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceUsb, console_spice_usb, G_TYPE_OBJECT)

#define KEY "console-usb-device"

static SpiceUsbDevice *
get_spice_device (ConsoleUsbDevice *device)
{
  return g_object_get_data (G_OBJECT (device), KEY);
}

/* Borrowed from the list. */
static ConsoleUsbDevice *
find (ConsoleSpiceUsb *self,
      SpiceUsbDevice  *spice,
      guint           *place)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++)
    {
      g_autoptr (ConsoleUsbDevice) device =
        g_list_model_get_item (G_LIST_MODEL (self->devices), i);

      if (get_spice_device (device) != spice)
        continue;
      if (place != NULL)
        *place = i;
      return device;
    }
  return NULL;
}

static void
update_device (ConsoleSpiceUsb  *self,
               ConsoleUsbDevice *device)
{
  SpiceUsbDevice *spice = get_spice_device (device);

  _console_usb_device_set_attached (
    device, spice_usb_device_manager_is_device_connected (self->manager, spice));
}

static void
free_spice_device (gpointer data)
{
  g_boxed_free (SPICE_TYPE_USB_DEVICE, data);
}

static void
added_cb (ConsoleSpiceUsb *self,
          SpiceUsbDevice  *spice)
{
  g_autofree char *name = spice_usb_device_get_description (spice, NAME_FORMAT);
  g_autoptr (ConsoleUsbDevice) device = console_usb_device_new (name);

  if (find (self, spice, NULL) != NULL)
    return;
  g_object_set_data_full (G_OBJECT (device), KEY,
                          g_boxed_copy (SPICE_TYPE_USB_DEVICE, spice), free_spice_device);
  update_device (self, device);
  g_list_store_append (self->devices, device);
}

static void
removed_cb (ConsoleSpiceUsb *self,
            SpiceUsbDevice  *spice)
{
  guint place;

  if (find (self, spice, &place) != NULL)
    g_list_store_remove (self->devices, place);
}

/* Whether the desktop's rules forbid it; the library has no code for that. */
static gboolean
is_forbidden (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
         strstr (error->message, "ACL") != NULL || strstr (error->message, "ACCESS") != NULL;
}

static char *
explain (ConsoleUsbDevice *device,
         const GError     *error)
{
  const char *name = console_usb_device_get_name (device);

  if (is_forbidden (error))
    /* Translators: a USB device's name, then the system's words for it */
    return g_strdup_printf (_("You may not hand over “%s”: the rules of this computer refuse access to it (%s)."),
                            name, error->message);
  if (g_error_matches (error, SPICE_CLIENT_ERROR, SPICE_CLIENT_ERROR_USB_DEVICE_REJECTED))
    /* Translators: a USB device's name */
    return g_strdup_printf (_("The VM’s display does not take “%s”."), name);
  /* Translators: a USB device's name, then why */
  return g_strdup_printf (_("“%s” is not in the guest: %s"), name, error->message);
}

static void
failed_cb (ConsoleSpiceUsb *self,
           SpiceUsbDevice  *spice,
           const GError    *error)
{
  ConsoleUsbDevice *device = find (self, spice, NULL);
  g_autofree char *text = NULL;

  if (device == NULL)
    return;
  update_device (self, device);
  text = explain (device, error);
  if (self->port != NULL)
    _console_usb_port_failed (self->port, text);
}

static void
take_manager (ConsoleSpiceUsb *self)
{
  g_autoptr (GPtrArray) devices = spice_usb_device_manager_get_devices (self->manager);

  g_signal_connect_object (self->manager, "device-added",
                           G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->manager, "device-removed",
                           G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->manager, "auto-connect-failed",
                           G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->manager, "device-error",
                           G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_object_set (self->manager, "auto-connect", self->automatic, NULL);
  for (guint i = 0; i < devices->len; i++)
    added_cb (self, g_ptr_array_index (devices, i));
  if (self->port != NULL)
    _console_usb_port_changed (self->port);
}

/* The manager looks for devices all the time: only a VM that can take one has it. */
gboolean
console_spice_usb_take (ConsoleSpiceUsb *self,
                        SpiceChannel    *channel)
{
  g_return_val_if_fail (CONSOLE_IS_SPICE_USB (self), FALSE);

  if (!SPICE_IS_USBREDIR_CHANNEL (channel))
    return FALSE;
  if (self->manager == NULL && self->error == NULL)
    {
      self->manager = spice_usb_device_manager_get (self->session, &self->error);
      if (self->manager != NULL)
        take_manager (self);
    }
  return self->manager != NULL;
}

GListModel *
console_spice_usb_get_devices (ConsoleSpiceUsb  *self,
                               GError          **error)
{
  g_return_val_if_fail (CONSOLE_IS_SPICE_USB (self), NULL);

  if (self->manager != NULL)
    return G_LIST_MODEL (self->devices);
  if (self->error != NULL)
    g_set_error (error, CONSOLE_ERROR, CONSOLE_ERROR_USB,
                 /* Translators: why */
                 _("The USB devices of this computer cannot be read: %s"), self->error->message);
  else
    g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_USB,
                         _("The VM has no USB redirection: its definition needs a USB controller and redirected devices of the type spicevmc, and the VM has to be started with them."));
  return NULL;
}

/* --- attaching -------------------------------------------------------------------- */

typedef struct
{
  ConsoleSpiceUsb *self;
  ConsoleUsbDevice *device;
  DexPromise *promise;
  gboolean attach;
} Handover;

static void
handed_over_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autofree Handover *handover = data;
  g_autoptr (ConsoleSpiceUsb) self = handover->self;
  g_autoptr (ConsoleUsbDevice) device = handover->device;
  g_autoptr (DexPromise) promise = handover->promise;
  SpiceUsbDeviceManager *manager = SPICE_USB_DEVICE_MANAGER (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean done;

  done = handover->attach
         ? spice_usb_device_manager_connect_device_finish (manager, result, &error)
         : spice_usb_device_manager_disconnect_device_finish (manager, result, &error);
  _console_usb_device_set_attached (
    device, spice_usb_device_manager_is_device_connected (manager, get_spice_device (device)));
  if (done)
    {
      dex_promise_resolve_boolean (promise, TRUE);
      return;
    }
  text = explain (device, error);
  dex_promise_reject (promise, g_error_new_literal (CONSOLE_ERROR, CONSOLE_ERROR_USB, text));
}

DexFuture *
console_spice_usb_set_attached (ConsoleSpiceUsb  *self,
                                ConsoleUsbDevice *device,
                                gboolean          attached)
{
  SpiceUsbDevice *spice;
  Handover *handover;
  DexFuture *future;

  g_return_val_if_fail (CONSOLE_IS_SPICE_USB (self), NULL);
  g_return_val_if_fail (self->manager != NULL, NULL);
  spice = get_spice_device (device);
  g_return_val_if_fail (spice != NULL, NULL);

  handover = g_new0 (Handover, 1);
  handover->self = g_object_ref (self);
  handover->device = g_object_ref (device);
  handover->promise = dex_promise_new ();
  handover->attach = attached;
  future = dex_ref (handover->promise);
  if (attached)
    spice_usb_device_manager_connect_device_async (self->manager, spice, NULL,
                                                   handed_over_cb, handover);
  else
    spice_usb_device_manager_disconnect_device_async (self->manager, spice, NULL,
                                                      handed_over_cb, handover);
  return future;
}

void
console_spice_usb_set_auto (ConsoleSpiceUsb *self,
                            gboolean         automatic)
{
  g_return_if_fail (CONSOLE_IS_SPICE_USB (self));

  self->automatic = automatic;
  if (self->manager != NULL)
    g_object_set (self->manager, "auto-connect", automatic, NULL);
}

/* --- object ------------------------------------------------------------------------ */

static void
console_spice_usb_finalize (GObject *object)
{
  ConsoleSpiceUsb *self = CONSOLE_SPICE_USB (object);

  g_clear_weak_pointer (&self->port);
  g_clear_object (&self->devices);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (console_spice_usb_parent_class)->finalize (object);
}

static void
console_spice_usb_class_init (ConsoleSpiceUsbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = console_spice_usb_finalize;
}

static void
console_spice_usb_init (ConsoleSpiceUsb *self)
{
  self->devices = g_list_store_new (CONSOLE_TYPE_USB_DEVICE);
}

ConsoleSpiceUsb *
console_spice_usb_new (ConsoleUsbPort *port,
                       SpiceSession   *session)
{
  ConsoleSpiceUsb *self;

  g_return_val_if_fail (CONSOLE_IS_USB_PORT (port), NULL);
  g_return_val_if_fail (SPICE_IS_SESSION (session), NULL);

  self = g_object_new (CONSOLE_TYPE_SPICE_USB, NULL);
  g_set_weak_pointer (&self->port, port);
  self->session = session;
  return self;
}
