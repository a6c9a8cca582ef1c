/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_COMMANDS (muster_host_commands_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostCommands, muster_host_commands, MUSTER, HOST_COMMANDS, GObject)

/**
 * muster_host_commands_new:
 * @window: has "win.toast"; it gets the actions, which end with it
 *
 * What can be done to hosts from a window: "win.add-host"; with an address,
 * which may be "", "win.add-host-at" and "win.set-up-host"; with a host's id
 * "win.edit-host", "win.remove-host", "win.take-back-host", "win.examine-host",
 * "win.set-up-listed-host", "win.sign-in-host", "win.forget-login",
 * "win.maintain-host" (begins or ends its maintenance) and "win.retry-host";
 * "win.retry" is for all hosts that cannot be reached.  "win.open-by-host" asks for one
 * host of a data center, "win.add-named-hosts" adds the others that it has.
 */
MusterHostCommands *muster_host_commands_new       (GtkApplicationWindow *window,
                                                    MusterDesk           *desk);
/** Returns: (transfer full): what can be done to @host, as it is now; also "win.move-host". */
GMenuModel         *muster_host_commands_make_menu (MusterHost           *host);

G_END_DECLS
