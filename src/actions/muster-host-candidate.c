/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cpu-fitting.h"
#include "muster-doctor.h"
#include "muster-draft-credentials.h"
#include "muster-host-actions.h"
#include "muster-host-candidate.h"
#include "muster-host-fitting.h"
#include "muster-host-survey.h"
#include "muster-member-record.h"
#include "muster-secret-credentials.h"

/* So long the clusters of the data center are waited for. */
#define PATIENCE_S 10

enum { STEP_ABILITIES, STEP_FIT, STEP_PORTS, N_OWN_STEPS };

struct _MusterHostCandidate
{
  GObject parent_instance;

  MusterDesk *desk;
  MusterHostEntry *entry;
  MusterLogin *login;
  char *cluster;                  /* an id; NULL: where it is, or the default one */
  MusterMigrationCheck *check;    /* NULL: not asked for */
  GListStore *steps;
  MusterDoctorStep *own_steps[N_OWN_STEPS];
  MusterDoctor *doctor;           /* of the examination that is next or goes on */
  GError *doctor_error;           /* why there is none */
  MusterHostFacts *facts;
  MusterCpuFit *cpu;
  GPtrArray *findings;
  MusterCandidateState state;
  gboolean may_be_known;
};

enum { PROP_STATE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (MusterCandidateState, muster_candidate_state,
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_LOOKING, "looking"),
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_WARNING, "warning"),
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_QUESTION, "question"),
                    G_DEFINE_ENUM_VALUE (MUSTER_CANDIDATE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (MusterHostCandidate, muster_host_candidate, G_TYPE_OBJECT)

static void
muster_host_candidate_finalize (GObject *object)
{
  MusterHostCandidate *self = MUSTER_HOST_CANDIDATE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->login, muster_login_free);
  g_free (self->cluster);
  for (guint i = 0; i < N_OWN_STEPS; i++)
    g_clear_object (&self->own_steps[i]);
  g_clear_object (&self->check);
  g_clear_object (&self->steps);
  g_clear_object (&self->doctor);
  g_clear_error (&self->doctor_error);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_clear_pointer (&self->cpu, muster_cpu_fit_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_host_candidate_parent_class)->finalize (object);
}

