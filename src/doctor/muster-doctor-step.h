/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-finding.h"

G_BEGIN_DECLS

/**
 * MusterDoctorStepState:
 * @MUSTER_DOCTOR_STEP_SKIPPED: something before it failed, or it does not apply
 */
typedef enum
{
  MUSTER_DOCTOR_STEP_WAITING,
  MUSTER_DOCTOR_STEP_RUNNING,
  MUSTER_DOCTOR_STEP_PASSED,
  MUSTER_DOCTOR_STEP_WARNED,
  MUSTER_DOCTOR_STEP_FAILED,
  MUSTER_DOCTOR_STEP_SKIPPED,
} MusterDoctorStepState;

#define MUSTER_TYPE_DOCTOR_STEP (muster_doctor_step_get_type ())
G_DECLARE_FINAL_TYPE (MusterDoctorStep, muster_doctor_step, MUSTER, DOCTOR_STEP, GObject)

/**
 * MusterDoctorStep:
 *
 * One thing that is looked at, with what was found.  "state" and "summary"
 * notify.
 */
MusterDoctorStep      *muster_doctor_step_new          (const char            *title);
const char            *muster_doctor_step_get_title    (MusterDoctorStep      *self);
MusterDoctorStepState  muster_doctor_step_get_state    (MusterDoctorStep      *self);
/** What is good to know of it, "192.168.3.7"; "" when nothing is. */
const char            *muster_doctor_step_get_summary  (MusterDoctorStep      *self);
/** Returns: (transfer none): GPtrArray of #MusterFinding */
GPtrArray             *muster_doctor_step_get_findings (MusterDoctorStep      *self);
void                   muster_doctor_step_begin        (MusterDoctorStep      *self);
void                   muster_doctor_step_set_summary  (MusterDoctorStep      *self,
                                                        const char            *summary);
void                   muster_doctor_step_take_finding (MusterDoctorStep      *self,
                                                        MusterFinding         *finding);
/** Ends as well as the worst of its findings.  Returns: %FALSE when it failed. */
gboolean               muster_doctor_step_end          (MusterDoctorStep      *self);
void                   muster_doctor_step_skip         (MusterDoctorStep      *self);

G_END_DECLS
