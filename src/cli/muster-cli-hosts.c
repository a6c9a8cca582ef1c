/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-draft.h"
#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-host-actions.h"
#include "muster-memory-store.h"

static int
compare_hosts (gconstpointer a,
               gconstpointer b)
{
  MusterHost *first = *(MusterHost **) a;
  MusterHost *second = *(MusterHost **) b;

  return g_utf8_collate (muster_host_get_name (first), muster_host_get_name (second));
}

static GPtrArray *
list_sorted (MusterDataCenter *data_center)
{
  GListModel *hosts = muster_data_center_get_hosts (data_center);
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (hosts, i));
  g_ptr_array_sort (sorted, compare_hosts);

  return sorted;
}

static void
print_hosts (GPtrArray *hosts)
{
  const char *headings[] = { _("NAME"), _("STATE"), _(">VMS"), _(">RUNNING"),
                             _(">CPUS"), _(">MEMORY"), _("ADDRESS"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < hosts->len; i++)
    {
      MusterHost *host = g_ptr_array_index (hosts, i);
      g_autofree char *vms = g_strdup_printf ("%u", muster_host_get_n_vms (host));
      g_autofree char *running = g_strdup_printf ("%u", muster_host_get_n_running (host));
      g_autofree char *cpus = g_strdup_printf ("%u", muster_host_get_cpus (host));
      g_autofree char *memory = muster_cli_format_memory (muster_host_get_memory_kib (host));
      gboolean known = muster_host_get_state (host) == MUSTER_HOST_ONLINE;

      muster_cli_table_add (table, muster_host_get_name (host),
                            muster_host_state_to_label (muster_host_get_state (host)),
                            known ? vms : "", known ? running : "",
                            known ? cpus : "", memory,
                            muster_host_get_uri (host), NULL);
    }
  muster_cli_table_print (table);
}

/* That a host does not answer is part of what was asked for: no failure. */
MusterCliError
muster_cli_host_list (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (GPtrArray) hosts = NULL;
  JsonArray *array;

  if (!muster_cli_open (cli, FALSE, error))
    return MUSTER_CLI_FAILED;

  hosts = list_sorted (muster_cli_get_data_center (cli));
  if (!cli->options->json)
    {
      print_hosts (hosts);
      if (hosts->len == 0)
        muster_cli_print_note (_("There are no hosts; “musterctl host add ADDRESS” adds one."));
      muster_cli_name_silent_hosts (cli);
      return MUSTER_CLI_DONE;
    }

  array = json_array_new ();
  for (guint i = 0; i < hosts->len; i++)
    json_array_add_object_element (array, muster_cli_json_host (g_ptr_array_index (hosts, i)));
  muster_cli_json_print_array (array);

  return MUSTER_CLI_DONE;
}

static void
add_text (MusterCliTable *table,
          const char     *label,
          const char     *value)
{
  if (value != NULL && *value != '\0')
    muster_cli_table_add (table, label, value, NULL);
}

static void
print_host (MusterHost *host)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);
  g_autofree char *memory = muster_cli_format_memory (muster_host_get_memory_kib (host));
  g_autofree char *cpus = g_strdup_printf ("%u", muster_host_get_cpus (host));
  g_autofree char *vms = g_strdup_printf ("%u", muster_host_get_n_vms (host));
  g_autofree char *running = g_strdup_printf ("%u", muster_host_get_n_running (host));
  gboolean online = muster_host_get_state (host) == MUSTER_HOST_ONLINE;

  add_text (table, _("Name"), muster_host_get_name (host));
  add_text (table, _("Address"), muster_host_get_uri (host));
  add_text (table, _("State"), muster_host_state_to_label (muster_host_get_state (host)));
  add_text (table, _("Host name"), muster_host_get_hostname (host));
  add_text (table, _("UUID"), muster_host_get_uuid (host));
  add_text (table, _("Hypervisor"), muster_host_get_hypervisor (host));
  add_text (table, _("libvirt"), muster_host_get_libvirt_version (host));
  add_text (table, _("Processor"), muster_host_get_cpu_model (host));
  add_text (table, _("CPUs"), online ? cpus : NULL);
  add_text (table, _("Memory"), memory);
  add_text (table, _("VMs"), online ? vms : NULL);
  add_text (table, _("Running VMs"), online ? running : NULL);
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_host_show (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (MusterHost) host = NULL;

  if (!muster_cli_open (cli, FALSE, error) ||
      (host = muster_cli_names_find_host (muster_cli_get_data_center (cli),
                                          cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_host (host));
  else
    print_host (host);

  return muster_cli_name_silent_host (host);
}

static MusterCredentials *
credentials_cb (const MusterHostEntry *entry,
                gpointer               desk)
{
  return muster_desk_dup_credentials (desk, entry);
}

/* An inventory of this host alone: another may be slow to answer. */
static JsonObject *
look_at_entry (MusterCli              *cli,
               const MusterHostEntry  *entry,
               GError                **error)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterInventory) inventory =
    muster_inventory_new (store, credentials_cb, cli->desk, NULL);
  g_autoptr (JsonObject) content = muster_host_entry_to_json (entry, NULL);
  g_autoptr (MusterHost) host = NULL;
  JsonObject *object;
  GListModel *hosts;

  if (!dex_await (muster_store_put (store, MUSTER_HOST_RECORD_KIND, entry->id,
                                    content, NULL), error) ||
      !dex_await (muster_inventory_start (inventory, FALSE), error) ||
      !dex_await (muster_inventory_settle (inventory), error))
    return NULL;

  hosts = muster_data_center_get_hosts (muster_inventory_get_data_center (inventory));
  host = g_list_model_get_item (hosts, 0);
  object = muster_cli_json_host (host);
  dex_await (muster_inventory_close (inventory), NULL);

  return object;
}

