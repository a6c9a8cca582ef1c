/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_OS_NAMES (muster_os_names_get_type ())
G_DECLARE_FINAL_TYPE (MusterOsNames, muster_os_names, MUSTER, OS_NAMES, GObject)

/**
 * muster_os_names_new:
 *
 * The names of operating systems by their libosinfo id.
 */
MusterOsNames *muster_os_names_new  (void);

/**
 * muster_os_names_load:
 *
 * Reads libosinfo's database, on a thread of its own.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with libosinfo's error
 */
DexFuture     *muster_os_names_load (MusterOsNames *self);

/**
 * muster_os_names_look_up:
 *
 * Returns: (transfer full) (nullable): the name, or %NULL when it is not known
 *   (yet)
 */
char          *muster_os_names_look_up (MusterOsNames *self,
                                        const char    *os_id);

G_END_DECLS
