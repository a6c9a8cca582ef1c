/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "muster-cli-error.h"
#include "muster-cli-file.h"

/* A request, and before it the list of all that is revoked. */
#define MAX_BYTES (1024 * 1024)

static void
set_error (GError     **error,
           const char  *text,
           const char  *path,
           int          code)
{
  /* Translators: what could not be done, a file, and why */
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED, _("%s: %s: %s"), text, path,
               g_strerror (code));
}

char *
muster_cli_file_read (const char  *path,
                      GError     **error)
{
  FILE *file = g_str_equal (path, "-") ? stdin : fopen (path, "re");
  g_autofree char *text = g_malloc0 (MAX_BYTES + 1);
  gsize length;

  if (file == NULL)
    {
      set_error (error, _("The file cannot be read"), path, errno);
      return NULL;
    }
  length = fread (text, 1, MAX_BYTES, file);
  if (file != stdin)
    fclose (file);
  text[length] = '\0';

  return g_steal_pointer (&text);
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }

  return TRUE;
}

gboolean
muster_cli_file_try (const char  *path,
                     GError     **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      set_error (error, _("The file cannot be written"), path, errno);
      return FALSE;
    }
  close (fd);
  g_unlink (path);

  return TRUE;
}

gboolean
muster_cli_file_write (const char  *path,
                       const void  *bytes,
                       gsize        length,
                       GError     **error)
{
  int fd = path != NULL ? g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)
                        : STDOUT_FILENO;
  gboolean written = fd >= 0 && write_all (fd, bytes, length);
  int code = errno;

  if (written && path != NULL && (fsync (fd) < 0 || close (fd) < 0))
    {
      written = FALSE;
      code = errno;
    }
  if (written)
    return TRUE;

  set_error (error, _("The file cannot be written"), path != NULL ? path : "-", code);
  if (fd >= 0 && path != NULL)
    g_unlink (path);

  return FALSE;
}
