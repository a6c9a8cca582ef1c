/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-task-list.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_TASKS_BUTTON (muster_tasks_button_get_type ())
G_DECLARE_FINAL_TYPE (MusterTasksButton, muster_tasks_button, MUSTER, TASKS_BUTTON, AdwBin)

/** Shows how far the running tasks are, and all of them when opened. */
void muster_tasks_button_set_tasks (MusterTasksButton *self,
                                    MusterTaskList    *tasks);

G_END_DECLS
