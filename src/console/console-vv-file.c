/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-vv-file.h"

#define GROUP "virt-viewer"

/* What is a text, and a file may lack. */
static const struct
{
  const char *key;
  gsize offset;
} texts[] = {
  { "password", G_STRUCT_OFFSET (ConsoleVvFile, password) },
  { "ca", G_STRUCT_OFFSET (ConsoleVvFile, ca) },
  { "host-subject", G_STRUCT_OFFSET (ConsoleVvFile, host_subject) },
  { "title", G_STRUCT_OFFSET (ConsoleVvFile, title) },
};

#define TEXT(self, i) G_STRUCT_MEMBER (char *, self, texts[i].offset)

static gboolean
refuse (GError     **error,
        const char  *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);

  return FALSE;
}

/* Of the empty ones nothing is known. */
static char *
dup_value (GKeyFile   *file,
           const char *key)
{
  g_autofree char *value = g_key_file_get_string (file, GROUP, key, NULL);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static gboolean
read_protocol (ConsoleVvFile  *self,
               GKeyFile       *file,
               GError        **error)
{
  g_autofree char *type = dup_value (file, "type");

  if (type == NULL)
    return refuse (error, _("The file does not say what kind of display it is for."));
  if (!g_str_equal (type, "spice") && !g_str_equal (type, "vnc"))
    {
      /* Translators: a word from a file */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("The file is for a display of the kind “%s”; only SPICE and VNC can be shown."),
                   type);
      return FALSE;
    }
  self->protocol = g_str_equal (type, "spice") ? CONSOLE_PROTOCOL_SPICE : CONSOLE_PROTOCOL_VNC;

  return TRUE;
}

/* Some write 0 or -1 for none. */
static gboolean
read_port (GKeyFile    *file,
           const char  *key,
           int         *port,
           GError     **error)
{
  g_autofree char *value = dup_value (file, key);
  gint64 number;

  *port = -1;
  if (value == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (g_strstrip (value), 10, -1, G_MAXUINT16, &number, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: the name of a setting in a file, and its value */
                   _("“%s” in the file is no port: “%s”."), key, value);
      return FALSE;
    }
  *port = number > 0 ? (int) number : -1;

  return TRUE;
}

static gboolean
is_true (GKeyFile   *file,
         const char *key)
{
  g_autofree char *value = dup_value (file, key);

  return value != NULL && (g_str_equal (g_strstrip (value), "1") ||
                           g_str_equal (value, "true"));
}

static gboolean
read_place (ConsoleVvFile  *self,
            GKeyFile       *file,
            GError        **error)
{
  g_autofree char *proxy = dup_value (file, "proxy");

  self->host = dup_value (file, "host");
  if (self->host == NULL)
    return refuse (error, _("The file names no host."));
  if (!read_port (file, "port", &self->port, error) ||
      !read_port (file, "tls-port", &self->tls_port, error))
    return FALSE;
  /* VNC has one port, whatever is spoken there. */
  if (self->protocol == CONSOLE_PROTOCOL_VNC && self->port < 0)
    self->port = self->tls_port;
  if (self->port < 0 && self->tls_port < 0)
    return refuse (error, _("The file names no port."));
  if (proxy != NULL)
    return refuse (error, _("The file wants a proxy, and there is none that can be used."));

  return TRUE;
}

/* A long text is one line, whose ends are written as "\n". */
static void
read_rest (ConsoleVvFile *self,
           GKeyFile      *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT (self, i) = dup_value (file, texts[i].key);
  self->fullscreen = is_true (file, "fullscreen");
  self->delete_file = is_true (file, "delete-this-file");
}

/**
 * console_vv_file_parse:
 * @text: whatever a file of that name holds
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with
 *   %G_IO_ERROR_INVALID_DATA and a sentence
 */
ConsoleVvFile *
console_vv_file_parse (const char  *text,
                       gsize        length,
                       GError     **error)
{
  g_autoptr (ConsoleVvFile) self = g_new0 (ConsoleVvFile, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (length > CONSOLE_VV_FILE_MAX_BYTES ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) ||
      !g_key_file_has_group (file, GROUP))
    {
      refuse (error, _("That is no connection file of virt-viewer."));
      return NULL;
    }
  if (!read_protocol (self, file, error) || !read_place (self, file, error))
    return NULL;
  read_rest (self, file);

  return g_steal_pointer (&self);
}

static void
set_port (GKeyFile   *file,
          const char *key,
          int         port)
{
  if (port > 0)
    g_key_file_set_integer (file, GROUP, key, port);
}

/**
 * console_vv_file_to_text:
 *
 * Returns: (transfer full): as it is in a file; it holds the password
 */
char *
console_vv_file_to_text (const ConsoleVvFile *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (self != NULL, NULL);

  g_key_file_set_string (file, GROUP, "type",
                         self->protocol == CONSOLE_PROTOCOL_SPICE ? "spice" : "vnc");
  if (self->host != NULL)
    g_key_file_set_string (file, GROUP, "host", self->host);
  set_port (file, "port", self->port);
  set_port (file, "tls-port", self->tls_port);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (TEXT (self, i) != NULL)
      g_key_file_set_string (file, GROUP, texts[i].key, TEXT (self, i));
  if (self->fullscreen)
    g_key_file_set_integer (file, GROUP, "fullscreen", 1);
  if (self->delete_file)
    g_key_file_set_integer (file, GROUP, "delete-this-file", 1);

  return g_key_file_to_data (file, NULL, NULL);
}

/* The name in a subject, for protocols that verify names: what follows "CN=". */
static char *
dup_name_of_subject (const char *subject)
{
  g_auto (GStrv) parts = g_strsplit (subject != NULL ? subject : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_ascii_strncasecmp (g_strstrip (parts[i]), "CN=", 3) == 0 && parts[i][3] != '\0')
      return g_strdup (parts[i] + 3);

  return NULL;
}

/**
 * console_vv_file_new_target:
 * @allow_clear: whether it may be shown though the connection is not encrypted
 */
ConsoleTarget *
console_vv_file_new_target (const ConsoleVvFile *self,
                            gboolean             allow_clear)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  name = dup_name_of_subject (self->host_subject);

  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", self->protocol,
                       "host", self->host,
                       "port", self->port,
                       "tls-port", self->tls_port,
                       "ca", self->ca,
                       "server-name", name != NULL ? name : self->host,
                       "server-subject", self->host_subject,
                       "password", self->password,
                       "allow-clear", allow_clear,
                       NULL);
}

void
console_vv_file_free (ConsoleVvFile *self)
{
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (TEXT (self, i));
  g_free (self->host);
  g_free (self);
}
