/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-records.h"
#include "muster-cli-text.h"
#include "muster-shared-store.h"

#define LOOK_S 3
#define MAX_LOOKS 3

static gboolean
is_silent (MusterCli *cli)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  guint n_hosts = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n_hosts; i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
        return FALSE;
    }

  return n_hosts > 0;
}

gboolean
muster_cli_records_open (MusterCli       *cli,
                         MusterCliError  *code,
                         GError         **error)
{
  *code = MUSTER_CLI_FAILED;
  if (!muster_cli_open (cli, FALSE, error))
    return FALSE;
  if (is_silent (cli))
    {
      *code = muster_cli_name_silent_hosts (cli);
      return FALSE;
    }
  dex_await (muster_membership_read (muster_desk_get_membership (cli->desk)), NULL);

  return TRUE;
}

void
muster_cli_records_look (MusterCli *cli)
{
  DexFuture *reading = muster_membership_read (muster_desk_get_membership (cli->desk));

  dex_future_disown (dex_ref (reading));
  dex_await (dex_future_first (reading, dex_timeout_new_seconds (LOOK_S), NULL), NULL);
}

static guint
count_hosts (MusterCli *cli)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_membership_get_other (membership, host) == NULL &&
          !muster_membership_has_left (membership, host) &&
          muster_host_get_reason (host) != MUSTER_HOST_REASON_DUPLICATE)
        n++;
    }

  return n;
}

/* What wins, also when it is a deletion; nothing for an object without an id. */
static MusterRecord *
find_winner (MusterCli  *cli,
             const char *kind,
             const char *id)
{
  MusterStore *store =
    muster_membership_get_store (muster_desk_get_membership (cli->desk));
  g_autoptr (GPtrArray) heads = NULL;

  if (id == NULL)
    return NULL;
  heads = muster_shared_store_list_heads (MUSTER_SHARED_STORE (store), kind, id);

  return heads->len > 0 ? g_object_ref (heads->pdata[0]) : NULL;
}

guint
muster_cli_records_count (MusterCli  *cli,
                          const char *kind,
                          const char *id,
                          guint      *n_hosts)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  g_autoptr (MusterRecord) record = find_winner (cli, kind, id);
  guint n_reached;

  *n_hosts = count_hosts (cli);
  if (record == NULL)
    return 0;

  return muster_membership_count_copies (membership, record, &n_reached);
}

static gboolean
is_everywhere (MusterCli  *cli,
               const char *kind,
               const char *id)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  g_autoptr (MusterRecord) record = find_winner (cli, kind, id);
  guint n_reached = 0;

  return record == NULL ||
         muster_membership_count_copies (membership, record, &n_reached) >= n_reached;
}

/* A look that comes while a slow host still writes may find half of it. */
void
muster_cli_records_settle (MusterCli  *cli,
                           const char *kind,
                           const char *id)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  g_autofree char *line = NULL;
  guint n_copies, n_hosts;
  guint n_looks = 0;

  do
    dex_await (muster_membership_read (membership), NULL);
  while (++n_looks < MAX_LOOKS && !is_everywhere (cli, kind, id));
  n_copies = muster_cli_records_count (cli, kind, id, &n_hosts);
  /* None has what nobody had to write, as where a host is that never was moved. */
  if (n_copies == 0 || n_copies >= n_hosts)
    return;
  line = g_strdup_printf (ngettext ("%u of %u hosts keeps it; the others get it when they answer again.",
                                    "%u of %u hosts keep it; the others get it when they answer again.",
                                    n_copies),
                          n_copies, n_hosts);
  muster_cli_print_error (line);
}

gboolean
muster_cli_records_check_edit (MusterCli  *cli,
                               GError    **error)
{
  if (cli->options->name != NULL || cli->options->description != NULL)
    return TRUE;

  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                       _("Say what to change: --name or --description."));

  return FALSE;
}
