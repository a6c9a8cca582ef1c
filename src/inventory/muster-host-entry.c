/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "muster-host-entry.h"

G_DEFINE_BOXED_TYPE (MusterHostEntry, muster_host_entry,
                     muster_host_entry_copy, muster_host_entry_free)

MusterHostEntry *
muster_host_entry_new (const char *id,
                       const char *name,
                       const char *uri,
                       const char *identity)
{
  MusterHostEntry *self = g_new0 (MusterHostEntry, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->uri = g_strdup (uri);
  self->identity = g_strdup (identity);
  return self;
}

MusterHostEntry *
muster_host_entry_copy (const MusterHostEntry *self)
{
  return muster_host_entry_new (self->id, self->name, self->uri, self->identity);
}

void
muster_host_entry_free (MusterHostEntry *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->uri);
  g_free (self->identity);
  g_free (self);
}

static const char *
string_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

MusterHostEntry *
muster_host_entry_from_json (const char *id,
                             JsonObject *content)
{
  const char *name, *uri;

  g_return_val_if_fail (id != NULL, NULL);

  if (content == NULL)
    return NULL;
  name = string_member (content, "name");
  uri = string_member (content, "uri");
  if (name == NULL || *name == '\0' || uri == NULL || *uri == '\0')
    return NULL;
  return muster_host_entry_new (id, name, uri,
                                string_member (content, "identity"));
}

static void
copy_member_cb (JsonObject *object,
                const char *name,
                JsonNode   *node,
                gpointer    user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

JsonObject *
muster_host_entry_to_json (const MusterHostEntry *self,
                           JsonObject            *previous)
{
  JsonObject *content = json_object_new ();

  if (previous != NULL)
    json_object_foreach_member (previous, copy_member_cb, content);
  json_object_set_string_member (content, "name", self->name);
  json_object_set_string_member (content, "uri", self->uri);
  if (self->identity != NULL)
    json_object_set_string_member (content, "identity", self->identity);
  else
    json_object_remove_member (content, "identity");
  return content;
}

static gboolean
looks_like_host (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_:[]%", *p) == NULL)
      return FALSE;
  return *text != '\0' && *text != '-' && *text != '.';
}

/* A bare IPv6 address needs brackets in a URI. */
static char *
bracketed (const char *address)
{
  g_autoptr(GInetAddress) inet = g_inet_address_new_from_string (address);

  if (inet != NULL && g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("[%s]", address);
  return g_strdup (address);
}

static gboolean
check_uri (const char  *uri,
           GError     **error)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  if (parsed == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is not a valid libvirt URI."), uri);
      return FALSE;
    }
  if (g_uri_get_password (parsed) != NULL ||
      strchr (g_uri_get_userinfo (parsed) ?: "", ':') != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("Passwords do not belong into the address; Muster "
                             "asks for them and keeps them safe."));
      return FALSE;
    }
  return TRUE;
}

char *
muster_host_uri_from_address (const char  *input,
                              GError     **error)
{
  g_autofree char *address = NULL;
  g_autofree char *host = NULL;
  g_autofree char *uri = NULL;

  g_return_val_if_fail (input != NULL, NULL);

  address = g_strstrip (g_strdup (input));
  if (*address == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("Enter a host name, an IP address or a libvirt URI."));
      return NULL;
    }
  if (strstr (address, "://") != NULL || strstr (address, ":///") != NULL)
    return check_uri (address, error) ? g_steal_pointer (&address) : NULL;
  if (!looks_like_host (address))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is neither a host name, an IP address nor a libvirt URI."),
                   address);
      return NULL;
    }
  host = bracketed (address);
  uri = g_strdup_printf ("qemu+tls://%s/system", host);
  return check_uri (uri, error) ? g_steal_pointer (&uri) : NULL;
}

char *
muster_host_name_from_uri (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL || *host == '\0')
    return g_strdup (_("This computer"));
  if (g_hostname_is_ip_address (host))
    return g_strdup (host);
  return g_strndup (host, strcspn (host, "."));
}
