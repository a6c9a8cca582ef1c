/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-task-list.h"

G_BEGIN_DECLS

typedef struct _MusterCliProgress MusterCliProgress;

/**
 * muster_cli_progress_new:
 *
 * One line at the bottom of a terminal about the running tasks; nothing at all
 * when stderr is none.  An interrupt (Ctrl+C) cancels the running tasks; a
 * second one ends the program.
 */
MusterCliProgress *muster_cli_progress_new   (MusterTaskList    *tasks);
/** Takes the line away, so that something can be printed. */
void               muster_cli_progress_clear (MusterCliProgress *self);
void               muster_cli_progress_free  (MusterCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCliProgress, muster_cli_progress_free)

G_END_DECLS
