/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-progress.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-host-gone.h"
#include "muster-migration-settle.h"
#include "muster-name-list.h"
#include "muster-stale-definition.h"
#include "muster-text.h"
#include "muster-vm-copies.h"

/* --- the copies -------------------------------------------------------------------- */

static const char *
get_host_name (MusterCli    *cli,
               MusterRecord *record)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  const char *name;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_strcmp0 (muster_host_get_uuid (host), muster_record_get_id (record)) == 0)
        return muster_host_get_name (host);
    }

  name = muster_member_record_get_text (record, "name");

  return name != NULL ? name : "";
}

static JsonObject *
copies_to_json (MusterCli    *cli,
                MusterRecord *record)
{
  g_autoptr (GPtrArray) copies =
    muster_vm_copies_from_json (muster_record_get_content (record), NULL);
  JsonObject *object = json_object_new ();
  JsonArray *names = json_array_new ();
  guint n_hosts;

  for (guint i = 0; copies != NULL && i < copies->len; i++)
    json_array_add_string_element (names, ((MusterVmCopy *) copies->pdata[i])->name);
  json_object_set_string_member (object, "name", get_host_name (cli, record));
  json_object_set_string_member (object, "uuid", muster_record_get_id (record));
  json_object_set_boolean_member (object, "readable", copies != NULL);
  json_object_set_array_member (object, "vms", names);
  json_object_set_int_member (object, "copies",
                              muster_cli_records_count (cli, MUSTER_VMS_RECORD_KIND,
                                                        muster_record_get_id (record),
                                                        &n_hosts));
  json_object_set_int_member (object, "copies_wanted", n_hosts);

  return object;
}

static void
print_copies (MusterCli *cli,
              GPtrArray *records)
{
  const char *headings[] = { _("HOST"), _(">VMS"), _(">ON HOSTS"), _("COPIED"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < records->len; i++)
    {
      MusterRecord *record = records->pdata[i];
      g_autoptr (GPtrArray) copies =
        muster_vm_copies_from_json (muster_record_get_content (record), NULL);
      guint n_hosts;
      g_autofree char *vms = copies != NULL ? g_strdup_printf ("%u", copies->len)
                                            : g_strdup (_("unreadable"));
      g_autofree char *on =
        g_strdup_printf ("%u", muster_cli_records_count (cli, MUSTER_VMS_RECORD_KIND,
                                                         muster_record_get_id (record),
                                                         &n_hosts));
      g_autofree char *when = muster_cli_format_time (muster_record_get_time (record));
      g_autofree char *name = muster_text_escape (get_host_name (cli, record));

      muster_cli_table_add (table, name, vms, on, when, NULL);
    }
  muster_cli_table_print (table);
}

/* Returns: whether all hosts that answer have been copied. */
static gboolean
await_copied (MusterCli *cli)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  MusterMembership *membership = muster_desk_get_membership (cli->desk);
  gboolean well = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      g_autoptr (GError) error = NULL;

      if (muster_host_get_state (host) != MUSTER_HOST_ONLINE ||
          !muster_membership_has_joined (membership, host) ||
          dex_await (muster_vm_copier_copy (muster_desk_get_copier (cli->desk), host), &error))
        continue;
      muster_cli_print_error (error->message);
      well = FALSE;
    }

  return well;
}

static void
show_copies (MusterCli *cli,
             GPtrArray *records)
{
  JsonArray *array;

  if (!cli->options->json)
    {
      print_copies (cli, records);
      return;
    }
  array = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, copies_to_json (cli, records->pdata[i]));
  muster_cli_json_print_array (array);
}

MusterCliError
muster_cli_host_copies (MusterCli  *cli,
                        GError    **error)
{
  MusterMembership *membership;
  MusterCliError code;
  g_autoptr (GPtrArray) records = NULL;
  gboolean well = TRUE;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  membership = muster_desk_get_membership (cli->desk);
  if (cli->options->now)
    {
      if (!dex_await (muster_membership_ensure (membership), error))
        return MUSTER_CLI_FAILED;
      well = await_copied (cli);
      dex_await (muster_membership_read (membership), NULL);
    }
  records = dex_await_boxed (muster_store_list (muster_membership_get_store (membership),
                                                MUSTER_VMS_RECORD_KIND), error);
  if (records == NULL)
    return MUSTER_CLI_FAILED;
  show_copies (cli, records);
  muster_cli_name_silent_hosts (cli);

  return well ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}

/* --- a host that is gone ---------------------------------------------------------------- */

