/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-source.h"

G_BEGIN_DECLS

/**
 * ConsoleFixedTarget:
 *
 * A #ConsoleSource of a display that is always at the same place, as a file or a
 * command line names one.
 */
#define CONSOLE_TYPE_FIXED_TARGET (console_fixed_target_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleFixedTarget, console_fixed_target, CONSOLE, FIXED_TARGET, GObject)

ConsoleSource *console_fixed_target_new (ConsoleTarget *target);

G_END_DECLS
