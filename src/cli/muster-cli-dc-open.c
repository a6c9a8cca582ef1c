/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-draft.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-records-json.h"
#include "muster-cli-records.h"
#include "muster-cli-text.h"
#include "muster-host-actions.h"
#include "muster-memory-store.h"
#include "muster-named-host.h"

/* A data center that is to be opened. */
typedef struct
{
  MusterCli *cli;
  MusterHostEntry *entry;       /* of a host that is not listed; else NULL */
  char *id;                     /* of the data center */
  GPtrArray *added;             /* names of hosts */
  gboolean before;              /* it was open already */
} Opening;

static void
opening_clear (Opening *self)
{
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->added, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opening, opening_clear)

static MusterMembership *
get_membership (Opening *self)
{
  return muster_desk_get_membership (self->cli->desk);
}

/* --- which one ------------------------------------------------------------------------ */

static gboolean
is_kept (Opening     *self,
         MusterHost  *host,
         GError     **error)
{
  if (self->id != NULL)
    return TRUE;
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
               _("“%s” keeps no records of a data center yet."), muster_host_get_name (host));

  return FALSE;
}

static gboolean
choose_by_host (Opening         *self,
                MusterHost      *host,
                MusterCliError  *code,
                GError         **error)
{
  const char *other = muster_membership_get_other (get_membership (self), host);

  *code = muster_cli_name_silent_host (host);
  if (*code != MUSTER_CLI_DONE)
    return FALSE;
  *code = MUSTER_CLI_FAILED;
  self->before = other == NULL;
  if (other != NULL)
    self->id = g_strdup (other);
  else if (muster_membership_has_joined (get_membership (self), host))
    self->id = g_strdup (muster_membership_get_id (get_membership (self)));

  return is_kept (self, host, error);
}

static MusterHost *
find_by (MusterCli   *cli,
         const char  *uri,
         const char  *uuid)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_str_equal (muster_host_get_uri (host), uri) ||
          (uuid != NULL && g_strcmp0 (muster_host_get_uuid (host), uuid) == 0))
        return g_steal_pointer (&host);
    }

  return NULL;
}

static MusterCredentials *
credentials_cb (const MusterHostEntry *entry,
                gpointer               desk)
{
  return muster_desk_dup_credentials (desk, entry);
}

/* Returns: (transfer full) (nullable): the host, looked at apart from all others: of one
 * that keeps no records nothing is to change. */
static MusterHost *
await_look (Opening          *self,
            MusterInventory  *inventory,
            GError          **error)
{
  MusterStore *store = muster_inventory_get_store (inventory);
  g_autoptr (MusterMembership) membership = muster_membership_new (inventory, FALSE);
  g_autoptr (JsonObject) content = muster_host_entry_to_json (self->entry, NULL);

  if (!dex_await (muster_store_put (store, MUSTER_HOST_RECORD_KIND, "host", content, NULL),
                  error) ||
      !dex_await (muster_inventory_start (inventory, FALSE), error) ||
      !dex_await (muster_inventory_settle (inventory), error))
    return NULL;
  dex_await (muster_membership_read (membership), NULL);
  self->id = g_strdup (muster_membership_get_id (membership));

  return g_list_model_get_item (
           muster_data_center_get_hosts (muster_inventory_get_data_center (inventory)), 0);
}

/* One that is listed under another address is not added once more. */
static gboolean
choose_by_entry (Opening         *self,
                 MusterCliError  *code,
                 GError         **error)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterInventory) inventory =
    muster_inventory_new (store, credentials_cb, self->cli->desk, NULL);
  g_autoptr (MusterHost) host = await_look (self, inventory, error);
  g_autoptr (MusterHost) twin = NULL;

  if (host == NULL)
    return FALSE;
  *code = muster_cli_name_silent_host (host);
  dex_await (muster_inventory_close (inventory), NULL);
  if (*code != MUSTER_CLI_DONE)
    return FALSE;
  *code = MUSTER_CLI_FAILED;
  twin = find_by (self->cli, muster_host_get_uri (host), muster_host_get_uuid (host));
  if (twin != NULL)
    {
      g_clear_pointer (&self->entry, muster_host_entry_free);
      g_clear_pointer (&self->id, g_free);
      return choose_by_host (self, twin, code, error);
    }

  return is_kept (self, host, error);
}

