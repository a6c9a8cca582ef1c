/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-progress.h"
#include "muster-cli-records.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-migration-settle.h"
#include "muster-vm-actions.h"

/* One VM of the command line and what becomes of it. */
typedef struct
{
  MusterCli *cli;
  MusterCliProgress *progress;  /* borrowed */
  MusterVm *vm;
  MusterHost *target;           /* of a migration */
  MusterTask *task;
  MusterVmVerb verb;
  MusterCliError code;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->vm);
  g_clear_object (&job->target);
  g_clear_object (&job->task);
  g_free (job);
}

static Job *
job_new (MusterCli    *cli,
         MusterVm     *vm,
         MusterHost   *target,
         MusterVmVerb  verb)
{
  Job *job = g_new0 (Job, 1);

  job->cli = cli;
  job->vm = g_object_ref (vm);
  g_set_object (&job->target, target);
  job->verb = verb;
  job->task = target != NULL ? muster_vm_migrate_task_new (vm, target)
                             : muster_vm_task_new (verb, vm);
  muster_task_list_add (muster_desk_get_tasks (cli->desk), job->task);

  return job;
}

static const char *
describe_result (MusterVmVerb verb,
                 gboolean     waited)
{
  switch (verb)
    {
    case MUSTER_VM_VERB_START: return _("started");
    case MUSTER_VM_VERB_SHUTDOWN: return waited ? _("shut down") : _("asked to shut down");
    case MUSTER_VM_VERB_OFF: return _("forced off");
    case MUSTER_VM_VERB_REBOOT: return _("asked to reboot");
    case MUSTER_VM_VERB_RESET: return _("reset");
    case MUSTER_VM_VERB_PAUSE: return _("paused");
    case MUSTER_VM_VERB_RESUME: return _("resumed");
    case MUSTER_VM_VERB_SAVE: return waited ? _("saved") : _("being saved");
    case MUSTER_VM_VERB_DISCARD: return _("saved state discarded");
    case MUSTER_VM_VERB_MIGRATE: return waited ? _("migrated") : _("being migrated");
    case MUSTER_N_VM_VERBS:
    default: return "";
    }
}

static void
print_line (Job        *job,
            const char *result)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", muster_vm_get_name (job->vm), result);

  muster_cli_progress_clear (job->progress);
  if (!job->cli->options->json)
    muster_cli_print (line);
  fflush (stdout);
}

static void
warning_cb (MusterTask *task,
            GParamSpec *pspec,
            Job        *job)
{
  const char *warning = muster_task_get_warning (task);
  g_autofree char *line = NULL;

  if (warning == NULL || job->cli->options->json)
    return;

  line = g_strdup_printf ("%s: %s", muster_vm_get_name (job->vm), warning);
  muster_cli_progress_clear (job->progress);
  muster_cli_print_error (line);
}

static DexFuture *
begin (Job *job)
{
  MusterInventory *inventory = muster_desk_get_inventory (job->cli->desk);

  if (job->target != NULL)
    return muster_vm_migrate_recorded (job->cli->desk, job->vm, job->target, job->task);
  if (job->cli->options->no_wait)
    return muster_vm_request (inventory, job->vm, job->verb, job->task);

  return muster_vm_act (inventory, job->vm, job->verb, job->task);
}

/* A job that is copying memory goes on on the hosts without us. */
static gboolean
runs_by_itself (Job *job)
{
  return job->cli->options->no_wait &&
         (job->verb == MUSTER_VM_VERB_MIGRATE || job->verb == MUSTER_VM_VERB_SAVE) &&
         muster_task_get_progress (job->task) >= 0;
}

static void
progress_cb (MusterTask *task,
             GParamSpec *pspec,
             DexPromise *begun)
{
  if (muster_task_get_progress (task) >= 0 &&
      dex_future_is_pending (DEX_FUTURE (begun)))
    dex_promise_resolve_boolean (begun, TRUE);
}

/* Until @done, or with --no-wait until the hosts go on by themselves. */
static gboolean
await_job (Job        *job,
           DexFuture  *done,
           GError    **error)
{
  g_autoptr (DexPromise) begun = dex_promise_new ();
  gulong id;

  if (!job->cli->options->no_wait)
    return dex_await (dex_ref (done), error);

  id = g_signal_connect (job->task, "notify::progress", G_CALLBACK (progress_cb), begun);
  dex_await (dex_future_first (dex_ref (done), dex_ref (begun), NULL), NULL);
  g_signal_handler_disconnect (job->task, id);

  if (dex_future_is_pending (done) && runs_by_itself (job))
    {
      dex_future_disown (dex_ref (done));
      job->cli->leaves = TRUE;
      return TRUE;
    }

  return dex_await (dex_ref (done), error);
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (DexFuture) done = NULL;
  g_autoptr (GError) error = NULL;
  gulong id = g_signal_connect (job->task, "notify::warning",
                                G_CALLBACK (warning_cb), job);

  done = begin (job);
  if (await_job (job, done, &error))
    print_line (job, describe_result (job->verb, !job->cli->options->no_wait));
  else
    {
      job->code = muster_cli_error_exit_code (error);
      print_line (job, muster_task_get_state (job->task) == MUSTER_TASK_CANCELLED
                         ? _("cancelled") : _("failed"));
    }
  g_signal_handler_disconnect (job->task, id);

  return dex_future_new_true ();
}

