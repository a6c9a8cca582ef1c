/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_GONE_COMMANDS (muster_gone_commands_get_type ())
G_DECLARE_FINAL_TYPE (MusterGoneCommands, muster_gone_commands, MUSTER, GONE_COMMANDS, GObject)

/**
 * muster_gone_commands_new:
 * @window: gets the actions "take-over-host" and "remove-stale", each with a host's id
 *
 * What can be done about a host that is gone, and about what it still has of its VMs
 * when it comes back.  Lives as long as the window.
 */
MusterGoneCommands *muster_gone_commands_new (GtkApplicationWindow *window,
                                              MusterDesk           *desk);

G_END_DECLS
