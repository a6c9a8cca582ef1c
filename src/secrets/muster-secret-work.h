/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* What takes long, in a thread of GLib's pool: returns %NULL with @error. */
typedef gpointer (*MusterSecretWork) (gpointer   data,
                                      GError   **error);

/*
 * A future of what @work returns: a string, an object or a boxed of @type.
 * A thread and not a fiber, because making a key needs more stack than a fiber
 * has.  @data is freed after @work has ended, in whichever thread comes last.
 */
DexFuture *_muster_secret_work (GType             type,
                                MusterSecretWork  work,
                                gpointer          data,
                                GDestroyNotify    destroy);

G_END_DECLS
