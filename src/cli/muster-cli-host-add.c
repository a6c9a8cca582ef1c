/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-draft.h"
#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-password.h"
#include "muster-cli-steps.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-cluster-actions.h"
#include "muster-cpu-fitting.h"
#include "muster-host-actions.h"
#include "muster-host-candidate.h"
#include "muster-host-departure.h"
#include "muster-named-host.h"

#define STANDARD_INPUT "-"

/* How often a password is asked for in all. */
#define MAX_TRIES 3

/* What becomes of one address. */
typedef struct
{
  char *address;
  MusterHostEntry *entry;
  MusterHostCandidate *candidate;
  GError *refusal;              /* why it is not even examined, or not stored */
  char *doubt;                  /* why it is not added, unless somebody insists */
  gboolean added;
  MusterCliError code;
} Job;

typedef struct
{
  MusterCli *cli;
  GPtrArray *jobs;
  MusterLogin *login;
  MusterCluster *cluster;       /* that they are to come into; NULL: the default one */
  GHashTable *known;            /* of those added: host UUID to name */
} Batch;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->address);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_object (&self->candidate);
  g_clear_error (&self->refusal);
  g_free (self->doubt);
  g_free (self);
}

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->login, muster_login_free);
  g_clear_object (&self->cluster);
  g_clear_pointer (&self->known, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* --- what the command line says -------------------------------------------------- */

static void
add_lines (GPtrArray *addresses)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    if (*g_strstrip (line) != '\0')
      g_ptr_array_add (addresses, g_strdup (line));
}

static gboolean
has_word (MusterCli  *cli,
          const char *word)
{
  for (guint i = 0; i < cli->n_words; i++)
    if (g_str_equal (cli->words[i], word))
      return TRUE;

  return FALSE;
}

static gboolean
is_refused (MusterCli  *cli,
            GPtrArray  *addresses,
            GError    **error)
{
  const char *text = NULL;

  if (addresses->len == 0)
    text = _("Standard input names no host.");
  else if (addresses->len > 1 && cli->options->name != NULL)
    text = _("--name goes with one address.");
  else if (addresses->len > 1 && cli->options->ssh != NULL)
    text = _("--ssh goes with one address.");
  else if (cli->options->cluster != NULL && cli->options->no_test)
    text = _("--cluster does not go with --no-test: the host has to be reached to be put there.");
  else if (has_word (cli, STANDARD_INPUT) && cli->options->user != NULL &&
           isatty (STDIN_FILENO) == 0)
    text = _("Standard input cannot be both the addresses and the password.");
  if (text == NULL)
    return FALSE;

  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE, text);

  return TRUE;
}

static GPtrArray *
list_addresses (MusterCli  *cli,
                GError    **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cli->n_words; i++)
    if (g_str_equal (cli->words[i], STANDARD_INPUT))
      add_lines (addresses);
    else
      g_ptr_array_add (addresses, g_strdup (cli->words[i]));

  return is_refused (cli, addresses, error) ? NULL : g_steal_pointer (&addresses);
}

static Job *
job_new (MusterCli   *cli,
         const char  *address,
         GError     **error)
{
  g_autofree char *uri = muster_host_uri_from_address (address, error);
  g_autofree char *name = NULL;
  Job *self;

  if (uri == NULL)
    return NULL;

  name = cli->options->name != NULL ? g_strdup (cli->options->name)
                                    : muster_host_name_from_uri (uri);
  self = g_new0 (Job, 1);
  self->address = g_strdup (address);
  self->entry = muster_host_entry_new (NULL, name, uri, NULL);
  self->entry->ssh = g_strdup (cli->options->ssh);

  return self;
}

static gboolean
make_jobs (Batch   *self,
           GError **error)
{
  g_autoptr (GPtrArray) addresses = list_addresses (self->cli, error);

  self->jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      Job *job = job_new (self->cli, addresses->pdata[i], error);

      if (job == NULL)
        return FALSE;
      g_ptr_array_add (self->jobs, job);
    }

  return addresses != NULL;
}

/* --- examining ------------------------------------------------------------------- */

static gboolean
prepare (Batch   *self,
         Job     *job,
         GError **error)
{
  MusterStore *store = muster_desk_get_store (self->cli->desk);

  if (!dex_await (muster_host_check (store, job->entry), &job->refusal))
    return TRUE;
  if (!muster_cli_draft_set_identity (self->cli, job->entry, TRUE, error))
    return FALSE;
  job->candidate = muster_host_candidate_new (self->cli->desk, job->entry, self->login);

  return TRUE;
}

