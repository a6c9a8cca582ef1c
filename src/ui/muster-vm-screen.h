/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-source.h"
#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_SCREEN (muster_vm_screen_get_type ())
G_DECLARE_FINAL_TYPE (MusterVmScreen, muster_vm_screen, MUSTER, VM_SCREEN, GObject)

/**
 * muster_vm_screen_new:
 *
 * Tells a console where the screen of @vm is now, on whichever host it is: a
 * #ConsoleSource that changes when the VM starts, stops or moves.
 */
ConsoleSource *muster_vm_screen_new (MusterDesk *desk,
                                     MusterVm   *vm);

/**
 * muster_vm_screen_find_address:
 * @listen: (nullable): where the display listens on its host
 * @host: (nullable): how we reach that host, %NULL for this machine
 *
 * Returns: (transfer full) (nullable): the address to connect to; %NULL when
 *   the display listens nowhere
 */
char          *muster_vm_screen_find_address (const char *listen,
                                              const char *host);

G_END_DECLS
