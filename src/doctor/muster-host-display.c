/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-host-display.h"

typedef struct
{
  MusterConnection *connection;
  char *host;
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_object_unref (self->connection);
  g_free (self->host);
  g_free (self);
}

void
muster_host_display_free (MusterHostDisplay *self)
{
  g_free (self->vm);
  g_free (self->place);
  g_free (self);
}

static gboolean
is_loopback (const char *listen)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (listen);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (listen, "localhost") == 0;
}

static const char *
find_place (const char *host,
            const char *listen)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (listen);

  return address != NULL && g_inet_address_get_is_any (address) ? host : listen;
}

static MusterHostDisplay *
make_display (const char               *host,
              const char               *vm,
              const MusterGraphicsInfo *info)
{
  MusterHostDisplay *self = g_new0 (MusterHostDisplay, 1);
  int port = info->tls_port > 0 ? info->tls_port : info->port;

  self->vm = g_strdup (vm);
  self->place = g_strdup (find_place (host, info->listen));
  self->port = port > 0 && port <= G_MAXUINT16 ? (guint16) port : 0;
  self->is_local = is_loopback (info->listen) && !is_loopback (host);
  self->has_tls = info->tls_port > 0 || g_strcmp0 (info->type, "vnc") == 0;
  self->kind = g_strcmp0 (info->type, "spice") == 0 ? MUSTER_HANDSHAKE_SPICE : MUSTER_HANDSHAKE_VNC;

  return self;
}

static void
add_displays (GPtrArray  *displays,
              const char *host,
              const char *xml)
{
  g_autoptr(MusterDomainXml) document = muster_domain_xml_new_summary (xml, NULL);
  g_autoptr(GPtrArray) graphics = NULL;
  g_autofree char *name = NULL;

  if (document == NULL)
    return;
  name = muster_domain_xml_dup_name (document);
  graphics = muster_domain_xml_list_graphics (document);
  for (guint i = 0; name != NULL && i < graphics->len; i++)
    {
      const MusterGraphicsInfo *info = g_ptr_array_index (graphics, i);

      if (info->listen != NULL)
        g_ptr_array_add (displays, make_display (host, name, info));
    }
}

static DexFuture *
list_fiber (gpointer data)
{
  List *self = data;
  g_autoptr(GPtrArray) displays =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_display_free);
  g_autoptr(MusterDomainListing) listing =
    dex_await_boxed (muster_domain_list_with_xml (self->connection, TRUE, 0), NULL);

  for (guint i = 0; listing != NULL && i < listing->chunks->len; i++)
    {
      g_autoptr(GPtrArray) texts =
        dex_await_boxed (dex_ref (listing->chunks->pdata[i]), NULL);

      for (guint k = 0; texts != NULL && k < texts->len; k++)
        add_displays (displays, self->host, ((MusterDomainText *) texts->pdata[k])->xml);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&displays));
}

DexFuture *
muster_host_display_list (MusterConnection *connection,
                          const char       *host)
{
  List *list;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  list = g_new0 (List, 1);
  list->connection = g_object_ref (connection);
  list->host = g_strdup (host);

  return dex_scheduler_spawn (NULL, 0, list_fiber, list, list_free);
}