/* Which clusters there are the hosts know. */
static gboolean
find_cluster (Batch   *self,
              GError **error)
{
  MusterDesk *desk = self->cli->desk;

  if (self->cli->options->cluster == NULL)
    return TRUE;
  dex_await (muster_inventory_settle (muster_desk_get_inventory (desk)), NULL);
  dex_await (muster_membership_read (muster_desk_get_membership (desk)), NULL);
  g_set_object (&self->cluster,
                muster_cli_names_find_cluster (muster_cli_get_data_center (self->cli),
                                               self->cli->options->cluster, error));
  for (guint i = 0; self->cluster != NULL && i < self->jobs->len; i++)
    {
      Job *job = self->jobs->pdata[i];

      if (job->candidate != NULL)
        muster_host_candidate_set_cluster (job->candidate, muster_cluster_get_id (self->cluster));
    }

  return self->cluster != NULL;
}

static gboolean
prepare_all (Batch   *self,
             GError **error)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->cli->desk);

  for (guint i = 0; i < self->jobs->len; i++)
    if (!prepare (self, self->jobs->pdata[i], error))
      return FALSE;

  return self->cli->options->no_test ||
         (dex_await (muster_inventory_start (inventory, FALSE), error) &&
          find_cluster (self, error));
}

static void
examine_all (Batch *self)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (job->candidate != NULL && !self->cli->options->no_test)
        g_ptr_array_add (futures, muster_host_candidate_examine (job->candidate, NULL));
    }
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture **) futures->pdata, futures->len), NULL);
}

static const MusterFinding *
find_finding (GPtrArray         *findings,
              MusterFindingKind  kind)
{
  for (guint i = 0; i < findings->len; i++)
    if (((MusterFinding *) findings->pdata[i])->kind == kind)
      return findings->pdata[i];

  return NULL;
}

/* A person who mistyped gets another chance. */
static void
ask_again (Batch *self,
           Job   *job)
{
  const MusterFinding *refusal;

  for (guint tries = 1; tries < MAX_TRIES; tries++)
    {
      g_autoptr (MusterLogin) login = NULL;

      refusal = find_finding (muster_host_candidate_get_findings (job->candidate),
                              MUSTER_FINDING_SASL_REFUSED);
      if (refusal == NULL || self->login == NULL || isatty (STDIN_FILENO) == 0)
        return;

      muster_cli_print_error (refusal->message);
      if (!muster_cli_draft_read_login (self->cli, &login, NULL))
        return;
      muster_host_candidate_set_login (job->candidate, login);
      dex_await (muster_host_candidate_examine (job->candidate, NULL), NULL);
    }
}

/* --- adding ---------------------------------------------------------------------- */

/* The first one tells the most. */
static void
set_doubt (Job        *job,
           const char *text)
{
  if (job->doubt == NULL)
    job->doubt = g_strdup (text);
}

/* Two addresses of one command line may be one host as well. */
static MusterFinding *
find_twin (Batch *self,
           Job   *job)
{
  const MusterHostFacts *facts = muster_host_candidate_get_facts (job->candidate);
  const char *name = NULL;

  if (facts != NULL && facts->node->uuid != NULL)
    name = g_hash_table_lookup (self->known, facts->node->uuid);

  return name != NULL
         ? muster_finding_new (MUSTER_FINDING_ALREADY_ADDED, job->entry->name, name) : NULL;
}

static void
tell_finding (Job                 *job,
              const MusterFinding *finding)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", job->address, finding->message);

  muster_cli_print_error (line);
  muster_cli_print_note (finding->repair);
  set_doubt (job, finding->message);
  job->code = finding->kind == MUSTER_FINDING_ALREADY_ADDED ? MUSTER_CLI_REFUSED
                                                            : MUSTER_CLI_UNREACHABLE;
}

/* What a cluster would lose by it is for a person to accept. */
static void
tell_question (Batch *self,
               Job   *job)
{
  MusterCpuFit *cpu = muster_host_candidate_get_cpu_fit (job->candidate);
  gboolean lowers = cpu->verdict == MUSTER_CPU_LOWERS;
  const MusterFinding *finding =
    find_finding (muster_host_candidate_get_findings (job->candidate), MUSTER_FINDING_FIT_CPU);
  g_autofree char *line = NULL;

  if (self->cli->options->anyway || (lowers && self->cli->options->lower_cpu))
    return;
  if (finding != NULL)
    set_doubt (job, finding->message);
  line = g_strdup_printf (_("%s was not added."), job->entry->name);
  muster_cli_print_error (line);
  muster_cli_print_note (lowers
    ? _("Add --lower-cpu to add it all the same, or put it into a cluster of its own with --cluster.")
    : _("Put it into a cluster of hosts like it with --cluster; --anyway adds it all the same."));
  job->code = MUSTER_CLI_REFUSED;
}

