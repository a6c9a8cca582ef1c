/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-failure-dialog.h"
#include "muster-format.h"
#include "muster-output-view.h"
#include "muster-task-row.h"

struct _MusterTaskRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkProgressBar *progress_bar;
  GtkLabel *text_label;
  GtkWidget *output_expander;
  MusterOutputView *output_view;
  GtkWidget *cancel_button;
  GtkWidget *copy_button;

  MusterTask *task;
};

G_DEFINE_FINAL_TYPE (MusterTaskRow, muster_task_row, GTK_TYPE_LIST_BOX_ROW)

static void
update_icon (MusterTaskRow *self)
{
  static const struct { const char *icon; const char *style; } looks[] = {
    [MUSTER_TASK_RUNNING] = { "content-loading-symbolic", "dimmed" },
    [MUSTER_TASK_DONE] = { "object-select-symbolic", "success" },
    [MUSTER_TASK_FAILED] = { "dialog-error-symbolic", "error" },
    [MUSTER_TASK_CANCELLED] = { "process-stop-symbolic", "dimmed" },
  };
  MusterTaskState state = muster_task_get_state (self->task);
  const char *classes[] = { looks[state].style, NULL };

  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
}

static char *
dup_running_text (MusterTask *task)
{
  const char *warning = muster_task_get_warning (task);
  const char *message = muster_task_get_message (task);
  g_autofree char *since = muster_format_time (muster_task_get_started_at (task));

  if (warning != NULL)
    return g_strdup (warning);
  if (message != NULL && *message != '\0')
    return g_strdup (message);

  /* Translators: a time of day */
  return g_strdup_printf (_("Since %s"), since);
}

static char *
dup_finished_text (MusterTask *task)
{
  gint64 finished = muster_task_get_finished_at (task);
  gint64 seconds = (finished - muster_task_get_started_at (task)) / G_USEC_PER_SEC;
  g_autofree char *time = muster_format_time (finished);
  g_autofree char *duration = muster_format_duration (seconds);

  /* Translators: the time of day a task ended and how long it took */
  return g_strdup_printf (_("%s, took %s"), time, duration);
}

static char *
dup_failed_text (MusterTask *task)
{
  const char *reason = muster_task_get_reason (task);
  const char *advice = muster_task_get_advice (task);

  if (advice == NULL || *advice == '\0')
    return g_strdup (reason);

  return g_strjoin (" ", reason, advice, NULL);
}

static char *
dup_text (MusterTask *task)
{
  g_autofree char *time = NULL;

  switch (muster_task_get_state (task))
    {
    case MUSTER_TASK_RUNNING:
      return dup_running_text (task);
    case MUSTER_TASK_FAILED:
      return dup_failed_text (task);
    case MUSTER_TASK_CANCELLED:
      time = muster_format_time (muster_task_get_finished_at (task));
      /* Translators: a time of day */
      return g_strdup_printf (_("Cancelled at %s"), time);
    case MUSTER_TASK_DONE:
    default:
      return dup_finished_text (task);
    }
}

static void
update (MusterTaskRow *self)
{
  MusterTaskState state = muster_task_get_state (self->task);
  gboolean running = state == MUSTER_TASK_RUNNING;
  double progress = muster_task_get_progress (self->task);
  g_autofree char *text = dup_text (self->task);

  update_icon (self);
  gtk_label_set_text (self->text_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), running && progress >= 0);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (self->cancel_button,
                          running && muster_task_get_can_cancel (self->task));
  gtk_widget_set_visible (self->copy_button, state == MUSTER_TASK_FAILED);
  gtk_widget_set_visible (self->output_expander, muster_task_get_output (self->task) != NULL);
}

static void
cancel_cb (MusterTaskRow *self)
{
  muster_task_cancel (self->task);
}

static void
copy_cb (MusterTaskRow *self)
{
  g_autofree char *report = muster_failure_dialog_dup_report (self->task);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), report);
}

static void
muster_task_row_dispose (GObject *object)
{
  MusterTaskRow *self = MUSTER_TASK_ROW (object);

  if (self->task != NULL)
    g_signal_handlers_disconnect_by_func (self->task, update, self);
  g_clear_object (&self->task);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_TASK_ROW);

  G_OBJECT_CLASS (muster_task_row_parent_class)->dispose (object);
}

static void
muster_task_row_class_init (MusterTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_task_row_dispose;

  g_type_ensure (MUSTER_TYPE_OUTPUT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, output_expander);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, output_view);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MusterTaskRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
muster_task_row_init (MusterTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
muster_task_row_new (MusterTask *task)
{
  MusterTaskRow *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  self = g_object_new (MUSTER_TYPE_TASK_ROW, NULL);
  self->task = g_object_ref (task);
  muster_output_view_set_task (self->output_view, task);
  title = g_strdup_printf ("%s: %s", muster_task_get_object (task),
                           muster_task_get_title (task));
  gtk_label_set_text (self->title_label, title);
  g_signal_connect_swapped (task, "notify", G_CALLBACK (update), self);
  update (self);

  return GTK_WIDGET (self);
}
