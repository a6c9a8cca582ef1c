/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-host-actions.h"
#include "muster-migration-check.h"
#include "muster-port-trial.h"
#include "muster-virt-uri.h"

/* Hosts that have not answered by then are not tried. */
#define PATIENCE_S 15

struct _MusterMigrationCheck
{
  GObject parent_instance;

  MusterDesk *desk;
  char *ssh;
  char *ssh_config;
};

G_DEFINE_FINAL_TYPE (MusterMigrationCheck, muster_migration_check, G_TYPE_OBJECT)

enum { QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
muster_migration_check_finalize (GObject *object)
{
  MusterMigrationCheck *self = MUSTER_MIGRATION_CHECK (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->ssh, g_free);
  g_clear_pointer (&self->ssh_config, g_free);

  G_OBJECT_CLASS (muster_migration_check_parent_class)->finalize (object);
}

static void
muster_migration_check_class_init (MusterMigrationCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_migration_check_finalize;

  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_MIGRATION_CHECK,
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_migration_check_init (MusterMigrationCheck *self)
{
}

MusterMigrationCheck *
muster_migration_check_new (MusterDesk *desk,
                            const char *ssh)
{
  MusterMigrationCheck *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (ssh != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_MIGRATION_CHECK, NULL);
  self->desk = g_object_ref (desk);
  self->ssh = g_strdup (ssh);

  return self;
}

void
muster_migration_check_set_ssh_config (MusterMigrationCheck *self,
                                       const char           *path)
{
  g_return_if_fail (MUSTER_IS_MIGRATION_CHECK (self));

  g_set_str (&self->ssh_config, path);
}

static void
question_cb (MusterPortTrial      *trial,
             MusterSshQuestion    *question,
             MusterMigrationCheck *self)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

/* --- who takes part -------------------------------------------------------- */

typedef struct
{
  char *name;
  char *address;            /* of its URI: what it is tried by when it does not say */
  char *ssh;                /* NULL: not known */
  MusterPortTrial *trial;   /* NULL: ssh does not get in, or is not tried */
} Party;

typedef struct
{
  MusterMigrationCheck *check;
  MusterHostEntry *entry;
  MusterDoctorStep *step;
  GCancellable *cancellable;
  Party *patient;
  GPtrArray *others;
} Run;

static Party *
party_new (const char            *ssh,
           const MusterHostEntry *entry)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);
  Party *self = g_new0 (Party, 1);

  self->name = g_strdup (entry->name);
  self->address = g_strdup (endpoint != NULL ? endpoint->host : NULL);
  self->ssh = g_strdup (ssh);

  return self;
}

static void
party_free (gpointer data)
{
  Party *self = data;

  g_free (self->name);
  g_free (self->address);
  g_free (self->ssh);
  g_clear_object (&self->trial);
  g_free (self);
}

static void
run_free (gpointer data)
{
  Run *self = data;

  g_clear_object (&self->check);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_object (&self->step);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->patient, party_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_online (Run                   *self,
           const MusterHostEntry *entry)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->check->desk);
  MusterHost *host =
    muster_data_center_find_host (muster_inventory_get_data_center (inventory), entry->id);

  return host != NULL && muster_host_get_state (host) == MUSTER_HOST_ONLINE;
}

/* A host that does not answer at all has no ports to be tried. */
static void
gather (Run *self)
{
  MusterDesk *desk = self->check->desk;
  g_autoptr (GPtrArray) entries = NULL;

  dex_await (dex_future_first (muster_inventory_settle (muster_desk_get_inventory (desk)),
                               dex_timeout_new_seconds (PATIENCE_S), NULL), NULL);
  entries = dex_await_boxed (muster_host_list (muster_desk_get_store (desk)), NULL);
  self->patient = party_new (self->check->ssh, self->entry);
  self->others = g_ptr_array_new_with_free_func (party_free);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);

      if (g_str_equal (entry->uri, self->entry->uri) || !is_online (self, entry) ||
          endpoint == NULL || endpoint->host == NULL)
        continue;
      g_ptr_array_add (self->others, party_new (entry->ssh, entry));
    }
}

/* --- getting in ------------------------------------------------------------ */

static gboolean
enter (Run    *self,
       Party  *party,
       GError **error)
{
  g_autoptr (MusterPortTrial) trial = NULL;

  if (party->ssh == NULL)
    return FALSE;

  trial = muster_port_trial_new (party->ssh);
  muster_port_trial_set_config_file (trial, self->check->ssh_config);
  g_signal_connect_object (trial, "question", G_CALLBACK (question_cb), self->check, 0);
  if (!dex_await (muster_port_trial_open (trial, self->cancellable), error))
    return FALSE;
  party->trial = g_steal_pointer (&trial);

  return TRUE;
}

static void
leave (Party *party)
{
  if (party->trial != NULL)
    dex_await (muster_port_trial_close (party->trial), NULL);
}

static void
tell_no_way (Run          *self,
             const GError *error)
{
  g_autofree char *reason = g_strndup (error->message, strcspn (error->message, "\n"));

  muster_doctor_step_take_finding (self->step,
    muster_finding_new (muster_finding_kind_from_ssh (reason, MUSTER_FINDING_SSH_FAILED),
                        self->patient->name, reason));
}

