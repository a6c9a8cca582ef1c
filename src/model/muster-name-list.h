/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_name_list_to_text:
 * @names: of char *
 *
 * Returns: (transfer full): names for a sentence, “a”, “b”, of which at most
 *   five are told: and 3 others
 */
char *muster_name_list_to_text (GPtrArray *names);

G_END_DECLS
