/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-display.h"
#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_FILES (muster_console_files_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleFiles, muster_console_files, MUSTER, CONSOLE_FILES, GObject)

/**
 * muster_console_files_new:
 * @display: (transfer none): what files are dropped on, and where toasts go
 * @actions: (transfer none): gets "send-files"; must outlive the result, and not be
 *   used after it
 *
 * Sends files into the guest of @vm, each time as a task.  Connection files are no
 * such: they are opened.
 */
MusterConsoleFiles *muster_console_files_new  (ConsoleDisplay      *display,
                                               GActionMap          *actions,
                                               MusterDesk          *desk,
                                               MusterVm            *vm);

/**
 * muster_console_files_send:
 * @files: (element-type GFile)
 *
 * As if they were dropped.
 *
 * Returns: (transfer full): a future that resolves when they have arrived or it is
 *   said why they have not
 */
DexFuture          *muster_console_files_send (MusterConsoleFiles  *self,
                                               GPtrArray           *files)
                                               G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
