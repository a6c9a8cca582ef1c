/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-key-names.h"
#include "muster-vm-actions.h"
#include "muster-vm-registry.h"

/* How long guests' agents have for telling their addresses, all together. */
#define AGENTS_MS 2000

typedef struct
{
  MusterVm *vm;
  char *key;
} SortedVm;

static void
sorted_vm_clear (gpointer data)
{
  SortedVm *self = data;

  g_clear_object (&self->vm);
  g_clear_pointer (&self->key, g_free);
}

static int
compare_vms (gconstpointer a,
             gconstpointer b)
{
  const SortedVm *first = a;
  const SortedVm *second = b;
  int order = strcmp (first->key, second->key);

  return order != 0 ? order : g_strcmp0 (muster_vm_get_uuid (first->vm),
                                         muster_vm_get_uuid (second->vm));
}

/* With keys: comparing thousands of names as words takes longer than a host. */
static GPtrArray *
list_sorted (MusterDataCenter *data_center)
{
  GListModel *vms = muster_data_center_get_vms (data_center);
  guint n_vms = g_list_model_get_n_items (vms);
  g_autoptr(GArray) array = g_array_sized_new (FALSE, FALSE, sizeof (SortedVm), n_vms);
  GPtrArray *sorted = g_ptr_array_new_full (n_vms, g_object_unref);

  g_array_set_clear_func (array, sorted_vm_clear);
  for (guint i = 0; i < n_vms; i++)
    {
      SortedVm item = { g_list_model_get_item (vms, i), NULL };

      item.key = g_utf8_collate_key (muster_vm_get_name (item.vm), -1);
      g_array_append_val (array, item);
    }
  g_array_sort (array, compare_vms);
  for (guint i = 0; i < n_vms; i++)
    g_ptr_array_add (sorted, g_object_ref (g_array_index (array, SortedVm, i).vm));

  return sorted;
}

/* A guest whose agent hangs has its leases, and holds nobody up for longer;
 * its host goes on asking. */
static void
ask_agents (MusterCli *cli,
            MusterVm  *vm)
{
  MusterInventory *inventory = muster_desk_get_inventory (cli->desk);

  if (!dex_await (dex_future_first (muster_inventory_ask_agents (inventory, vm),
                                    dex_timeout_new_msec (AGENTS_MS), NULL),
                  NULL))
    cli->leaves = TRUE;
}

static const char *
host_name (MusterVm *vm)
{
  MusterHost *host = muster_vm_get_host (vm);

  return host != NULL ? muster_host_get_name (host) : "";
}

/* What seems to run twice may be a migration that ends just now. */
static void
await_sure (MusterCli *cli)
{
  if (muster_inventory_suspects_twice (muster_desk_get_inventory (cli->desk)))
    dex_await (dex_timeout_new_msec (MUSTER_VM_REGISTRY_TWICE_MS + 500), NULL);
}

static char *
dup_runners (MusterVm *vm)
{
  return g_strjoinv (", ", (char **) muster_vm_get_running_twice (vm));
}

/* Returns: whether two hosts run it. */
static gboolean
warn_of_twice (MusterVm *vm)
{
  const char * const *hosts = muster_vm_get_running_twice (vm);
  g_autofree char *runners = NULL;
  g_autofree char *text = NULL;

  if (hosts == NULL)
    return FALSE;
  runners = dup_runners (vm);
  text = g_strdup_printf (_("“%s” runs on several hosts at once: %s. Force it off on all of them but one now, with “virsh destroy” there: its disks may be damaged already."),
                          muster_vm_get_label (vm), runners);
  muster_cli_print_error (text);

  return TRUE;
}

static void
print_json (GPtrArray *vms)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < vms->len; i++)
    json_array_add_object_element (array, muster_cli_json_vm (g_ptr_array_index (vms, i)));
  muster_cli_json_print_array (array);
}

static const char *
find_state (MusterVm *vm)
{
  if (muster_vm_get_running_twice (vm) != NULL)
    return _("RUNS TWICE");
  if (muster_vm_get_elsewhere (vm) != NULL)
    /* Translators: of what a host that was gone kept of a VM that another took over */
    return _("Left behind");

  return muster_vm_state_to_label (muster_vm_get_state (vm));
}

/* Where a host does not answer, what another kept of a VM may be all that is seen of it. */
static void
await_homes (MusterCli *cli)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) != MUSTER_HOST_ONLINE)
        {
          dex_await (muster_membership_read (muster_desk_get_membership (cli->desk)), NULL);
          return;
        }
    }
}

static void
add_vm (MusterCliTable *table,
        MusterVm       *vm)
{
  gboolean twice = muster_vm_get_running_twice (vm) != NULL;
  g_autofree char *hosts = twice ? dup_runners (vm) : g_strdup (host_name (vm));
  g_autofree char *vcpus = g_strdup_printf ("%u", muster_vm_get_vcpus (vm));
  g_autofree char *memory = muster_cli_format_memory (muster_vm_get_memory_kib (vm));

  muster_cli_table_add (table, muster_vm_get_name (vm), hosts,
                        find_state (vm), vcpus, memory, muster_vm_get_ip (vm), NULL);
}

