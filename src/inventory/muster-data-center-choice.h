/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which data center a host belongs to, by the names of the revisions that it keeps. */

/**
 * Of a data center that was dissolved, by its id: what its hosts keep of it in the end, so
 * that a desktop that was away does not take it for one that lost its records.
 */
#define MUSTER_DISSOLVED_RECORD_KIND "dissolved"

/**
 * muster_data_center_find_id:
 * @names: of what a host keeps
 * @wanted: (nullable): the id that is looked for
 *
 * Returns: (transfer full) (nullable): @wanted when it is there, else the lowest: of
 *   several that met before they knew of each other that one is it.  One that was
 *   dissolved is none any more
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

/** Returns: (transfer full): the ids (G_TYPE_STRV) of the data centers of which @names says
 * that they were dissolved. */
char **muster_data_center_list_dissolved (const char * const *names);

/**
 * muster_data_center_find_leftover:
 *
 * Returns: (transfer full) (nullable): the id of a data center that was dissolved while
 *   something kept its records from being removed from the host
 */
char *muster_data_center_find_leftover (const char * const *names);

G_END_DECLS
