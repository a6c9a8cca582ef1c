/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-delay.h"
#include "muster-disk-check.h"
#include "muster-domain.h"
#include "muster-failure.h"
#include "muster-job-watch.h"
#include "muster-vm-actions.h"
#include "muster-whereabouts.h"

/* How long a migration that broke is given to settle: the target drops a VM
 * whose source fell silent after libvirt's keep-alive of 30 s. */
#define SETTLE_LOOKS 40
#define SETTLE_INTERVAL_MS 1000

#define COMMON_FLAGS \
  (VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE)

typedef struct
{
  MusterInventory *inventory;
  MusterVm *vm;
  MusterHost *source;
  MusterHost *target;
  MusterConnection *source_connection;
  MusterConnection *target_connection;
  MusterTask *task;
  gboolean live;
} Migration;

static void
migration_free (gpointer data)
{
  Migration *self = data;

  g_clear_object (&self->inventory);
  g_clear_object (&self->vm);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_object (&self->source_connection);
  g_clear_object (&self->target_connection);
  g_clear_object (&self->task);
  g_free (self);
}

MusterTask *
muster_vm_migrate_task_new (MusterVm   *vm,
                            MusterHost *target)
{
  g_autofree char *title = NULL;
  MusterTask *task;

  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (target), NULL);

  title = g_strdup_printf (_("Migrate to %s"), muster_host_get_name (target));
  task = muster_task_new (title, muster_vm_get_label (vm));
  muster_task_set_can_cancel (task, TRUE);

  return task;
}

/* The parameters of a URI are this desk's own (pkipath names a folder here). */
static char *
dup_peer_uri (MusterHost  *target,
              GError     **error)
{
  const char *uri = muster_host_get_uri (target);
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL || *host == '\0')
    {
      g_set_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE,
                   _("“%s” was added as “%s”, which names no address that the other host could reach."),
                   muster_host_get_name (target), uri);
      return NULL;
    }

  return g_strndup (uri, strcspn (uri, "?#"));
}

static gboolean
connect_both (Migration  *self,
              GError    **error)
{
  MusterConnection *source, *target;

  source = muster_inventory_get_connection (self->inventory, self->source);
  target = muster_inventory_get_connection (self->inventory, self->target);
  if (source == NULL || target == NULL)
    {
      g_set_error_literal (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                           _("There is no connection to one of the hosts."));
      return FALSE;
    }
  self->source_connection = g_object_ref (source);
  self->target_connection = g_object_ref (target);

  return TRUE;
}

static unsigned int
choose_flags (Migration *self)
{
  return self->live ? COMMON_FLAGS | VIR_MIGRATE_LIVE | VIR_MIGRATE_ABORT_ON_ERROR
                    : COMMON_FLAGS | VIR_MIGRATE_OFFLINE;
}

/* libvirt gives a silent host half a minute, in which the progress looks like any. */
static void
tell_lost_host (Migration *self)
{
  MusterHost *lost = muster_host_get_state (self->target) == MUSTER_HOST_UNREACHABLE ? self->target :
                     muster_host_get_state (self->source) == MUSTER_HOST_UNREACHABLE ? self->source : NULL;
  g_autofree char *text = NULL;

  if (lost != NULL)
    text = g_strdup_printf (_("“%s” does not answer; the migration waits for it."),
                            muster_host_get_name (lost));
  muster_task_set_warning (self->task, text);
}

static gboolean
run_job (Migration   *self,
         const char  *peer_uri,
         GError     **error)
{
  const char *uuid = muster_vm_get_uuid (self->vm);
  g_autoptr (MusterJobWatch) watch = NULL;
  MusterHost *hosts[] = { self->source, self->target };
  gboolean done;

  if (self->live)
    watch = muster_job_watch_start (self->source_connection, uuid, self->task);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    g_signal_connect_swapped (hosts[i], "notify::state", G_CALLBACK (tell_lost_host), self);

  done = dex_await (muster_domain_migrate (self->source_connection, uuid, peer_uri,
                                           choose_flags (self)),
                    error);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    g_signal_handlers_disconnect_by_func (hosts[i], tell_lost_host, self);
  muster_task_set_warning (self->task, NULL);

  return done;
}

