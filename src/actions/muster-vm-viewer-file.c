/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-vv-file.h"
#include "muster-display-password.h"
#include "muster-display-place.h"
#include "muster-failure.h"
#include "muster-virt-uri.h"
#include "muster-vm-viewer-file.h"

typedef struct
{
  MusterDesk *desk;
  MusterVm *vm;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->desk);
  g_object_unref (self->vm);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        MusterVm    *vm,
        const char  *why)
{
  g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED, "%s: %s",
               muster_vm_get_name (vm), why);

  return FALSE;
}

/* Libvirt's own words, with the host's name. */
static DexFuture *
reject (MusterVm *vm,
        GError   *error)
{
  g_autofree char *sentence =
    g_strdup_printf (_("The screen of “%s” could not be found."), muster_vm_get_name (vm));
  g_autoptr (MusterFailure) failure = NULL;

  if (error->domain == MUSTER_ACTION_ERROR)
    return dex_future_new_for_error (g_error_copy (error));

  failure = muster_failure_new (sentence, muster_vm_get_host (vm), NULL, error);

  return muster_failure_to_future (failure);
}

/* What SPICE listens at in the clear is left out where there is TLS. */
static void
fill_in (ConsoleVvFile            *file,
         const MusterGraphicsInfo *info)
{
  gboolean spice = g_str_equal (info->type, "spice");

  file->protocol = spice ? CONSOLE_PROTOCOL_SPICE : CONSOLE_PROTOCOL_VNC;
  file->tls_port = spice ? info->tls_port : -1;
  file->port = spice && info->tls_port > 0 ? -1 : info->port;
}

static gboolean
find_place (ConsoleVvFile             *file,
            MusterVm                  *vm,
            const MusterGraphicsInfo  *info,
            const char                *host,
            GError                   **error)
{
  if (info == NULL)
    return refuse (error, vm, _("It has no screen."));
  if (muster_display_place_is_local (info->listen, host) ||
      (info->port <= 0 && info->tls_port <= 0))
    return refuse (error, vm,
                   _("Its screen listens on its host only, where no viewer gets to."));

  fill_in (file, info);
  file->host = muster_display_place_find_address (info->listen, host);

  return TRUE;
}

/* A certificate is for the name of its host; where the address is another, the
 * whole subject is not known, so that viewers are given the name. */
static void
prefer_name (ConsoleVvFile *file,
             const char    *host)
{
  if (host != NULL && file->ca != NULL)
    {
      g_free (file->host);
      file->host = g_strdup (host);
    }
}

static gboolean
await_password (ConsoleVvFile     *file,
                MusterConnection  *connection,
                MusterVm          *vm,
                MusterDomainXml   *xml,
                const char        *type,
                GError           **error)
{
  g_autoptr (MusterDisplayPassword) password =
    dex_await_boxed (muster_display_password_acquire (connection, muster_vm_get_uuid (vm), xml,
                                                      type, MUSTER_DISPLAY_PASSWORD_SECONDS),
                     error);

  if (password == NULL)
    return FALSE;
  file->password = g_steal_pointer (&password->password);

  return TRUE;
}

static MusterConnection *
find_connection (Request  *request,
                 GError  **error)
{
  MusterHost *host = muster_vm_get_host (request->vm);
  MusterConnection *connection =
    host != NULL ? muster_inventory_get_connection (muster_desk_get_inventory (request->desk), host)
                 : NULL;

  if (connection == NULL || !muster_vm_state_is_active (muster_vm_get_state (request->vm)))
    {
      refuse (error, request->vm, _("It is off; only a VM that is on has a screen."));
      return NULL;
    }

  return connection;
}

static gboolean
await_content (ConsoleVvFile     *file,
               Request           *request,
               MusterConnection  *connection,
               GError           **error)
{
  MusterVm *vm = request->vm;
  MusterHost *host = muster_vm_get_host (vm);
  g_autoptr (MusterVirtEndpoint) endpoint = NULL;
  g_autoptr (MusterDomainXml) xml = NULL;
  g_autoptr (GPtrArray) graphics = NULL;
  g_autofree char *text = NULL;
  MusterGraphicsInfo *info;
  gboolean secret = FALSE;

  if ((endpoint = muster_virt_endpoint_new (muster_host_get_uri (host), error)) == NULL ||
      (text = muster_display_place_await_xml (connection, muster_vm_get_uuid (vm), &secret,
                                              error)) == NULL ||
      (xml = muster_domain_xml_new (text, error)) == NULL)
    return FALSE;

  graphics = muster_domain_xml_list_graphics (xml);
  info = muster_display_place_find_graphics (graphics);
  if (!find_place (file, vm, info, endpoint->host, error))
    return FALSE;
  file->ca = muster_display_place_await_ca (request->desk, host);
  prefer_name (file, endpoint->host);
  file->title = g_strdup (muster_vm_get_label (vm));
  /* It holds a secret, and is of no use a second time. */
  file->delete_file = TRUE;

  return !secret || await_password (file, connection, vm, xml, info->type, error);
}

static DexFuture *
make_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (ConsoleVvFile) file = g_new0 (ConsoleVvFile, 1);
  g_autoptr (GError) error = NULL;
  MusterConnection *connection = find_connection (request, &error);

  if (connection == NULL || !await_content (file, request, connection, &error))
    return reject (request->vm, error);

  return dex_future_new_take_string (console_vv_file_to_text (file));
}

DexFuture *
muster_vm_viewer_file_make (MusterDesk *desk,
                            MusterVm   *vm)
{
  Request *request;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  request = g_new0 (Request, 1);
  request->desk = g_object_ref (desk);
  request->vm = g_object_ref (vm);

  return dex_scheduler_spawn (NULL, 0, make_fiber, request, request_free);
}
