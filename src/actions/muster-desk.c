/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-desk.h"
#include "muster-file-store.h"
#include "muster-folder-credentials.h"
#include "muster-host-actions.h"
#include "muster-memory-store.h"
#include "muster-secret-credentials.h"

struct _MusterDesk
{
  GObject parent_instance;

  /* owned */
  MusterStore *store;
  MusterInventory *inventory;
  MusterMembership *membership;
  MusterVmCopier *copier;
  MusterTaskList *tasks;
  MusterViewBook *views;
  MusterCertificateWatch *certificates;
  MusterPki *pki;               /* NULL when keys come from a folder */
  MusterSecretStore *secrets;   /* NULL when keys come from a folder */
  char *pki_folder;
  GPtrArray *entries;           /* of a desk for URIs, until they are stored */
};

G_DEFINE_FINAL_TYPE (MusterDesk, muster_desk, G_TYPE_OBJECT)

static MusterCredentials *
credentials_cb (const MusterHostEntry *entry,
                gpointer               user_data)
{
  return muster_desk_dup_credentials (user_data, entry);
}

static void
muster_desk_dispose (GObject *object)
{
  MusterDesk *self = MUSTER_DESK (object);

  g_clear_object (&self->copier);
  g_clear_object (&self->membership);
  g_clear_object (&self->inventory);
  g_clear_object (&self->tasks);
  g_clear_object (&self->views);
  g_clear_object (&self->certificates);
  g_clear_object (&self->pki);
  g_clear_object (&self->store);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->pki_folder, g_free);

  G_OBJECT_CLASS (muster_desk_parent_class)->dispose (object);
}

static void
muster_desk_class_init (MusterDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_desk_dispose;
}

static void
muster_desk_init (MusterDesk *self)
{
  self->tasks = muster_task_list_new ();
}

/* The inventory ends before the desk does, so that it may borrow it. */
static void
take_store (MusterDesk  *self,
            MusterStore *store)
{
  self->store = store;
  self->inventory = muster_inventory_new (store, credentials_cb, self, NULL);
  self->membership = muster_membership_new (self->inventory, self->secrets != NULL);
  self->copier = muster_vm_copier_new (self->inventory, self->membership);
  self->views = muster_view_book_new (store);
  if (self->secrets != NULL)
    self->pki = muster_pki_new (store, self->secrets);
  self->certificates = muster_certificate_watch_new (store, self->secrets, self->pki,
                                                     self->inventory);
}

MusterDesk *
muster_desk_new (void)
{
  MusterDesk *self = g_object_new (MUSTER_TYPE_DESK, NULL);

  self->secrets = muster_secret_store_new ();
  take_store (self, muster_file_store_new_default ());

  return self;
}

static gboolean
has_uri (GPtrArray  *entries,
         const char *uri)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->uri, uri))
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_entry (GPtrArray   *entries,
           const char  *address,
           GError     **error)
{
  g_autofree char *uri = muster_host_uri_from_address (address, error);
  g_autofree char *short_name = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  if (uri == NULL)
    return FALSE;
  /* Said twice it is still one host. */
  if (has_uri (entries, uri))
    return TRUE;

  id = g_uuid_string_random ();
  short_name = muster_host_name_from_uri (uri);
  name = muster_host_entry_make_unique (entries, short_name);
  g_ptr_array_add (entries, muster_host_entry_new (id, name, uri, NULL));

  return TRUE;
}

MusterDesk *
muster_desk_new_for_uris (const char * const  *uris,
                          const char          *pki_folder,
                          GError             **error)
{
  g_autoptr (MusterDesk) self = NULL;

  g_return_val_if_fail (uris != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_DESK, NULL);
  self->pki_folder = g_strdup (pki_folder);
  self->entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);
  for (guint i = 0; uris[i] != NULL; i++)
    if (!add_entry (self->entries, uris[i], error))
      return NULL;
  take_store (self, muster_memory_store_new ());

  return g_steal_pointer (&self);
}

static DexFuture *
load_fiber (gpointer data)
{
  MusterDesk *self = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (self->entries, i);
      g_autoptr (JsonObject) content = muster_host_entry_to_json (entry, NULL);

      if (!dex_await (muster_store_put (self->store, MUSTER_HOST_RECORD_KIND,
                                        entry->id, content, NULL),
                      &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  return dex_future_new_true ();
}

DexFuture *
muster_desk_load (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self),
                              g_object_unref);
}

MusterStore *
muster_desk_get_store (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->store;
}

MusterInventory *
muster_desk_get_inventory (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->inventory;
}

MusterMembership *
muster_desk_get_membership (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->membership;
}

MusterVmCopier *
muster_desk_get_copier (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->copier;
}

MusterTaskList *
muster_desk_get_tasks (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->tasks;
}

MusterCertificateWatch *
muster_desk_get_certificates (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->certificates;
}

MusterViewBook *
muster_desk_get_views (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->views;
}

MusterSecretStore *
muster_desk_get_secrets (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->secrets;
}

MusterPki *
muster_desk_get_pki (MusterDesk *self)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);

  return self->pki;
}

static DexFuture *
find_crl_cb (gpointer user_data)
{
  return muster_pki_find_crl (user_data);
}

static MusterCredentials *
make_credentials (MusterDesk            *self,
                  const MusterHostEntry *entry)
{
  MusterCredentials *credentials =
    muster_secret_credentials_new (self->secrets, entry->identity, entry->id);

  muster_secret_credentials_set_revoked (MUSTER_SECRET_CREDENTIALS (credentials),
                                         find_crl_cb, g_object_ref (self->pki),
                                         g_object_unref);

  return credentials;
}

MusterCredentials *
muster_desk_dup_credentials (MusterDesk            *self,
                             const MusterHostEntry *entry)
{
  g_return_val_if_fail (MUSTER_IS_DESK (self), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  if (self->secrets != NULL)
    return make_credentials (self, entry);

  return muster_folder_credentials_new (self->pki_folder, NULL);
}
