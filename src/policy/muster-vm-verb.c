/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-vm-verb.h"

#define STATE(name) (1u << MUSTER_VM_##name)

typedef struct
{
  const char *id;
  const char *label;
  const char *title;
  guint states;         /* in which it makes sense, as bits */
  gboolean destructive;
} VerbFacts;

/* A crashed guest whose process libvirt keeps for inspection and one that is
 * gone look the same to the model, so that both ways out are offered. */
static const VerbFacts verbs[MUSTER_N_VM_VERBS] =
{
  [MUSTER_VM_VERB_START] =
    { "start", N_("_Start"), N_("Start"),
      STATE (OFF) | STATE (SAVED) | STATE (CRASHED), FALSE },
  [MUSTER_VM_VERB_SHUTDOWN] =
    { "shutdown", N_("Shut _Down"), N_("Shut Down"),
      STATE (RUNNING), FALSE },
  [MUSTER_VM_VERB_OFF] =
    { "off", N_("_Force Off"), N_("Force Off"),
      STATE (RUNNING) | STATE (PAUSED) | STATE (STOPPING) | STATE (CRASHED) |
      STATE (SUSPENDED), TRUE },
  [MUSTER_VM_VERB_REBOOT] =
    { "reboot", N_("Re_boot"), N_("Reboot"),
      STATE (RUNNING), FALSE },
  [MUSTER_VM_VERB_RESET] =
    { "reset", N_("R_eset"), N_("Reset"),
      STATE (RUNNING) | STATE (PAUSED) | STATE (STOPPING) | STATE (CRASHED),
      TRUE },
  [MUSTER_VM_VERB_PAUSE] =
    { "pause", N_("_Pause"), N_("Pause"),
      STATE (RUNNING), FALSE },
  [MUSTER_VM_VERB_RESUME] =
    { "resume", N_("_Resume"), N_("Resume"),
      STATE (PAUSED) | STATE (SUSPENDED), FALSE },
  [MUSTER_VM_VERB_SAVE] =
    { "save", N_("S_ave"), N_("Save"),
      STATE (RUNNING) | STATE (PAUSED), FALSE },
  [MUSTER_VM_VERB_DISCARD] =
    { "discard", N_("_Discard Saved State"), N_("Discard Saved State"),
      STATE (SAVED), TRUE },
  [MUSTER_VM_VERB_MIGRATE] =
    { "migrate", N_("_Migrate…"), N_("Migrate"),
      STATE (RUNNING) | STATE (PAUSED) | STATE (OFF), FALSE },
};

G_DEFINE_QUARK (muster-policy-error-quark, muster_policy_error)

GType
muster_vm_verb_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] =
      {
        { MUSTER_VM_VERB_START, "MUSTER_VM_VERB_START", "start" },
        { MUSTER_VM_VERB_SHUTDOWN, "MUSTER_VM_VERB_SHUTDOWN", "shutdown" },
        { MUSTER_VM_VERB_OFF, "MUSTER_VM_VERB_OFF", "off" },
        { MUSTER_VM_VERB_REBOOT, "MUSTER_VM_VERB_REBOOT", "reboot" },
        { MUSTER_VM_VERB_RESET, "MUSTER_VM_VERB_RESET", "reset" },
        { MUSTER_VM_VERB_PAUSE, "MUSTER_VM_VERB_PAUSE", "pause" },
        { MUSTER_VM_VERB_RESUME, "MUSTER_VM_VERB_RESUME", "resume" },
        { MUSTER_VM_VERB_SAVE, "MUSTER_VM_VERB_SAVE", "save" },
        { MUSTER_VM_VERB_DISCARD, "MUSTER_VM_VERB_DISCARD", "discard" },
        { MUSTER_VM_VERB_MIGRATE, "MUSTER_VM_VERB_MIGRATE", "migrate" },
        { 0, NULL, NULL }
      };

      g_once_init_leave (&type,
                         g_enum_register_static ("MusterVmVerb", values));
    }

  return type;
}

const char *
muster_vm_verb_to_id (MusterVmVerb verb)
{
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, NULL);

  return verbs[verb].id;
}

const char *
muster_vm_verb_to_label (MusterVmVerb verb)
{
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, NULL);

  return _(verbs[verb].label);
}

const char *
muster_vm_verb_to_title (MusterVmVerb verb)
{
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, NULL);

  return _(verbs[verb].title);
}

gboolean
muster_vm_verb_is_destructive (MusterVmVerb verb)
{
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, FALSE);

  return verbs[verb].destructive;
}