static JsonObject *
takeover_to_json (MusterTakeover *takeover)
{
  MusterHost *target = muster_takeover_get_target (takeover);
  const char *problem = muster_takeover_get_problem (takeover);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "vm", muster_takeover_get_label (takeover));
  json_object_set_string_member (object, "uuid", muster_takeover_get_uuid (takeover));
  json_object_set_boolean_member (object, "ran", muster_takeover_get_ran (takeover));
  json_object_set_boolean_member (object, "autostart", muster_takeover_get_autostart (takeover));
  json_object_set_string_member (object, "state", muster_takeover_get_state_id (takeover));
  if (target != NULL)
    json_object_set_string_member (object, "host", muster_host_get_name (target));
  else
    json_object_set_null_member (object, "host");
  if (problem != NULL)
    json_object_set_string_member (object, "problem", problem);
  else
    json_object_set_null_member (object, "problem");
  if (muster_takeover_get_loss (takeover) != NULL)
    json_object_set_string_member (object, "loss", muster_takeover_get_loss (takeover));
  else
    json_object_set_null_member (object, "loss");

  return object;
}

static char *
describe_state (MusterTakeover *takeover)
{
  const char *problem = muster_takeover_get_problem (takeover);

  switch (muster_takeover_get_state (takeover))
    {
    case MUSTER_TAKEOVER_PLANNED:
      return g_strdup (_("not taken over yet"));
    case MUSTER_TAKEOVER_DEFINED:
      return problem != NULL ? g_strdup_printf (_("taken over. %s"), problem)
                             : g_strdup (_("taken over"));
    case MUSTER_TAKEOVER_STARTED:
      return g_strdup (_("taken over and started"));
    case MUSTER_TAKEOVER_LEFT:
    default:
      return g_strdup_printf (_("left alone: %s"), problem);
    }
}

static void
print_plan (GPtrArray *plan)
{
  const char *headings[] = { _("VM"), _("RAN"), _("HOST"), _("STATE"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < plan->len; i++)
    {
      MusterHost *target = muster_takeover_get_target (plan->pdata[i]);
      g_autofree char *state = describe_state (plan->pdata[i]);

      muster_cli_table_add (table, muster_takeover_get_label (plan->pdata[i]),
                            muster_takeover_get_ran (plan->pdata[i]) ? _("yes") : _("no"),
                            target != NULL ? muster_host_get_name (target) : "", state, NULL);
    }
  muster_cli_table_print (table);
}

/* Muster has no say in what libvirt starts with its host. */
static void
warn_of_autostart (MusterCli *cli,
                   GPtrArray *plan)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < plan->len; i++)
    if (muster_takeover_get_autostart (plan->pdata[i]))
      g_ptr_array_add (names, (char *) muster_takeover_get_label (plan->pdata[i]));
  if (names->len == 0)
    return;
  list = muster_name_list_to_text (names);
  text = g_strdup_printf (_("When “%s” boots again, its libvirt starts these VMs, which would run twice unless a lock manager like virtlockd guards their disks on all hosts: %s. Boot it without its network, and remove what is stale there first."),
                          cli->words[0], list);
  muster_cli_print_note (text);
}

static void
tell_losses (GPtrArray *plan)
{
  for (guint i = 0; i < plan->len; i++)
    {
      const char *loss = muster_takeover_get_loss (plan->pdata[i]);
      g_autofree char *line = NULL;

      if (loss == NULL)
        continue;
      line = g_strdup_printf ("%s: %s", muster_takeover_get_label (plan->pdata[i]), loss);
      muster_cli_print_note (line);
    }
}

static void
show_plan (MusterCli *cli,
           GPtrArray *plan)
{
  JsonArray *array;

  warn_of_autostart (cli, plan);
  tell_losses (plan);
  if (!cli->options->json)
    {
      print_plan (plan);
      return;
    }
  array = json_array_new ();
  for (guint i = 0; i < plan->len; i++)
    json_array_add_object_element (array, takeover_to_json (plan->pdata[i]));
  muster_cli_json_print_array (array);
}

static gboolean
has_problems (GPtrArray *plan)
{
  for (guint i = 0; i < plan->len; i++)
    if (muster_takeover_get_problem (plan->pdata[i]) != NULL)
      return TRUE;

  return FALSE;
}

static MusterCliError
take_over (MusterCli   *cli,
           const char  *uuid,
           GPtrArray   *plan,
           GError     **error)
{
  g_autoptr (MusterTask) task = muster_task_new (_("Take Over"), cli->words[0]);
  g_autoptr (MusterCliProgress) progress = NULL;
  g_autoptr (GPtrArray) done = NULL;

  muster_task_set_can_cancel (task, TRUE);
  muster_task_list_add (muster_desk_get_tasks (cli->desk), task);
  progress = muster_cli_progress_new (muster_desk_get_tasks (cli->desk));
  done = dex_await_boxed (muster_host_gone_take (cli->desk, uuid, plan, cli->options->start,
                                                 task), error);
  muster_cli_progress_clear (progress);
  if (done == NULL)
    return MUSTER_CLI_FAILED;
  show_plan (cli, done);

  return has_problems (done) ? MUSTER_CLI_FAILED : MUSTER_CLI_DONE;
}

