/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/random.h>

#include <glib/gi18n-lib.h>

#include "muster-display-password.h"
#include "muster-domain.h"
#include "muster-storage.h"
#include "muster-vm-display.h"
#include "muster-wipe.h"

/* What is used must last until the viewer is in. */
#define MIN_SECONDS_LEFT 20

/* VNC reads no more of a password. */
#define VNC_LENGTH 8
#define SPICE_LENGTH 32

typedef struct
{
  MusterConnection *connection;
  MusterDomainXml *live;
  char *uuid;
  char *type;
  guint seconds;
} Request;

G_DEFINE_BOXED_TYPE (MusterDisplayPassword, muster_display_password,
                     muster_display_password_copy, muster_display_password_free)

MusterDisplayPassword *
muster_display_password_copy (const MusterDisplayPassword *self)
{
  MusterDisplayPassword *copy = g_new0 (MusterDisplayPassword, 1);

  copy->use = self->use;
  copy->at_next_start = self->at_next_start;
  copy->password = g_strdup (self->password);

  return copy;
}

void
muster_display_password_free (MusterDisplayPassword *self)
{
  muster_wiped_free (self->password);
  g_free (self);
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->connection);
  g_object_unref (self->live);
  g_free (self->uuid);
  g_free (self->type);
  g_free (self);
}

static gint64
read_end (const char *valid_to)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (valid_to, utc);

  return end != NULL ? g_date_time_to_unix (end) : 0;
}

MusterDisplayPasswordUse
muster_display_password_judge (const char *live,
                               const char *valid_to,
                               const char *defined,
                               gint64      now)
{
  if (live == NULL)
    return MUSTER_DISPLAY_PASSWORD_NONE;
  if (*live == '\0')
    return MUSTER_DISPLAY_PASSWORD_DUE;
  if (valid_to == NULL || (defined != NULL && *defined != '\0'))
    return MUSTER_DISPLAY_PASSWORD_SET;

  return read_end (valid_to) - now >= MIN_SECONDS_LEFT ? MUSTER_DISPLAY_PASSWORD_LENT
                                                       : MUSTER_DISPLAY_PASSWORD_DUE;
}

/* A host without storage tells no time; then both clocks are taken as right. */
static gint64
await_now (MusterConnection *connection)
{
  gint64 ahead = dex_await_int64 (muster_storage_get_clock (connection), NULL);

  return (g_get_real_time () + ahead) / G_USEC_PER_SEC;
}

static MusterWiped *
make_password (gsize length)
{
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  char *password = g_malloc0 (length + 1);

  if (getrandom (password, length, 0) != (gssize) length)
    g_error ("The kernel gives no random numbers");
  for (gsize i = 0; i < length; i++)
    password[i] = letters[(guint8) password[i] % (sizeof letters - 1)];

  return password;
}

/* None that ends would ever be told from an admin's on a VM that has no
 * definition: there it is left as it is. */
static gboolean
await_persistent (Request *request)
{
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_domain_look_up (request->connection, request->uuid), NULL);

  return infos != NULL && infos->len > 0 &&
         ((MusterDomainInfo *) g_ptr_array_index (infos, 0))->persistent;
}

static MusterWiped *
await_lent (Request  *request,
            gint64    now,
            GError  **error)
{
  gboolean vnc = g_str_equal (request->type, "vnc");
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (now + request->seconds);
  g_autofree char *valid_to = g_date_time_format (end, "%Y-%m-%dT%H:%M:%S");
  g_autoptr (MusterWiped) password = make_password (vnc ? VNC_LENGTH : SPICE_LENGTH);
  g_autoptr (MusterWiped) device = NULL;

  muster_domain_xml_set_graphics_password (request->live, request->type, password, valid_to);
  device = muster_domain_xml_dup_graphics (request->live, request->type);
  if (!dex_await (muster_domain_update_device (request->connection, request->uuid, device,
                                               VIR_DOMAIN_AFFECT_LIVE), error))
    return NULL;

  return g_steal_pointer (&password);
}

/* The definition's password; NULL when it takes none, or may not be read. */
static char *
await_defined (Request *request)
{
  g_autofree char *text =
    dex_await_string (muster_domain_get_xml (request->connection, request->uuid,
                                             VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE),
                      NULL);
  g_autoptr (MusterDomainXml) xml = text != NULL ? muster_domain_xml_new (text, NULL) : NULL;

  return xml != NULL ? muster_domain_xml_dup_graphics_password (xml, request->type) : NULL;
}

static DexFuture *
acquire_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (MusterDisplayPassword) found = g_new0 (MusterDisplayPassword, 1);
  g_autoptr (MusterWiped) defined = await_defined (request);
  g_autofree char *valid_to =
    muster_domain_xml_dup_graphics_valid_to (request->live, request->type);
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  found->password = muster_domain_xml_dup_graphics_password (request->live, request->type);
  found->at_next_start = defined != NULL;
  if (found->password != NULL && (*found->password == '\0' || valid_to != NULL))
    now = await_now (request->connection);
  found->use = muster_display_password_judge (found->password, valid_to, defined, now);
  if (found->use == MUSTER_DISPLAY_PASSWORD_DUE && await_persistent (request))
    {
      muster_wiped_free (found->password);
      found->password = await_lent (request, now, &error);
      if (found->password == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      found->use = MUSTER_DISPLAY_PASSWORD_LENT;
    }

  return dex_future_new_take_boxed (MUSTER_TYPE_DISPLAY_PASSWORD, g_steal_pointer (&found));
}

DexFuture *
muster_display_password_acquire (MusterConnection *connection,
                                 const char       *uuid,
                                 MusterDomainXml  *live,
                                 const char       *type,
                                 guint             seconds)
{
  Request *request;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_DOMAIN_XML (live), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  request = g_new0 (Request, 1);
  request->connection = g_object_ref (connection);
  request->live = g_object_ref (live);
  request->uuid = g_strdup (uuid);
  request->type = g_strdup (type);
  request->seconds = seconds;

  return dex_scheduler_spawn (NULL, 0, acquire_fiber, request, request_free);
}

static gboolean
take_passwords (MusterDomainXml *xml,
                const char      *type,
                gpointer         data)
{
  g_autoptr (MusterWiped) there = muster_domain_xml_dup_graphics_password (xml, type);

  return there != NULL || muster_domain_xml_set_graphics_password (xml, type, "", NULL);
}

DexFuture *
muster_display_password_enable (MusterInventory *inventory,
                                MusterVm        *vm,
                                const char      *type)
{
  return muster_vm_display_edit (inventory, vm, type, take_passwords, NULL, NULL, FALSE,
                                 _("Passwords for the screen could not be turned on."));
}
