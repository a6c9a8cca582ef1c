/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_TOOLS (muster_console_tools_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleTools, muster_console_tools, MUSTER, CONSOLE_TOOLS, AdwBin)

/** MusterConsoleTools: the buttons of a console, for the bar of what it is in.
 * Properties: "exposed" and "settings", as the view has them. */

G_END_DECLS
