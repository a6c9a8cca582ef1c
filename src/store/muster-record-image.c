/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-record-image.h"
#include "muster-store-error.h"

#define MAGIC    "muster-record "
#define FORMAT   1
#define MAX_SIZE (16 * 1024 * 1024)
/* Magic, format, length, SHA-256 and the line's end are never longer. */
#define MAX_HEAD 128

char *
muster_record_image_make_name (MusterRecord *record)
{
  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  return g_strconcat (muster_record_get_kind (record), ".", muster_record_get_id (record), ".",
                      muster_record_get_revision (record), NULL);
}

/* Only an id can have dots. */
gboolean
muster_record_image_parse_name (const char  *name,
                                char       **kind,
                                char       **id,
                                char       **revision)
{
  const char *first;
  const char *last;

  g_return_val_if_fail (name != NULL, FALSE);

  first = strchr (name, '.');
  last = strrchr (name, '.');
  if (first == NULL || first == name || last - first < 2 ||
      !muster_record_parse_revision (last + 1, NULL, NULL))
    return FALSE;

  *kind = g_strndup (name, (gsize) (first - name));
  *id = g_strndup (first + 1, (gsize) (last - first - 1));
  *revision = g_strdup (last + 1);

  return TRUE;
}

GBytes *
muster_record_image_encode (MusterRecord *record)
{
  g_autofree char *sum = NULL;
  const char *text;
  char *whole;

  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  text = muster_record_get_text (record);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  whole = g_strdup_printf (MAGIC "%d %" G_GSIZE_FORMAT " %s\n%s", FORMAT, strlen (text), sum, text);

  return g_bytes_new_take (whole, strlen (whole));
}

static gboolean
refuse (GError          **error,
        MusterStoreError  code,
        const char       *name)
{
  /* Translators: the name of a record's file */
  g_set_error (error, MUSTER_STORE_ERROR, (int) code, _("“%s” is not a whole record."), name);

  return FALSE;
}

/* Finds the text within @data, and the checksum it must have. */
static gboolean
read_head (const char  *data,
           gsize        size,
           const char  *name,
           char       **text,
           char       **sum,
           GError     **error)
{
  const char *end = memchr (data, '\n', MIN (size, MAX_HEAD));
  g_autofree char *line = end != NULL ? g_strndup (data, (gsize) (end - data)) : NULL;
  g_auto (GStrv) words = line != NULL ? g_strsplit (line, " ", 5) : NULL;
  guint64 format = 0, length = 0;

  if (line == NULL || !g_str_has_prefix (line, MAGIC) || g_strv_length (words) < 2 ||
      !g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXUINT, &format, NULL))
    return refuse (error, MUSTER_STORE_ERROR_CORRUPT, name);
  if (format > FORMAT)
    return refuse (error, MUSTER_STORE_ERROR_NEWER, name);
  if (g_strv_length (words) != 4 ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, MAX_SIZE, &length, NULL) ||
      length > size - (gsize) (end + 1 - data))
    return refuse (error, MUSTER_STORE_ERROR_CORRUPT, name);

  *text = g_strndup (end + 1, length);
  *sum = g_strdup (words[3]);

  return TRUE;
}

static MusterRecord *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (error, MUSTER_STORE_ERROR_INVALID, text);
      return NULL;
    }

  return muster_record_new_from_json (json_node_get_object (node), error);
}

MusterRecord *
muster_record_image_decode (const char  *name,
                            GBytes      *content,
                            GError     **error)
{
  g_autoptr (MusterRecord) record = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *real_sum = NULL;
  g_autofree char *real_name = NULL;
  const char *data;
  gsize size = 0;

  g_return_val_if_fail (name != NULL && content != NULL, NULL);

  data = g_bytes_get_data (content, &size);
  if (!read_head (data, size, name, &text, &sum, error))
    return NULL;
  real_sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  if (!g_str_equal (sum, real_sum))
    {
      refuse (error, MUSTER_STORE_ERROR_CORRUPT, name);
      return NULL;
    }

  record = parse (text, NULL);
  real_name = record != NULL ? muster_record_image_make_name (record) : NULL;
  if (g_strcmp0 (name, real_name) != 0)
    {
      refuse (error, MUSTER_STORE_ERROR_INVALID, name);
      return NULL;
    }

  return g_steal_pointer (&record);
}
