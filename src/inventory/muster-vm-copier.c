/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-shared-store.h"
#include "muster-vm-copier.h"
#include "muster-vm-copies.h"

/* A VM that is edited changes several times in a row. */
#define COALESCE_MS 2000
/* Two desktops that watch the same host do not write the same at once. */
#define JITTER_MS 1000
#define AGAIN_S 300

typedef struct
{
  MusterVmCopier *copier;       /* not owned: it owns this */
  MusterHost *host;
  MusterConnection *connection;
  guint timeout;
  gboolean copying;
  gboolean again;
} Watch;

struct _MusterVmCopier
{
  GObject parent_instance;

  MusterInventory *inventory;   /* weak: a fiber may outlive it */
  MusterMembership *membership;
  MusterDataCenter *data_center;
  GHashTable *watches;          /* MusterHost -> Watch */
  guint again_source;
};

G_DEFINE_FINAL_TYPE (MusterVmCopier, muster_vm_copier, G_TYPE_OBJECT)

/* --- one copy ------------------------------------------------------------------------ */

typedef struct
{
  MusterVmCopier *copier;
  MusterHost *host;
  MusterConnection *connection;
} Copying;

static void
copying_free (gpointer data)
{
  Copying *self = data;

  g_object_unref (self->copier);
  g_object_unref (self->host);
  g_object_unref (self->connection);
  g_free (self);
}

static MusterSharedStore *
get_store (MusterVmCopier *self)
{
  return MUSTER_SHARED_STORE (muster_membership_get_store (self->membership));
}

static const MusterDomainInfo *
find_info (GPtrArray  *infos,
           const char *uuid)
{
  for (guint i = 0; i < infos->len; i++)
    {
      const MusterDomainInfo *info = infos->pdata[i];

      if (g_str_equal (info->uuid, uuid))
        return info;
    }

  return NULL;
}

static void
add_texts (GPtrArray *copies,
           GPtrArray *infos,
           GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const MusterDomainText *text = texts->pdata[i];
      const MusterDomainInfo *info = find_info (infos, text->uuid);

      if (info != NULL && info->persistent)
        g_ptr_array_add (copies, muster_vm_copy_new (info->uuid, info->name, info->autostart,
                                                     text->xml));
    }
}

static GPtrArray *
await_copies (MusterDomainListing  *listing,
              GError              **error)
{
  g_autoptr (GPtrArray) copies =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_vm_copy_free);

  for (guint i = 0; i < listing->chunks->len; i++)
    {
      g_autoptr (GPtrArray) texts =
        dex_await_boxed (dex_ref (listing->chunks->pdata[i]), error);

      if (texts == NULL)
        return NULL;
      add_texts (copies, listing->infos, texts);
    }

  return g_steal_pointer (&copies);
}

/* Two copies that were made at once are one after the next: nobody is asked which
 * holds, as the host itself knows. */
static char **
dup_parents (GPtrArray *heads)
{
  g_autoptr (GStrvBuilder) parents = g_strv_builder_new ();

  for (guint i = 0; i < heads->len; i++)
    g_strv_builder_add (parents, muster_record_get_revision (heads->pdata[i]));

  return g_strv_builder_end (parents);
}

static gboolean
await_written (Copying     *copying,
               const char  *kind,
               JsonObject  *content,
               GError     **error)
{
  MusterSharedStore *store = get_store (copying->copier);
  const char *uuid = muster_host_get_uuid (copying->host);
  g_autoptr (GPtrArray) heads =
    muster_shared_store_list_heads (store, kind, uuid);
  g_auto (GStrv) parents = dup_parents (heads);

  if (heads->len == 1 &&
      muster_vm_copies_equal (muster_record_get_content (heads->pdata[0]), content))
    return TRUE;

  return dex_await (muster_store_put (MUSTER_STORE (store), kind, uuid, content,
                                      heads->len > 0 ? (const char * const *) parents : NULL),
                    error);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char * const *) a, *(char * const *) b);
}

