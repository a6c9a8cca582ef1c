/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-target.h"

G_BEGIN_DECLS

void        console_peer_key_fetch_async  (ConsoleTarget        *target,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GByteArray *console_peer_key_fetch_finish (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
