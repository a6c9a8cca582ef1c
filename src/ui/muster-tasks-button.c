/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-progress-ring.h"
#include "muster-task-row.h"
#include "muster-tasks-button.h"

struct _MusterTasksButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkStack *stack;
  MusterProgressRing *ring;
  GtkListBox *list;
  GtkWidget *clear_button;

  MusterTaskList *tasks;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (MusterTasksButton, muster_tasks_button, ADW_TYPE_BIN)

static void
update (MusterTasksButton *self)
{
  guint n = muster_task_list_get_n_running (self->tasks);
  double progress = muster_task_list_get_progress (self->tasks);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  g_autofree char *label = NULL;

  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "idle"
                                                 : progress > 0 ? "progress"
                                                                : "working");
  muster_progress_ring_set_fraction (self->ring, progress);
  gtk_widget_set_visible (self->clear_button, all > n);

  label = n == 0 ? g_strdup (_("Tasks"))
                 : g_strdup_printf (ngettext ("Tasks, %u running",
                                              "Tasks, %u running", n), n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
clear_cb (MusterTasksButton *self)
{
  muster_task_list_clear_finished (self->tasks);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer data)
{
  return muster_task_row_new (item);
}

static void
muster_tasks_button_dispose (GObject *object)
{
  MusterTasksButton *self = MUSTER_TASKS_BUTTON (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->tasks);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_TASKS_BUTTON);

  G_OBJECT_CLASS (muster_tasks_button_parent_class)->dispose (object);
}

static void
muster_tasks_button_class_init (MusterTasksButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_tasks_button_dispose;

  g_type_ensure (MUSTER_TYPE_PROGRESS_RING);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-tasks-button.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterTasksButton, button);
  gtk_widget_class_bind_template_child (widget_class, MusterTasksButton, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterTasksButton, ring);
  gtk_widget_class_bind_template_child (widget_class, MusterTasksButton, list);
  gtk_widget_class_bind_template_child (widget_class, MusterTasksButton, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
muster_tasks_button_init (MusterTasksButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MUSTER_TYPE_TASK_LIST);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "items-changed",
                                  G_CALLBACK (update), self);
}

void
muster_tasks_button_set_tasks (MusterTasksButton *self,
                               MusterTaskList    *tasks)
{
  g_return_if_fail (MUSTER_IS_TASKS_BUTTON (self));
  g_return_if_fail (MUSTER_IS_TASK_LIST (tasks));

  if (!g_set_object (&self->tasks, tasks))
    return;

  g_signal_group_set_target (self->signals, tasks);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (tasks), create_row_cb, NULL, NULL);
  update (self);
}
