/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renameat2 () */
#define _GNU_SOURCE

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-file-image.h"
#include "muster-store-error.h"

#define FORMAT        1
#define MAX_SIZE      (64 * 1024 * 1024)
#define LOCK_PAUSE    (20 * G_TIME_SPAN_MILLISECOND)
#define LOCK_PATIENCE (10 * G_TIME_SPAN_SECOND)

/* --- errors -------------------------------------------------------------- */

static void
set_write_error (GError     **error,
                 const char  *path,
                 int          number)
{
  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NO_SPACE,
                 _("“%s” was not written, because there is no space left for it. "
                   "Its old content was kept. Free some space, then try again."),
                 path);
  else
    g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_WRITE,
                 /* Translators: a file, then the system's reason. */
                 _("“%s” cannot be written: %s. Its old content was kept. "
                   "Make the file and its folder writable for you, then try again."),
                 path, g_strerror (number));
}

static void
set_read_error (GError     **error,
                const char  *path,
                const char  *reason)
{
  g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_READ,
               /* Translators: a file, then the system's reason. */
               _("“%s” cannot be read: %s. Make it a file that you may read, "
                 "then try again."),
               path, reason);
}

static void
set_corrupt_error (GError **error)
{
  /* The one who sets the file aside words the message. */
  g_set_error_literal (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT, "");
}

/* --- reading ------------------------------------------------------------- */

static GBytes *
read_all (int          fd,
          gsize        size,
          const char  *path,
          GError     **error)
{
  g_autofree char *buffer = g_malloc (size + 1);
  gsize length = 0;

  /* Files are replaced, never written to, so the size stands. */
  while (length < size)
    {
      gssize n = read (fd, buffer + length, size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_read_error (error, path, g_strerror (errno));
          return NULL;
        }
      if (n == 0)
        break;
      length += n;
    }

  return g_bytes_new_take (g_steal_pointer (&buffer), length);
}

/* Sets neither result nor error when there is no file. */
static GBytes *
read_file (const char  *path,
           GError     **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    return NULL;

  if (fd < 0 || fstat (fd, &info) < 0)
    set_read_error (error, path, g_strerror (errno));
  else if (!S_ISREG (info.st_mode))
    set_read_error (error, path, _("it is not a regular file"));
  else if (info.st_size > MAX_SIZE)
    set_read_error (error, path, _("it is larger than 64 MiB"));
  else
    return read_all (fd, info.st_size, path, error);

  return NULL;
}

static gboolean
read_record (MusterFileImage *self,
             MusterRevisions *before,
             JsonNode        *node)
{
  g_autoptr(MusterRecord) record = NULL;
  MusterRecord *known;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  record = muster_record_new_from_json (json_node_get_object (node), NULL);
  if (record == NULL)
    return FALSE;

  known = muster_revisions_lookup (before,
                                   muster_record_get_kind (record),
                                   muster_record_get_id (record),
                                   muster_record_get_revision (record));
  muster_revisions_add (self->revisions, known != NULL ? known : record);
  return TRUE;
}

