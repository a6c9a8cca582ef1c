/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_host_name_normalize:
 * @name: a DNS name or an IP address, as somebody wrote it
 *
 * Returns: (transfer full) (nullable): the same as certificates have it: a name in
 *   lower case, in ASCII where it is an international one, without a final dot; an
 *   address as GLib writes it.  %NULL for what is neither
 */
char *muster_host_name_normalize (const char *name);

G_END_DECLS
