/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "muster-identity-private.h"
#include "muster-secret-file.h"
#include "muster-secrets-error.h"
#include "muster-wipe.h"

/* Where the three files of an identity are. */
typedef struct
{
  char *folder;
  char *ca;
  char *certificate;
  char *key;
} Places;

static void
places_free (Places *self)
{
  g_free (self->folder);
  g_free (self->ca);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self);
}

/* --- the three of them --------------------------------------------------- */

static MusterWiped *
read_pem (const char  *path,
          GError     **error)
{
  GError *cause = NULL;
  MusterWiped *pem = _muster_secret_file_read_pem (path, &cause);

  if (pem != NULL)
    return pem;

  if (g_error_matches (cause, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISSING))
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISSING,
                 _("There is no file “%s”. Choose a folder with cacert.pem, "
                   "clientcert.pem and clientkey.pem, or the three files."),
                 path);
  else
    g_propagate_error (error, g_steal_pointer (&cause));

  g_clear_error (&cause);
  return NULL;
}

static MusterIdentity *
import (Places  *places,
        GError **error)
{
  g_autoptr(MusterWiped) ca = NULL;
  g_autoptr(MusterWiped) certificate = NULL;
  g_autoptr(MusterWiped) key = NULL;
  g_autoptr(MusterIdentity) identity = NULL;
  MusterIdentityNames names = { places->ca, places->certificate, places->key };

  ca = read_pem (places->ca, error);
  certificate = ca != NULL ? read_pem (places->certificate, error) : NULL;
  key = certificate != NULL ? read_pem (places->key, error) : NULL;
  if (key == NULL)
    return NULL;

  identity = _muster_identity_parse (ca, certificate, key, &names, error);
  if (identity == NULL ||
      !_muster_identity_check_dates (identity, &names,
                                     g_get_real_time () / G_USEC_PER_SEC, error))
    return NULL;

  return g_steal_pointer (&identity);
}

static void
place (Places     *places,
       const char *ca,
       const char *certificate,
       const char *key)
{
  places->ca = g_build_filename (places->folder, ca, NULL);
  places->certificate = g_build_filename (places->folder, certificate, NULL);
  places->key = g_build_filename (places->folder, key, NULL);
}

static gboolean
has (Places     *places,
     const char *name)
{
  g_autofree char *path = g_build_filename (places->folder, name, NULL);

  return g_access (path, F_OK) == 0;
}

static void
find_places (Places *places)
{
  if (!has (places, "cacert.pem") && has (places, "CA/cacert.pem"))
    place (places, "CA/cacert.pem", "libvirt/clientcert.pem",
           "libvirt/private/clientkey.pem");
  else if (!has (places, "cacert.pem") && has (places, "libvirt/cacert.pem"))
    place (places, "libvirt/cacert.pem", "libvirt/clientcert.pem",
           "libvirt/clientkey.pem");
  else
    place (places, "cacert.pem", "clientcert.pem", "clientkey.pem");
}

static void
import_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Places *places = task_data;
  g_autoptr(GError) error = NULL;
  MusterIdentity *identity;

  if (places->folder != NULL)
    find_places (places);

  identity = import (places, &error);
  if (identity != NULL)
    g_task_return_pointer (task, identity, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
import_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;
  MusterIdentity *identity;

  identity = g_task_propagate_pointer (G_TASK (result), &error);
  if (identity != NULL)
    dex_promise_resolve_object (promise, identity);
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
start_import (Places *places)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GTask) task = NULL;

  task = g_task_new (NULL, NULL, import_cb, dex_ref (promise));
  g_task_set_task_data (task, places, (GDestroyNotify) places_free);
  g_task_run_in_thread (task, import_thread);

  return DEX_FUTURE (promise);
}

DexFuture *
muster_identity_import_folder (const char *path)
{
  Places *places;

  g_return_val_if_fail (path != NULL, NULL);

  places = g_new0 (Places, 1);
  places->folder = _muster_secret_file_expand (path);
  return start_import (places);
}

DexFuture *
muster_identity_import_files (const char *ca,
                              const char *certificate,
                              const char *key)
{
  Places *places;

  g_return_val_if_fail (ca != NULL && certificate != NULL && key != NULL, NULL);

  places = g_new0 (Places, 1);
  places->ca = _muster_secret_file_expand (ca);
  places->certificate = _muster_secret_file_expand (certificate);
  places->key = _muster_secret_file_expand (key);
  return start_import (places);
}
