/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which data center a host belongs to, by the names of the revisions that it keeps. */

/**
 * muster_data_center_find_id:
 * @names: of what a host keeps
 * @wanted: (nullable): the id that is looked for
 *
 * Returns: (transfer full) (nullable): @wanted when it is there, else the lowest: of
 *   several that met before they knew of each other that one is it
 */
char *muster_data_center_find_id   (const char * const *names,
                                    const char         *wanted);

/**
 * muster_data_center_choose_id:
 * @listings: of G_TYPE_STRV, the names of each host
 *
 * Returns: (transfer full) (nullable): that of most hosts, and among equals the lowest:
 *   not that of who answered first
 */
char *muster_data_center_choose_id (GPtrArray          *listings);

G_END_DECLS
