/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-doctor-step-row.h"

struct _MusterDoctorStepRow
{
  AdwActionRow parent_instance;

  MusterDoctorStep *step;
  GtkStack *stack;
  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (MusterDoctorStepRow, muster_doctor_step_row, ADW_TYPE_ACTION_ROW)

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
  self->stack = GTK_STACK (gtk_stack_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->icon), "icon");
  gtk_stack_add_named (self->stack, adw_spinner_new (), "spinner");
  gtk_widget_set_valign (GTK_WIDGET (self->stack), GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->stack));
}

static const struct
{
  const char *icon;
  const char *style;
  const char *words;
} looks[] =
{
  [MUSTER_DOCTOR_STEP_WAITING] = { "content-loading-symbolic", "dimmed", N_("Waiting") },
  [MUSTER_DOCTOR_STEP_RUNNING] = { "content-loading-symbolic", "dimmed", N_("Being examined") },
  [MUSTER_DOCTOR_STEP_PASSED] = { "object-select-symbolic", "success", N_("Good") },
  [MUSTER_DOCTOR_STEP_WARNED] = { "dialog-warning-symbolic", "warning", N_("Warning") },
  [MUSTER_DOCTOR_STEP_FAILED] = { "dialog-error-symbolic", "error", N_("Failed") },
  [MUSTER_DOCTOR_STEP_SKIPPED] = { "list-remove-symbolic", "dimmed", N_("Not examined") },
};

static void
update (MusterDoctorStepRow *self)
{
  MusterDoctorStepState state = muster_doctor_step_get_state (self->step);
  const char *styles[] = { looks[state].style, NULL };
  const char *summary = muster_doctor_step_get_summary (self->step);

  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(looks[state].words), -1);
  gtk_stack_set_visible_child_name (self->stack,
                                    state == MUSTER_DOCTOR_STEP_RUNNING ? "spinner" : "icon");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               *summary != '\0' ? summary : _(looks[state].words));
}

GtkWidget *
muster_doctor_step_row_new (MusterDoctorStep *step)
{
  MusterDoctorStepRow *self;

  g_return_val_if_fail (MUSTER_IS_DOCTOR_STEP (step), NULL);

  self = g_object_new (MUSTER_TYPE_DOCTOR_STEP_ROW, NULL);
  self->step = g_object_ref (step);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 muster_doctor_step_get_title (step));
  g_signal_connect_object (step, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
