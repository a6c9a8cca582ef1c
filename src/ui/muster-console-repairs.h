/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-vm-screen.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_REPAIRS (muster_console_repairs_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleRepairs, muster_console_repairs, MUSTER, CONSOLE_REPAIRS,
                      GObject)

/**
 * muster_console_repairs_new:
 * @widget: (transfer none): where dialogs and toasts go
 * @actions: gets "listen" and "use-passwords"; must not be used when the result
 *   is gone
 *
 * Changes the definition of @vm's display so that it can be reached, and opens with
 * one-time passwords.  Emits "repaired" when it is worth while to try again.
 */
MusterConsoleRepairs *muster_console_repairs_new (GtkWidget      *widget,
                                                  GActionMap     *actions,
                                                  MusterDesk     *desk,
                                                  MusterVm       *vm,
                                                  MusterVmScreen *screen);

G_END_DECLS
