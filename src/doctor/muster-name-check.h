/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-doctor-step.h"

G_BEGIN_DECLS

/**
 * muster_name_check:
 *
 * Looks @host up forwards and, where it is a name, backwards again, and tells
 * @step.  An address that no name belongs to is no fault.  In a fiber only.
 *
 * Returns: (transfer full) (nullable): what its address is called, %NULL when
 *   it has no name
 */
char *muster_name_check (MusterDoctorStep *step,
                         const char       *host);

G_END_DECLS