static void
ask_both (Migration      *self,
          MusterPresence *source,
          MusterPresence *target)
{
  const char *uuid = muster_vm_get_uuid (self->vm);
  g_autoptr (DexFuture) first = muster_whereabouts_ask (self->source_connection, uuid);
  g_autoptr (DexFuture) second = muster_whereabouts_ask (self->target_connection, uuid);

  *source = dex_await_int (dex_ref (first), NULL);
  *target = dex_await_int (dex_ref (second), NULL);
}

static MusterVerdict
find_verdict (Migration *self,
              gboolean   reported_success)
{
  MusterPresence source, target;

  for (guint look = 0;; look++)
    {
      ask_both (self, &source, &target);
      if (look == SETTLE_LOOKS || !muster_whereabouts_in_flux (source, target))
        break;
      /* libvirt's own word is enough when it has said that all went well. */
      if (reported_success && source != MUSTER_PRESENCE_ARRIVING)
        break;
      muster_task_set_message (self->task, _("Asking both hosts where it is"));
      if (!muster_delay (SETTLE_INTERVAL_MS))
        break;
    }

  return muster_whereabouts_judge (source, target, self->live);
}

static MusterFailure *
describe_verdict (Migration     *self,
                  MusterVerdict  verdict,
                  const GError  *error)
{
  const char *name = muster_vm_get_label (self->vm);
  const char *source = muster_host_get_name (self->source);
  const char *target = muster_host_get_name (self->target);
  const char *details = error != NULL ? error->message : "";
  MusterActionError code = MUSTER_ACTION_ERROR_FAILED;
  const char *advice = "";
  g_autofree char *reason = NULL;

  switch (verdict)
    {
    case MUSTER_VERDICT_MOVED_MAYBE:
      code = MUSTER_ACTION_ERROR_UNREACHABLE;
      reason = g_strdup_printf (_("“%s” is on “%s” now, but “%s” does not answer."),
                                name, target, source);
      advice = _("When that host is back, see that it has not kept the VM.");
      break;
    case MUSTER_VERDICT_STAYED_MAYBE:
      code = MUSTER_ACTION_ERROR_UNREACHABLE;
      reason = g_strdup_printf (_("“%s” could not be migrated: it is still on “%s”, and “%s” does not answer."),
                                name, source, target);
      advice = _("Check the host and the network, then try again.");
      break;
    case MUSTER_VERDICT_TWICE:
      reason = g_strdup_printf (_("“%s” runs on “%s” and on “%s”."), name, source, target);
      advice = _("Force one of them off at once: two of it damage its disks.");
      break;
    case MUSTER_VERDICT_STOPPED:
      reason = g_strdup_printf (_("“%s” stopped while it was migrated; it runs neither on “%s” nor on “%s”."),
                                name, source, target);
      advice = _("Start it again on the host that has it.");
      break;
    case MUSTER_VERDICT_LOST:
      reason = g_strdup_printf (_("Neither “%s” nor “%s” has “%s” any more."),
                                source, target, name);
      advice = _("It may have been deleted in the meantime; its disks are where they were.");
      break;
    case MUSTER_VERDICT_UNKNOWN:
      code = MUSTER_ACTION_ERROR_UNREACHABLE;
      reason = g_strdup_printf (_("It is not known where “%s” is: “%s” or “%s” does not answer."),
                                name, source, target);
      advice = _("Muster shows the VM again when the hosts answer. Do not start it elsewhere before.");
      break;
    case MUSTER_VERDICT_STAYED:
    case MUSTER_VERDICT_STAYED_REST:
    case MUSTER_VERDICT_MOVED:
    case MUSTER_VERDICT_MOVED_REST:
    default:
      reason = g_strdup_printf (_("“%s” is still on “%s”."), name, source);
      break;
    }

  return muster_failure_new_text (code, reason, advice, details);
}

static gboolean
has_arrived (MusterVerdict verdict,
             gboolean      reported_success)
{
  return verdict == MUSTER_VERDICT_MOVED ||
         verdict == MUSTER_VERDICT_MOVED_REST ||
         (verdict == MUSTER_VERDICT_MOVED_MAYBE && reported_success);
}

