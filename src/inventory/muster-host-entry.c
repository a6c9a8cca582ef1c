/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-host-entry.h"
#include "muster-host-name.h"
#include "muster-text.h"

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
  MusterHostEntry *copy =
    muster_host_entry_new (self->id, self->name, self->uri, self->identity);

  copy->ssh = g_strdup (self->ssh);
  return copy;
}

void
muster_host_entry_free (MusterHostEntry *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->uri);
  g_free (self->identity);
  g_free (self->ssh);
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
  MusterHostEntry *self;

  g_return_val_if_fail (id != NULL, NULL);

  if (content == NULL)
    return NULL;
  name = string_member (content, "name");
  uri = string_member (content, "uri");
  if (name == NULL || *name == '\0' || uri == NULL || *uri == '\0')
    return NULL;
  self = muster_host_entry_new (id, name, uri, string_member (content, "identity"));
  self->ssh = g_strdup (string_member (content, "ssh"));
  return self;
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
  if (self->ssh != NULL)
    json_object_set_string_member (content, "ssh", self->ssh);
  return content;
}

static gboolean
has_name (GPtrArray  *entries,
          const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((MusterHostEntry *) entries->pdata[i])->name, name))
      return TRUE;

  return FALSE;
}

char *
muster_host_entry_make_unique (GPtrArray  *entries,
                               const char *name)
{
  char *unique = g_strdup (name);

  for (guint n = 2; has_name (entries, unique); n++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s-%u", name, n);
    }

  return unique;
}

/* Returns: (nullable): what is a host in a URI: a bare IPv6 address has brackets there,
 * a name is as certificates have it */
static char *
dup_host (const char *text)
{
  const char *port = strrchr (text, ':');
  g_autofree char *whole = muster_host_name_normalize (text);
  g_autofree char *part = NULL;
  g_autofree char *name = NULL;

  if (whole != NULL)
    return g_strdup_printf (strchr (whole, ':') != NULL ? "[%s]" : "%s", whole);
  if (*text == '[' && strspn (text, "[]:." G_CSET_DIGITS "abcdefABCDEF") == strlen (text))
    return g_strdup (text);
  if (port == NULL || port[1] == '\0' || strspn (port + 1, G_CSET_DIGITS) < strlen (port + 1))
    return NULL;

  part = g_strndup (text, port - text);
  name = muster_host_name_normalize (part);

  return name != NULL && strchr (name, ':') == NULL ? g_strconcat (name, port, NULL) : NULL;
}

/* Those of libvirt's manual; the wrong word is found here, before a connection fails
 * for it in libvirt's. */
static const char * const drivers[] = {
  "bhyve", "ch", "esx", "gsx", "hyperv", "lxc", "openvz", "qemu", "test", "vbox",
  "vmwarefusion", "vmwareplayer", "vmwarews", "vpx", "vz", "xen", NULL
};

static const char * const transports[] = {
  "ext", "libssh", "libssh2", "ssh", "tcp", "tls", "unix", NULL
};

static gboolean
is_scheme_known (const char *scheme)
{
  const char *plus = strchr (scheme, '+');
  g_autofree char *driver = g_strndup (scheme, strcspn (scheme, "+"));

  return g_strv_contains (drivers, driver) &&
         (plus == NULL || g_strv_contains (transports, plus + 1));
}

static gboolean
is_one_line (const char *text)
{
  g_autofree char *escaped = muster_text_escape (text != NULL ? text : "");

  return g_strcmp0 (escaped, text != NULL ? text : "") == 0;
}

static gboolean
check_uri (const char  *uri,
           GError     **error)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  /* "%0A" is a line break by the time the host is asked for. */
  if (parsed == NULL || !is_one_line (uri) || !is_one_line (g_uri_get_host (parsed)))
    {
      g_autofree char *shown = muster_text_escape (uri);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is not a valid libvirt URI."), shown);
      return FALSE;
    }
  if (!is_scheme_known (g_uri_get_scheme (parsed)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: the part of an address before “://” */
                   _("libvirt has no hosts of the kind “%s”. An address usually is "
                     "“qemu+tls://” and a name, or the name alone."),
                   g_uri_get_scheme (parsed));
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
  host = dup_host (address);
  if (host == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is neither a host name, an IP address nor a libvirt URI."),
                   address);
      return NULL;
    }
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
