/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-record-name.h"
#include "muster-ssh-session.h"
#include "muster-text.h"
#include "muster-virt-uri.h"
#include "muster-vm-actions.h"

/* Machines that were set up and are in no list yet. */
#define MACHINE_RECORD_KIND "machine"

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

/* A name stands on one line of a list, a terminal and a script. */
static gboolean
is_one_line (const char *name)
{
  g_autofree char *escaped = muster_text_escape (name);

  return g_str_equal (escaped, name);
}

static gboolean
is_blank (const char *name)
{
  g_autofree char *bare = name != NULL ? g_strstrip (g_strdup (name)) : NULL;

  return bare == NULL || *bare == '\0';
}

static gboolean
is_too_long (const char *name)
{
  return g_utf8_strlen (name, -1) > MUSTER_RECORD_NAME_MAX;
}

/* Whoever changes something else of a host keeps the name that it has had. */
static gboolean
is_kept (GPtrArray             *entries,
         const MusterHostEntry *entry)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *other = g_ptr_array_index (entries, i);

      if (g_strcmp0 (other->id, entry->id) == 0)
        return g_strcmp0 (other->name, entry->name) == 0;
    }

  return FALSE;
}

static DexFuture *
check_entry (Change  *change,
             GError **error)
{
  const MusterHostEntry *entry = change->entry;
  g_autoptr (GPtrArray) entries = NULL;

  if (is_blank (entry->name))
    return refuse (_("A host needs a name."));
  if (strchr (entry->name, '/') != NULL)
    return refuse (_("A host’s name cannot have a slash in it."));

  if (!is_one_line (entry->name))
    return refuse (_("A host’s name cannot have line breaks or other control characters in it."));
  if (entry->ssh != NULL && !muster_ssh_session_check_destination (entry->ssh, error))
    return dex_future_new_for_error (g_error_copy (*error));

  entries = dex_await_boxed (muster_host_list (change->store), error);
  if (entries == NULL)
    return dex_future_new_for_error (g_error_copy (*error));

  if (is_too_long (entry->name) && !is_kept (entries, entry))
    return refuse (_("The name is too long. 64 characters are the most."));

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

/* --- machines that were set up before --------------------------------------------- */

DexFuture *
muster_host_remember_ssh (MusterStore        *store,
                          const char * const *names,
                          const char         *ssh)
{
  g_autoptr (JsonObject) content = json_object_new ();
  JsonArray *array = json_array_new ();

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);
  g_return_val_if_fail (ssh != NULL, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (content, "names", array);
  json_object_set_string_member (content, "ssh", ssh);

  return muster_store_put (store, MACHINE_RECORD_KIND, names[0], content, NULL);
}

static gboolean
is_called (JsonObject *machine,
           const char *name)
{
  JsonNode *names = json_object_get_member (machine, "names");
  JsonArray *array = names != NULL && JSON_NODE_HOLDS_ARRAY (names)
                     ? json_node_get_array (names) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) &&
          g_ascii_strcasecmp (json_node_get_string (node) ?: "", name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whoever says where ssh logs in knows better. */
static void
take_ssh (MusterStore     *store,
          MusterHostEntry *entry)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);
  g_autoptr (GPtrArray) machines =
    dex_await_boxed (muster_store_list (store, MACHINE_RECORD_KIND), NULL);

  for (guint i = 0; machines != NULL && i < machines->len; i++)
    {
      MusterRecord *machine = g_ptr_array_index (machines, i);
      JsonObject *content = muster_record_get_content (machine);
      JsonNode *ssh;

      if (endpoint == NULL || endpoint->host == NULL || content == NULL ||
          !is_called (content, endpoint->host))
        continue;
      ssh = json_object_get_member (content, "ssh");
      if (entry->ssh == NULL && ssh != NULL && JSON_NODE_HOLDS_VALUE (ssh))
        entry->ssh = json_node_dup_string (ssh);
      dex_await (muster_store_delete (store, MACHINE_RECORD_KIND,
                                      muster_record_get_id (machine)), NULL);
    }
}

/* --- adding and editing ------------------------------------------------------------ */

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

  take_ssh (change->store, change->entry);
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

/* Another address may be another machine: ssh would set up the wrong one. */
static void
forget_other_machine (JsonObject      *previous,
                      MusterHostEntry *entry)
{
  g_autoptr (MusterHostEntry) known = muster_host_entry_from_json (entry->id, previous);

  if (known == NULL || g_strcmp0 (known->uri, entry->uri) == 0)
    return;

  json_object_remove_member (previous, "ssh");
  if (g_strcmp0 (known->ssh, entry->ssh) == 0)
    g_clear_pointer (&entry->ssh, g_free);
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
  forget_other_machine (previous, change->entry);
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

/* --- with a login ---------------------------------------------------------------- */

typedef struct
{
  MusterStore *store;
  MusterSecretStore *secrets;
  MusterHostEntry *entry;
  MusterLogin *login;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_clear_object (&self->store);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->login, muster_login_free);
  g_free (self);
}

static gboolean
await_login (Saving             *self,
             const MusterLogin  *login,
             GError            **error)
{
  return dex_await (login != NULL
                    ? muster_secret_store_set_login (self->secrets, self->entry->id,
                                                     self->entry->name, login)
                    : muster_secret_store_remove_login (self->secrets, self->entry->id),
                    error);
}

static DexFuture *
save_fiber (gpointer data)
{
  Saving *self = data;
  gboolean has_login = self->login != NULL && self->secrets != NULL;
  gboolean is_new = self->entry->id == NULL || *self->entry->id == '\0';
  g_autoptr (MusterLogin) previous = NULL;
  g_autoptr (GError) error = NULL;

  if (is_new)
    {
      g_free (self->entry->id);
      self->entry->id = g_uuid_string_random ();
    }
  else if (has_login)
    previous = dex_await_boxed (muster_secret_store_get_login (self->secrets,
                                                               self->entry->id), NULL);

  if (has_login && !await_login (self, self->login, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (dex_await (is_new ? muster_host_add (self->store, self->entry)
                        : muster_host_edit (self->store, self->entry), &error))
    return dex_future_new_for_string (self->entry->id);
  if (has_login)
    await_login (self, previous, NULL);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
muster_host_save (MusterStore           *store,
                  MusterSecretStore     *secrets,
                  const MusterHostEntry *entry,
                  const MusterLogin     *login)
{
  Saving *saving;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  saving = g_new0 (Saving, 1);
  saving->store = g_object_ref (store);
  g_set_object (&saving->secrets, secrets);
  saving->entry = muster_host_entry_copy (entry);
  saving->login = login != NULL ? muster_login_copy (login) : NULL;

  return dex_scheduler_spawn (NULL, 0, save_fiber, saving, saving_free);
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
