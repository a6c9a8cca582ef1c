/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-source.h"
#include "muster-desk.h"
#include "muster-screen-fault.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_SCREEN (muster_vm_screen_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmScreen, muster_vm_screen, MUSTER, VM_SCREEN, GObject)

/**
 * muster_vm_screen_new:
 *
 * Tells a console where the screen of @vm is now, on whichever host it is: a
 * #ConsoleSource that changes when the VM starts, stops or moves.  Of @settings
 * it obeys "console-encrypted-only".  Emits "found" when it knows more than before
 * of the display: what is asked for below.
 */
MusterVmScreen *muster_vm_screen_new (MusterDesk *desk,
                                      MusterVm   *vm,
                                      GSettings  *settings);

/**
 * muster_vm_screen_diagnose:
 * @reason: why the last attempt ended
 * @text: (nullable): the same in words
 *
 * Finds out why the screen cannot be shown: looks at the port or at the
 * certificate where that tells more.
 *
 * Returns: (transfer full): a future of a boxed #MusterScreenFault; never
 *   rejected
 */
DexFuture     *muster_vm_screen_diagnose     (MusterVmScreen *self,
                                              ConsoleReason   reason,
                                              const char     *text);

/**
 * muster_vm_screen_set_pictures:
 *
 * Whether the screen is seen in screenshots that come over libvirt's connection,
 * instead of at its display.
 */
void           muster_vm_screen_set_pictures (MusterVmScreen *self,
                                              gboolean        pictures);
gboolean       muster_vm_screen_get_pictures (MusterVmScreen *self);

/**
 * muster_vm_screen_get_display_type:
 *
 * Returns: (nullable): "vnc" or "spice", of the display that was found last
 */
const char    *muster_vm_screen_get_display_type (MusterVmScreen *self);

/**
 * muster_vm_screen_get_takes_no_password:
 * @at_next_start: (out): whether it takes one when the VM is started next
 *
 * Returns: whether the display that was found last was started without a
 *   password, so that none can be set
 */
gboolean       muster_vm_screen_get_takes_no_password (MusterVmScreen *self,
                                                       gboolean       *at_next_start);

G_END_DECLS
