/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-task.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_TASK_LIST (muster_task_list_get_type ())
G_DECLARE_FINAL_TYPE (MusterTaskList, muster_task_list, MUSTER, TASK_LIST, GObject)

/**
 * muster_task_list_new:
 *
 * A GListModel of #MusterTask, newest first; keeps all running and the last
 * 100 finished ones.  Properties "n-running", "progress" (mean of the running
 * ones, -1 unknown).  Signal "finished" (MusterTask).
 */
MusterTaskList *muster_task_list_new            (void);
void            muster_task_list_add            (MusterTaskList *self,
                                                 MusterTask     *task);
guint           muster_task_list_get_n_running  (MusterTaskList *self);
double          muster_task_list_get_progress   (MusterTaskList *self);
void            muster_task_list_clear_finished (MusterTaskList *self);

G_END_DECLS
