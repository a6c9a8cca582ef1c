/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-failure.h"
#include "muster-vm-actions-private.h"
#include "muster-vm-serial.h"

typedef struct
{
  MusterInventory *inventory;
  MusterVm *vm;
  char *device;
  gboolean force;
} Request;

static Request *
request_new (MusterInventory *inventory,
             MusterVm        *vm)
{
  Request *self = g_new0 (Request, 1);

  self->inventory = g_object_ref (inventory);
  self->vm = g_object_ref (vm);

  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->inventory);
  g_object_unref (self->vm);
  g_free (self->device);
  g_free (self);
}

void
muster_vm_serial_free (MusterVmSerial *self)
{
  g_free (self->device);
  g_free (self->label);
  g_free (self);
}

static DexFuture *
reject (Request      *request,
        const GError *error)
{
  g_autofree char *sentence =
    g_strdup_printf (_("The serial console of “%s” could not be opened."),
                     muster_vm_get_label (request->vm));
  g_autoptr (MusterFailure) failure =
    muster_failure_new (sentence, muster_vm_get_host (request->vm), NULL, error);

  return muster_failure_to_future (failure);
}

/* --- which there are ---------------------------------------------------------------- */

/* Numbered from the second one on, each kind by itself. */
static char *
make_label (gboolean serial,
            guint    number)
{
  if (number == 1)
    return g_strdup (serial ? _("Serial Console") : _("Virtio Console"));

  /* Translators: the number of it, from 2 on */
  return g_strdup_printf (serial ? _("Serial Console %u") : _("Virtio Console %u"), number);
}

static GPtrArray *
list_serials (MusterDomainXml *xml)
{
  g_autoptr (GPtrArray) lines = muster_domain_xml_list_serial_lines (xml);
  GPtrArray *serials =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_vm_serial_free);
  guint numbers[2] = { 0, 0 };

  for (guint i = 0; i < lines->len; i++)
    {
      const MusterSerialLine *line = g_ptr_array_index (lines, i);
      MusterVmSerial *serial;

      /* Who has no name cannot be asked for. */
      if (line->alias == NULL)
        continue;
      serial = g_new0 (MusterVmSerial, 1);
      serial->device = g_strdup (line->alias);
      serial->label = make_label (line->serial, ++numbers[line->serial ? 0 : 1]);
      g_ptr_array_add (serials, serial);
    }

  return serials;
}

static DexFuture *
list_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (MusterDomainXml) xml = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (_muster_vm_check_active (request->vm, &error) &&
      (connection = _muster_vm_dup_connection (request->inventory, request->vm,
                                               &error)) != NULL &&
      (text = dex_await_string (muster_domain_get_xml (connection,
                                                       muster_vm_get_uuid (request->vm), 0),
                                &error)) != NULL &&
      (xml = muster_domain_xml_new (text, &error)) != NULL)
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, list_serials (xml));

  return reject (request, error);
}

DexFuture *
muster_vm_serial_list (MusterInventory *inventory,
                       MusterVm        *vm)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, request_new (inventory, vm), request_free);
}

/* --- opening one ---------------------------------------------------------------------- */

static DexFuture *
open_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (MusterDomainConsole) console = NULL;
  g_autoptr (GError) error = NULL;

  if (_muster_vm_check_active (request->vm, &error) &&
      (connection = _muster_vm_dup_connection (request->inventory, request->vm,
                                               &error)) != NULL &&
      (console = dex_await_object (
         muster_domain_console_open (connection, muster_vm_get_uuid (request->vm),
                                     request->device, request->force), &error)) != NULL)
    return dex_future_new_take_object (g_steal_pointer (&console));

  if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_BUSY))
    return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_TAKEN,
                                  _("Somebody else has the serial console of “%s” open."),
                                  muster_vm_get_label (request->vm));

  return reject (request, error);
}

DexFuture *
muster_vm_serial_open (MusterInventory *inventory,
                       MusterVm        *vm,
                       const char      *device,
                       gboolean         force)
{
  Request *request;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  request = request_new (inventory, vm);
  request->device = g_strdup (device);
  request->force = force;

  return dex_scheduler_spawn (NULL, 0, open_fiber, request, request_free);
}
