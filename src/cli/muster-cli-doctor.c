/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-ask.h"
#include "muster-cli-json.h"
#include "muster-cli-steps.h"
#include "muster-cli.h"
#include "muster-host-actions.h"
#include "muster-host-candidate.h"

static void
question_cb (MusterMigrationCheck *check,
             MusterSshQuestion    *question)
{
  muster_cli_ask (question);
}

/* --ssh says it all; --migration alone goes where ssh logged in last. */
static gboolean
add_migration_check (MusterCli            *cli,
                     MusterHostCandidate  *patient,
                     GError              **error)
{
  g_autoptr (MusterMigrationCheck) check = NULL;
  const char *ssh;

  if (cli->options->ssh == NULL && !cli->options->migration)
    return TRUE;
  ssh = muster_cli_choose_ssh (cli, muster_host_candidate_get_entry (patient), error);
  if (ssh == NULL)
    return FALSE;

  check = muster_migration_check_new (cli->desk, ssh);
  muster_migration_check_set_ssh_config (check, cli->options->ssh_config);
  g_signal_connect (check, "question", G_CALLBACK (question_cb), NULL);
  muster_host_candidate_set_migration_check (patient, check);

  return TRUE;
}

/* The others are connected to meanwhile, to see how it fits. */
static MusterHostCandidate *
find_patient (MusterCli  *cli,
              GError    **error)
{
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (MusterHostEntry) entry = NULL;
  MusterHostCandidate *patient;

  if (!muster_cli_open_desk (cli, error) ||
      (known = dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)),
                                error)) == NULL ||
      (entry = muster_cli_choose_entry (cli, known, cli->words[0], error)) == NULL ||
      !dex_await (muster_inventory_start (muster_desk_get_inventory (cli->desk), FALSE),
                  error))
    return NULL;

  patient = muster_host_candidate_new (cli->desk, entry, NULL);
  muster_host_candidate_set_may_be_known (patient, TRUE);

  return patient;
}

MusterCliError
muster_cli_host_doctor (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterHostCandidate) patient = find_patient (cli, error);
  GPtrArray *findings;

  if (patient == NULL || !add_migration_check (cli, patient, error))
    return MUSTER_CLI_FAILED;
  dex_await_boolean (muster_host_candidate_examine (patient, NULL), error);
  findings = muster_host_candidate_get_findings (patient);
  if (findings == NULL)
    return MUSTER_CLI_FAILED;

  if (cli->options->json)
    muster_cli_json_print_array (muster_cli_steps_to_json (findings));
  else
    muster_cli_steps_print (muster_host_candidate_get_steps (patient));

  return muster_cli_steps_find_code (findings);
}
