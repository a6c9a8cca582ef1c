/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-task.h"

G_BEGIN_DECLS

typedef struct _MusterJobWatch MusterJobWatch;

/**
 * muster_job_watch_start:
 *
 * Shows the progress of the job of one domain in @task while that job runs,
 * and aborts the job when the task is cancelled.
 *
 * Returns: (transfer full): to be stopped when the job has ended
 */
MusterJobWatch *muster_job_watch_start (MusterConnection *connection,
                                        const char       *uuid,
                                        MusterTask       *task);
void            muster_job_watch_stop  (MusterJobWatch   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterJobWatch, muster_job_watch_stop)

G_END_DECLS
