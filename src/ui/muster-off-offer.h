/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_OFF_OFFER (muster_off_offer_get_type ())
G_DECLARE_FINAL_TYPE (MusterOffOffer, muster_off_offer, MUSTER, OFF_OFFER, GObject)

/**
 * MusterOffOffer:
 *
 * A toast that names the VMs of a window which were asked to shut down and
 * have not, and offers to force them off.  One toast for all of them, kept
 * true: a VM that stops after all leaves it, and the last one takes it away.
 */
MusterOffOffer *muster_off_offer_new       (AdwToastOverlay *overlay,
                                            MusterDesk      *desk);
/** Adds a VM that does not obey; one that is not on, or already named, is left
 * out. */
void            muster_off_offer_add       (MusterOffOffer  *self,
                                            MusterVm        *vm);
/** Returns: (nullable): what is shown, %NULL when nothing is offered */
const char     *muster_off_offer_get_title (MusterOffOffer  *self);
/** Does what the toast's button does: asks whether to force them all off. */
void            muster_off_offer_accept    (MusterOffOffer  *self);

G_END_DECLS
