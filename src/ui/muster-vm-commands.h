/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"
#include "muster-vm-verb.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_COMMANDS (muster_vm_commands_get_type ())
G_DECLARE_INTERFACE (MusterVmCommands, muster_vm_commands, MUSTER, VM_COMMANDS, GtkWidget)

/**
 * MusterVmCommandsInterface:
 * @dup_vms: (transfer full): the #MusterVm the commands are for
 * @get_desk: (nullable): whose inventory acts on them and whose tasks tell of it
 *
 * A widget that knows VMs which can be acted upon.
 */
struct _MusterVmCommandsInterface
{
  GTypeInterface parent_iface;

  GPtrArray  *(*dup_vms)  (MusterVmCommands *self);
  MusterDesk *(*get_desk) (MusterVmCommands *self);
};

/**
 * muster_vm_commands_install:
 *
 * Installs "vm.start", "vm.shutdown", "vm.off", "vm.reboot", "vm.reset",
 * "vm.pause", "vm.resume", "vm.save", "vm.discard", "vm.migrate", "vm.open",
 * "vm.console", "vm.copy-ip" and "vm.remote-desktop" on a class that implements the interface.
 */
void       muster_vm_commands_install (GtkWidgetClass   *klass);

/** Enables the actions that make sense for what dup_vms() gives now. */
void       muster_vm_commands_update  (MusterVmCommands *self);

/**
 * muster_vm_commands_act:
 * @widget: in the window that questions and failures are shown in
 * @vms: (element-type MusterVm): those it does not make sense for are left out
 *
 * Does @verb to @vms, asking first if need be: one task a VM, the failures
 * named at the end.
 */
void       muster_vm_commands_act     (GtkWidget        *widget,
                                       MusterDesk       *desk,
                                       GPtrArray        *vms,
                                       MusterVmVerb      verb);

G_END_DECLS
