/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is remembered of a VM's console, in the settings' "console-memory". */

/** The keyboard layout of the guest, such as "de". */
#define MUSTER_CONSOLE_MEMORY_LAYOUT "layout"

/** Whether the guest shares the clipboard; a boolean. */
#define MUSTER_CONSOLE_MEMORY_CLIPBOARD "clipboard"

/** Whether what the guest plays is not heard; a boolean. */
#define MUSTER_CONSOLE_MEMORY_MUTE "mute"

/** Whether USB devices that are plugged in go to the guest; a boolean. */
#define MUSTER_CONSOLE_MEMORY_USB "usb"

/** The monitor that full screen is on, as muster_monitors_dup_name() calls it. */
#define MUSTER_CONSOLE_MEMORY_MONITOR "monitor"

/** Whether the guest is asked to take the window's size; a boolean. */
#define MUSTER_CONSOLE_MEMORY_RESIZE "resize"

/**
 * muster_console_memory_lookup:
 * @uuid: of the VM
 * @name: what to remember
 * @type: of its value
 *
 * Returns: (transfer full) (nullable): the value; %NULL when there is none of
 *   that type
 */
GVariant *muster_console_memory_lookup (GSettings          *settings,
                                        const char         *uuid,
                                        const char         *name,
                                        const GVariantType *type);

/**
 * muster_console_memory_set:
 * @value: taken over if it floats
 *
 * The VMs that were touched last are remembered, a thousand of them.
 */
void      muster_console_memory_set    (GSettings          *settings,
                                        const char         *uuid,
                                        const char         *name,
                                        GVariant           *value);

G_END_DECLS
