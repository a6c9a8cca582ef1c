/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-step-row.h"

typedef struct
{
  GtkStack *stack;
  GtkImage *icon;
} MusterStepRowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (MusterStepRow, muster_step_row, ADW_TYPE_ACTION_ROW)

static const struct
{
  const char *icon;
  const char *style;
} looks[] =
{
  [MUSTER_DOCTOR_STEP_WAITING] = { "content-loading-symbolic", "dimmed" },
  [MUSTER_DOCTOR_STEP_RUNNING] = { "content-loading-symbolic", "dimmed" },
  [MUSTER_DOCTOR_STEP_PASSED] = { "object-select-symbolic", "success" },
  [MUSTER_DOCTOR_STEP_WARNED] = { "dialog-warning-symbolic", "warning" },
  [MUSTER_DOCTOR_STEP_FAILED] = { "dialog-error-symbolic", "error" },
  [MUSTER_DOCTOR_STEP_SKIPPED] = { "list-remove-symbolic", "dimmed" },
};

static void
muster_step_row_class_init (MusterStepRowClass *klass)
{
}

static void
muster_step_row_init (MusterStepRow *self)
{
  MusterStepRowPrivate *priv = muster_step_row_get_instance_private (self);

  priv->stack = GTK_STACK (gtk_stack_new ());
  priv->icon = GTK_IMAGE (gtk_image_new ());
  gtk_stack_add_named (priv->stack, GTK_WIDGET (priv->icon), "icon");
  gtk_stack_add_named (priv->stack, adw_spinner_new (), "spinner");
  gtk_widget_set_valign (GTK_WIDGET (priv->stack), GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (priv->stack));
}

GtkWidget *
muster_step_row_new (const char *title)
{
  return g_object_new (MUSTER_TYPE_STEP_ROW, "title", title, NULL);
}

void
muster_step_row_show (MusterStepRow         *self,
                      MusterDoctorStepState  state,
                      const char            *words,
                      const char            *text)
{
  MusterStepRowPrivate *priv;
  const char *styles[] = { looks[state].style, NULL };

  g_return_if_fail (MUSTER_IS_STEP_ROW (self));

  priv = muster_step_row_get_instance_private (self);
  gtk_image_set_from_icon_name (priv->icon, looks[state].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (priv->icon), styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_stack_set_visible_child_name (priv->stack,
                                    state == MUSTER_DOCTOR_STEP_RUNNING ? "spinner" : "icon");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               text != NULL && *text != '\0' ? text : words);
}
