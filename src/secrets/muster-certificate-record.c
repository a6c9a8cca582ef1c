/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-certificate-record.h"
#include "muster-secrets-error.h"

/* RFC 5280 allows 20 bytes; what others issued may be longer. */
#define MAX_SERIAL_DIGITS 128

G_DEFINE_BOXED_TYPE (MusterCertificateRecord, muster_certificate_record,
                     muster_certificate_record_copy, muster_certificate_record_free)

/* --- reading ------------------------------------------------------------- */

static const char *
get_string (JsonObject *json,
            const char *member)
{
  JsonNode *node = json_object_get_member (json, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

static gboolean
get_time (JsonObject *json,
          const char *member,
          gint64     *time)
{
  JsonNode *node = json_object_get_member (json, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *time = json_node_get_int (node);
  return *time >= 0;
}

/* One that may be missing: 0 then. */
static gboolean
get_optional_time (JsonObject *json,
                   const char *member,
                   gint64     *time)
{
  return !json_object_has_member (json, member) || get_time (json, member, time);
}

static gboolean
is_serial (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= MAX_SERIAL_DIGITS && length % 2 == 0 &&
         strspn (text, "0123456789abcdef") == length;
}

static GStrv
get_names (JsonObject *json)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (json, "names");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);

      if (json_node_get_value_type (name) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (names, json_node_get_string (name));
    }

  return g_strv_builder_end (names);
}

static gboolean
read_json (MusterCertificateRecord *self,
           JsonObject              *json)
{
  const char *serial = get_string (json, "serial");
  const char *name = get_string (json, "name");

  if (!is_serial (serial) || name == NULL ||
      !muster_certificate_kind_from_string (get_string (json, "kind"), &self->kind) ||
      !get_time (json, "not-after", &self->not_after) ||
      !get_optional_time (json, "issued-at", &self->issued_at) ||
      !get_optional_time (json, "superseded-at", &self->superseded_at) ||
      !get_optional_time (json, "revoked-at", &self->revoked_at))
    return FALSE;

  self->serial = g_strdup (serial);
  self->name = g_strdup (name);
  self->authority = g_strdup (get_string (json, "authority"));
  self->names = get_names (json);
  return self->names != NULL;
}

/* ------------------------------------------------------------------------- */

MusterCertificateRecord *
muster_certificate_record_new (MusterCertificateKind  kind,
                               MusterCertificateInfo *info)
{
  MusterCertificateRecord *self;
  const char *name;

  g_return_val_if_fail (info != NULL, NULL);

  name = info->common_name != NULL ? info->common_name : info->names[0];
  self = g_new0 (MusterCertificateRecord, 1);
  self->serial = g_strdup (info->serial);
  self->name = g_strdup (name != NULL ? name : info->subject);
  self->names = g_strdupv (info->names);
  self->kind = kind;
  self->authority = g_strdup (info->issuer_key_id);
  self->issued_at = g_get_real_time () / G_USEC_PER_SEC;
  self->not_after = g_date_time_to_unix (info->not_after);
  return self;
}

MusterCertificateRecord *
muster_certificate_record_new_from_json (JsonObject  *json,
                                         GError     **error)
{
  g_autoptr(MusterCertificateRecord) self = g_new0 (MusterCertificateRecord, 1);

  g_return_val_if_fail (json != NULL, NULL);

  if (read_json (self, json))
    return g_steal_pointer (&self);

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
               _("The record of an issued certificate is damaged. Issue the "
                 "certificate again."));
  return NULL;
}

JsonObject *
muster_certificate_record_to_json (const MusterCertificateRecord *self)
{
  JsonObject *json;
  JsonArray *names;

  g_return_val_if_fail (self != NULL, NULL);

  names = json_array_new ();
  for (guint i = 0; self->names[i] != NULL; i++)
    json_array_add_string_element (names, self->names[i]);

  json = json_object_new ();
  json_object_set_string_member (json, "serial", self->serial);
  json_object_set_string_member (json, "name", self->name);
  json_object_set_array_member (json, "names", names);
  json_object_set_string_member (json, "kind",
                                 muster_certificate_kind_to_string (self->kind));
  if (self->authority != NULL)
    json_object_set_string_member (json, "authority", self->authority);
  json_object_set_int_member (json, "not-after", self->not_after);
  if (self->issued_at != 0)
    json_object_set_int_member (json, "issued-at", self->issued_at);
  if (self->superseded_at != 0)
    json_object_set_int_member (json, "superseded-at", self->superseded_at);
  if (self->revoked_at != 0)
    json_object_set_int_member (json, "revoked-at", self->revoked_at);
  return json;
}

MusterCertificateState
muster_certificate_record_get_state (const MusterCertificateRecord *self,
                                     gint64                         now)
{
  g_return_val_if_fail (self != NULL, MUSTER_CERTIFICATE_STATE_REVOKED);

  if (self->revoked_at != 0)
    return MUSTER_CERTIFICATE_STATE_REVOKED;
  if (self->not_after < now)
    return MUSTER_CERTIFICATE_STATE_EXPIRED;

  return self->superseded_at != 0 ? MUSTER_CERTIFICATE_STATE_SUPERSEDED
                                  : MUSTER_CERTIFICATE_STATE_VALID;
}

const char *
muster_certificate_state_to_id (MusterCertificateState state)
{
  switch (state)
    {
    case MUSTER_CERTIFICATE_STATE_VALID: return "valid";
    case MUSTER_CERTIFICATE_STATE_SUPERSEDED: return "superseded";
    case MUSTER_CERTIFICATE_STATE_EXPIRED: return "expired";
    case MUSTER_CERTIFICATE_STATE_REVOKED: return "revoked";
    default: g_return_val_if_reached (NULL);
    }
}

MusterCertificateRecord *
muster_certificate_record_copy (const MusterCertificateRecord *self)
{
  MusterCertificateRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->serial = g_strdup (self->serial);
  copy->name = g_strdup (self->name);
  copy->authority = g_strdup (self->authority);
  copy->names = g_strdupv (self->names);
  return copy;
}

void
muster_certificate_record_free (MusterCertificateRecord *self)
{
  if (self == NULL)
    return;

  g_free (self->serial);
  g_free (self->name);
  g_free (self->authority);
  g_strfreev (self->names);
  g_free (self);
}