JsonObject *
muster_cli_host_to_json (MusterCli              *cli,
                         const MusterHostEntry  *entry,
                         GError                **error)
{
  g_autoptr (MusterHost) host = NULL;

  if (!cli->options->no_test)
    return look_at_entry (cli, entry, error);

  host = muster_host_new (entry->id, entry->name, entry->uri);

  return muster_cli_json_host (host);
}

MusterHostEntry *
muster_cli_choose_entry (MusterCli   *cli,
                         GPtrArray   *known,
                         const char  *word,
                         GError     **error)
{
  MusterHostEntry *found = muster_cli_names_find_entry (known, word, NULL);
  g_autoptr (MusterHostEntry) entry = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  if (found != NULL)
    entry = muster_host_entry_copy (found);
  else if ((uri = muster_host_uri_from_address (word, error)) != NULL)
    {
      name = muster_host_name_from_uri (uri);
      entry = muster_host_entry_new ("", name, uri, NULL);
    }
  if (entry == NULL || !muster_cli_draft_set_identity (cli, entry, found == NULL, error))
    return NULL;

  return g_steal_pointer (&entry);
}

const char *
muster_cli_choose_ssh (MusterCli              *cli,
                       const MusterHostEntry  *entry,
                       GError                **error)
{
  if (cli->options->ssh != NULL)
    return cli->options->ssh;
  if (entry->ssh == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                 _("It is not known where ssh logs in at “%s”: say it with --ssh USER@ADDRESS."),
                 entry->name);

  return entry->ssh;
}

/* What to test: named hosts, addresses that are no host's name, or all. */
static GPtrArray *
choose_entries (MusterCli  *cli,
                GError    **error)
{
  MusterStore *store = muster_desk_get_store (cli->desk);
  g_autoptr (GPtrArray) known = dex_await_boxed (muster_host_list (store), error);
  g_autoptr (GPtrArray) chosen = NULL;

  if (known == NULL || cli->n_words == 0)
    return g_steal_pointer (&known);

  chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);
  for (guint i = 0; i < cli->n_words; i++)
    {
      MusterHostEntry *entry = muster_cli_choose_entry (cli, known, cli->words[i],
                                                        error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (chosen, entry);
    }

  return g_steal_pointer (&chosen);
}

static void
print_test (const MusterHostEntry *entry,
            const MusterHostTest  *test)
{
  g_autofree char *line = NULL;

  if (!test->ok)
    {
      line = g_strdup_printf ("%s (%s): %s", entry->name, entry->uri, test->message);
      muster_cli_print_error (line);
      muster_cli_print_note (test->advice);
      muster_cli_print_note (test->details);
      return;
    }

  /* TRANSLATORS: host name, its address, its own name, hypervisor, libvirt's version */
  line = g_strdup_printf (_("%s (%s): answers as %s, %s, libvirt %s"), entry->name,
                          entry->uri, test->hostname, test->hypervisor,
                          test->libvirt_version);
  muster_cli_print (line);
}

static GPtrArray *
begin_tests (MusterCli *cli,
             GPtrArray *entries)
{
  GPtrArray *futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (MusterCredentials) credentials =
        muster_desk_dup_credentials (cli->desk, entry);

      g_ptr_array_add (futures, muster_host_test (entry->uri, credentials));
    }

  return futures;
}

MusterCliError
muster_cli_host_test (MusterCli  *cli,
                      GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) futures = NULL;
  g_autoptr (JsonArray) array = json_array_new ();
  MusterCliError code = MUSTER_CLI_DONE;

  if (!muster_cli_open_desk (cli, error) ||
      (entries = choose_entries (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;

  futures = begin_tests (cli, entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (MusterHostTest) test =
        dex_await_boxed (dex_ref (g_ptr_array_index (futures, i)), error);

      if (test == NULL)
        return MUSTER_CLI_FAILED;
      if (!test->ok)
        code = MUSTER_CLI_UNREACHABLE;
      if (cli->options->json)
        json_array_add_object_element (array,
                                       muster_cli_json_host_test (entry->name,
                                                                  entry->uri, test));
      else
        print_test (entry, test);
    }
  if (cli->options->json)
    muster_cli_json_print_array (g_steal_pointer (&array));

  return code;
}
