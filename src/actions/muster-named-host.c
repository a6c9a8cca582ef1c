/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-named-host.h"
#include "muster-text.h"

static void
take_uri (MusterNamedHost *self,
          const char      *uri)
{
  g_autoptr (GError) error = NULL;

  if (uri == NULL)
    self->problem = g_strdup (_("The records do not say where it is."));
  else if (muster_member_record_check_uri (uri, &error))
    self->uri = g_strdup (uri);
  else
    self->problem = g_strdup (error->message);
}

/* A slash is what parts a host from a VM on a command line. */
static char *
make_name (MusterNamedHost *self,
           const char      *name)
{
  g_autofree char *line = muster_text_escape (name != NULL ? name : "");

  if (*line != '\0' && g_strcmp0 (line, name) == 0)
    return g_strdelimit (g_steal_pointer (&line), "/", '-');

  return self->uri != NULL ? muster_host_name_from_uri (self->uri)
                           : muster_text_escape (self->uuid);
}

MusterNamedHost *
muster_named_host_new (const char *uuid,
                       const char *name,
                       const char *uri)
{
  MusterNamedHost *self;

  g_return_val_if_fail (uuid != NULL, NULL);

  self = g_new0 (MusterNamedHost, 1);
  self->uuid = g_strdup (uuid);
  take_uri (self, uri);
  self->name = make_name (self, name);

  return self;
}

void
muster_named_host_free (MusterNamedHost *self)
{
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->uri);
  g_free (self->problem);
  g_free (self);
}

/* --- those that are not listed --------------------------------------------------------- */

/* Returns: (transfer container): the records of the hosts that the desk lists. */
static GHashTable *
list_known (MusterDesk *desk,
            GPtrArray  *records)
{
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (muster_desk_get_inventory (desk)));
  GHashTable *known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      MusterRecord *record = muster_member_record_find (records, host);

      if (record != NULL)
        g_hash_table_add (known, record);
    }

  return known;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate ((*(MusterNamedHost * const *) a)->name,
                         (*(MusterNamedHost * const *) b)->name);
}

/* @id: (nullable): %NULL when each record says itself which data center it was left */
static gboolean
is_member (MusterRecord *record,
           const char   *id)
{
  const char *left = muster_member_record_get_text (record, "data-center");

  return !muster_member_record_has_left (record, id != NULL ? id : left);
}

static GPtrArray *
list_named (MusterDesk *desk,
            GPtrArray  *records,
            const char *id)
{
  g_autoptr (GHashTable) known = list_known (desk, records);
  GPtrArray *hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_named_host_free);

  for (guint i = 0; i < records->len; i++)
    {
      MusterRecord *record = records->pdata[i];

      if (!g_hash_table_contains (known, record) && is_member (record, id))
        g_ptr_array_add (hosts,
                         muster_named_host_new (muster_record_get_id (record),
                                                muster_member_record_get_text (record, "name"),
                                                muster_member_record_get_text (record, "uri")));
    }
  g_ptr_array_sort (hosts, compare_names);

  return hosts;
}

static DexFuture *
list_fiber (gpointer data)
{
  MusterMembership *membership = muster_desk_get_membership (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (muster_membership_get_store (membership),
                                        MUSTER_MEMBER_RECORD_KIND), &error);

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    list_named (data, records,
                                                muster_membership_get_id (membership)));
}

DexFuture *
muster_named_host_list (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (desk), g_object_unref);
}

static DexFuture *
peek_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_membership_peek (muster_desk_get_membership (data)), &error);

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, list_named (data, records, NULL));
}

DexFuture *
muster_named_host_peek (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, peek_fiber, g_object_ref (desk), g_object_unref);
}

/* --- adding ---------------------------------------------------------------------------- */

typedef struct
{
  MusterDesk *desk;
  GPtrArray *hosts;
  char *identity;
} Adding;

static void
adding_free (gpointer data)
{
  Adding *self = data;

  g_object_unref (self->desk);
  g_ptr_array_unref (self->hosts);
  g_free (self->identity);
  g_free (self);
}

static gboolean
has_joined (Adding                *self,
            const MusterHostEntry *entry)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = muster_data_center_find_host (data_center, entry->id);

  return host != NULL &&
         muster_membership_has_joined (muster_desk_get_membership (self->desk), host);
}

static void
choose_identity (Adding    *self,
                 GPtrArray *entries)
{
  for (guint i = 0; self->identity == NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = entries->pdata[i];

      if (has_joined (self, entry))
        self->identity = g_strdup (entry->identity);
    }
}

static void
await_added (Adding          *self,
             MusterNamedHost *host,
             GPtrArray       *entries)
{
  g_autofree char *name = muster_host_entry_make_unique (entries, host->name);
  g_autoptr (MusterHostEntry) entry =
    muster_host_entry_new (NULL, name, host->uri, self->identity);
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
    dex_await_string (muster_host_add (muster_desk_get_store (self->desk), entry), &error);

  if (id == NULL)
    {
      g_set_str (&host->problem, error->message);
      return;
    }
  g_set_str (&host->name, name);
  g_set_str (&entry->id, id);
  g_ptr_array_add (entries, g_steal_pointer (&entry));
}

static DexFuture *
add_fiber (gpointer data)
{
  Adding *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), &error);

  if (entries == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  choose_identity (self, entries);
  for (guint i = 0; i < self->hosts->len; i++)
    {
      MusterNamedHost *host = self->hosts->pdata[i];

      if (host->problem == NULL)
        await_added (self, host, entries);
    }

  return dex_future_new_true ();
}

DexFuture *
muster_named_host_add_all (MusterDesk *desk,
                           GPtrArray  *hosts,
                           const char *identity)
{
  Adding *adding;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (hosts != NULL, NULL);

  adding = g_new0 (Adding, 1);
  adding->desk = g_object_ref (desk);
  adding->hosts = g_ptr_array_ref (hosts);
  adding->identity = g_strdup (identity);

  return dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free);
}
