/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-doctor-step.h"

struct _MusterDoctorStep
{
  GObject parent_instance;

  char *title;
  char *summary;
  GPtrArray *findings;
  MusterDoctorStepState state;
};

enum { PROP_0, PROP_TITLE, PROP_SUMMARY, PROP_STATE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterDoctorStep, muster_doctor_step, G_TYPE_OBJECT)

static void
muster_doctor_step_finalize (GObject *object)
{
  MusterDoctorStep *self = MUSTER_DOCTOR_STEP (object);

  g_free (self->title);
  g_free (self->summary);
  g_ptr_array_unref (self->findings);

  G_OBJECT_CLASS (muster_doctor_step_parent_class)->finalize (object);
}

static void
muster_doctor_step_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  MusterDoctorStep *self = MUSTER_DOCTOR_STEP (object);

  switch (prop_id)
    {
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_SUMMARY: g_value_set_string (value, self->summary); break;
    case PROP_STATE: g_value_set_uint (value, self->state); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_doctor_step_class_init (MusterDoctorStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = muster_doctor_step_finalize;
  object_class->get_property = muster_doctor_step_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", flags);
  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, 0, MUSTER_DOCTOR_STEP_SKIPPED, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_doctor_step_init (MusterDoctorStep *self)
{
  self->summary = g_strdup ("");
  self->findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_finding_free);
}

MusterDoctorStep *
muster_doctor_step_new (const char *title)
{
  MusterDoctorStep *self = g_object_new (MUSTER_TYPE_DOCTOR_STEP, NULL);

  self->title = g_strdup (title);

  return self;
}

const char *
muster_doctor_step_get_title (MusterDoctorStep *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (self), NULL);

  return self->title;
}

MusterDoctorStepState
muster_doctor_step_get_state (MusterDoctorStep *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (self), MUSTER_DOCTOR_STEP_WAITING);

  return self->state;
}

const char *
muster_doctor_step_get_summary (MusterDoctorStep *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (self), NULL);

  return self->summary;
}

GPtrArray *
muster_doctor_step_get_findings (MusterDoctorStep *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (self), NULL);

  return self->findings;
}

static void
set_state (MusterDoctorStep      *self,
           MusterDoctorStepState  state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
muster_doctor_step_begin (MusterDoctorStep *self)
{
  g_return_if_fail (MUSTER_IS_DOCTOR_STEP (self));

  set_state (self, MUSTER_DOCTOR_STEP_RUNNING);
}

void
muster_doctor_step_set_summary (MusterDoctorStep *self,
                                const char       *summary)
{
  g_return_if_fail (MUSTER_IS_DOCTOR_STEP (self));

  if (g_set_str (&self->summary, summary != NULL ? summary : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

void
muster_doctor_step_take_finding (MusterDoctorStep *self,
                                 MusterFinding    *finding)
{
  g_return_if_fail (MUSTER_IS_DOCTOR_STEP (self));
  g_return_if_fail (finding != NULL);

  g_ptr_array_add (self->findings, finding);
}

static MusterDoctorStepState
find_end (MusterDoctorStep *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->severity == MUSTER_FINDING_ERROR)
        return MUSTER_DOCTOR_STEP_FAILED;
    }

  return self->findings->len > 0 ? MUSTER_DOCTOR_STEP_WARNED : MUSTER_DOCTOR_STEP_PASSED;
}

gboolean
muster_doctor_step_end (MusterDoctorStep *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (self), FALSE);

  set_state (self, find_end (self));

  return self->state != MUSTER_DOCTOR_STEP_FAILED;
}

void
muster_doctor_step_skip (MusterDoctorStep *self)
{
  g_return_if_fail (MUSTER_IS_DOCTOR_STEP (self));

  set_state (self, MUSTER_DOCTOR_STEP_SKIPPED);
}