static void
muster_host_candidate_get_property (GObject    *object,
                                    guint       id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  MusterHostCandidate *self = MUSTER_HOST_CANDIDATE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
muster_host_candidate_class_init (MusterHostCandidateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_host_candidate_finalize;
  object_class->get_property = muster_host_candidate_get_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, MUSTER_TYPE_CANDIDATE_STATE,
                       MUSTER_CANDIDATE_WAITING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_host_candidate_init (MusterHostCandidate *self)
{
  self->steps = g_list_store_new (MUSTER_TYPE_DOCTOR_STEP);
}

static void
set_state (MusterHostCandidate  *self,
           MusterCandidateState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* --- the steps ------------------------------------------------------------------- */

static MusterCredentials *
make_credentials (MusterHostCandidate *self)
{
  g_autoptr (MusterCredentials) base = muster_desk_dup_credentials (self->desk, self->entry);

  if (MUSTER_IS_SECRET_CREDENTIALS (base))
    muster_secret_credentials_take_any_date (MUSTER_SECRET_CREDENTIALS (base));

  return self->login != NULL ? muster_draft_credentials_new (base, self->login)
                             : g_steal_pointer (&base);
}

static void
add_doctor_steps (MusterHostCandidate *self,
                  GPtrArray           *all)
{
  GListModel *steps = muster_doctor_get_steps (self->doctor);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    g_ptr_array_add (all, g_list_model_get_item (steps, i));
}

/* A new doctor with blank steps; what was found before is forgotten. */
static void
start_anew (MusterHostCandidate *self)
{
  const char *titles[N_OWN_STEPS] =
  {
    [STEP_ABILITIES] = _("What it can do"),
    [STEP_FIT] = _("How it fits"),
    [STEP_PORTS] = _("Migration ports"),
  };
  g_autoptr (MusterCredentials) credentials = make_credentials (self);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  g_clear_object (&self->doctor);
  g_clear_error (&self->doctor_error);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_clear_pointer (&self->cpu, muster_cpu_fit_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);

  self->doctor = muster_doctor_new (self->entry->uri, credentials, &self->doctor_error);
  if (self->doctor != NULL)
    add_doctor_steps (self, all);
  for (guint i = 0; i < N_OWN_STEPS; i++)
    {
      g_clear_object (&self->own_steps[i]);
      self->own_steps[i] = muster_doctor_step_new (titles[i]);
      if (i != STEP_PORTS || self->check != NULL)
        g_ptr_array_add (all, g_object_ref (self->own_steps[i]));
    }
  g_list_store_splice (self->steps, 0, g_list_model_get_n_items (G_LIST_MODEL (self->steps)),
                       all->pdata, all->len);
  set_state (self, MUSTER_CANDIDATE_WAITING);
}

static GPtrArray *
collect (MusterHostCandidate *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_finding_free);
  GListModel *steps = G_LIST_MODEL (self->steps);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (MusterDoctorStep) step = g_list_model_get_item (steps, i);
      GPtrArray *findings = muster_doctor_step_get_findings (step);

      for (guint k = 0; k < findings->len; k++)
        g_ptr_array_add (all, muster_finding_copy (findings->pdata[k]));
    }

  return all;
}

/* --- examining ------------------------------------------------------------------- */

/* One run; a later one, or an abandoned wait, leaves it alone with its steps. */
typedef struct
{
  MusterHostCandidate *candidate;
  MusterDoctor *doctor;
  MusterDoctorStep *steps[N_OWN_STEPS];
  MusterConnection *connection;
  MusterHostFacts *facts;
  MusterCpuFit *cpu;
  GCancellable *cancellable;
} Examination;

static void
examination_free (gpointer data)
{
  Examination *self = data;

  if (self->connection != NULL)
    dex_future_disown (muster_connection_close (self->connection));
  g_clear_object (&self->connection);
  for (guint i = 0; i < N_OWN_STEPS; i++)
    g_clear_object (&self->steps[i]);
  g_clear_object (&self->doctor);
  g_clear_object (&self->candidate);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_clear_pointer (&self->cpu, muster_cpu_fit_unref);
  g_free (self);
}

static gboolean
look_at_abilities (Examination *self)
{
  MusterDoctorStep *step = self->steps[STEP_ABILITIES];

  self->connection = muster_doctor_steal_connection (self->doctor);
  if (self->connection == NULL)
    return FALSE;

  muster_doctor_step_begin (step);
  self->facts = dex_await_boxed (muster_host_facts_get (self->connection), NULL);
  if (self->facts == NULL)
    return FALSE;
  muster_host_fitting_tell_abilities (step, self->candidate->entry->name, self->facts);
  muster_doctor_step_end (step);

  return TRUE;
}

/* Returns: (nullable): the id of the cluster that the records say it is in. */
static char *
await_recorded_cluster (Examination *self)
{
  MusterMembership *membership = muster_desk_get_membership (self->candidate->desk);
  const char *uuid = self->facts->node->uuid;
  const char *cluster;
  g_autoptr (MusterRecord) record = NULL;

  if (uuid != NULL && muster_membership_get_id (membership) != NULL)
    record = dex_await_object (muster_store_get (muster_membership_get_store (membership),
                                                 MUSTER_MEMBER_RECORD_KIND, uuid), NULL);
  if (record == NULL ||
      muster_member_record_has_left (record, muster_membership_get_id (membership)))
    return NULL;
  cluster = muster_member_record_get_text (record, "cluster");

  return g_strdup (cluster != NULL ? cluster : MUSTER_CLUSTER_DEFAULT);
}

static MusterCluster *
find_cluster (MusterHostCandidate *self,
              const char          *recorded)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = NULL;
  MusterCluster *cluster = NULL;

  if (self->cluster != NULL)
    cluster = muster_data_center_find_cluster (data_center, self->cluster);
  else if (self->entry->id != NULL &&
           (host = muster_data_center_find_host (data_center, self->entry->id)) != NULL)
    cluster = muster_data_center_find_cluster_of (data_center, host);
  else if (recorded != NULL)
    cluster = muster_data_center_find_cluster (data_center, recorded);

  return cluster != NULL ? cluster
                         : muster_data_center_find_cluster (data_center, MUSTER_CLUSTER_DEFAULT);
}

/* Which host is in which cluster is known once the records were read.  The CPU of a cluster
 * loses nothing by a host that is in it, though not in this desk's list. */
static void
tell_fit (Examination       *self,
          MusterHostFitting *fitting)
{
  MusterHostCandidate *candidate = self->candidate;
  const MusterHostEntry *entry = candidate->entry;
  MusterMembership *membership = muster_desk_get_membership (candidate->desk);
  g_autoptr (MusterCluster) cluster = NULL;
  g_autoptr (DexFuture) reading = muster_membership_read (membership);
  g_autofree char *recorded = NULL;

  dex_future_disown (dex_ref (reading));
  dex_await (dex_future_first (dex_ref (reading), dex_timeout_new_seconds (PATIENCE_S), NULL),
             NULL);
  recorded = await_recorded_cluster (self);
  g_set_object (&cluster, find_cluster (candidate, recorded));
  if (entry->id != NULL || g_strcmp0 (recorded, muster_cluster_get_id (cluster)) != 0)
    self->cpu = dex_await_boxed (muster_cluster_fit_cpu_of (candidate->desk, cluster, entry->id,
                                                            entry->name, self->connection,
                                                            self->facts),
                                 NULL);
  muster_host_fitting_tell (fitting, self->steps[STEP_FIT], entry->name,
                            muster_cluster_get_name (cluster), self->cpu);
}