/* Returns: whether it can be added and used now. */
static gboolean
judge (Batch *self,
       Job   *job)
{
  GPtrArray *findings = muster_host_candidate_get_findings (job->candidate);
  g_autoptr (MusterFinding) twin = find_twin (self, job);

  muster_cli_steps_print_notes (muster_host_candidate_get_steps (job->candidate),
                                job->address);
  if (twin != NULL)
    tell_finding (job, twin);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == MUSTER_FINDING_ERROR)
        tell_finding (job, finding);
    }
  if (job->code == MUSTER_CLI_DONE &&
      muster_host_candidate_get_state (job->candidate) == MUSTER_CANDIDATE_QUESTION)
    tell_question (self, job);

  return job->code == MUSTER_CLI_DONE;
}

static void
store (Batch *self,
       Job   *job)
{
  const MusterHostFacts *facts = muster_host_candidate_get_facts (job->candidate);
  g_autofree char *id = dex_await_string (muster_host_candidate_add (job->candidate),
                                          &job->refusal);

  if (id == NULL)
    return;

  job->added = TRUE;
  job->code = MUSTER_CLI_DONE;
  g_set_str (&job->entry->id, id);
  g_set_str (&job->entry->identity,
             muster_host_candidate_get_entry (job->candidate)->identity);
  if (facts != NULL && facts->node->uuid != NULL)
    g_hash_table_insert (self->known, g_strdup (facts->node->uuid),
                         g_strdup (job->entry->name));
}

static void
settle (Batch *self,
        Job   *job)
{
  MusterCliOptions *options = self->cli->options;
  g_autofree char *line = NULL;

  if (job->refusal == NULL && !options->no_test)
    ask_again (self, job);
  if (job->refusal == NULL &&
      (options->no_test || judge (self, job) || options->anyway))
    store (self, job);

  if (job->refusal != NULL)
    {
      line = g_strdup_printf ("%s: %s", job->address, job->refusal->message);
      muster_cli_print_error (line);
      job->code = muster_cli_error_exit_code (job->refusal);
    }
  else if (job->added && !options->json)
    {
      line = g_strdup_printf (_("%s added (%s)"), job->entry->name, job->entry->uri);
      muster_cli_print (line);
    }
}

/* --- the data center ------------------------------------------------------------- */

/* Whoever adds a host that was taken out wants it back. */
static void
take_back (Batch *self)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (self->cli);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      const Job *job = self->jobs->pdata[i];
      MusterHost *host =
        job->added ? muster_data_center_find_host (data_center, job->entry->id) : NULL;

      if (host != NULL)
        dex_await (muster_host_take_back (self->cli->desk, host), NULL);
    }
}

static void
place (Batch *self,
       Job   *job)
{
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_set_object (&host, muster_data_center_find_host (muster_cli_get_data_center (self->cli),
                                                     job->entry->id));
  if (host == NULL ||
      dex_await (muster_host_place (self->cli->desk, host,
                                    muster_cluster_get_id (self->cluster)), &error))
    return;
  /* Translators: a host, a cluster, why */
  line = g_strdup_printf (_("%s was added, but not put into “%s”: %s"), job->entry->name,
                          muster_cluster_get_name (self->cluster), error->message);
  muster_cli_print_error (line);
  job->code = muster_cli_error_exit_code (error);
}

static void
place_all (Batch *self)
{
  for (guint i = 0; self->cluster != NULL && i < self->jobs->len; i++)
    if (((Job *) self->jobs->pdata[i])->added)
      place (self, self->jobs->pdata[i]);
}

static void
tell_lowering (Batch *self,
               Job   *job)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (self->cli);
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (MusterCluster) cluster = NULL;
  g_autoptr (MusterCpuFit) fit = NULL;
  g_autofree char *text = NULL;

  g_set_object (&host, muster_data_center_find_host (data_center, job->entry->id));
  if (host == NULL || muster_host_get_state (host) != MUSTER_HOST_ONLINE)
    return;
  g_set_object (&cluster, muster_data_center_find_cluster_of (data_center, host));
  fit = dex_await_boxed (muster_cluster_fit_cpu (self->cli->desk, cluster, host), NULL);
  if (fit->verdict != MUSTER_CPU_LOWERS && fit->verdict != MUSTER_CPU_FOREIGN)
    return;
  text = muster_cpu_fit_to_text (fit, job->entry->name, muster_cluster_get_name (cluster));
  muster_cli_print_note (text);
}

