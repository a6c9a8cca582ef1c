/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_RECENT_GROUP (muster_recent_group_get_type ())
G_DECLARE_FINAL_TYPE (MusterRecentGroup, muster_recent_group, MUSTER, RECENT_GROUP, AdwPreferencesGroup)

/**
 * MusterRecentGroup:
 *
 * The data centers that the desk has looked at; each can be opened again and forgotten.
 * Not to be seen while there is none.
 */

/** muster_recent_group_set_desk: reads what is remembered, and follows it. */
void muster_recent_group_set_desk (MusterRecentGroup *self,
                                   MusterDesk        *desk);

G_END_DECLS