static gboolean
find_target (MusterCli   *cli,
             MusterHost **target,
             GError     **error)
{
  if (cli->options->to == NULL)
    return TRUE;
  *target = muster_cli_names_find_host (muster_cli_get_data_center (cli), cli->options->to,
                                        error);

  return *target != NULL;
}

MusterCliError
muster_cli_host_gone (MusterCli  *cli,
                      GError    **error)
{
  MusterCliError code;
  g_autofree char *uuid = NULL;
  g_autoptr (MusterHost) target = NULL;
  g_autoptr (GPtrArray) plan = NULL;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  uuid = muster_host_gone_find (cli->desk, cli->words[0]);
  if (uuid == NULL)
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                   _("There are no copies of the VMs of a host named “%s”."), cli->words[0]);
      return MUSTER_CLI_NOT_FOUND;
    }
  if (!find_target (cli, &target, error) ||
      (plan = dex_await_boxed (muster_host_gone_plan (cli->desk, uuid, target), error)) == NULL)
    return MUSTER_CLI_FAILED;
  if (plan->len == 0)
    {
      muster_cli_print_error (_("It had no VMs when its definitions were copied last."));
      return MUSTER_CLI_DONE;
    }
  if (cli->options->powered_off)
    return take_over (cli, uuid, plan, error);
  show_plan (cli, plan);
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
               _("Nothing was done. See that “%s” is powered off, then say it with --powered-off: while it runs, its VMs would run twice and damage their disks."),
               cli->words[0]);

  return MUSTER_CLI_REFUSED;
}

/* --- what it left behind ----------------------------------------------------------------- */

static void
show_stale (MusterCli *cli,
            GPtrArray *vms)
{
  const char *headings[] = { _("VM"), _("IS ON"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < vms->len; i++)
    {
      MusterHost *host = muster_vm_get_host (vms->pdata[i]);

      muster_cli_table_add (table, muster_vm_get_label (vms->pdata[i]),
                            muster_vm_get_elsewhere (vms->pdata[i]) != NULL
                              ? muster_vm_get_elsewhere (vms->pdata[i])
                              : muster_host_get_name (host), NULL);
    }
  muster_cli_table_print (table);
}

static JsonArray *
stale_to_json (GPtrArray *vms)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < vms->len; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "vm", muster_vm_get_label (vms->pdata[i]));
      json_object_set_string_member (object, "uuid", muster_vm_get_uuid (vms->pdata[i]));
      json_array_add_object_element (array, object);
    }

  return array;
}

static MusterCliError
remove_stale (MusterCli  *cli,
              MusterHost *host,
              GPtrArray  *vms)
{
  MusterCliError code = MUSTER_CLI_DONE;

  for (guint i = 0; i < vms->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (dex_await (muster_stale_definition_remove (cli->desk, host, vms->pdata[i]), &error))
        continue;
      muster_cli_print_error (error->message);
      code = muster_cli_error_merge (code, muster_cli_error_exit_code (error));
    }

  return code;
}

MusterCliError
muster_cli_host_stale (MusterCli  *cli,
                       GError    **error)
{
  MusterCliError code;
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (GPtrArray) vms = NULL;

  if (!muster_cli_records_open (cli, &code, error) ||
      (host = muster_cli_names_find_host (muster_cli_get_data_center (cli), cli->words[0],
                                          error)) == NULL)
    return code;
  vms = muster_inventory_list_superseded (muster_desk_get_inventory (cli->desk), host);
  if (cli->options->json)
    muster_cli_json_print_array (stale_to_json (vms));
  else
    show_stale (cli, vms);
  if (cli->options->remove)
    return remove_stale (cli, host, vms);

  return muster_cli_name_silent_host (host);
}

/* --- migrations that were cut ---------------------------------------------------------- */

MusterCliError
muster_cli_vm_settle (MusterCli  *cli,
                      GError    **error)
{
  MusterCliError code;
  g_auto (GStrv) said = NULL;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  said = dex_await_boxed (muster_migrations_settle (cli->desk), error);
  if (said == NULL)
    return MUSTER_CLI_FAILED;
  if (cli->options->json)
    muster_cli_json_print_array (muster_cli_json_strv ((const char * const *) said));
  else
    for (guint i = 0; said[i] != NULL; i++)
      g_print ("%s\n", said[i]);

  return muster_cli_name_silent_hosts (cli);
}
