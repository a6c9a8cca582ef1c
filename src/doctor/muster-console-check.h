/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-doctor-step.h"

G_BEGIN_DECLS

/**
 * muster_console_check:
 * @host: by which this computer reaches it
 * @pki_folder: (nullable): with the CA that QEMU's certificates must come from
 *
 * Looks at the screens of the VMs that run: where they listen, whether their
 * ports let us in, and what certificate SPICE shows.  In a fiber only.
 */
void muster_console_check (MusterDoctorStep *step,
                           MusterConnection *connection,
                           const char       *host,
                           const char       *pki_folder);

G_END_DECLS
