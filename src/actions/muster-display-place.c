/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-display-place.h"
#include "muster-domain.h"
#include "muster-host-actions.h"

#define MAX_CA_SIZE (256 * 1024)

gboolean
muster_display_place_is_loopback (const char *place)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (place);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (place, "localhost") == 0;
}

gboolean
muster_display_place_is_local (const char *listen,
                               const char *host)
{
  return host != NULL && listen != NULL && *listen != '\0' &&
         muster_display_place_is_loopback (listen) &&
         !muster_display_place_is_loopback (host);
}

char *
muster_display_place_find_address (const char *listen,
                                   const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (listen == NULL || *listen == '\0')
    return NULL;
  if (host == NULL)
    return g_strdup (g_strcmp0 (listen, "0.0.0.0") == 0 ? "127.0.0.1"
                     : g_strcmp0 (listen, "::") == 0 ? "::1" : listen);

  /* "Everywhere" names no place for us: what reaches its libvirt is the best
   * there is.  So it is for the loopback of a host that we reach by ours. */
  address = g_inet_address_new_from_string (listen);
  if (address != NULL && (g_inet_address_get_is_any (address) ||
                          g_inet_address_get_is_loopback (address)))
    return g_strdup (host);

  return g_strdup (listen);
}

MusterGraphicsInfo *
muster_display_place_find_graphics (GPtrArray *graphics)
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

MusterCredentials *
muster_display_place_await_credentials (MusterDesk *desk,
                                        MusterHost *host)
{
  g_autoptr (MusterHostEntry) entry = host != NULL ? await_entry (desk, host) : NULL;

  return entry != NULL ? muster_desk_dup_credentials (desk, entry) : NULL;
}

char *
muster_display_place_await_ca (MusterDesk *desk,
                               MusterHost *host)
{
  g_autoptr (MusterCredentials) credentials =
    muster_display_place_await_credentials (desk, host);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *ca = NULL;

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
char *
muster_display_place_await_xml (MusterConnection  *connection,
                                const char        *uuid,
                                gboolean          *secret,
                                GError           **error)
{
  g_autoptr (GError) refused = NULL;
  char *xml = dex_await_string (muster_domain_get_xml (connection, uuid,
                                                       VIR_DOMAIN_XML_SECURE),
                                &refused);

  *secret = xml != NULL;
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
