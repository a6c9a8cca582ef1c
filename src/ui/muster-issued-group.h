/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_ISSUED_GROUP (muster_issued_group_get_type ())
G_DECLARE_FINAL_TYPE (MusterIssuedGroup, muster_issued_group, MUSTER, ISSUED_GROUP, AdwPreferencesGroup)

/** MusterIssuedGroup: what the authority has issued, and how it is taken back; invisible while that is nothing. */

/** muster_issued_group_set_desk: @desk: one with a keyring. */
void muster_issued_group_set_desk (MusterIssuedGroup *self,
                                   MusterDesk        *desk);

G_END_DECLS
