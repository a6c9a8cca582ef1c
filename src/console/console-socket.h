/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-target.h"

G_BEGIN_DECLS

void console_socket_connect_async  (ConsoleTarget        *target,
                                    gboolean              tls,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
int  console_socket_connect_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
