/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_AUTHORITY_GROUP (muster_authority_group_get_type ())
G_DECLARE_FINAL_TYPE (MusterAuthorityGroup, muster_authority_group, MUSTER, AUTHORITY_GROUP, AdwPreferencesGroup)

/**
 * MusterAuthorityGroup:
 *
 * The data center's certificate authority, or what makes one.  It follows what
 * happens to the authority elsewhere.  Property "authority" (#MusterAuthority,
 * read-only): %NULL when there is none, or it is not known yet.
 */

/** muster_authority_group_set_desk: @desk: with a certificate authority or without, but with a keyring. */
void             muster_authority_group_set_desk      (MusterAuthorityGroup *self,
                                                       MusterDesk           *desk);

/** Returns: (transfer none) (nullable) */
MusterAuthority *muster_authority_group_get_authority (MusterAuthorityGroup *self);

G_END_DECLS
