/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-task.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_TASK_ROW (muster_task_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterTaskRow, muster_task_row, MUSTER, TASK_ROW, GtkListBoxRow)

/** muster_task_row_new: One running or finished task, in a list of them. */
GtkWidget *muster_task_row_new (MusterTask *task);

G_END_DECLS
