/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-doctor-step-row.h"

struct _MusterDoctorStepRow
{
  MusterStepRow parent_instance;

  MusterDoctorStep *step;
};

G_DEFINE_FINAL_TYPE (MusterDoctorStepRow, muster_doctor_step_row, MUSTER_TYPE_STEP_ROW)

static void
muster_doctor_step_row_dispose (GObject *object)
{
  g_clear_object (&MUSTER_DOCTOR_STEP_ROW (object)->step);

  G_OBJECT_CLASS (muster_doctor_step_row_parent_class)->dispose (object);
}

static void
muster_doctor_step_row_class_init (MusterDoctorStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_doctor_step_row_dispose;
}

static void
muster_doctor_step_row_init (MusterDoctorStepRow *self)
{
}

static const char * const words[] =
{
  [MUSTER_DOCTOR_STEP_WAITING] = N_("Waiting"),
  [MUSTER_DOCTOR_STEP_RUNNING] = N_("Being examined"),
  [MUSTER_DOCTOR_STEP_PASSED] = N_("Good"),
  [MUSTER_DOCTOR_STEP_WARNED] = N_("Warning"),
  [MUSTER_DOCTOR_STEP_FAILED] = N_("Failed"),
  [MUSTER_DOCTOR_STEP_SKIPPED] = N_("Not examined"),
};

static void
update (MusterDoctorStepRow *self)
{
  MusterDoctorStepState state = muster_doctor_step_get_state (self->step);

  muster_step_row_show (MUSTER_STEP_ROW (self), state, _(words[state]),
                        muster_doctor_step_get_summary (self->step));
}

GtkWidget *
muster_doctor_step_row_new (MusterDoctorStep *step)
{
  MusterDoctorStepRow *self;

  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (step), NULL);

  self = g_object_new (MUSTER_TYPE_DOCTOR_STEP_ROW,
                       "title", muster_doctor_step_get_title (step), NULL);
  self->step = g_object_ref (step);
  g_signal_connect_object (step, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