static void
look_at_fit (Examination *self)
{
  MusterHostCandidate *candidate = self->candidate;
  MusterDoctorStep *step = self->steps[STEP_FIT];
  g_autoptr (MusterHostFitting) fitting = NULL;
  const char *twin;

  muster_doctor_step_begin (step);
  fitting = muster_host_fitting_new (muster_desk_get_inventory (candidate->desk),
                                     candidate->entry->id, self->facts);
  twin = muster_host_fitting_get_twin (fitting);
  if (twin != NULL && !candidate->may_be_known)
    muster_doctor_step_take_finding (step,
      muster_finding_new (MUSTER_FINDING_ALREADY_ADDED, candidate->entry->name, twin));
  else
    tell_fit (self, fitting);
  muster_doctor_step_end (step);
}

static void
look_at_ports (Examination *self)
{
  MusterHostCandidate *candidate = self->candidate;

  if (candidate->check != NULL)
    dex_await (muster_migration_check_run (candidate->check, candidate->entry,
                                           self->steps[STEP_PORTS], self->cancellable),
               NULL);
}

static void
skip_the_rest (Examination *self)
{
  for (guint i = 0; i < N_OWN_STEPS; i++)
    {
      MusterDoctorStepState state = muster_doctor_step_get_state (self->steps[i]);

      if (state == MUSTER_DOCTOR_STEP_WAITING || state == MUSTER_DOCTOR_STEP_RUNNING)
        muster_doctor_step_skip (self->steps[i]);
    }
}

/* Of a host that is there already there is nothing to be decided. */
static gboolean
is_question (MusterHostCandidate *self)
{
  return self->entry->id == NULL && self->cpu != NULL &&
         (self->cpu->verdict == MUSTER_CPU_LOWERS || self->cpu->verdict == MUSTER_CPU_FOREIGN);
}

static MusterCandidateState
find_state (MusterHostCandidate *self)
{
  GPtrArray *findings = self->findings;

  for (guint i = 0; i < findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == MUSTER_FINDING_ERROR)
        return MUSTER_CANDIDATE_FAILED;
    }

  if (is_question (self))
    return MUSTER_CANDIDATE_QUESTION;

  return findings->len > 0 ? MUSTER_CANDIDATE_WARNING : MUSTER_CANDIDATE_GOOD;
}

/* Returns: whether the candidate still waits for this one's outcome. */
static gboolean
is_current (Examination *self)
{
  return self->candidate->doctor == self->doctor &&
         self->candidate->state == MUSTER_CANDIDATE_LOOKING &&
         !g_cancellable_is_cancelled (self->cancellable);
}

static void
conclude (Examination *self)
{
  MusterHostCandidate *candidate = self->candidate;

  candidate->facts = g_steal_pointer (&self->facts);
  candidate->cpu = g_steal_pointer (&self->cpu);
  candidate->findings = collect (candidate);
  set_state (candidate, find_state (candidate));
}

static DexFuture *
examine_fiber (gpointer data)
{
  Examination *self = data;

  dex_await (muster_doctor_run (self->doctor, self->cancellable), NULL);
  if (!g_cancellable_is_cancelled (self->cancellable) && look_at_abilities (self) &&
      !g_cancellable_is_cancelled (self->cancellable))
    {
      look_at_fit (self);
      look_at_ports (self);
    }
  skip_the_rest (self);
  if (is_current (self))
    conclude (self);
  if (g_cancellable_is_cancelled (self->cancellable))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  return dex_future_new_for_boolean (self->candidate->state == MUSTER_CANDIDATE_GOOD ||
                                     self->candidate->state == MUSTER_CANDIDATE_WARNING ||
                                     self->candidate->state == MUSTER_CANDIDATE_QUESTION);
}

static const char *
get_migration_failure (MusterHostCandidate *self)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  MusterHost *host = NULL;

  /* What is tried now is newer. */
  if (self->entry->id != NULL && self->check == NULL)
    host = muster_data_center_find_host (muster_inventory_get_data_center (inventory),
                                         self->entry->id);

  return host != NULL ? muster_host_get_unreachable_from (host) : NULL;
}

static Examination *
examination_new (MusterHostCandidate *candidate,
                 GCancellable        *cancellable)
{
  Examination *self = g_new0 (Examination, 1);

  self->candidate = g_object_ref (candidate);
  self->doctor = g_object_ref (candidate->doctor);
  for (guint i = 0; i < N_OWN_STEPS; i++)
    self->steps[i] = g_object_ref (candidate->own_steps[i]);
  g_set_object (&self->cancellable, cancellable);
  muster_doctor_keep_connection (self->doctor);
  muster_doctor_set_migration_failure (self->doctor, get_migration_failure (candidate));

  return self;
}

