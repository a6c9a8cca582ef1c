/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-host.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_OVERVIEW (muster_host_overview_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostOverview, muster_host_overview, MUSTER, HOST_OVERVIEW, AdwBin)

/** What a host is and does: facts and charts. */
void muster_host_overview_set_host (MusterHostOverview *self,
                                    MusterHost         *host);

G_END_DECLS
