/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-task.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_OUTPUT_VIEW (muster_output_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterOutputView, muster_output_view, MUSTER, OUTPUT_VIEW, AdwBin)

/** MusterOutputView: what a task's program says, as it comes. */
GtkWidget *muster_output_view_new      (void);

/** muster_output_view_set_task: @task: (nullable): whose output is shown. */
void       muster_output_view_set_task (MusterOutputView *self,
                                        MusterTask       *task);

G_END_DECLS
