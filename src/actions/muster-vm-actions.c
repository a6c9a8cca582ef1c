/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-failure.h"
#include "muster-job-watch.h"
#include "muster-key-names.h"
#include "muster-picture.h"
#include "muster-vm-actions-private.h"
#include "muster-vm-wait.h"

/* After this long a guest is said not to obey. */
#define PATIENCE_SECONDS 60
#define KEY_HOLD_MS 100

typedef DexFuture *(*DomainCall) (MusterConnection *connection,
                                  const char       *uuid);

typedef struct
{
  MusterInventory *inventory;
  MusterVm *vm;
  MusterTask *task;
  MusterVmVerb verb;
  gboolean wait;        /* for the guest, after the host */
} Act;

G_DEFINE_QUARK (muster-action-error-quark, muster_action_error)

static const DomainCall calls[MUSTER_N_VM_VERBS] =
{
  [MUSTER_VM_VERB_START] = muster_domain_start,
  [MUSTER_VM_VERB_SHUTDOWN] = muster_domain_shutdown,
  [MUSTER_VM_VERB_OFF] = muster_domain_force_off,
  [MUSTER_VM_VERB_REBOOT] = muster_domain_reboot,
  [MUSTER_VM_VERB_RESET] = muster_domain_reset,
  [MUSTER_VM_VERB_PAUSE] = muster_domain_pause,
  [MUSTER_VM_VERB_RESUME] = muster_domain_resume,
  [MUSTER_VM_VERB_SAVE] = muster_domain_save,
  [MUSTER_VM_VERB_DISCARD] = muster_domain_discard_saved,
};

static void
act_free (gpointer data)
{
  Act *act = data;

  g_clear_object (&act->inventory);
  g_clear_object (&act->vm);
  g_clear_object (&act->task);
  g_free (act);
}

MusterTask *
muster_vm_task_new (MusterVmVerb  verb,
                    MusterVm     *vm)
{
  MusterTask *task;

  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  task = muster_task_new (muster_vm_verb_to_title (verb), muster_vm_get_label (vm));
  muster_task_set_can_cancel (task, verb == MUSTER_VM_VERB_SHUTDOWN ||
                                    verb == MUSTER_VM_VERB_SAVE);

  return task;
}

/* Cancelling this ends our wait only: a guest cannot be told to forget it. */
static DexFuture *
wait_until_stopped (Act *act)
{
  g_autoptr (MusterVmWait) wait = muster_vm_wait_new (act->vm);
  GCancellable *cancellable = muster_task_get_cancellable (act->task);
  gboolean warned = FALSE;

  muster_task_set_message (act->task, _("Waiting for the guest to stop"));
  for (;;)
    {
      g_autoptr (DexFuture) over = muster_vm_wait_dup_future (wait);

      dex_await (dex_future_first (dex_ref (over),
                                   dex_cancellable_new_from_cancellable (cancellable),
                                   warned ? NULL : dex_timeout_new_seconds (PATIENCE_SECONDS),
                                   NULL),
                 NULL);

      if (!dex_future_is_pending (over))
        break;
      if (g_cancellable_is_cancelled (cancellable))
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                                      _("The guest may still shut down."));
      warned = TRUE;
      muster_task_set_warning (act->task,
                               _("The guest has not shut down yet. It may be ignoring the request; force it off if it does not obey."));
    }

  if (!muster_vm_wait_is_met (wait))
    return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                                  "%s", _("The host stopped answering."));
  muster_task_set_warning (act->task, NULL);

  return dex_future_new_true ();
}

static gboolean
perform (Act               *act,
         MusterConnection  *connection,
         GError           **error)
{
  const char *uuid = muster_vm_get_uuid (act->vm);
  g_autoptr (MusterJobWatch) watch = NULL;

  if (act->verb == MUSTER_VM_VERB_SAVE)
    watch = muster_job_watch_start (connection, uuid, act->task);

  return dex_await (calls[act->verb] (connection, uuid), error) &&
         (act->verb != MUSTER_VM_VERB_SHUTDOWN || !act->wait ||
          dex_await (wait_until_stopped (act), error));
}

/*< private >
 * _muster_vm_dup_connection:
 *
 * Returns: (transfer full) (nullable): that of the host of @vm
 */
MusterConnection *
_muster_vm_dup_connection (MusterInventory  *inventory,
                           MusterVm         *vm,
                           GError          **error)
{
  MusterHost *host = muster_vm_get_host (vm);
  MusterConnection *connection = NULL;

  if (host != NULL)
    connection = muster_inventory_get_connection (inventory, host);
  if (connection == NULL)
    g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                 _("There is no connection to the host of “%s”."),
                 muster_vm_get_label (vm));

  return connection != NULL ? g_object_ref (connection) : NULL;
}

static DexFuture *
act_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (MusterFailure) failure = NULL;
  g_autoptr (GError) error = NULL;

  if (muster_vm_verb_check (act->verb, act->vm, &error) &&
      (connection = _muster_vm_dup_connection (act->inventory, act->vm, &error)) != NULL &&
      perform (act, connection, &error))
    {
      muster_task_finish (act->task);
      return dex_future_new_true ();
    }

  failure = muster_failure_new_for_verb (act->verb, act->vm, NULL, error);
  muster_failure_tell (failure, act->task);

  return muster_failure_to_future (failure);
}