/* A listed host by its name, any host by its address. */
static gboolean
choose (Opening         *self,
        const char      *word,
        MusterCliError  *code,
        GError         **error)
{
  g_autoptr (MusterHost) host =
    muster_cli_names_find_host (muster_cli_get_data_center (self->cli), word, NULL);
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  if (host == NULL && (uri = muster_host_uri_from_address (word, error)) == NULL)
    return FALSE;
  if (host == NULL)
    host = find_by (self->cli, uri, NULL);
  if (host != NULL)
    return choose_by_host (self, host, code, error);

  name = muster_host_name_from_uri (uri);
  self->entry = muster_host_entry_new (NULL, name, uri, NULL);

  return dex_await (muster_host_check (muster_desk_get_store (self->cli->desk), self->entry),
                    error) &&
         muster_cli_draft_set_identity (self->cli, self->entry, TRUE, error) &&
         choose_by_entry (self, code, error);
}

/* --- opening -------------------------------------------------------------------------- */

static void
tell_added (Opening    *self,
            const char *name,
            const char *uri)
{
  g_autofree char *line = g_strdup_printf (_("%s added (%s)"), name, uri);

  g_ptr_array_add (self->added, g_strdup (name));
  if (!self->cli->options->json)
    muster_cli_print (line);
}

static gboolean
add_entry (Opening  *self,
           GError  **error)
{
  MusterDesk *desk = self->cli->desk;
  MusterInventory *inventory = muster_desk_get_inventory (desk);

  if (self->entry == NULL)
    return TRUE;
  if (!dex_await (muster_host_add (muster_desk_get_store (desk), self->entry), error) ||
      !dex_await (muster_inventory_read_hosts (inventory), error) ||
      !dex_await (muster_inventory_settle (inventory), error))
    return FALSE;
  tell_added (self, self->entry->name, self->entry->uri);
  dex_await (muster_membership_read (get_membership (self)), NULL);

  return TRUE;
}

static gboolean
look_at (Opening  *self,
         GError  **error)
{
  if (g_strcmp0 (muster_membership_get_id (get_membership (self)), self->id) == 0)
    return TRUE;

  return dex_await (muster_membership_open (get_membership (self), self->id), error);
}

static gboolean
add_rest (Opening  *self,
          GError  **error)
{
  const char *identity = self->entry != NULL ? self->entry->identity : NULL;
  g_autoptr (GPtrArray) hosts =
    dex_await_boxed (muster_named_host_list (self->cli->desk), error);

  if (hosts == NULL || !muster_cli_add_named (self->cli, hosts, identity, error))
    return FALSE;
  for (guint i = 0; i < hosts->len; i++)
    {
      const MusterNamedHost *host = hosts->pdata[i];

      if (host->problem == NULL)
        tell_added (self, host->name, host->uri);
    }
  if (hosts->len > 0)
    dex_await (muster_membership_read (get_membership (self)), NULL);

  return TRUE;
}

static void
print_json (Opening *self)
{
  JsonObject *object = muster_cli_json_data_center (self->cli);
  JsonArray *added = json_array_new ();

  for (guint i = 0; i < self->added->len; i++)
    json_array_add_string_element (added, self->added->pdata[i]);
  json_object_set_array_member (object, "added", added);
  muster_cli_json_print_object (object);
}

static void
tell_open (Opening *self)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (self->cli);
  const char *name = muster_data_center_get_name (data_center);
  g_autofree char *line = NULL;

  if (self->cli->options->json)
    {
      print_json (self);
      return;
    }
  line = self->before
         ? g_strdup_printf (_("The data center “%s” was open already."), name)
         : g_strdup_printf (_("The data center “%s” is open now."), name);
  muster_cli_print (line);
}

MusterCliError
muster_cli_dc_open (MusterCli  *cli,
                    GError    **error)
{
  g_auto (Opening) self = { .cli = cli };
  MusterCliError code = MUSTER_CLI_FAILED;

  if (!muster_cli_open (cli, FALSE, error))
    return code;
  self.added = g_ptr_array_new_with_free_func (g_free);
  dex_await (muster_membership_read (get_membership (&self)), NULL);
  if (!choose (&self, cli->words[0], &code, error))
    return code;
  if (!add_entry (&self, error) || !look_at (&self, error) || !add_rest (&self, error))
    return MUSTER_CLI_FAILED;
  tell_open (&self);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}
