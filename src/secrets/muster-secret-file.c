/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-secret-file.h"
#include "muster-secrets-error.h"

#define MAX_SIZE (256 * 1024)

static void
set_open_error (GError     **error,
                const char  *path,
                int          number)
{
  if (number == ENOENT || number == ENOTDIR)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISSING,
                 _("There is no file “%s”. Choose another one."), path);
  else if (number == EACCES || number == EPERM)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_UNREADABLE,
                 _("You may not read “%s”. Have its owner make a copy for you, "
                   "then import that."),
                 path);
  else
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_UNREADABLE,
                 /* Translators: a file, then the system's reason. */
                 _("“%s” cannot be read: %s."), path, g_strerror (number));
}

static gboolean
check_file (int          fd,
            const char  *path,
            GError     **error)
{
  struct stat info;

  if (fstat (fd, &info) < 0)
    set_open_error (error, path, errno);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_REGULAR,
                 _("“%s” is not a regular file. Choose a file in PEM form."), path);
  else if (info.st_size > MAX_SIZE)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_TOO_LARGE,
                 _("“%s” is larger than 256 KiB, so it is no certificate or key. "
                   "Choose a file in PEM form."),
                 path);
  else
    return TRUE;

  return FALSE;
}

static gboolean
fill (int     fd,
      char   *buffer,
      gsize   size,
      gsize  *length)
{
  *length = 0;
  while (*length < size)
    {
      gssize n = read (fd, buffer + *length, size - *length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n == 0;
      *length += n;
    }

  return TRUE;
}

char *
_muster_secret_file_read (const char  *path,
                          gsize       *length,
                          GError     **error)
{
  /* NONBLOCK, because a FIFO would otherwise hold us at the door. */
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char *buffer;

  if (fd < 0)
    {
      set_open_error (error, path, errno);
      return NULL;
    }

  if (!check_file (fd, path, error))
    return NULL;

  buffer = g_malloc0 (MAX_SIZE + 1);
  if (fill (fd, buffer, MAX_SIZE, length))
    return buffer;

  set_open_error (error, path, errno);
  _muster_secret_file_free (buffer);
  return NULL;
}

void
_muster_secret_file_free (char *content)
{
  if (content == NULL)
    return;

  explicit_bzero (content, MAX_SIZE);
  g_free (content);
}

MusterWiped *
_muster_secret_file_read_pem (const char  *path,
                              GError     **error)
{
  gsize length;
  char *content = _muster_secret_file_read (path, &length, error);

  if (content == NULL)
    return NULL;

  if (length > 0 && strlen (content) == length)
    return content;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
               _("“%s” is not in PEM form (text with a line “-----BEGIN …”). "
                 "Convert it to PEM, then try again."),
               path);
  _muster_secret_file_free (content);
  return NULL;
}

char *
_muster_secret_file_expand (const char *path)
{
  if (path[0] == '~' && (path[1] == '/' || path[1] == '\0'))
    return g_build_filename (g_get_home_dir (), path + 1, NULL);

  return g_canonicalize_filename (path, NULL);
}
