/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-takeover.h"

G_BEGIN_DECLS

/* All of these are for fibers. */

/**
 * muster_home_claim_await:
 *
 * Writes down that @takeover's target takes the VM over, and looks again whether
 * anybody else has: of two desktops at once neither goes on, as neither can know that
 * it was first.  Two that reach none of the same hosts cannot know of each other.
 *
 * Returns: %TRUE, or %FALSE with %MUSTER_ACTION_ERROR_REFUSED when another desktop is at
 *   it, or as muster_store_put() does
 */
gboolean muster_home_claim_await   (MusterDesk      *desk,
                                    MusterTakeover  *takeover,
                                    const char      *mark,
                                    GError         **error);

/** Whether that is still what all hosts that answer say. */
gboolean muster_home_holds_await   (MusterDesk      *desk,
                                    MusterTakeover  *takeover,
                                    const char      *mark);

/** Takes it back, as nothing came of it. */
void     muster_home_unclaim_await (MusterDesk      *desk,
                                    MusterTakeover  *takeover);

G_END_DECLS