static DexFuture *
spawn_act (MusterInventory *inventory,
           MusterVm        *vm,
           MusterVmVerb     verb,
           MusterTask      *task,
           gboolean         wait)
{
  Act *act = g_new0 (Act, 1);

  act->inventory = g_object_ref (inventory);
  act->vm = g_object_ref (vm);
  act->task = g_object_ref (task);
  act->verb = verb;
  act->wait = wait;

  return dex_scheduler_spawn (NULL, 0, act_fiber, act, act_free);
}

DexFuture *
muster_vm_act (MusterInventory *inventory,
               MusterVm        *vm,
               MusterVmVerb     verb,
               MusterTask      *task)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS && calls[verb] != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  return spawn_act (inventory, vm, verb, task, TRUE);
}

DexFuture *
muster_vm_request (MusterInventory *inventory,
                   MusterVm        *vm,
                   MusterVmVerb     verb,
                   MusterTask      *task)
{
  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS && calls[verb] != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  return spawn_act (inventory, vm, verb, task, FALSE);
}

static MusterFailure *
explain (const char   *sentence,
         MusterVm     *vm,
         const GError *error)
{
  return muster_failure_new (sentence, muster_vm_get_host (vm), NULL, error);
}

/*< private >
 * _muster_vm_check_active:
 *
 * Says in our words what is wrong before a host is asked in vain.
 */
gboolean
_muster_vm_check_active (MusterVm  *vm,
                         GError   **error)
{
  MusterVmState known = muster_vm_get_state (vm);
  g_autofree char *state = NULL;

  if (known == MUSTER_VM_UNKNOWN || muster_vm_state_is_active (known))
    return TRUE;

  state = g_utf8_strdown (muster_vm_state_to_label (known), -1);
  g_set_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE,
               /* Translators: a VM and its state */
               _("“%s” is %s; only a VM that is on has a screen, a keyboard and a serial console."),
               muster_vm_get_label (vm), state);

  return FALSE;
}

static DexFuture *
screenshot_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterFailure) failure = NULL;
  g_autofree char *sentence = NULL;

  if (_muster_vm_check_active (act->vm, &error) &&
      (connection = _muster_vm_dup_connection (act->inventory, act->vm, &error)) != NULL &&
      (picture = dex_await_boxed (muster_domain_screenshot (connection,
                                                            muster_vm_get_uuid (act->vm), 0),
                                  &error)) != NULL &&
      (png = dex_await_boxed (muster_picture_to_png (picture), &error)) != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&png));

  sentence = g_strdup_printf (_("No picture of the screen of “%s” could be taken."),
                              muster_vm_get_label (act->vm));
  failure = explain (sentence, act->vm, error);

  return muster_failure_to_future (failure);
}

DexFuture *
muster_vm_screenshot (MusterInventory *inventory,
                      MusterVm        *vm)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  act = g_new0 (Act, 1);
  act->inventory = g_object_ref (inventory);
  act->vm = g_object_ref (vm);

  return dex_scheduler_spawn (NULL, 0, screenshot_fiber, act, act_free);
}

typedef DexFuture *(*KeyCall) (MusterConnection *connection,
                               const char       *uuid,
                               const guint      *codes,
                               guint             n_codes,
                               guint             hold_ms);

typedef struct
{
  Act act;
  KeyCall call;
  guint codes[MUSTER_KEY_NAMES_MAX];
  guint n_codes;
  guint hold_ms;
} Keys;

static DexFuture *
send_keys_fiber (gpointer data)
{
  Keys *keys = data;
  MusterVm *vm = keys->act.vm;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterFailure) failure = NULL;
  g_autofree char *sentence = NULL;

  if (_muster_vm_check_active (vm, &error) &&
      (connection = _muster_vm_dup_connection (keys->act.inventory, vm, &error)) != NULL &&
      dex_await (keys->call (connection, muster_vm_get_uuid (vm), keys->codes,
                             keys->n_codes, keys->hold_ms),
                 &error))
    return dex_future_new_true ();

  sentence = g_strdup_printf (_("The keys could not be sent to “%s”."),
                              muster_vm_get_label (vm));
  failure = explain (sentence, vm, error);

  return muster_failure_to_future (failure);
}

DexFuture *
muster_vm_send_keys (MusterInventory *inventory,
                     MusterVm        *vm,
                     const char      *combination)
{
  g_autoptr (GError) error = NULL;
  Keys *keys;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (combination != NULL, NULL);

  keys = g_new0 (Keys, 1);
  keys->n_codes = muster_key_names_parse (combination, keys->codes, &error);
  if (keys->n_codes == 0)
    {
      g_free (keys);
      return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                                    "%s", error->message);
    }
  keys->call = muster_domain_send_keys;
  keys->hold_ms = KEY_HOLD_MS;
  keys->act.inventory = g_object_ref (inventory);
  keys->act.vm = g_object_ref (vm);

  return dex_scheduler_spawn (NULL, 0, send_keys_fiber, keys, act_free);
}

DexFuture *
muster_vm_send_scan_codes (MusterInventory *inventory,
                           MusterVm        *vm,
                           const guint     *codes,
                           guint            n_codes,
                           guint            hold_ms)
{
  Keys *keys;

  g_return_val_if_fail (MUSTER_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (n_codes > 0 && n_codes <= MUSTER_KEY_NAMES_MAX, NULL);

  keys = g_new0 (Keys, 1);
  keys->call = muster_domain_send_scan_codes;
  keys->hold_ms = hold_ms;
  keys->n_codes = n_codes;
  memcpy (keys->codes, codes, n_codes * sizeof (guint));
  keys->act.inventory = g_object_ref (inventory);
  keys->act.vm = g_object_ref (vm);

  return dex_scheduler_spawn (NULL, 0, send_keys_fiber, keys, act_free);
}