static DexFuture *
cancelled_cb (DexFuture *future,
              gpointer   data)
{
  MusterHostCandidate *self = data;

  if (self->state == MUSTER_CANDIDATE_LOOKING)
    start_anew (self);

  return NULL;
}

DexFuture *
muster_host_candidate_examine (MusterHostCandidate *self,
                               GCancellable        *cancellable)
{
  DexFuture *run;

  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (self->state != MUSTER_CANDIDATE_LOOKING, NULL);

  if (self->state != MUSTER_CANDIDATE_WAITING)
    start_anew (self);
  if (self->doctor == NULL)
    return dex_future_new_for_error (g_error_copy (self->doctor_error));

  set_state (self, MUSTER_CANDIDATE_LOOKING);
  run = dex_scheduler_spawn (NULL, 0, examine_fiber, examination_new (self, cancellable),
                             examination_free);
  if (cancellable == NULL)
    return run;

  dex_future_disown (dex_ref (run));

  return dex_future_catch (
    dex_future_first (run, dex_cancellable_new_from_cancellable (cancellable), NULL),
    cancelled_cb, g_object_ref (self), g_object_unref);
}

/* --- adding ---------------------------------------------------------------------- */

DexFuture *
muster_host_candidate_add (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return muster_host_save (muster_desk_get_store (self->desk),
                           muster_desk_get_secrets (self->desk),
                           self->entry, self->login);
}

/* --- what it is ------------------------------------------------------------------ */

MusterHostCandidate *
muster_host_candidate_new (MusterDesk            *desk,
                           const MusterHostEntry *entry,
                           const MusterLogin     *login)
{
  MusterHostCandidate *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (entry != NULL && entry->uri != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_HOST_CANDIDATE, NULL);
  self->desk = g_object_ref (desk);
  self->entry = muster_host_entry_copy (entry);
  self->login = login != NULL ? muster_login_copy (login) : NULL;
  start_anew (self);

  return self;
}

GListModel *
muster_host_candidate_get_steps (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->steps);
}

MusterCandidateState
muster_host_candidate_get_state (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), MUSTER_CANDIDATE_WAITING);

  return self->state;
}

GPtrArray *
muster_host_candidate_get_findings (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return self->findings;
}

const MusterHostFacts *
muster_host_candidate_get_facts (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return self->facts;
}

MusterCpuFit *
muster_host_candidate_get_cpu_fit (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return self->cpu;
}

void
muster_host_candidate_set_cluster (MusterHostCandidate *self,
                                   const char          *cluster)
{
  g_return_if_fail (MUSTER_IS_HOST_CANDIDATE (self));
  g_return_if_fail (self->state != MUSTER_CANDIDATE_LOOKING);

  g_set_str (&self->cluster, cluster);
  start_anew (self);
}

const MusterHostEntry *
muster_host_candidate_get_entry (MusterHostCandidate *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (self), NULL);

  return self->entry;
}

void
muster_host_candidate_set_entry (MusterHostCandidate   *self,
                                 const MusterHostEntry *entry)
{
  g_return_if_fail (MUSTER_IS_HOST_CANDIDATE (self));
  g_return_if_fail (entry != NULL && entry->uri != NULL);
  g_return_if_fail (self->state != MUSTER_CANDIDATE_LOOKING);

  g_clear_pointer (&self->entry, muster_host_entry_free);
  self->entry = muster_host_entry_copy (entry);
  start_anew (self);
}

void
muster_host_candidate_set_login (MusterHostCandidate *self,
                                 const MusterLogin   *login)
{
  g_return_if_fail (MUSTER_IS_HOST_CANDIDATE (self));
  g_return_if_fail (self->state != MUSTER_CANDIDATE_LOOKING);

  g_clear_pointer (&self->login, muster_login_free);
  self->login = login != NULL ? muster_login_copy (login) : NULL;
  start_anew (self);
}

void
muster_host_candidate_set_may_be_known (MusterHostCandidate *self,
                                        gboolean             may_be_known)
{
  g_return_if_fail (MUSTER_IS_HOST_CANDIDATE (self));

  self->may_be_known = may_be_known;
}

void
muster_host_candidate_set_migration_check (MusterHostCandidate  *self,
                                           MusterMigrationCheck *check)
{
  g_return_if_fail (MUSTER_IS_HOST_CANDIDATE (self));
  g_return_if_fail (self->state != MUSTER_CANDIDATE_LOOKING);

  g_set_object (&self->check, check);
  start_anew (self);
}
