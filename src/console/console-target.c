/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>

#include "console-enums.h"
#include "console-target.h"

struct _ConsoleTarget
{
  GObject parent_instance;

  char *host;
  char *path;
  char *ca;
  char *server_name;
  char *server_subject;
  char *password;
  int port;
  int tls_port;
  ConsoleProtocol protocol;
  gboolean allow_clear;
};

enum
{
  PROP_PROTOCOL = 1,
  PROP_HOST,
  PROP_PORT,
  PROP_TLS_PORT,
  PROP_PATH,
  PROP_CA,
  PROP_SERVER_NAME,
  PROP_SERVER_SUBJECT,
  PROP_PASSWORD,
  PROP_ALLOW_CLEAR,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ConsoleTarget, console_target, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
console_target_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ConsoleTarget *self = CONSOLE_TARGET (object);

  switch (id)
    {
    case PROP_PROTOCOL:    self->protocol = g_value_get_enum (value); break;
    case PROP_HOST:        self->host = g_value_dup_string (value); break;
    case PROP_PORT:        self->port = g_value_get_int (value); break;
    case PROP_TLS_PORT:    self->tls_port = g_value_get_int (value); break;
    case PROP_PATH:        self->path = g_value_dup_string (value); break;
    case PROP_CA:          self->ca = g_value_dup_string (value); break;
    case PROP_SERVER_NAME: self->server_name = g_value_dup_string (value); break;
    case PROP_SERVER_SUBJECT: self->server_subject = g_value_dup_string (value); break;
    case PROP_PASSWORD:    self->password = g_value_dup_string (value); break;
    case PROP_ALLOW_CLEAR: self->allow_clear = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_target_finalize (GObject *object)
{
  ConsoleTarget *self = CONSOLE_TARGET (object);

  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->host);
  g_free (self->path);
  g_free (self->ca);
  g_free (self->server_name);
  g_free (self->server_subject);

  G_OBJECT_CLASS (console_target_parent_class)->finalize (object);
}

static GParamSpec *
text_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL,
                              G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
port_property (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, -1, 65535, -1,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
}

static void
console_target_class_init (ConsoleTargetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = console_target_set_property;
  object_class->finalize = console_target_finalize;

  properties[PROP_PROTOCOL] =
    g_param_spec_enum ("protocol", NULL, NULL, CONSOLE_TYPE_PROTOCOL,
                       CONSOLE_PROTOCOL_VNC, flags);
  properties[PROP_HOST] = text_property ("host");
  properties[PROP_PORT] = port_property ("port");
  properties[PROP_TLS_PORT] = port_property ("tls-port");
  properties[PROP_PATH] = text_property ("path");
  properties[PROP_CA] = text_property ("ca");
  properties[PROP_SERVER_NAME] = text_property ("server-name");
  properties[PROP_SERVER_SUBJECT] = text_property ("server-subject");
  properties[PROP_PASSWORD] = text_property ("password");
  properties[PROP_ALLOW_CLEAR] =
    g_param_spec_boolean ("allow-clear", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_target_init (ConsoleTarget *self)
{
}

/**
 * console_target_new:
 * @protocol: what is spoken there
 * @host: a name or address
 * @port: the TCP port
 *
 * A target that is reached with verified TLS or not at all; anything more is
 * said with g_object_new () and the properties of #ConsoleTarget.
 */
ConsoleTarget *
console_target_new (ConsoleProtocol  protocol,
                    const char      *host,
                    int              port)
{
  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", protocol,
                       "host", host,
                       "port", port,
                       NULL);
}

ConsoleProtocol
console_target_get_protocol (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), CONSOLE_PROTOCOL_VNC);

  return self->protocol;
}

const char *
console_target_get_host (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->host;
}

int
console_target_get_port (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), -1);

  return self->port;
}

int
console_target_get_tls_port (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), -1);

  return self->tls_port;
}

const char *
console_target_get_path (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->path;
}

const char *
console_target_get_ca (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->ca;
}

/**
 * console_target_get_server_name:
 *
 * Returns: (nullable): the name that the server's certificate must carry
 */
const char *
console_target_get_server_name (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->server_name != NULL ? self->server_name : self->host;
}

/**
 * console_target_get_server_subject:
 *
 * Returns: (nullable): the whole subject that a SPICE server's certificate must
 *   have, instead of a name
 */
const char *
console_target_get_server_subject (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->server_subject;
}

const char *
console_target_get_password (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  return self->password;
}

/**
 * console_target_get_allow_clear:
 *
 * Returns: whether a connection without verified TLS is acceptable; always
 *   so for a UNIX socket
 */
gboolean
console_target_get_allow_clear (ConsoleTarget *self)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), FALSE);

  return self->allow_clear || self->path != NULL;
}

/**
 * console_target_is_local:
 *
 * Returns: whether the server is on this machine, where bandwidth costs
 *   nothing and compression only costs time
 */
gboolean
console_target_is_local (ConsoleTarget *self)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (CONSOLE_IS_TARGET (self), FALSE);

  if (self->path != NULL || g_strcmp0 (self->host, "localhost") == 0)
    return TRUE;
  if (self->host != NULL)
    address = g_inet_address_new_from_string (self->host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * console_target_same_place:
 *
 * Returns: whether both are the same display of the same server, whatever
 *   passwords or certificates they carry
 */
gboolean
console_target_same_place (ConsoleTarget *self,
                           ConsoleTarget *other)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (self), FALSE);
  g_return_val_if_fail (CONSOLE_IS_TARGET (other), FALSE);

  return self->protocol == other->protocol &&
         self->port == other->port &&
         self->tls_port == other->tls_port &&
         g_strcmp0 (self->host, other->host) == 0 &&
         g_strcmp0 (self->path, other->path) == 0;
}

/**
 * console_target_dup_address:
 *
 * Returns: (transfer full): the address as people write it
 */
char *
console_target_dup_address (ConsoleTarget *self)
{
  int port;

  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  if (self->path != NULL)
    return g_strdup (self->path);
  port = self->tls_port > 0 ? self->tls_port : self->port;
  if (self->host != NULL && strchr (self->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%d", self->host, port);
  return g_strdup_printf ("%s:%d", self->host != NULL ? self->host : "", port);
}

/**
 * console_target_dup_connectable:
 * @tls: whether the second port of SPICE is meant
 *
 * Returns: (transfer full) (nullable): what a #GSocketClient connects to
 */
GSocketConnectable *
console_target_dup_connectable (ConsoleTarget *self,
                                gboolean       tls)
{
  int port;

  g_return_val_if_fail (CONSOLE_IS_TARGET (self), NULL);

  if (self->path != NULL)
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (self->path));
  port = tls ? self->tls_port : self->port;
  if (self->host == NULL || port <= 0)
    return NULL;
  return g_network_address_new (self->host, port);
}
