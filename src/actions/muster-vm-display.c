/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-failure.h"
#include "muster-vm-actions.h"
#include "muster-vm-display.h"

typedef struct
{
  MusterConnection *connection;
  MusterVm *vm;
  char *type;
  char *sentence;
  MusterVmDisplayEdit edit;
  gpointer data;
  GDestroyNotify destroy;
  gboolean live;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_clear_object (&self->connection);
  g_object_unref (self->vm);
  g_free (self->type);
  g_free (self->sentence);
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

/* With its passwords: what is defined without them has none. */
static MusterDomainXml *
await_definition (Change        *self,
                  unsigned int   flags,
                  GError       **error)
{
  g_autofree char *text =
    dex_await_string (muster_domain_get_xml (self->connection, muster_vm_get_uuid (self->vm),
                                             VIR_DOMAIN_XML_SECURE | flags), error);

  return text != NULL ? muster_domain_xml_new (text, error) : NULL;
}

static MusterDomainXml *
await_edited (Change        *self,
              unsigned int   flags,
              GError       **error)
{
  g_autoptr (MusterDomainXml) xml = await_definition (self, flags, error);

  if (xml == NULL || self->edit (xml, self->type, self->data))
    return g_steal_pointer (&xml);

  g_set_error_literal (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE,
                       _("The VM has no such display any more."));
  return NULL;
}

static gboolean
change_running (Change  *self,
                GError **error)
{
  g_autoptr (MusterDomainXml) xml = await_edited (self, 0, error);
  g_autofree char *device = NULL;

  if (xml == NULL)
    return FALSE;
  device = muster_domain_xml_dup_graphics (xml, self->type);

  return dex_await (muster_domain_update_device (self->connection,
                                                 muster_vm_get_uuid (self->vm), device,
                                                 VIR_DOMAIN_AFFECT_LIVE), error);
}

static gboolean
change_definition (Change  *self,
                   GError **error)
{
  g_autoptr (MusterDomainXml) xml = await_edited (self, VIR_DOMAIN_XML_INACTIVE, error);
  g_autofree char *text = NULL;

  if (xml == NULL)
    return FALSE;
  text = muster_domain_xml_to_string (xml);

  return dex_await (muster_domain_define (self->connection, text), error);
}

static DexFuture *
edit_fiber (gpointer data)
{
  Change *self = data;
  gboolean live = self->live &&
                  muster_vm_state_is_active (muster_vm_get_state (self->vm));
  g_autoptr (MusterFailure) failure = NULL;
  g_autoptr (GError) error = NULL;

  if (self->connection == NULL)
    g_set_error (&error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                 _("There is no connection to the host of “%s”."),
                 muster_vm_get_label (self->vm));
  else
    {
      /* Whatever it says against doing it now, the definition may do. */
      live = live && change_running (self, NULL);
      if (change_definition (self, &error))
        return dex_future_new_for_boolean (live);
    }

  failure = muster_failure_new (self->sentence, muster_vm_get_host (self->vm), NULL, error);

  return muster_failure_to_future (failure);
}

DexFuture *
muster_vm_display_edit (MusterInventory     *inventory,
                        MusterVm            *vm,
                        const char          *type,
                        MusterVmDisplayEdit  edit,
                        gpointer             data,
                        GDestroyNotify       destroy,
                        gboolean             live,
                        const char          *sentence)
{
  MusterHost *host;
  MusterConnection *connection;
  Change *change;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (type != NULL && edit != NULL, NULL);

  host = muster_vm_get_host (vm);
  connection = host != NULL ? muster_inventory_get_connection (inventory, host) : NULL;
  change = g_new0 (Change, 1);
  change->connection = connection != NULL ? g_object_ref (connection) : NULL;
  change->vm = g_object_ref (vm);
  change->type = g_strdup (type);
  change->sentence = g_strdup (sentence);
  change->edit = edit;
  change->data = data;
  change->destroy = destroy;
  change->live = live;

  return dex_scheduler_spawn (NULL, 0, edit_fiber, change, change_free);
}

static gboolean
set_listen (MusterDomainXml *xml,
            const char      *type,
            gpointer         address)
{
  return muster_domain_xml_set_graphics_listen (xml, type, address);
}

DexFuture *
muster_vm_display_set_listen (MusterInventory *inventory,
                              MusterVm        *vm,
                              const char      *type,
                              const char      *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  return muster_vm_display_edit (inventory, vm, type, set_listen, g_strdup (address), g_free,
                                 TRUE, _("Where the screen listens could not be changed."));
}
