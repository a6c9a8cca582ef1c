/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterWiped:
 *
 * A string with a secret in it; g_autoptr(MusterWiped) overwrites it before it
 * is freed.
 */
typedef char MusterWiped;

/** muster_wiped_free: overwrites and frees @secret. */
void muster_wiped_free (MusterWiped *secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterWiped, muster_wiped_free)

G_END_DECLS
