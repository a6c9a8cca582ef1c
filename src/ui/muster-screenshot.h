/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-display.h"

G_BEGIN_DECLS

/**
 * muster_screenshot_save:
 * @label: what the file is called, with the time
 *
 * Takes a picture of what @display shows, asks where to, writes it there and
 * says in a toast how that went.
 */
void muster_screenshot_save (ConsoleDisplay *display,
                             const char     *label);

G_END_DECLS
