/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_delay:
 *
 * Lets a fiber rest.
 *
 * Returns: %FALSE when the fiber is being ended; every further wait in it
 *   would return at once
 */
gboolean muster_delay (guint milliseconds);

G_END_DECLS
