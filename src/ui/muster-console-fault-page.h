/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-host.h"
#include "muster-screen-fault.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_FAULT_PAGE (muster_console_fault_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleFaultPage, muster_console_fault_page, MUSTER,
                      CONSOLE_FAULT_PAGE, AdwBin)

/**
 * muster_console_fault_page_set:
 * @host: (nullable): whose display it is
 * @has_serial: whether there is a serial console to go to
 *
 * Says why a screen cannot be shown, and offers what may help: actions "console.listen",
 * "console.use-pictures", "console.use-serial", "console.use-display", "console.retry",
 * "win.examine-host".
 */
void muster_console_fault_page_set (MusterConsoleFaultPage  *self,
                                    const MusterScreenFault *fault,
                                    MusterHost              *host,
                                    gboolean                 has_serial);

G_END_DECLS