/* The state inside a sentence, which a column's "Running" is not. */
static const char *
describe_state (MusterVmState state)
{
  switch (state)
    {
    case MUSTER_VM_RUNNING:
      return C_("state in a sentence", "running");
    case MUSTER_VM_PAUSED:
      return C_("state in a sentence", "paused");
    case MUSTER_VM_STOPPING:
      return C_("state in a sentence", "shutting down");
    case MUSTER_VM_OFF:
      return C_("state in a sentence", "off");
    case MUSTER_VM_SAVED:
      return C_("state in a sentence", "off with a saved state");
    case MUSTER_VM_CRASHED:
      return C_("state in a sentence", "crashed");
    case MUSTER_VM_SUSPENDED:
      return C_("state in a sentence", "suspended");
    case MUSTER_VM_UNKNOWN:
    default:
      return C_("state in a sentence", "in an unknown state");
    }
}

/* TRANSLATORS: the first %s is the name of a VM, the second one of the words
 * with the context "state in a sentence". */
static char *
explain_state (MusterVmVerb  verb,
               const char   *name,
               const char   *state)
{
  switch (verb)
    {
    case MUSTER_VM_VERB_START:
      return g_strdup_printf (_("“%s” is %s; only a VM that is off can be started."),
                              name, state);
    case MUSTER_VM_VERB_SHUTDOWN:
      return g_strdup_printf (_("“%s” is %s; only a running VM can be shut down."),
                              name, state);
    case MUSTER_VM_VERB_OFF:
      return g_strdup_printf (_("“%s” is %s; only a VM that runs or is paused can be forced off."),
                              name, state);
    case MUSTER_VM_VERB_REBOOT:
      return g_strdup_printf (_("“%s” is %s; only a running VM can be rebooted."),
                              name, state);
    case MUSTER_VM_VERB_RESET:
      return g_strdup_printf (_("“%s” is %s; only a VM that runs or is paused can be reset."),
                              name, state);
    case MUSTER_VM_VERB_PAUSE:
      return g_strdup_printf (_("“%s” is %s; only a running VM can be paused."),
                              name, state);
    case MUSTER_VM_VERB_RESUME:
      return g_strdup_printf (_("“%s” is %s; only a paused VM can be resumed."),
                              name, state);
    case MUSTER_VM_VERB_SAVE:
      return g_strdup_printf (_("“%s” is %s; only a VM that runs or is paused can be saved."),
                              name, state);
    case MUSTER_VM_VERB_DISCARD:
      return g_strdup_printf (_("“%s” is %s; there is no saved state to discard."),
                              name, state);
    case MUSTER_VM_VERB_MIGRATE:
      return g_strdup_printf (_("“%s” is %s; only a VM that runs, is paused or is off can be migrated."),
                              name, state);
    case MUSTER_N_VM_VERBS:
    default:
      g_return_val_if_reached (NULL);
    }
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError            **error,
        MusterPolicyError   code,
        const char         *format,
        ...)
{
  va_list args;

  if (error != NULL)
    {
      va_start (args, format);
      *error = g_error_new_valist (MUSTER_POLICY_ERROR, code, format, args);
      va_end (args);
    }

  return FALSE;
}

static gboolean
check_host (MusterVm  *vm,
            GError   **error)
{
  MusterHost *host = muster_vm_get_host (vm);
  const char *name = muster_vm_get_label (vm);

  if (muster_vm_get_gone (vm))
    return refuse (error, MUSTER_POLICY_ERROR_STATE,
                   _("“%s” has been deleted."), name);

  if (host == NULL)
    return refuse (error, MUSTER_POLICY_ERROR_HOST,
                   _("It is not known which host “%s” is on."), name);

  if (muster_vm_get_stale (vm) ||
      muster_host_get_state (host) != MUSTER_HOST_ONLINE)
    return refuse (error, MUSTER_POLICY_ERROR_HOST,
                   _("“%s” is on “%s”, which does not answer."),
                   name, muster_host_get_name (host));

  return TRUE;
}

/* Libvirt pauses a VM for the end of a migration or a save; to resume it in
 * the middle would spoil both. */
static gboolean
check_job (MusterVmVerb   verb,
           MusterVm      *vm,
           GError       **error)
{
  const char *name = muster_vm_get_label (vm);

  if (verb == MUSTER_VM_VERB_OFF ||
      muster_vm_get_state (vm) != MUSTER_VM_PAUSED)
    return TRUE;

  switch (muster_vm_get_reason (vm))
    {
    case MUSTER_VM_REASON_MIGRATING:
      return refuse (error, MUSTER_POLICY_ERROR_STATE,
                     _("“%s” is being migrated; wait until that has ended."), name);
    case MUSTER_VM_REASON_SAVING:
      return refuse (error, MUSTER_POLICY_ERROR_STATE,
                     _("“%s” is being saved; wait until that has ended."), name);
    default:
      return TRUE;
    }
}

