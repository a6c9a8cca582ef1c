/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-record.h"
#include "muster-store-error.h"

#define MAX_NAME 200

struct _MusterRecord
{
  GObject     parent_instance;

  char       *text;
  char       *kind;
  char       *id;
  char       *revision;
  const char *writer;
  char      **parents;
  guint64     counter;
  gint64      time;

  /* JsonObject counts its references without locks, so only one thread may
   * touch this; whoever writes records elsewhere uses the text.
   */
  JsonObject *content;
};

G_DEFINE_FINAL_TYPE (MusterRecord, muster_record, G_TYPE_OBJECT)

static gboolean
is_made_of (const char *text,
            const char *more)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_NAME)
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isdigit (*c) && !g_ascii_islower (*c) &&
          strchr (more, *c) == NULL)
        return FALSE;
    }

  return TRUE;
}

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static gboolean
is_kind (const char *kind)
{
  return is_made_of (kind, "-");
}

static gboolean
is_id (const char *id)
{
  return is_made_of (id, UPPER "._-") && id[0] != '.';
}

static gboolean
invalid (GError     **error,
         const char  *what)
{
  g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID,
               /* Translators: %s is the name of a field, such as "id". */
               _("The field “%s” of a record is missing or malformed."), what);
  return FALSE;
}

static const char *
get_string (JsonObject *json,
            const char *name)
{
  JsonNode *node = json_object_get_member (json, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static gboolean
read_names (MusterRecord  *self,
            JsonObject    *json,
            GError       **error)
{
  self->kind = g_strdup (get_string (json, "kind"));
  self->id = g_strdup (get_string (json, "id"));
  self->revision = g_strdup (get_string (json, "revision"));

  if (!is_kind (self->kind))
    return invalid (error, "kind");
  if (!is_id (self->id))
    return invalid (error, "id");
  if (!muster_record_parse_revision (self->revision,
                                     &self->counter, &self->writer))
    return invalid (error, "revision");

  return TRUE;
}

static gboolean
read_time (MusterRecord  *self,
           JsonObject    *json,
           GError       **error)
{
  JsonNode *node = json_object_get_member (json, "time");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return invalid (error, "time");

  self->time = json_node_get_int (node);
  return TRUE;
}

static gboolean
read_parents (MusterRecord  *self,
              JsonObject    *json,
              GError       **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (json, "parents");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return invalid (error, "parents");

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) ||
          !muster_record_parse_revision (json_node_get_string (item), NULL, NULL))
        return invalid (error, "parents");

      g_strv_builder_add (builder, json_node_get_string (item));
    }

  self->parents = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_content (MusterRecord  *self,
              JsonObject    *json,
              GError       **error)
{
  JsonNode *deleted = json_object_get_member (json, "deleted");
  JsonNode *content = json_object_get_member (json, "content");

  if (deleted != NULL &&
      (!JSON_NODE_HOLDS_VALUE (deleted) ||
       json_node_get_value_type (deleted) != G_TYPE_BOOLEAN))
    return invalid (error, "deleted");

  if (deleted != NULL && json_node_get_boolean (deleted))
    return TRUE;

  if (content == NULL || !JSON_NODE_HOLDS_OBJECT (content))
    return invalid (error, "content");

  self->content = json_node_dup_object (content);
  json_object_seal (self->content);
  return TRUE;
}

static char *
write_object (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

static void
muster_record_finalize (GObject *object)
{
  MusterRecord *self = MUSTER_RECORD (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->revision, g_free);
  g_clear_pointer (&self->parents, g_strfreev);
  g_clear_pointer (&self->content, json_object_unref);

  G_OBJECT_CLASS (muster_record_parent_class)->finalize (object);
}

static void
muster_record_class_init (MusterRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_record_finalize;
}

static void
muster_record_init (MusterRecord *self)
{
}

MusterRecord *
muster_record_new (const char          *kind,
                   const char          *id,
                   guint64              counter,
                   const char          *writer,
                   const char * const  *parents,
                   gint64               time,
                   JsonObject          *content,
                   GError             **error)
{
  g_autoptr(JsonObject) json = json_object_new ();
  g_autofree char *revision = NULL;
  JsonArray *array = json_array_new ();

  g_return_val_if_fail (kind != NULL && id != NULL && writer != NULL, NULL);

  revision = g_strdup_printf ("%" G_GUINT64_FORMAT "-%s", counter, writer);
  for (guint i = 0; parents != NULL && parents[i] != NULL; i++)
    json_array_add_string_element (array, parents[i]);

  json_object_set_string_member (json, "kind", kind);
  json_object_set_string_member (json, "id", id);
  json_object_set_string_member (json, "revision", revision);
  json_object_set_array_member (json, "parents", array);
  json_object_set_string_member (json, "writer", writer);
  json_object_set_int_member (json, "time", time);
  if (content != NULL)
    json_object_set_object_member (json, "content", json_object_ref (content));
  else
    json_object_set_boolean_member (json, "deleted", TRUE);

  return muster_record_new_from_json (json, error);
}

MusterRecord *
muster_record_new_from_json (JsonObject  *json,
                             GError     **error)
{
  g_autoptr(MusterRecord) self = NULL;
  g_autoptr(JsonNode) own = NULL;
  JsonObject *object;

  g_return_val_if_fail (json != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_RECORD, NULL);
  self->text = write_object (json);
  /* Read back, so that nobody else holds a part of what we seal. */
  own = json_from_string (self->text, error);
  if (own == NULL)
    return NULL;

  object = json_node_get_object (own);
  if (!read_names (self, object, error) ||
      !read_time (self, object, error) ||
      !read_parents (self, object, error) ||
      !read_content (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
muster_record_get_text (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->text;
}

const char *
muster_record_get_kind (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->kind;
}

const char *
muster_record_get_id (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->id;
}

const char *
muster_record_get_revision (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->revision;
}

guint64
muster_record_get_counter (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), 0);

  return self->counter;
}

const char *
muster_record_get_writer (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->writer;
}

const char * const *
muster_record_get_parents (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return (const char * const *) self->parents;
}

gint64
muster_record_get_time (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), 0);

  return self->time;
}

gboolean
muster_record_is_deleted (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), TRUE);

  return self->content == NULL;
}

JsonObject *
muster_record_get_content (MusterRecord *self)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  return self->content;
}

JsonObject *
muster_record_dup_content (MusterRecord *self)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *content;

  g_return_val_if_fail (MUSTER_IS_RECORD (self), NULL);

  if (self->content == NULL)
    return json_object_new ();

  root = json_from_string (self->text, NULL);
  content = json_object_get_object_member (json_node_get_object (root), "content");
  return json_object_ref (content);
}

int
muster_record_compare (MusterRecord *a,
                       MusterRecord *b)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (a), 0);
  g_return_val_if_fail (MUSTER_IS_RECORD (b), 0);

  if (a->counter != b->counter)
    return a->counter > b->counter ? 1 : -1;

  return strcmp (a->writer, b->writer);
}

gboolean
muster_record_parse_revision (const char  *revision,
                              guint64     *counter,
                              const char **writer)
{
  guint64 number;
  char *end;

  /* No sign, no leading zero: one revision has one spelling. */
  if (revision == NULL || revision[0] < '1' || revision[0] > '9')
    return FALSE;

  number = g_ascii_strtoull (revision, &end, 10);
  if (number == G_MAXUINT64 || *end != '-' || !is_made_of (end + 1, UPPER "_-"))
    return FALSE;

  if (counter != NULL)
    *counter = number;
  if (writer != NULL)
    *writer = end + 1;

  return TRUE;
}
