/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-step-row.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DOCTOR_STEP_ROW (muster_doctor_step_row_get_type ())
G_DECLARE_FINAL_TYPE (MusterDoctorStepRow, muster_doctor_step_row, MUSTER, DOCTOR_STEP_ROW, MusterStepRow)

/** MusterDoctorStepRow: one step of an examination, as it goes on. */
GtkWidget *muster_doctor_step_row_new (MusterDoctorStep *step);

G_END_DECLS
