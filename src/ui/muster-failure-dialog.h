/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-task.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_FAILURE_DIALOG (muster_failure_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterFailureDialog, muster_failure_dialog, MUSTER, FAILURE_DIALOG, AdwAlertDialog)

/**
 * muster_failure_dialog_new:
 * @failed: (element-type MusterTask): the tasks that failed, at least one
 * @n_all: how many were tried
 *
 * Says what could not be done, to what, why and what to do now; the details
 * can be copied.
 */
AdwDialog *muster_failure_dialog_new       (GPtrArray  *failed,
                                            guint       n_all);

/** Returns: (transfer full): all that is known of a failed task, as text to send on. */
char      *muster_failure_dialog_dup_report (MusterTask *task);

G_END_DECLS