static void
warn_of_rest (Migration *self)
{
  g_autofree char *text =
    g_strdup_printf (_("“%s” still has a definition of “%s”. Remove it there, so that nobody starts it twice."),
                     muster_host_get_name (self->source), muster_vm_get_label (self->vm));

  muster_task_set_warning (self->task, text);
}

static DexFuture *
end_well (Migration     *self,
          MusterVerdict  verdict)
{
  if (verdict == MUSTER_VERDICT_MOVED_REST)
    warn_of_rest (self);
  muster_task_set_progress (self->task, 1);
  muster_task_finish (self->task);

  return dex_future_new_true ();
}

static DexFuture *
end_badly (Migration     *self,
           MusterFailure *failure)
{
  muster_failure_tell (failure, self->task);

  return muster_failure_to_future (failure);
}

/* For the doctor, who cannot try it himself. */
static void
remember_reach (Migration    *self,
                const GError *error)
{
  if (error == NULL)
    muster_host_set_unreachable_from (self->target, NULL);
  else if (muster_failure_is_migration_port (error->message))
    muster_host_set_unreachable_from (self->target, muster_host_get_name (self->source));
}

/* What libvirt reported is only half of the truth after a connection broke:
 * the hosts are asked where the VM is. */
static DexFuture *
conclude (Migration    *self,
          const GError *error)
{
  MusterVerdict verdict = find_verdict (self, error == NULL);
  g_autoptr (MusterFailure) failure = NULL;

  dex_await (muster_inventory_refresh_vm (self->inventory, self->vm), NULL);
  muster_inventory_release_vm (self->inventory, self->vm);

  if (has_arrived (verdict, error == NULL))
    return end_well (self, verdict);

  if (error != NULL && (verdict == MUSTER_VERDICT_STAYED ||
                        verdict == MUSTER_VERDICT_STAYED_REST))
    failure = muster_failure_new_for_verb (MUSTER_VM_VERB_MIGRATE, self->vm,
                                           self->target, error);
  else
    failure = describe_verdict (self, verdict, error);

  return end_badly (self, failure);
}

static gboolean
check_disks (Migration  *self,
             GError    **error)
{
  if (self->live)
    return TRUE;

  muster_task_set_message (self->task, _("Asking both hosts for its disks"));

  return muster_disk_check_same (self->vm, self->source, self->source_connection,
                                 self->target, self->target_connection, error);
}

static DexFuture *
migrate_fiber (gpointer data)
{
  Migration *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterFailure) failure = NULL;
  g_autofree char *peer_uri = NULL;

  self->live = muster_vm_state_is_active (muster_vm_get_state (self->vm));
  if (!muster_vm_migrate_check (self->vm, self->target, &error) ||
      (peer_uri = dup_peer_uri (self->target, &error)) == NULL ||
      !connect_both (self, &error) ||
      !check_disks (self, &error))
    {
      failure = muster_failure_new_for_verb (MUSTER_VM_VERB_MIGRATE, self->vm,
                                             self->target, error);
      return end_badly (self, failure);
    }

  muster_task_set_message (self->task, self->live
                                         ? _("Copying its memory to the other host")
                                         : _("Moving its definition to the other host"));
  muster_inventory_hold_vm (self->inventory, self->vm, self->target);
  run_job (self, peer_uri, &error);
  if (self->live)
    remember_reach (self, error);

  return conclude (self, error);
}

DexFuture *
muster_vm_migrate (MusterInventory *inventory,
                   MusterVm        *vm,
                   MusterHost      *target,
                   MusterTask      *task)
{
  Migration *self;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (target), NULL);
  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  self = g_new0 (Migration, 1);
  self->inventory = g_object_ref (inventory);
  self->vm = g_object_ref (vm);
  self->target = g_object_ref (target);
  self->task = g_object_ref (task);
  g_set_object (&self->source, muster_vm_get_host (vm));

  return dex_scheduler_spawn (NULL, 0, migrate_fiber, self, migration_free);
}
