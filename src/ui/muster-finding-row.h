/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-finding.h"

G_BEGIN_DECLS

/** muster_finding_row_new: a row of a list: what was found, its cause and its repair. */
GtkWidget *muster_finding_row_new (const MusterFinding *finding);

G_END_DECLS
