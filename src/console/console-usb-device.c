/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-usb-device.h"

struct _ConsoleUsbDevice
{
  GObject parent_instance;

  char *name;
  gboolean attached;
};

enum
{
  PROP_NAME = 1,
  PROP_ATTACHED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ConsoleUsbDevice, console_usb_device, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
console_usb_device_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ConsoleUsbDevice *self = CONSOLE_USB_DEVICE (object);

  switch (id)
    {
    case PROP_NAME:     g_value_set_string (value, self->name); break;
    case PROP_ATTACHED: g_value_set_boolean (value, self->attached); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_usb_device_finalize (GObject *object)
{
  g_free (CONSOLE_USB_DEVICE (object)->name);

  G_OBJECT_CLASS (console_usb_device_parent_class)->finalize (object);
}

static void
console_usb_device_class_init (ConsoleUsbDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = console_usb_device_get_property;
  object_class->finalize = console_usb_device_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ATTACHED] = g_param_spec_boolean ("attached", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_usb_device_init (ConsoleUsbDevice *self)
{
}

/* Whatever a device calls itself, it is text. */
ConsoleUsbDevice *
console_usb_device_new (const char *name)
{
  ConsoleUsbDevice *self = g_object_new (CONSOLE_TYPE_USB_DEVICE, NULL);

  self->name = g_strstrip (g_utf8_make_valid (name != NULL ? name : "", -1));
  return self;
}

const char *
console_usb_device_get_name (ConsoleUsbDevice *self)
{
  g_return_val_if_fail (CONSOLE_IS_USB_DEVICE (self), NULL);

  return self->name;
}

gboolean
console_usb_device_get_attached (ConsoleUsbDevice *self)
{
  g_return_val_if_fail (CONSOLE_IS_USB_DEVICE (self), FALSE);

  return self->attached;
}

void
_console_usb_device_set_attached (ConsoleUsbDevice *self,
                                  gboolean          attached)
{
  if (self->attached == attached)
    return;
  self->attached = attached;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHED]);
}