static gboolean
read_records (MusterFileImage *self,
              MusterRevisions *before,
              JsonObject      *root)
{
  JsonNode *node = json_object_get_member (root, "records");
  JsonArray *records;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  records = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      if (!read_record (self, before, json_array_get_element (records, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_format (JsonObject  *root,
             const char  *path,
             GError     **error)
{
  JsonNode *node = json_object_get_member (root, "format");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    {
      set_corrupt_error (error);
      return FALSE;
    }

  if (json_node_get_int (node) <= FORMAT)
    return TRUE;

  g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NEWER,
               _("“%s” was written by a newer Muster. Nothing in it was changed. "
                 "Update this Muster, then try again."),
               path);
  return FALSE;
}

static void
add_all (MusterRevisions *to,
         MusterRevisions *from)
{
  g_autoptr(GPtrArray) records = muster_revisions_list_all (from);

  for (guint i = 0; i < records->len; i++)
    muster_revisions_add (to, g_ptr_array_index (records, i));
}

static MusterFileImage *
parse (GBytes           *bytes,
       MusterFileImage  *before,
       const char       *path,
       GError          **error)
{
  g_autoptr(MusterFileImage) self = _muster_file_image_new ();
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(JsonNode) root = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  json_parser_set_strict (parser, TRUE);
  if (text == NULL || !g_utf8_validate_len (text, length, NULL) ||
      !json_parser_load_from_data (parser, text, length, NULL) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      set_corrupt_error (error);
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (!read_format (json_node_get_object (root), path, error))
    return NULL;

  if (!read_records (self, before->revisions, json_node_get_object (root)))
    {
      set_corrupt_error (error);
      return NULL;
    }

  /* The file was gone or broken: what was known is nowhere else. */
  if (before->bytes == NULL)
    add_all (self->revisions, before->revisions);

  json_object_remove_member (json_node_get_object (root), "records");
  g_free (self->extra);
  self->extra = json_to_string (root, FALSE);
  self->bytes = g_bytes_ref (bytes);
  return g_steal_pointer (&self);
}

/* --- writing ------------------------------------------------------------- */

static GBytes *
compose (MusterFileImage *self)
{
  g_autoptr(GPtrArray) records = muster_revisions_list_all (self->revisions);
  GString *text = g_string_new (self->extra);

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",\"records\":[");
  for (guint i = 0; i < records->len; i++)
    {
      g_string_append (text, i == 0 ? "\n" : ",\n");
      g_string_append (text,
                       muster_record_get_text (g_ptr_array_index (records, i)));
    }
  g_string_append (text, "\n]}\n");

  return g_string_free_to_bytes (text);
}

static gboolean
write_all (int     fd,
           GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= n;
    }

  return fsync (fd) == 0;
}

static gboolean
write_file (const char *path,
            GBytes     *bytes)
{
  int fd;

  /* One of an earlier, interrupted write; whoever holds the lock owns it. */
  if (unlink (path) < 0 && errno != ENOENT)
    return FALSE;

  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;

  if (!write_all (fd, bytes))
    {
      int number = errno;

      close (fd);
      unlink (path);
      errno = number;
      return FALSE;
    }

  return close (fd) == 0;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  /* The new content is in place; file systems that cannot sync a folder
   * make the name durable by themselves.
   */
  if (fd >= 0 && fsync (fd) < 0)
    g_debug ("fsync of %s: %s", folder, g_strerror (errno));
}

/* ------------------------------------------------------------------------- */

MusterFileImage *
_muster_file_image_new (void)
{
  MusterFileImage *self = g_new0 (MusterFileImage, 1);

  self->revisions = muster_revisions_new ();
  self->extra = g_strdup_printf ("{\"format\":%d}", FORMAT);
  return self;
}

void
_muster_file_image_free (MusterFileImage *self)
{
  g_clear_pointer (&self->revisions, muster_revisions_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->extra, g_free);
  g_free (self);
}

static MusterFileImage *
image_copy (MusterFileImage *self,
            GBytes          *bytes)
{
  MusterFileImage *copy = g_new0 (MusterFileImage, 1);

  copy->revisions = muster_revisions_ref (self->revisions);
  copy->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  copy->extra = g_strdup (self->extra);
  return copy;
}

MusterFileImage *
_muster_file_image_load (const char       *path,
                         MusterFileImage  *before,
                         GError          **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) bytes = NULL;

  bytes = read_file (path, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  if (bytes == NULL ||
      (before->bytes != NULL && g_bytes_equal (bytes, before->bytes)))
    return image_copy (before, bytes);

  return parse (bytes, before, path, error);
}

gboolean
_muster_file_image_save (MusterFileImage  *self,
                         const char       *path,
                         GError          **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr(GBytes) bytes = compose (self);

  if (!write_file (part, bytes) || rename (part, path) < 0)
    {
      set_write_error (error, path, errno);
      return FALSE;
    }

  sync_folder (path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_steal_pointer (&bytes);
  return TRUE;
}

char *
_muster_file_image_set_aside (const char *path)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  for (guint i = 1; i < 100; i++)
    {
      g_autofree char *name = NULL;

      name = g_strdup_printf ("%s.broken-%s-%u", path, stamp, i);
      if (renameat2 (AT_FDCWD, path, AT_FDCWD, name, RENAME_NOREPLACE) == 0)
        return g_steal_pointer (&name);
      if (errno != EEXIST)
        break;
    }

  return NULL;
}

static int
open_lock (const char  *path,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    set_write_error (error, path, errno);

  return fd;
}

int
_muster_file_image_lock (const char  *path,
                         GError     **error)
{
  gint64 deadline = g_get_monotonic_time () + LOCK_PATIENCE;
  g_autofd int fd = open_lock (path, error);

  if (fd < 0)
    return -1;

  while (flock (fd, LOCK_EX | LOCK_NB) < 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          set_write_error (error, path, errno);
          return -1;
        }

      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_BUSY,
                       _("“%s” was not written, because another Muster has been "
                         "writing it for ten seconds. Close that one, then try "
                         "again."),
                       path);
          return -1;
        }

      g_usleep (LOCK_PAUSE);
    }

  return g_steal_fd (&fd);
}