static JsonObject *
make_active (Copying   *copying,
             GPtrArray *infos)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();

  for (guint i = 0; i < infos->len; i++)
    {
      MusterDomainInfo *info = infos->pdata[i];

      if (info->persistent && info->state != VIR_DOMAIN_SHUTOFF &&
          info->state != VIR_DOMAIN_CRASHED)
        g_ptr_array_add (uuids, info->uuid);
    }
  g_ptr_array_sort (uuids, compare_texts);

  return muster_active_vms_to_json (muster_host_get_name (copying->host), uuids);
}

static DexFuture *
copy_fiber (gpointer data)
{
  Copying *copying = data;
  g_autoptr (MusterDomainListing) listing = NULL;
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (JsonObject) active = NULL;
  g_autoptr (GError) error = NULL;

  /* What libvirt leaves out of a definition unless it is asked for secrets are secrets. */
  listing = dex_await_boxed (muster_domain_list_with_xml (copying->connection, FALSE,
                                                          VIR_DOMAIN_XML_INACTIVE), &error);
  if (listing == NULL || (copies = await_copies (listing, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  content = muster_vm_copies_to_json (muster_host_get_name (copying->host), copies);
  active = make_active (copying, listing->infos);
  if (!await_written (copying, MUSTER_VMS_RECORD_KIND, content, &error) ||
      !await_written (copying, MUSTER_ACTIVE_RECORD_KIND, active, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Whether there is anybody to keep a copy. */
static gboolean
is_kept (MusterVmCopier *self,
         MusterHost     *host)
{
  return muster_membership_get_id (self->membership) != NULL &&
         muster_host_get_uuid (host) != NULL &&
         muster_membership_has_joined (self->membership, host);
}

DexFuture *
muster_vm_copier_copy (MusterVmCopier *self,
                       MusterHost     *host)
{
  MusterConnection *connection;
  Copying *copying;

  g_return_val_if_fail (MUSTER_IS_VM_COPIER (self), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  connection = self->inventory != NULL
                 ? muster_inventory_get_connection (self->inventory, host) : NULL;
  if (connection == NULL || !is_kept (self, host))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                  _("“%s” keeps no records of this data center."),
                                  muster_host_get_name (host));
  copying = g_new0 (Copying, 1);
  copying->copier = g_object_ref (self);
  copying->host = g_object_ref (host);
  copying->connection = g_object_ref (connection);

  return dex_scheduler_spawn (NULL, 0, copy_fiber, copying, copying_free);
}

/* --- following ------------------------------------------------------------------------- */

static void schedule (Watch *watch);

typedef struct
{
  MusterVmCopier *copier;
  MusterHost *host;
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_object_unref (self->copier);
  g_object_unref (self->host);
  g_free (self);
}

/* What failed is tried again by and by: a host that answers no more tells by itself. */
static DexFuture *
copied_cb (DexFuture *future,
           gpointer   data)
{
  Round *round = data;
  Watch *watch = g_hash_table_lookup (round->copier->watches, round->host);

  if (watch != NULL)
    {
      watch->copying = FALSE;
      if (watch->again)
        schedule (watch);
    }

  return dex_future_new_true ();
}

static gboolean
timeout_cb (gpointer data)
{
  Watch *watch = data;
  MusterVmCopier *self = watch->copier;
  Round *round;

  watch->timeout = 0;
  watch->again = FALSE;
  if (!is_kept (self, watch->host) || !muster_host_get_listed (watch->host))
    return G_SOURCE_REMOVE;
  watch->copying = TRUE;
  round = g_new0 (Round, 1);
  round->copier = g_object_ref (self);
  round->host = g_object_ref (watch->host);
  dex_future_disown (dex_future_finally (muster_vm_copier_copy (self, watch->host),
                                         copied_cb, round, round_free));

  return G_SOURCE_REMOVE;
}

static void
schedule (Watch *watch)
{
  if (watch->copying)
    watch->again = TRUE;
  else if (watch->timeout == 0)
    watch->timeout = g_timeout_add (COALESCE_MS + (guint) g_random_int_range (0, JITTER_MS),
                                    timeout_cb, watch);
}

static void
schedule_all (MusterVmCopier *self)
{
  GHashTableIter iter;
  gpointer watch;

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    schedule (watch);
}

static gboolean
again_cb (gpointer data)
{
  schedule_all (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
changes_copy (const MusterVirtEvent *event)
{
  return event->kind == MUSTER_VIRT_EVENT_DOMAIN_STATE ||
         event->kind == MUSTER_VIRT_EVENT_DOMAIN_CHANGED ||
         event->kind == MUSTER_VIRT_EVENT_DOMAIN_DEVICE;
}

static void
event_cb (Watch                 *watch,
          const MusterVirtEvent *event)
{
  if (changes_copy (event))
    schedule (watch);
}

static void
watch_free (gpointer data)
{
  Watch *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->host, self);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->host);
  g_object_unref (self->connection);
  g_free (self);
}

static void
add_host (MusterVmCopier *self,
          MusterHost     *host)
{
  MusterConnection *connection = muster_inventory_get_connection (self->inventory, host);
  Watch *watch;

  if (connection == NULL || g_hash_table_contains (self->watches, host))
    return;
  watch = g_new0 (Watch, 1);
  watch->copier = self;
  watch->host = g_object_ref (host);
  watch->connection = g_object_ref (connection);
  g_hash_table_insert (self->watches, host, watch);
  g_signal_connect_swapped (host, "notify::listed", G_CALLBACK (schedule), watch);
  g_signal_connect_swapped (connection, "event", G_CALLBACK (event_cb), watch);
  schedule (watch);
}

static void
remove_missing (MusterVmCopier *self,
                GListModel     *hosts)
{
  GHashTableIter iter;
  gpointer host;

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    if (!g_list_store_find (G_LIST_STORE (hosts), host, NULL))
      g_hash_table_iter_remove (&iter);
}

static void
hosts_cb (MusterVmCopier *self)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);

  if (self->inventory == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      add_host (self, host);
    }
  remove_missing (self, hosts);
}

/* A data center that has just got records, or two copies of one host. */
static void
record_cb (MusterVmCopier *self,
           const char     *kind,
           const char     *id)
{
  g_autoptr (GPtrArray) heads = NULL;

  if (g_str_equal (kind, MUSTER_VMS_RECORD_KIND) ||
      g_str_equal (kind, MUSTER_ACTIVE_RECORD_KIND))
    heads = muster_shared_store_list_heads (get_store (self), kind, id);
  if (g_str_equal (kind, MUSTER_DATA_CENTER_RECORD_KIND) || (heads != NULL && heads->len > 1))
    schedule_all (self);
}

void
muster_vm_copier_follow (MusterVmCopier *self)
{
  g_return_if_fail (MUSTER_IS_VM_COPIER (self));

  if (self->again_source != 0)
    return;
  self->again_source = g_timeout_add_seconds (AGAIN_S, again_cb, self);
  g_signal_connect_object (muster_data_center_get_hosts (self->data_center),
                           "items-changed", G_CALLBACK (hosts_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->membership, "changed", G_CALLBACK (schedule_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (record_cb), self,
                           G_CONNECT_SWAPPED);
  hosts_cb (self);
}

/* --- object ------------------------------------------------------------------------------ */

static void
muster_vm_copier_finalize (GObject *object)
{
  MusterVmCopier *self = MUSTER_VM_COPIER (object);

  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_pointer (&self->watches, g_hash_table_unref);
  g_clear_weak_pointer (&self->inventory);
  g_clear_object (&self->membership);
  g_clear_object (&self->data_center);

  G_OBJECT_CLASS (muster_vm_copier_parent_class)->finalize (object);
}

static void
muster_vm_copier_class_init (MusterVmCopierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_vm_copier_finalize;
}

static void
muster_vm_copier_init (MusterVmCopier *self)
{
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, watch_free);
}

MusterVmCopier *
muster_vm_copier_new (MusterInventory  *inventory,
                      MusterMembership *membership)
{
  MusterVmCopier *self;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_MEMBERSHIP (membership), NULL);

  self = g_object_new (MUSTER_TYPE_VM_COPIER, NULL);
  g_set_weak_pointer (&self->inventory, inventory);
  self->membership = g_object_ref (membership);
  self->data_center = g_object_ref (muster_inventory_get_data_center (inventory));

  return self;
}
