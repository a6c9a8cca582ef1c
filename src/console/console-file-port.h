/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "console-session.h"

G_BEGIN_DECLS

/**
 * ConsoleFilePort:
 *
 * What a session that carries files into the guest has besides.
 */
#define CONSOLE_TYPE_FILE_PORT (console_file_port_get_type ())
G_DECLARE_INTERFACE (ConsoleFilePort, console_file_port, CONSOLE, FILE_PORT, ConsoleSession)

struct _ConsoleFilePortInterface
{
  GTypeInterface parent_iface;

  gboolean   (*check) (ConsoleFilePort        *self,
                       GError                **error);
  DexFuture *(*send)  (ConsoleFilePort        *self,
                       GFile                 **files,
                       GCancellable           *cancellable,
                       GFileProgressCallback   progress,
                       gpointer                data);
};

gboolean   console_file_port_check (ConsoleFilePort        *self,
                                    GError                **error);
DexFuture *console_file_port_send  (ConsoleFilePort        *self,
                                    GFile                 **files,
                                    GCancellable           *cancellable,
                                    GFileProgressCallback   progress,
                                    gpointer                data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
