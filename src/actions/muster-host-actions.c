/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-vm-actions.h"

typedef struct
{
  MusterStore *store;
  MusterHostEntry *entry;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->store);
  g_clear_pointer (&change->entry, muster_host_entry_free);
  g_free (change);
}

static Change *
change_new (MusterStore           *store,
            const MusterHostEntry *entry)
{
  Change *change = g_new0 (Change, 1);

  change->store = g_object_ref (store);
  change->entry = muster_host_entry_copy (entry);

  return change;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const MusterHostEntry *first = *(const MusterHostEntry * const *) a;
  const MusterHostEntry *second = *(const MusterHostEntry * const *) b;

  return g_utf8_collate (first->name, second->name);
}

static GPtrArray *
read_entries (GPtrArray *records)
{
  GPtrArray *entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);

  for (guint i = 0; i < records->len; i++)
    {
      MusterRecord *record = g_ptr_array_index (records, i);
      MusterHostEntry *entry =
        muster_host_entry_from_json (muster_record_get_id (record),
                                     muster_record_get_content (record));

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_names);

  return entries;
}

static DexFuture *
list_fiber (gpointer data)
{
  MusterStore *store = data;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  records = dex_await_boxed (muster_store_list (store, MUSTER_HOST_RECORD_KIND),
                             &error);
  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, read_entries (records));
}

DexFuture *
muster_host_list (MusterStore *store)
{
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (store),
                              g_object_unref);
}

static DexFuture *
refuse (const char *text)
{
  return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                                "%s", text);
}

/* Returns: %NULL when @entry can be stored beside @entries */
static DexFuture *
find_objection (GPtrArray             *entries,
                const MusterHostEntry *entry)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *other = g_ptr_array_index (entries, i);
      g_autofree char *text = NULL;

      if (g_strcmp0 (other->id, entry->id) == 0)
        continue;
      if (g_strcmp0 (other->name, entry->name) == 0)
        {
          text = g_strdup_printf (_("There is a host named “%s” already."), entry->name);
          return refuse (text);
        }
      if (g_strcmp0 (other->uri, entry->uri) == 0)
        {
          text = g_strdup_printf (_("“%s” is in the list already, as “%s”."),
                                  entry->uri, other->name);
          return refuse (text);
        }
    }

  return NULL;
}

static DexFuture *
check_entry (Change  *change,
             GError **error)
{
  const MusterHostEntry *entry = change->entry;
  g_autoptr (GPtrArray) entries = NULL;

  if (entry->name == NULL || *entry->name == '\0')
    return refuse (_("A host needs a name."));
  if (strchr (entry->name, '/') != NULL)
    return refuse (_("A host’s name cannot have a slash in it."));

  entries = dex_await_boxed (muster_host_list (change->store), error);
  if (entries == NULL)
    return dex_future_new_for_error (g_error_copy (*error));

  return find_objection (entries, entry);
}

static DexFuture *
check_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  DexFuture *objection = check_entry (data, &error);

  return objection != NULL ? objection : dex_future_new_true ();
}

DexFuture *
muster_host_check (MusterStore           *store,
                   const MusterHostEntry *entry)
{
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, check_fiber, change_new (store, entry),
                              change_free);
}

static DexFuture *
add_fiber (gpointer data)
{
  Change *change = data;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GError) error = NULL;
  const char *given = change->entry->id;
  g_autofree char *id = given != NULL && *given != '\0' ? g_strdup (given)
                                                        : g_uuid_string_random ();
  DexFuture *objection;

  g_set_str (&change->entry->id, id);
  objection = check_entry (change, &error);
  if (objection != NULL)
    return objection;

  content = muster_host_entry_to_json (change->entry, NULL);
  if (!dex_await (muster_store_put (change->store, MUSTER_HOST_RECORD_KIND, id,
                                    content, NULL),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&id));
}

DexFuture *
muster_host_add (MusterStore           *store,
                 const MusterHostEntry *entry)
{
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, add_fiber, change_new (store, entry),
                              change_free);
}

static DexFuture *
edit_fiber (gpointer data)
{
  Change *change = data;
  const char *id = change->entry->id;
  g_autoptr (MusterRecord) record = NULL;
  g_autoptr (JsonObject) previous = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *objection = check_entry (change, &error);

  if (objection != NULL)
    return objection;

  record = dex_await_object (muster_store_get (change->store,
                                               MUSTER_HOST_RECORD_KIND, id),
                             &error);
  if (record == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  previous = muster_record_dup_content (record);
  content = muster_host_entry_to_json (change->entry, previous);
  if (!dex_await (muster_store_put (change->store, MUSTER_HOST_RECORD_KIND, id,
                                    content, NULL),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_host_edit (MusterStore           *store,
                  const MusterHostEntry *entry)
{
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (entry != NULL && entry->id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, edit_fiber, change_new (store, entry),
                              change_free);
}

static DexFuture *
removed_cb (DexFuture *future,
            gpointer   user_data)
{
  return dex_future_new_true ();
}

DexFuture *
muster_host_remove (MusterStore *store,
                    const char  *id)
{
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_future_then (muster_store_delete (store, MUSTER_HOST_RECORD_KIND, id),
                          removed_cb, NULL, NULL);
}
