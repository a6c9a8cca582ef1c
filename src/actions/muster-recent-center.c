/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-actions.h"
#include "muster-named-host.h"
#include "muster-recent-center.h"

#define RECORD_KIND "recent-data-center"
#define MAX_CENTERS 8

void
muster_recent_center_free (MusterRecentCenter *self)
{
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  MusterDesk *desk;
  char *id;
} Request;

static Request *
request_new (MusterDesk *desk,
             const char *id)
{
  Request *self = g_new0 (Request, 1);

  self->desk = g_object_ref (desk);
  self->id = g_strdup (id);

  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->desk);
  g_free (self->id);
  g_free (self);
}

static MusterStore *
get_store (Request *self)
{
  return muster_desk_get_store (self->desk);
}

/* --- reading --------------------------------------------------------------------------- */

static GPtrArray *
read_hosts (JsonObject *content)
{
  JsonNode *node = json_object_get_member (content, "hosts");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  GPtrArray *hosts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      MusterHostEntry *entry =
        JSON_NODE_HOLDS_OBJECT (element)
        ? muster_host_entry_from_json ("", json_node_get_object (element)) : NULL;

      if (entry != NULL)
        g_ptr_array_add (hosts, entry);
    }

  return hosts;
}

static MusterRecentCenter *
read_record (MusterRecord *record)
{
  JsonObject *content = muster_record_get_content (record);
  MusterRecentCenter *self = g_new0 (MusterRecentCenter, 1);

  self->id = g_strdup (muster_record_get_id (record));
  self->name = g_strdup (json_object_get_string_member_with_default (content, "name", ""));
  self->hosts = read_hosts (content);
  self->seen = muster_record_get_time (record);

  return self;
}

static int
compare_seen (gconstpointer a,
              gconstpointer b)
{
  const MusterRecentCenter *first = *(MusterRecentCenter * const *) a;
  const MusterRecentCenter *second = *(MusterRecentCenter * const *) b;

  return (second->seen > first->seen) - (second->seen < first->seen);
}

static DexFuture *
list_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (get_store (data), RECORD_KIND), &error);
  GPtrArray *centers;

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  centers = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_recent_center_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (centers, read_record (records->pdata[i]));
  g_ptr_array_sort (centers, compare_seen);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, centers);
}

DexFuture *
muster_recent_center_list (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, request_new (desk, NULL), request_free);
}

/* --- remembering ----------------------------------------------------------------------- */

static gboolean
belongs (Request               *self,
         const MusterHostEntry *entry,
         gboolean              *reached)
{
  MusterMembership *membership = muster_desk_get_membership (self->desk);
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = muster_data_center_find_host (data_center, entry->id);

  if (host == NULL || muster_membership_get_other (membership, host) != NULL ||
      muster_membership_has_left (membership, host))
    return FALSE;
  *reached |= muster_membership_has_joined (membership, host);

  return TRUE;
}

/* Those that are named in the records are shown what one of the others is shown. */
static void
add_named (JsonArray  *hosts,
           GPtrArray  *named,
           const char *identity)
{
  for (guint i = 0; i < named->len; i++)
    {
      const MusterNamedHost *host = named->pdata[i];
      g_autoptr (MusterHostEntry) entry =
        host->uri != NULL ? muster_host_entry_new ("", host->name, host->uri, identity) : NULL;

      if (entry != NULL)
        json_array_add_object_element (hosts, muster_host_entry_to_json (entry, NULL));
    }
}

/* Returns: (transfer full) (nullable): %NULL when none of its hosts was reached */
static JsonObject *
make_content (Request   *self,
              GPtrArray *entries,
              GPtrArray *named)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  g_autoptr (JsonObject) content = json_object_new ();
  JsonArray *hosts = json_array_new ();
  const char *identity = NULL;
  gboolean reached = FALSE;

  for (guint i = 0; i < entries->len; i++)
    if (belongs (self, entries->pdata[i], &reached))
      {
        const MusterHostEntry *entry = entries->pdata[i];

        json_array_add_object_element (hosts, muster_host_entry_to_json (entry, NULL));
        identity = entry->identity;
      }
  add_named (hosts, named, identity);
  json_object_set_string_member (content, "name", muster_data_center_get_name (data_center));
  json_object_set_array_member (content, "hosts", hosts);

  return reached ? g_steal_pointer (&content) : NULL;
}

static gboolean
is_same (JsonObject *a,
         JsonObject *b)
{
  g_autoptr (JsonNode) first = json_node_init_object (json_node_alloc (), a);
  g_autoptr (JsonNode) second = json_node_init_object (json_node_alloc (), b);

  return json_node_equal (first, second);
}

static void
await_pruned (Request *self)
{
  g_autoptr (GPtrArray) centers =
    dex_await_boxed (muster_recent_center_list (self->desk), NULL);

  for (guint i = MAX_CENTERS; centers != NULL && i < centers->len; i++)
    dex_await (muster_store_delete (get_store (self), RECORD_KIND,
                                    ((MusterRecentCenter *) centers->pdata[i])->id), NULL);
}

static DexFuture *
note_fiber (gpointer data)
{
  Request *self = data;
  g_autofree char *id =
    g_strdup (muster_membership_get_id (muster_desk_get_membership (self->desk)));
  g_autoptr (MusterRecord) known = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) named = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return dex_future_new_true ();
  known = dex_await_object (muster_store_get (get_store (self), RECORD_KIND, id), NULL);
  if ((entries = dex_await_boxed (muster_host_list (get_store (self)), &error)) == NULL ||
      (named = dex_await_boxed (muster_named_host_list (self->desk), &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  content = make_content (self, entries, named);
  if (content == NULL ||
      (known != NULL && is_same (content, muster_record_get_content (known))))
    return dex_future_new_true ();
  if (!dex_await (muster_store_put (get_store (self), RECORD_KIND, id, content, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  await_pruned (self);

  return dex_future_new_true ();
}

DexFuture *
muster_recent_center_note (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, note_fiber, request_new (desk, NULL), request_free);
}

DexFuture *
muster_recent_center_forget (MusterDesk *desk,
                             const char *id)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return muster_store_delete (muster_desk_get_store (desk), RECORD_KIND, id);
}

/* --- opening --------------------------------------------------------------------------- */

/* One that is listed already, by whatever name, is left as it is. */
static DexFuture *
open_fiber (gpointer data)
{
  Request *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (self), RECORD_KIND, self->id), &error);
  g_autoptr (GPtrArray) hosts = NULL;

  if (record == NULL ||
      !dex_await (muster_membership_open (muster_desk_get_membership (self->desk), self->id),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  hosts = read_hosts (muster_record_get_content (record));
  for (guint i = 0; i < hosts->len; i++)
    dex_await (muster_host_add (get_store (self), hosts->pdata[i]), NULL);

  return dex_future_new_true ();
}

DexFuture *
muster_recent_center_open (MusterDesk *desk,
                           const char *id)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, open_fiber, request_new (desk, id), request_free);
}
