/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-ledger.h"
#include "muster-cli.h"
#include "muster-cli-text.h"
#include "muster-host-actions.h"
#include "muster-secret-info.h"

/* A shell waits for this while somebody types. */
#define PATIENCE_MS 2000

static void
complete_hosts (MusterCli *cli)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      muster_cli_print (entry->name);
    }
}

static void
complete_identities (MusterCli *cli)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (cli->desk);
  g_autoptr (GPtrArray) identities = NULL;

  if (secrets != NULL)
    identities = dex_await_boxed (muster_secret_store_list_identities (secrets), NULL);
  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (identities, i);

      muster_cli_print (info->name);
    }
}

/* What can be revoked; a name once, however often it was renewed. */
static void
complete_certificates (MusterCli *cli)
{
  MusterPki *pki = muster_desk_get_pki (cli->desk);
  g_autoptr (GPtrArray) ledger = NULL;
  const char *before = NULL;

  if (pki != NULL)
    ledger = dex_await_boxed (muster_pki_list (pki), NULL);
  for (guint i = 0; ledger != NULL && i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (!muster_cli_ledger_is_accepted (line) || g_strcmp0 (before, line->name) == 0)
        continue;
      before = line->name;
      muster_cli_print (line->name);
    }
}

/* What is known by then is better than nothing. */
static void
wait_a_little (DexFuture *future)
{
  dex_await (dex_future_first (future, dex_timeout_new_msec (PATIENCE_MS), NULL), NULL);
}

static void
complete_vms (MusterCli *cli)
{
  MusterInventory *inventory = muster_desk_get_inventory (cli->desk);
  GListModel *vms = muster_data_center_get_vms (muster_cli_get_data_center (cli));

  if (!dex_await (muster_inventory_start (inventory, FALSE), NULL))
    return;

  wait_a_little (muster_inventory_settle (inventory));
  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      muster_cli_print (muster_vm_get_name (vm));
    }
}

static gboolean
look_at_records (MusterCli *cli)
{
  MusterInventory *inventory = muster_desk_get_inventory (cli->desk);

  if (!dex_await (muster_inventory_start (inventory, FALSE), NULL))
    return FALSE;
  wait_a_little (muster_inventory_settle (inventory));
  wait_a_little (muster_membership_read (muster_desk_get_membership (cli->desk)));

  return TRUE;
}

static void
complete_clusters (MusterCli *cli)
{
  GListModel *clusters =
    muster_data_center_get_clusters (muster_cli_get_data_center (cli));

  if (!look_at_records (cli))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      muster_cli_print (muster_cluster_get_name (cluster));
    }
}

static void
complete_revisions (MusterCli *cli)
{
  if (look_at_records (cli))
    muster_cli_conflict_print_revisions (cli);
}

/* For the shells' completion; silent about everything that goes wrong. */
MusterCliError
muster_cli_complete (MusterCli  *cli,
                     GError    **error)
{
  const char *kind = cli->words[0];

  if (!muster_cli_open_desk (cli, NULL))
    return MUSTER_CLI_FAILED;

  if (g_str_equal (kind, "hosts"))
    complete_hosts (cli);
  else if (g_str_equal (kind, "identities"))
    complete_identities (cli);
  else if (g_str_equal (kind, "certificates"))
    complete_certificates (cli);
  else if (g_str_equal (kind, "vms"))
    complete_vms (cli);
  else if (g_str_equal (kind, "clusters"))
    complete_clusters (cli);
  else if (g_str_equal (kind, "revisions"))
    complete_revisions (cli);
  else
    return MUSTER_CLI_USAGE;

  return MUSTER_CLI_DONE;
}