/* --- trying ---------------------------------------------------------------- */

/* Nothing listens where nobody can: only then a refusal says nothing. */
static gboolean
is_fault (MusterPortAnswer  answer,
          const Party      *target)
{
  if (answer == MUSTER_PORT_ANSWER_REFUSED)
    return target->trial != NULL && muster_port_trial_is_heard (target->trial);

  return answer != MUSTER_PORT_ANSWER_OPEN && answer != MUSTER_PORT_ANSWER_UNKNOWN;
}

static void
tell_fault (Run              *self,
            const Party      *source,
            const Party      *target,
            const char       *name,
            guint16           port,
            MusterPortAnswer  answer)
{
  MusterFindingKind kind = MUSTER_FINDING_MIGRATION_PORT_REJECTED;
  g_autofree char *detail = NULL;

  if (answer == MUSTER_PORT_ANSWER_SILENT)
    {
      kind = MUSTER_FINDING_MIGRATION_PORT_FILTERED;
      /* Translators: a host, another host, a port of that */
      detail = g_strdup_printf (_("“%s” gets no answer from “%s” at port %u."),
                                source->name, name, port);
    }
  else if (answer == MUSTER_PORT_ANSWER_UNRESOLVED)
    {
      kind = MUSTER_FINDING_MIGRATION_NAME;
      detail = g_strdup_printf (_("“%s” does not find the address of “%s”."),
                                source->name, name);
    }
  else
    /* Translators: a host, another host, a port of that */
    detail = g_strdup_printf (_("“%s” is turned away by “%s” at port %u."),
                              source->name, name, port);

  muster_doctor_step_take_finding (self->step, muster_finding_new (kind, target->name, detail));
}

/* The first and the last: a rule of a firewall is for all in between. */
static void
try_ports (Run         *self,
           const Party *source,
           const Party *target)
{
  const char *name = target->trial != NULL ? muster_port_trial_get_name (target->trial)
                                           : target->address;
  guint16 ports[] = { MUSTER_PORT_TRIAL_FIRST, MUSTER_PORT_TRIAL_LAST };

  if (target->trial != NULL)
    {
      ports[0] = muster_port_trial_get_first (target->trial);
      ports[1] = muster_port_trial_get_last (target->trial);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (GError) error = NULL;
      int answer = dex_await_int (muster_port_trial_try (source->trial, name, ports[i]), &error);

      if (error != NULL)
        return;
      if (is_fault (answer, target))
        {
          tell_fault (self, source, target, name, ports[i], answer);
          return;
        }
    }
}

static void
try_with (Run     *self,
          Party   *other,
          GString *summary)
{
  g_autofree char *words = NULL;

  enter (self, other, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  try_ports (self, self->patient, other);
  if (other->trial != NULL)
    {
      try_ports (self, other, self->patient);
      leave (other);
    }

  if (other->trial != NULL)
    /* Translators: a host whose ports were tried, and which tried those of this one */
    words = g_strdup_printf (_("%s both ways"), other->name);
  else if (other->ssh == NULL)
    words = g_strdup_printf (_("%s one way: it is not known where ssh logs in there"), other->name);
  else
    words = g_strdup_printf (_("%s one way: ssh does not get in there"), other->name);
  g_string_append_printf (summary, "%s%s", summary->len > 0 ? "; " : "", words);
}

static void
try_all (Run *self)
{
  g_autoptr (GString) summary = g_string_new (NULL);

  for (guint i = 0; i < self->others->len; i++)
    if (!g_cancellable_is_cancelled (self->cancellable))
      try_with (self, self->others->pdata[i], summary);

  muster_doctor_step_set_summary (self->step, summary->str);
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *self = data;
  g_autoptr (GError) error = NULL;

  muster_doctor_step_begin (self->step);
  gather (self);
  if (self->others->len == 0)
    {
      muster_doctor_step_set_summary (self->step, _("no other host is connected"));
      muster_doctor_step_skip (self->step);
      return dex_future_new_true ();
    }

  if (enter (self, self->patient, &error))
    {
      try_all (self);
      leave (self->patient);
    }
  else if (!g_cancellable_is_cancelled (self->cancellable))
    tell_no_way (self, error);
  muster_doctor_step_end (self->step);

  return dex_future_new_true ();
}

DexFuture *
muster_migration_check_run (MusterMigrationCheck  *self,
                            const MusterHostEntry *entry,
                            MusterDoctorStep      *step,
                            GCancellable          *cancellable)
{
  Run *run;

  g_return_val_if_fail (MUSTER_IS_MIGRATION_CHECK (self), NULL);
  g_return_val_if_fail (entry != NULL && entry->uri != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (step), NULL);

  run = g_new0 (Run, 1);
  run->check = g_object_ref (self);
  run->entry = muster_host_entry_copy (entry);
  run->step = g_object_ref (step);
  g_set_object (&run->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, run_fiber, run, run_free);
}
