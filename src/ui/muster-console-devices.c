/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-devices.h"
#include "muster-vm-serial.h"

struct _MusterConsoleDevices
{
  GObject parent_instance;

  MusterDesk *desk;
  MusterVm *vm;
  GPtrArray *serials;         /* of MusterVmSerial */
  GMenuModel *menu;
  GAction *action;            /* "device" */
  char *device;
};

enum
{
  PROP_0,
  PROP_MENU,
  PROP_DEVICE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterConsoleDevices, muster_console_devices, G_TYPE_OBJECT)

static void
muster_console_devices_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  MusterConsoleDevices *self = MUSTER_CONSOLE_DEVICES (object);

  switch (prop_id)
    {
    case PROP_MENU:
      g_value_set_object (value, self->menu);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_console_devices_finalize (GObject *object)
{
  MusterConsoleDevices *self = MUSTER_CONSOLE_DEVICES (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->vm);
  g_clear_object (&self->menu);
  g_clear_object (&self->action);
  g_ptr_array_unref (self->serials);
  g_free (self->device);

  G_OBJECT_CLASS (muster_console_devices_parent_class)->finalize (object);
}

static void
muster_console_devices_class_init (MusterConsoleDevicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_console_devices_get_property;
  object_class->finalize = muster_console_devices_finalize;

  properties[PROP_MENU] =
    g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_DEVICE] =
    g_param_spec_string ("device", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_console_devices_init (MusterConsoleDevices *self)
{
  self->serials = g_ptr_array_new ();
}

/* --- which there are ------------------------------------------------------------- */

static GMenuModel *
new_menu (GPtrArray *serials)
{
  GMenu *menu;

  if (serials->len == 0)
    return NULL;

  menu = g_menu_new ();
  g_menu_append (menu, _("_Display"), "console.device::");
  for (guint i = 0; i < serials->len; i++)
    {
      const MusterVmSerial *serial = g_ptr_array_index (serials, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (serial->label, NULL);

      g_menu_item_set_action_and_target (item, "console.device", "s", serial->device);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

static void
take (MusterConsoleDevices *self,
      GPtrArray            *serials)
{
  g_ptr_array_unref (self->serials);
  self->serials = serials != NULL ? g_ptr_array_ref (serials) : g_ptr_array_new ();
  g_clear_object (&self->menu);
  self->menu = new_menu (self->serials);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENU]);
}

static DexFuture *
look_fiber (gpointer data)
{
  MusterConsoleDevices *self = data;
  g_autoptr (GPtrArray) serials =
    dex_await_boxed (muster_vm_serial_list (muster_desk_get_inventory (self->desk), self->vm),
                     NULL);

  take (self, serials);

  return dex_future_new_true ();
}

void
muster_console_devices_look (MusterConsoleDevices *self)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_DEVICES (self));

  if (muster_vm_state_is_active (muster_vm_get_state (self->vm)))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self),
                                            g_object_unref));
}

/* --- which is shown ---------------------------------------------------------------- */

static void
device_state_cb (GSimpleAction *action,
                 GVariant      *state,
                 gpointer       data)
{
  MusterConsoleDevices *self = data;
  const char *device = g_variant_get_string (state, NULL);

  if (!g_set_str (&self->device, *device != '\0' ? device : NULL))
    return;

  g_simple_action_set_state (action, state);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
}

static void
use_serial_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterConsoleDevices *self = data;
  const MusterVmSerial *first;

  if (self->serials->len == 0)
    return;

  first = g_ptr_array_index (self->serials, 0);
  g_action_change_state (self->action, g_variant_new_string (first->device));
}

MusterConsoleDevices *
muster_console_devices_new (MusterDesk *desk,
                            MusterVm   *vm,
                            GActionMap *actions)
{
  static const GActionEntry entries[] = {
    { "device", NULL, "s", "''", device_state_cb },
    { "use-serial", use_serial_cb },
  };
  MusterConsoleDevices *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_DEVICES, NULL);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  self->action = g_object_ref (g_action_map_lookup_action (actions, "device"));

  return self;
}

GMenuModel *
muster_console_devices_get_menu (MusterConsoleDevices *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_DEVICES (self), NULL);

  return self->menu;
}

const char *
muster_console_devices_get_device (MusterConsoleDevices *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_DEVICES (self), NULL);

  return self->device;
}

const char *
muster_console_devices_get_label (MusterConsoleDevices *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_DEVICES (self), NULL);

  for (guint i = 0; i < self->serials->len; i++)
    {
      const MusterVmSerial *serial = g_ptr_array_index (self->serials, i);

      if (g_strcmp0 (serial->device, self->device) == 0)
        return serial->label;
    }

  return NULL;
}

gboolean
muster_console_devices_has_serial (MusterConsoleDevices *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_DEVICES (self), FALSE);

  return self->serials->len > 0;
}