static gboolean
check_persistent (MusterVmVerb   verb,
                  MusterVm      *vm,
                  GError       **error)
{
  if (verb != MUSTER_VM_VERB_SAVE || muster_vm_get_persistent (vm))
    return TRUE;

  return refuse (error, MUSTER_POLICY_ERROR_STATE,
                 _("“%s” exists only while it runs; it cannot be saved."),
                 muster_vm_get_label (vm));
}

/* One that runs all the same can still be stopped. */
static gboolean
check_elsewhere (MusterVmVerb   verb,
                 MusterVm      *vm,
                 GError       **error)
{
  const char *elsewhere = muster_vm_get_elsewhere (vm);

  if (elsewhere == NULL || (verb != MUSTER_VM_VERB_START && verb != MUSTER_VM_VERB_MIGRATE &&
                            verb != MUSTER_VM_VERB_DISCARD))
    return TRUE;

  return refuse (error, MUSTER_POLICY_ERROR_STATE,
                 _("“%s” was taken over by “%s” while “%s” was gone; what “%s” has of it is stale and is never started."),
                 muster_vm_get_label (vm), elsewhere,
                 muster_host_get_name (muster_vm_get_host (vm)),
                 muster_host_get_name (muster_vm_get_host (vm)));
}

static gboolean
check_maintenance (MusterVmVerb   verb,
                   MusterVm      *vm,
                   GError       **error)
{
  MusterHost *host = muster_vm_get_host (vm);

  if (verb != MUSTER_VM_VERB_START || !muster_host_get_maintenance (host))
    return TRUE;

  return refuse (error, MUSTER_POLICY_ERROR_STATE,
                 _("“%s” is on “%s”, which is in maintenance; activate the host first."),
                 muster_vm_get_label (vm), muster_host_get_name (host));
}

static gboolean
check_virt (MusterVmVerb   verb,
            MusterVm      *vm,
            GError       **error)
{
  MusterHost *host = muster_vm_get_host (vm);

  if (verb != MUSTER_VM_VERB_START || muster_host_get_virt (host))
    return TRUE;

  return refuse (error, MUSTER_POLICY_ERROR_STATE,
                 _("“%s” is on “%s”, whose cluster does not run VMs; change the cluster or migrate the VM first."),
                 muster_vm_get_label (vm), muster_host_get_name (host));
}

gboolean
muster_vm_verb_check (MusterVmVerb   verb,
                      MusterVm      *vm,
                      GError       **error)
{
  g_return_val_if_fail (verb < MUSTER_N_VM_VERBS, FALSE);
  g_return_val_if_fail (MUSTER_IS_VM (vm), FALSE);

  if (!check_host (vm, error))
    return FALSE;

  if ((verbs[verb].states & (1u << muster_vm_get_state (vm))) == 0)
    {
      g_autofree char *text = explain_state (verb, muster_vm_get_label (vm),
                                             describe_state (muster_vm_get_state (vm)));

      return refuse (error, MUSTER_POLICY_ERROR_STATE, "%s", text);
    }

  return check_job (verb, vm, error) &&
         check_persistent (verb, vm, error) &&
         check_elsewhere (verb, vm, error) &&
         check_maintenance (verb, vm, error) &&
         check_virt (verb, vm, error);
}

static gboolean
is_same_host (MusterHost *a,
              MusterHost *b)
{
  if (a == b)
    return TRUE;

  return muster_host_get_uuid (a) != NULL &&
         g_strcmp0 (muster_host_get_uuid (a), muster_host_get_uuid (b)) == 0;
}

gboolean
muster_vm_migrate_check (MusterVm    *vm,
                         MusterHost  *target,
                         GError     **error)
{
  g_return_val_if_fail (MUSTER_IS_VM (vm), FALSE);
  g_return_val_if_fail (MUSTER_IS_HOST (target), FALSE);

  if (!muster_vm_verb_check (MUSTER_VM_VERB_MIGRATE, vm, error))
    return FALSE;

  if (is_same_host (muster_vm_get_host (vm), target))
    return refuse (error, MUSTER_POLICY_ERROR_STATE,
                   _("“%s” is on “%s” already."),
                   muster_vm_get_label (vm), muster_host_get_name (target));

  if (muster_host_get_state (target) != MUSTER_HOST_ONLINE)
    return refuse (error, MUSTER_POLICY_ERROR_HOST,
                   _("“%s” cannot take “%s”: it does not answer."),
                   muster_host_get_name (target), muster_vm_get_label (vm));

  if (muster_host_get_maintenance (target))
    return refuse (error, MUSTER_POLICY_ERROR_STATE,
                   _("“%s” cannot take “%s”: it is in maintenance."),
                   muster_host_get_name (target), muster_vm_get_label (vm));

  if (!muster_host_get_virt (target))
    return refuse (error, MUSTER_POLICY_ERROR_STATE,
                   _("“%s” cannot take “%s”: its cluster does not run VMs."),
                   muster_host_get_name (target), muster_vm_get_label (vm));

  return TRUE;
}
