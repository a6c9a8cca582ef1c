/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "muster-vm-copies.h"

#define MAX_BYTES (64 * 1024 * 1024)
#define CHUNK_BYTES (64 * 1024)

MusterVmCopy *
muster_vm_copy_new (const char *uuid,
                    const char *name,
                    gboolean    autostart,
                    const char *xml)
{
  MusterVmCopy *self = g_new0 (MusterVmCopy, 1);

  self->uuid = g_strdup (uuid);
  self->name = g_strdup (name);
  self->autostart = autostart;
  self->xml = g_strdup (xml);

  return self;
}

void
muster_vm_copy_free (MusterVmCopy *self)
{
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->xml);
  g_free (self);
}

static int
compare_by_uuid (gconstpointer a,
                 gconstpointer b)
{
  const MusterVmCopy *one = *(const MusterVmCopy * const *) a;
  const MusterVmCopy *other = *(const MusterVmCopy * const *) b;

  return strcmp (one->uuid, other->uuid);
}

/* --- packing ------------------------------------------------------------------------ */

/* Returns: (nullable): NULL when @input is not what @converter takes, or is too much. */
static GByteArray *
convert (GConverter *converter,
         const void *input,
         gsize       length)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  const char *at = input;
  GConverterResult result;

  do
    {
      gsize used = output->len, n_read = 0, n_written = 0;

      g_byte_array_set_size (output, (guint) used + CHUNK_BYTES);
      result = g_converter_convert (converter, at, length, output->data + used, CHUNK_BYTES,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      g_byte_array_set_size (output, (guint) (used + n_written));
      at += n_read;
      length -= n_read;
    }
  while (result == G_CONVERTER_CONVERTED && output->len <= MAX_BYTES);

  return result == G_CONVERTER_FINISHED && output->len <= MAX_BYTES
           ? g_steal_pointer (&output) : NULL;
}

static char *
pack (const char *text)
{
  g_autoptr (GZlibCompressor) packer =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GByteArray) bytes = convert (G_CONVERTER (packer), text, strlen (text));

  return g_base64_encode (bytes->data, bytes->len);
}

static char *
unpack (const char *packed)
{
  g_autoptr (GZlibDecompressor) unpacker =
    g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree guchar *bytes = NULL;
  g_autoptr (GByteArray) text = NULL;
  gsize length = 0;

  bytes = g_base64_decode (packed, &length);
  text = convert (G_CONVERTER (unpacker), bytes, length);

  return text != NULL ? g_strndup ((const char *) text->data, text->len) : NULL;
}

/* --- writing ------------------------------------------------------------------------ */

static JsonObject *
copy_to_json (const MusterVmCopy *copy)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "uuid", copy->uuid);
  json_object_set_string_member (object, "name", copy->name);
  json_object_set_boolean_member (object, "autostart", copy->autostart);
  json_object_set_string_member (object, "xml", copy->xml);

  return object;
}

static char *
to_text (GPtrArray *copies)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (copies->len);

  for (guint i = 0; i < copies->len; i++)
    json_array_add_object_element (array, copy_to_json (copies->pdata[i]));
  json_node_take_array (node, array);

  return json_to_string (node, FALSE);
}

JsonObject *
muster_vm_copies_to_json (const char *host_name,
                          GPtrArray  *copies)
{
  JsonObject *content;
  g_autofree char *text = NULL;
  g_autofree char *packed = NULL;

  g_return_val_if_fail (host_name != NULL, NULL);
  g_return_val_if_fail (copies != NULL, NULL);

  g_ptr_array_sort (copies, compare_by_uuid);
  text = to_text (copies);
  packed = pack (text);
  content = json_object_new ();
  json_object_set_string_member (content, "name", host_name);
  json_object_set_int_member (content, "count", copies->len);
  json_object_set_string_member (content, "vms", packed);

  return content;
}

/* --- reading ------------------------------------------------------------------------ */

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

static MusterVmCopy *
copy_from_node (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *uuid, *name, *xml;

  if (object == NULL ||
      (uuid = get_text (object, "uuid")) == NULL || !g_uuid_string_is_valid (uuid) ||
      (name = get_text (object, "name")) == NULL || *name == '\0' ||
      (xml = get_text (object, "xml")) == NULL)
    return NULL;

  return muster_vm_copy_new (uuid, name,
                             json_object_get_boolean_member_with_default (object, "autostart",
                                                                          FALSE),
                             xml);
}

static GPtrArray *
copies_from_node (JsonNode *node)
{
  g_autoptr (GPtrArray) copies =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_vm_copy_free);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      MusterVmCopy *copy = copy_from_node (json_array_get_element (array, i));

      if (copy == NULL)
        return NULL;
      g_ptr_array_add (copies, copy);
    }

  return array != NULL ? g_steal_pointer (&copies) : NULL;
}

GPtrArray *
muster_vm_copies_from_json (JsonObject  *content,
                            GError     **error)
{
  const char *packed = content != NULL ? get_text (content, "vms") : NULL;
  g_autofree char *text = packed != NULL ? unpack (packed) : NULL;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  GPtrArray *copies = node != NULL ? copies_from_node (node) : NULL;

  if (copies == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("The copies of the VMs’ definitions cannot be read."));

  return copies;
}

/* --- which of them run ------------------------------------------------------------------ */

JsonObject *
muster_active_vms_to_json (const char *host_name,
                           GPtrArray  *uuids)
{
  JsonObject *content = json_object_new ();
  JsonArray *array = json_array_sized_new (uuids->len);

  for (guint i = 0; i < uuids->len; i++)
    json_array_add_string_element (array, uuids->pdata[i]);
  json_object_set_string_member (content, "name", host_name);
  json_object_set_array_member (content, "vms", array);

  return content;
}

GHashTable *
muster_active_vms_from_json (JsonObject *content)
{
  GHashTable *uuids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonNode *node = content != NULL ? json_object_get_member (content, "vms") : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_hash_table_add (uuids, g_strdup (json_node_get_string (element)));
    }

  return uuids;
}

gboolean
muster_vm_copies_equal (JsonObject *a,
                        JsonObject *b)
{
  JsonNode *one = a != NULL ? json_object_get_member (a, "vms") : NULL;
  JsonNode *other = b != NULL ? json_object_get_member (b, "vms") : NULL;

  return one != NULL && other != NULL && json_node_equal (one, other);
}