static void
print_table (GPtrArray *vms)
{
  const char *headings[] = { _("NAME"), _("HOST"), _("STATE"), _(">VCPUS"),
                             _(">MEMORY"), _("IP"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < vms->len; i++)
    add_vm (table, vms->pdata[i]);
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_vm_list (MusterCli  *cli,
                    GError    **error)
{
  g_autoptr (GPtrArray) vms = NULL;
  MusterCliError code = MUSTER_CLI_DONE;

  if (!muster_cli_open (cli, FALSE, error))
    return MUSTER_CLI_FAILED;

  ask_agents (cli, NULL);
  await_sure (cli);
  await_homes (cli);
  vms = list_sorted (muster_cli_get_data_center (cli));
  if (cli->options->json)
    print_json (vms);
  else
    print_table (vms);
  fflush (stdout);
  if (vms->len == 0 && !cli->options->json)
    muster_cli_print_note (_("There are no VMs."));
  for (guint i = 0; i < vms->len; i++)
    if (warn_of_twice (vms->pdata[i]))
      code = MUSTER_CLI_FAILED;

  return muster_cli_error_merge (code, muster_cli_name_silent_hosts (cli));
}

static void
add_text (MusterCliTable *table,
          const char     *label,
          const char     *value)
{
  if (value != NULL && *value != '\0')
    muster_cli_table_add (table, label, value, NULL);
}

/* People write descriptions of several lines. */
static void
add_lines (MusterCliTable *table,
           const char     *label,
           const char     *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  if (text == NULL || *text == '\0')
    return;
  for (guint i = 0; lines[i] != NULL; i++)
    muster_cli_table_add (table, i == 0 ? label : "", g_strchomp (lines[i]), NULL);
}

static void
add_usage (MusterCliTable *table,
           MusterVm       *vm)
{
  g_autofree char *cpu =
    muster_cli_format_percent (muster_vm_get_metric (vm, MUSTER_METRIC_CPU));
  g_autofree char *memory =
    muster_cli_format_percent (muster_vm_get_metric (vm, MUSTER_METRIC_MEMORY));

  add_text (table, _("CPU usage"), cpu);
  add_text (table, _("Memory usage"), memory);
}

static void
add_hardware (MusterCliTable *table,
              MusterVm       *vm)
{
  g_autofree char *vcpus = g_strdup_printf ("%u", muster_vm_get_vcpus (vm));
  g_autofree char *memory = muster_cli_format_memory (muster_vm_get_memory_kib (vm));
  g_autofree char *ips = g_strjoinv (", ", (char **) muster_vm_get_ips (vm));
  const char * const *macs = muster_vm_get_macs (vm);
  g_autofree char *mac_list = macs != NULL ? g_strjoinv (", ", (char **) macs) : NULL;

  add_text (table, _("Virtual CPUs"), vcpus);
  add_text (table, _("Memory"), memory);
  add_text (table, _("Guest system"), muster_vm_get_os_name (vm));
  add_text (table, _("IP addresses"), ips);
  add_text (table, _("MAC addresses"), mac_list);
  add_text (table, _("Display"), muster_vm_get_graphics (vm));
}

static void
print_vm (MusterVm *vm)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);
  g_autofree char *since =
    muster_vm_get_start_seen (vm) ? muster_cli_format_time (muster_vm_get_started_at (vm)) : NULL;

  add_text (table, _("Name"), muster_vm_get_name (vm));
  add_text (table, _("UUID"), muster_vm_get_uuid (vm));
  add_text (table, _("Title"), muster_vm_get_title (vm));
  add_lines (table, _("Description"), muster_vm_get_description (vm));
  add_text (table, _("Host"), host_name (vm));
  add_text (table, _("State"), muster_vm_state_to_label (muster_vm_get_state (vm)));
  /* Translators: which host has the VM now */
  add_text (table, _("Taken over by"), muster_vm_get_elsewhere (vm));
  if (muster_vm_get_running_twice (vm) != NULL)
    {
      g_autofree char *runners = dup_runners (vm);

      add_text (table, _("RUNS TWICE"), runners);
    }
  add_text (table, _("Reason"), muster_vm_reason_to_text (muster_vm_get_reason (vm)));
  add_text (table, _("Running since"), since);
  add_text (table, _("Starts with its host"), muster_vm_get_autostart (vm) ? _("yes") : _("no"));
  add_hardware (table, vm);
  add_usage (table, vm);
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_vm_show (MusterCli  *cli,
                    GError    **error)
{
  g_autoptr (MusterVm) vm = NULL;

  if (!muster_cli_open (cli, FALSE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  if (!muster_vm_get_detailed (vm))
    dex_await (muster_inventory_define_vm (muster_desk_get_inventory (cli->desk), vm),
               NULL);
  ask_agents (cli, vm);
  await_sure (cli);
  await_homes (cli);
  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_vm_full (vm));
  else
    print_vm (vm);
  fflush (stdout);

  return warn_of_twice (vm) ? MUSTER_CLI_FAILED : MUSTER_CLI_DONE;
}

/* Before any host is asked: a wrong name is an error of the command line. */
static gboolean
check_keys (const char  *combination,
            GError     **error)
{
  guint codes[MUSTER_KEY_NAMES_MAX];

  return muster_key_names_parse (combination, codes, error) > 0;
}

MusterCliError
muster_cli_vm_send_key (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterVm) vm = NULL;

  for (guint i = 1; i < cli->n_words; i++)
    if (!check_keys (cli->words[i], error))
      return MUSTER_CLI_USAGE;

  if (!muster_cli_open (cli, FALSE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  for (guint i = 1; i < cli->n_words; i++)
    if (!dex_await (muster_vm_send_keys (muster_desk_get_inventory (cli->desk), vm,
                                         cli->words[i]),
                    error))
      return MUSTER_CLI_FAILED;

  return MUSTER_CLI_DONE;
}
