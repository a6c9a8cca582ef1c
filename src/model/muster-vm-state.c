/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-vm.h"

G_DEFINE_ENUM_TYPE (MusterVmState, muster_vm_state,
  G_DEFINE_ENUM_VALUE (MUSTER_VM_UNKNOWN, "unknown"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_RUNNING, "running"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_PAUSED, "paused"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_STOPPING, "stopping"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_OFF, "off"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_SAVED, "saved"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_CRASHED, "crashed"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_SUSPENDED, "suspended"))

G_DEFINE_ENUM_TYPE (MusterVmReason, muster_vm_reason,
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_NONE, "none"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_USER, "user"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_MIGRATING, "migrating"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_SAVING, "saving"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_STARTING, "starting"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_IO_ERROR, "io-error"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_WATCHDOG, "watchdog"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_CRASHED, "crashed"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (MUSTER_VM_REASON_HOST_LOST, "host-lost"))

static const char *
enum_nick (GType type,
           int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "unknown";
}

const char *
muster_vm_state_to_id (MusterVmState state)
{
  return enum_nick (MUSTER_TYPE_VM_STATE, state);
}

const char *
muster_vm_state_to_label (MusterVmState state)
{
  switch (state)
    {
    case MUSTER_VM_RUNNING: return _("Running");
    case MUSTER_VM_PAUSED: return _("Paused");
    case MUSTER_VM_STOPPING: return _("Shutting down");
    case MUSTER_VM_OFF: return C_("VM state", "Off");
    case MUSTER_VM_SAVED: return _("Saved");
    case MUSTER_VM_CRASHED: return _("Crashed");
    case MUSTER_VM_SUSPENDED: return _("Suspended");
    case MUSTER_VM_UNKNOWN:
    default: return _("Unknown");
    }
}

const char *
muster_vm_state_to_icon (MusterVmState state)
{
  switch (state)
    {
    case MUSTER_VM_RUNNING: return "muster-vm-running-symbolic";
    case MUSTER_VM_PAUSED: return "muster-vm-paused-symbolic";
    case MUSTER_VM_STOPPING: return "muster-vm-stopping-symbolic";
    case MUSTER_VM_OFF: return "muster-vm-off-symbolic";
    case MUSTER_VM_SAVED: return "muster-vm-saved-symbolic";
    case MUSTER_VM_CRASHED: return "muster-vm-crashed-symbolic";
    case MUSTER_VM_SUSPENDED: return "muster-vm-suspended-symbolic";
    case MUSTER_VM_UNKNOWN:
    default: return "muster-vm-unknown-symbolic";
    }
}

const char *
muster_vm_reason_to_id (MusterVmReason reason)
{
  return enum_nick (MUSTER_TYPE_VM_REASON, reason);
}

const char *
muster_vm_reason_to_text (MusterVmReason reason)
{
  switch (reason)
    {
    case MUSTER_VM_REASON_MIGRATING: return _("Migrating");
    case MUSTER_VM_REASON_SAVING: return _("Saving its state");
    case MUSTER_VM_REASON_STARTING: return _("Starting");
    case MUSTER_VM_REASON_IO_ERROR: return _("Stopped by a disk error");
    case MUSTER_VM_REASON_WATCHDOG: return _("Stopped by its watchdog");
    case MUSTER_VM_REASON_CRASHED: return _("The guest has crashed");
    case MUSTER_VM_REASON_FAILED: return _("Its last start or run failed");
    case MUSTER_VM_REASON_HOST_LOST: return _("Last known: its host does not answer");
    case MUSTER_VM_REASON_NONE:
    case MUSTER_VM_REASON_USER:
    default: return "";
    }
}

gboolean
muster_vm_state_is_active (MusterVmState state)
{
  switch (state)
    {
    case MUSTER_VM_RUNNING:
    case MUSTER_VM_PAUSED:
    case MUSTER_VM_STOPPING:
    case MUSTER_VM_SUSPENDED:
      return TRUE;
    case MUSTER_VM_UNKNOWN:
    case MUSTER_VM_OFF:
    case MUSTER_VM_SAVED:
    case MUSTER_VM_CRASHED:
    default:
      return FALSE;
    }
}
