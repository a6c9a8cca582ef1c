/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-types.h"
#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-host-actions.h"
#include "muster-virt-uri.h"
#include "muster-vm-screen.h"

#define MAX_CA_SIZE (256 * 1024)

struct _MusterVmScreen
{
  GObject parent_instance;

  MusterDesk *desk;
  MusterVm *vm;
};

static void source_init (ConsoleSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterVmScreen, muster_vm_screen, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_SOURCE, source_init))

char *
muster_vm_screen_find_address (const char *listen,
                               const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (listen == NULL || *listen == '\0')
    return NULL;
  if (host == NULL)
    return g_strdup (g_strcmp0 (listen, "0.0.0.0") == 0 ? "127.0.0.1"
                     : g_strcmp0 (listen, "::") == 0 ? "::1" : listen);

  /* "Everywhere" and the host's own loopback name no place for us: what
   * reaches its libvirt is the best there is. */
  address = g_inet_address_new_from_string (listen);
  if (address != NULL && (g_inet_address_get_is_any (address) ||
                          g_inet_address_get_is_loopback (address)))
    return g_strdup (host);

  return g_strdup (listen);
}

static MusterGraphicsInfo *
find_graphics (GPtrArray *graphics)
{
  for (guint i = 0; i < graphics->len; i++)
    {
      MusterGraphicsInfo *info = g_ptr_array_index (graphics, i);
      gboolean known = g_strcmp0 (info->type, "vnc") == 0 ||
                       g_strcmp0 (info->type, "spice") == 0;

      if (known && (info->port > 0 || info->tls_port > 0 || info->socket != NULL))
        return info;
    }

  return NULL;
}

static MusterHostEntry *
await_entry (MusterDesk *desk,
             MusterHost *host)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (desk)), NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->id, muster_host_get_id (host)) == 0)
        return muster_host_entry_copy (entry);
    }

  return NULL;
}

static char *
await_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes =
    dex_await_boxed (dex_file_load_contents_bytes (file), NULL);
  gsize size = 0;
  const char *data;

  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);

  return size <= MAX_CA_SIZE ? g_strndup (data, size) : NULL;
}

/* The authority that the host's certificates are checked against; NULL when
 * the host has none of its own, so that the system's count. */
static char *
await_ca (MusterDesk *desk,
          MusterHost *host)
{
  g_autoptr (MusterHostEntry) entry = await_entry (desk, host);
  g_autoptr (MusterCredentials) credentials = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *ca = NULL;

  if (entry == NULL)
    return NULL;
  credentials = muster_desk_dup_credentials (desk, entry);
  if (credentials == NULL)
    return NULL;
  folder = dex_await_string (muster_credentials_acquire_pki (credentials), NULL);
  if (folder == NULL)
    return NULL;

  path = g_build_filename (folder, "cacert.pem", NULL);
  ca = await_file (path);
  muster_credentials_release_pki (credentials, folder);

  return g_steal_pointer (&ca);
}

/* Who may not see the password still may see the screen that needs none. */
static char *
await_xml (MusterConnection  *connection,
           const char        *uuid,
           GError           **error)
{
  g_autoptr (GError) refused = NULL;
  char *xml = dex_await_string (muster_domain_get_xml (connection, uuid,
                                                       VIR_DOMAIN_XML_SECURE),
                                &refused);

  if (xml != NULL)
    return xml;
  if (!g_error_matches (refused, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_REFUSED) &&
      !g_error_matches (refused, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_AUTH) &&
      !g_error_matches (refused, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }

  return dex_await_string (muster_domain_get_xml (connection, uuid, 0), error);
}

static ConsoleTarget *
new_target (const MusterGraphicsInfo *info,
            MusterDomainXml          *xml,
            const char               *host,
            const char               *ca)
{
  gboolean spice = g_strcmp0 (info->type, "spice") == 0;
  g_autofree char *address = muster_vm_screen_find_address (info->listen, host);
  g_autofree char *password =
    muster_domain_xml_dup_graphics_password (xml, info->type);

  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", spice ? CONSOLE_PROTOCOL_SPICE
                                         : CONSOLE_PROTOCOL_VNC,
                       "host", address,
                       "port", info->port > 0 ? info->port : -1,
                       "tls-port", info->tls_port > 0 ? info->tls_port : -1,
                       "path", host == NULL ? info->socket : NULL,
                       "ca", ca,
                       "server-name", host != NULL ? host : address,
                       "password", password,
                       "allow-clear", TRUE,
                       NULL);
}

static DexFuture *
reject (ConsoleError  code,
        const char   *text)
{
  return dex_future_new_reject (CONSOLE_ERROR, code, "%s", text);
}

static DexFuture *
resolve_fiber (gpointer data)
{
  MusterVmScreen *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  g_autoptr (MusterHost) host = g_object_ref (muster_vm_get_host (self->vm));
  MusterConnection *known = muster_inventory_get_connection (inventory, host);
  g_autoptr (MusterConnection) connection = known != NULL ? g_object_ref (known) : NULL;
  g_autoptr (MusterVirtEndpoint) endpoint = NULL;
  g_autoptr (MusterDomainXml) xml = NULL;
  g_autoptr (GPtrArray) graphics = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ca = NULL;
  MusterGraphicsInfo *info;

  if (muster_vm_get_gone (self->vm) ||
      !muster_vm_state_is_active (muster_vm_get_state (self->vm)))
    return reject (CONSOLE_ERROR_OFF, _("The VM is off."));

  text = connection != NULL
         ? await_xml (connection, muster_vm_get_uuid (self->vm), &error) : NULL;
  if (text == NULL)
    return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                         : reject (CONSOLE_ERROR_UNAVAILABLE,
                                   _("The VM’s host is not known."));
  xml = muster_domain_xml_new (text, &error);
  if (xml == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  graphics = muster_domain_xml_list_graphics (xml);
  info = find_graphics (graphics);
  if (info == NULL)
    return reject (CONSOLE_ERROR_UNAVAILABLE,
                   _("The VM has no screen that can be reached: neither VNC nor SPICE."));
  endpoint = muster_virt_endpoint_new (muster_host_get_uri (host), &error);
  if (endpoint == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  ca = await_ca (self->desk, host);

  return dex_future_new_take_object (new_target (info, xml, endpoint->host, ca));
}

static DexFuture *
muster_vm_screen_resolve (ConsoleSource *source)
{
  return dex_scheduler_spawn (NULL, 0, resolve_fiber,
                              g_object_ref (source), g_object_unref);
}

static void
source_init (ConsoleSourceInterface *iface)
{
  iface->resolve = muster_vm_screen_resolve;
}

static void
muster_vm_screen_dispose (GObject *object)
{
  MusterVmScreen *self = MUSTER_VM_SCREEN (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->vm);

  G_OBJECT_CLASS (muster_vm_screen_parent_class)->dispose (object);
}

static void
muster_vm_screen_class_init (MusterVmScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_vm_screen_dispose;
}

static void
muster_vm_screen_init (MusterVmScreen *self)
{
}

ConsoleSource *
muster_vm_screen_new (MusterDesk *desk,
                      MusterVm   *vm)
{
  MusterVmScreen *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_VM_SCREEN, NULL);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::host", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::stale", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);

  return CONSOLE_SOURCE (self);
}