/* Each was compared with the hosts that were there before; those that came at once have
 * not been with each other. */
static void
compare_new (Batch *self)
{
  guint n = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    n += ((Job *) self->jobs->pdata[i])->added;
  if (n < 2 || self->cli->options->anyway || self->cli->options->lower_cpu)
    return;
  for (guint i = 0; i < self->jobs->len; i++)
    if (((Job *) self->jobs->pdata[i])->added)
      tell_lowering (self, self->jobs->pdata[i]);
}

static void
tell_rest (Batch *self)
{
  g_autoptr (GPtrArray) hosts =
    dex_await_boxed (muster_named_host_list (self->cli->desk), NULL);
  g_autofree char *line = NULL;

  if (hosts == NULL || hosts->len == 0)
    return;
  line = g_strdup_printf (ngettext ("The data center has %u more host; “musterctl dc open HOST” adds it.",
                                    "The data center has %u more hosts; “musterctl dc open HOST” adds them.",
                                    hosts->len), hosts->len);
  muster_cli_print_note (line);
}

static void
join (Batch *self)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->cli->desk);
  MusterMembership *membership = muster_desk_get_membership (self->cli->desk);
  gboolean any = FALSE;

  for (guint i = 0; i < self->jobs->len; i++)
    any |= ((Job *) self->jobs->pdata[i])->added;
  if (!any || self->cli->options->no_test ||
      !dex_await (muster_inventory_read_hosts (inventory), NULL) ||
      !dex_await (muster_inventory_settle (inventory), NULL))
    return;
  dex_await (muster_membership_complete (membership), NULL);
  take_back (self);
  place_all (self);
  compare_new (self);
  tell_rest (self);
}

/* --- telling --------------------------------------------------------------------- */

/* Why it was not added; what was added all the same has its findings. */
static const char *
find_message (Job *job)
{
  if (job->refusal != NULL)
    return job->refusal->message;

  return job->added || job->doubt == NULL ? "" : job->doubt;
}

static JsonObject *
describe (Batch *self,
          Job   *job)
{
  GPtrArray *findings = NULL;
  JsonObject *object = NULL;

  if (job->candidate != NULL)
    findings = muster_host_candidate_get_findings (job->candidate);
  if (job->added)
    object = muster_cli_host_to_json (self->cli, job->entry, NULL);
  if (object == NULL)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "name", job->entry->name);
      json_object_set_string_member (object, "uri", job->entry->uri);
    }
  json_object_set_string_member (object, "address", job->address);
  json_object_set_boolean_member (object, "added", job->added);
  json_object_set_string_member (object, "message", find_message (job));
  if (findings != NULL)
    json_object_set_array_member (object, "findings", muster_cli_steps_to_json (findings));
  else
    json_object_set_array_member (object, "findings", json_array_new ());

  return object;
}

static void
print_json (Batch *self)
{
  JsonArray *array;

  if (self->jobs->len == 1)
    {
      muster_cli_json_print_object (describe (self, self->jobs->pdata[0]));
      return;
    }

  array = json_array_new ();
  for (guint i = 0; i < self->jobs->len; i++)
    json_array_add_object_element (array, describe (self, self->jobs->pdata[i]));
  muster_cli_json_print_array (array);
}

static MusterCliError
conclude (Batch *self)
{
  MusterCliError code = MUSTER_CLI_DONE;

  for (guint i = 0; i < self->jobs->len; i++)
    code = muster_cli_error_merge (code, ((Job *) self->jobs->pdata[i])->code);
  if (self->cli->options->json)
    print_json (self);
  if (code == MUSTER_CLI_UNREACHABLE)
    muster_cli_print_note (_("--anyway adds what cannot be used now all the same."));

  return code;
}

MusterCliError
muster_cli_host_add (MusterCli  *cli,
                     GError    **error)
{
  g_auto (Batch) self = { .cli = cli };

  self.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!make_jobs (&self, error))
    return MUSTER_CLI_USAGE;
  if (!muster_cli_open_desk (cli, error) ||
      !muster_cli_draft_read_login (cli, &self.login, error) ||
      !prepare_all (&self, error))
    return MUSTER_CLI_FAILED;

  examine_all (&self);
  for (guint i = 0; i < self.jobs->len; i++)
    settle (&self, self.jobs->pdata[i]);
  join (&self);

  return conclude (&self);
}
