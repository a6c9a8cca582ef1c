/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-pki-folder.h"
#include "muster-pki-signal-private.h"
#include "muster-revocation-list.h"
#include "muster-secrets-error.h"

#define PLACE  "muster"
#define PREFIX "pki-"

struct _MusterPkiFolder
{
  GObject  parent_instance;

  char    *path;
  char    *name;
  /* XDG_RUNTIME_DIR/muster, and the folder in it: its lock says that we live */
  int      place;
  int      folder;
};

G_DEFINE_FINAL_TYPE (MusterPkiFolder, muster_pki_folder, G_TYPE_OBJECT)

static const char * const file_names[] = {
  "cacert.pem", "clientcert.pem", "clientkey.pem", "cacrl.pem",
};

/* --- the place ----------------------------------------------------------- */

static gboolean
is_ours_alone (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 &&
         info.st_uid == geteuid () && (info.st_mode & 077) == 0;
}

static int
refuse (GError     **error,
        const char  *path)
{
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_RUNTIME_DIR,
               _("Keys are not put into “%s”, because it is not a folder that only "
                 "you can open. Log in again, or set XDG_RUNTIME_DIR to a folder "
                 "of your own with mode 0700."),
               path);
  return -1;
}

static int
open_runtime (const char  *runtime,
              GError     **error)
{
  g_autofd int fd = -1;

  if (runtime == NULL || !g_path_is_absolute (runtime))
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_RUNTIME_DIR,
                   _("There is no safe place for keys, because XDG_RUNTIME_DIR is "
                     "not set. Log in to a desktop session, or set it to a folder "
                     "of your own with mode 0700."));
      return -1;
    }

  fd = open (runtime, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || !is_ours_alone (fd))
    return refuse (error, runtime);

  return g_steal_fd (&fd);
}

/* Anything that is not our own folder under that name, a link too, is refused. */
static int
open_place (gboolean   make,
            char     **path,
            GError   **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofd int parent = open_runtime (runtime, error);
  g_autofd int fd = -1;

  if (parent < 0)
    return -1;

  *path = g_build_filename (runtime, PLACE, NULL);
  if (make)
    mkdirat (parent, PLACE, 0700);

  fd = openat (parent, PLACE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 || !is_ours_alone (fd))
    return refuse (error, *path);

  return g_steal_fd (&fd);
}

static void
remove_folder (int         place,
               const char *name,
               int         folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++)
    unlinkat (folder, file_names[i], 0);
  unlinkat (place, name, AT_REMOVEDIR);
}

/* --- writing ------------------------------------------------------------- */

static gboolean
write_text (int         fd,
            const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      text += n;
      length -= n;
    }

  return TRUE;
}

static gboolean
write_file (int         folder,
            const char *name,
            const char *text)
{
  g_autofd int fd = openat (folder, name,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            0600);

  return fd >= 0 && write_text (fd, text);
}

static gboolean
make_folder (MusterPkiFolder *self)
{
  self->name = g_strdup_printf (PREFIX "%d-%08x%08x", (int) getpid (),
                                g_random_int (), g_random_int ());
  if (mkdirat (self->place, self->name, 0700) < 0)
    return FALSE;

  self->folder = openat (self->place, self->name,
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->folder < 0 || flock (self->folder, LOCK_EX | LOCK_NB) != 0)
    return FALSE;
  _muster_pki_signal_remember (self->place, self->name, self->folder, file_names,
                               G_N_ELEMENTS (file_names));

  return TRUE;
}

/* Of somebody else's authority, or overdue, it would stop more than it should. */
static gboolean
write_list (MusterPkiFolder *self,
            MusterIdentity  *identity,
            const char      *crl)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return crl == NULL ||
         !muster_revocation_list_holds (crl, muster_identity_get_ca (identity), now) ||
         write_file (self->folder, file_names[3], crl);
}

static gboolean
write_identity (MusterPkiFolder *self,
                MusterIdentity  *identity)
{
  return make_folder (self) &&
         write_file (self->folder, file_names[0], muster_identity_get_ca (identity)) &&
         write_file (self->folder, file_names[1],
                     muster_identity_get_certificate (identity)) &&
         write_file (self->folder, file_names[2], muster_identity_get_key (identity));
}

/* --- leftovers ----------------------------------------------------------- */

static gboolean
is_alive (gint64 pid)
{
  return kill (pid, 0) == 0 || errno != ESRCH;
}

/* A process number may be used again, or belong to another namespace (a
 * sandboxed Muster): only who holds no lock either is gone.
 */
static gboolean
is_leftover (const char *name,
             int         folder)
{
  char *end;
  gint64 pid;

  if (!g_str_has_prefix (name, PREFIX))
    return FALSE;

  pid = g_ascii_strtoll (name + strlen (PREFIX), &end, 10);
  if (pid <= 0 || pid > G_MAXINT || *end != '-' || is_alive (pid))
    return FALSE;

  return is_ours_alone (folder) && flock (folder, LOCK_EX | LOCK_NB) == 0;
}

/* ------------------------------------------------------------------------- */

static void
muster_pki_folder_finalize (GObject *object)
{
  MusterPkiFolder *self = MUSTER_PKI_FOLDER (object);

  muster_pki_folder_release (self);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (muster_pki_folder_parent_class)->finalize (object);
}

static void
muster_pki_folder_class_init (MusterPkiFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_pki_folder_finalize;
}

static void
muster_pki_folder_init (MusterPkiFolder *self)
{
  self->place = -1;
  self->folder = -1;
}

MusterPkiFolder *
muster_pki_folder_new (MusterIdentity  *identity,
                       const char      *crl,
                       GError         **error)
{
  g_autoptr(MusterPkiFolder) self = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (MUSTER_IS_IDENTITY (identity), NULL);

  self = g_object_new (MUSTER_TYPE_PKI_FOLDER, NULL);
  self->place = open_place (TRUE, &place, error);
  if (self->place < 0)
    return NULL;

  if (!write_identity (self, identity) || !write_list (self, identity, crl))
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_FAILED,
                   /* Translators: a folder, then the system's reason. */
                   _("The identity cannot be written into “%s”: %s."),
                   place, g_strerror (errno));
      return NULL;
    }

  self->path = g_build_filename (place, self->name, NULL);
  return g_steal_pointer (&self);
}

const char *
muster_pki_folder_get_path (MusterPkiFolder *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI_FOLDER (self), NULL);

  return self->path;
}

void
muster_pki_folder_release (MusterPkiFolder *self)
{
  g_return_if_fail (MUSTER_IS_PKI_FOLDER (self));

  if (self->place >= 0 && self->folder >= 0)
    {
      remove_folder (self->place, self->name, self->folder);
      _muster_pki_signal_forget (self->folder);
    }

  g_clear_fd (&self->folder, NULL);
  g_clear_fd (&self->place, NULL);
}

guint
muster_pki_folder_remove_leftovers (void)
{
  g_autofree char *path = NULL;
  g_autofd int place = open_place (FALSE, &path, NULL);
  struct dirent *entry;
  guint removed = 0;
  DIR *dir;

  if (place < 0)
    return 0;

  dir = fdopendir (dup (place));
  while (dir != NULL && (entry = readdir (dir)) != NULL)
    {
      g_autofd int folder = openat (place, entry->d_name,
                                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

      if (folder < 0 || !is_leftover (entry->d_name, folder))
        continue;

      remove_folder (place, entry->d_name, folder);
      removed++;
    }

  g_clear_pointer (&dir, closedir);
  return removed;
}