static void
run_all (MusterCli *cli,
         GPtrArray *jobs)
{
  g_autoptr (MusterCliProgress) progress =
    muster_cli_progress_new (muster_desk_get_tasks (cli->desk));
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      job->progress = progress;
      g_ptr_array_add (futures, dex_scheduler_spawn (NULL, 0, job_fiber, job, NULL));
    }
  dex_await (dex_future_allv ((DexFuture **) futures->pdata, futures->len), NULL);
}

static void
name_failure (Job *job)
{
  muster_cli_print_error (muster_task_get_reason (job->task));
  muster_cli_print_note (muster_task_get_advice (job->task));
  if (g_strstr_len (muster_task_get_reason (job->task), -1,
                    muster_task_get_details (job->task)) == NULL)
    muster_cli_print_note (muster_task_get_details (job->task));
}

static JsonObject *
describe_job (Job *job)
{
  return muster_cli_json_task (muster_vm_verb_to_id (job->verb), job->vm, job->task);
}

static MusterCliError
conclude (MusterCli *cli,
          GPtrArray *jobs)
{
  JsonArray *array = json_array_new ();
  MusterCliError code = MUSTER_CLI_DONE;

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      code = muster_cli_error_merge (code, job->code);
      if (muster_task_get_state (job->task) == MUSTER_TASK_FAILED)
        name_failure (job);
      json_array_add_object_element (array, describe_job (job));
    }
  if (cli->options->json)
    muster_cli_json_print_array (array);
  else
    json_array_unref (array);

  return code;
}

/* All names are looked up before anything is done to the first one. */
static GPtrArray *
make_jobs (MusterCli     *cli,
           char         **names,
           guint          n_names,
           MusterHost    *target,
           MusterVmVerb   verb,
           GError       **error)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *jobs;

  for (guint i = 0; i < n_names; i++)
    {
      g_autoptr (MusterVm) vm = muster_cli_find_vm (cli, names[i], error);

      if (vm == NULL)
        return NULL;
      if (!g_ptr_array_find (vms, vm, NULL))
        g_ptr_array_add (vms, g_steal_pointer (&vm));
    }

  jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; i < vms->len; i++)
    g_ptr_array_add (jobs, job_new (cli, g_ptr_array_index (vms, i), target, verb));

  return jobs;
}

static MusterCliError
act (MusterCli     *cli,
     char         **names,
     guint          n_names,
     MusterHost    *target,
     MusterVmVerb   verb,
     GError       **error)
{
  g_autoptr (GPtrArray) jobs = make_jobs (cli, names, n_names, target, verb, error);

  if (jobs == NULL)
    return MUSTER_CLI_FAILED;
  run_all (cli, jobs);

  return conclude (cli, jobs);
}

static MusterVmVerb
find_verb (const char *id)
{
  MusterVmVerb verb = 0;

  while (verb < MUSTER_N_VM_VERBS && !g_str_equal (muster_vm_verb_to_id (verb), id))
    verb++;

  return verb;
}

MusterCliError
muster_cli_vm_verb (MusterCli  *cli,
                    GError    **error)
{
  MusterVmVerb verb = find_verb (cli->command->name);

  if (!muster_cli_open (cli, TRUE, error))
    return MUSTER_CLI_FAILED;
  if (verb == MUSTER_VM_VERB_START)
    muster_cli_records_look (cli);

  return act (cli, cli->words, cli->n_words, NULL, verb, error);
}

MusterCliError
muster_cli_vm_migrate (MusterCli  *cli,
                       GError    **error)
{
  g_autoptr (MusterHost) target = NULL;
  const char *host = cli->options->to;
  guint n_names = cli->n_words;

  if (host == NULL && n_names < 2)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("Name the host to migrate to after the VMs, or with --to."));
      return MUSTER_CLI_USAGE;
    }
  if (host == NULL)
    host = cli->words[--n_names];

  if (!muster_cli_open (cli, TRUE, error) ||
      (target = muster_cli_names_find_host (muster_cli_get_data_center (cli),
                                            host, error)) == NULL)
    return MUSTER_CLI_FAILED;
  muster_cli_records_look (cli);

  return act (cli, cli->words, n_names, target, MUSTER_VM_VERB_MIGRATE, error);
}
