/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <spice-client.h>

G_BEGIN_DECLS

/* Files, by way of the guest's agent; as #ConsoleFilePort has it. */
gboolean   console_spice_files_check (SpiceMainChannel       *channel,
                                      GError                **error);
DexFuture *console_spice_files_send  (SpiceMainChannel       *channel,
                                      GFile                 **files,
                                      GCancellable           *cancellable,
                                      GFileProgressCallback   progress,
                                      gpointer                data);

G_END_DECLS
