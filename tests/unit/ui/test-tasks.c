/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "muster-failure-dialog.h"
#include "muster-migrate-dialog.h"
#include "muster-tasks-button.h"
#include "muster-ui.h"
#include "ui-fixture.h"

static MusterTask *
new_failed (const char *object)
{
  MusterTask *task = muster_task_new ("Start", object);

  muster_task_fail (task, "There is no room.", "Make some.", "internal error: <b>");

  return task;
}

static void
test_button (void)
{
  g_autoptr (MusterTaskList) tasks = muster_task_list_new ();
  g_autoptr (MusterTask) running = muster_task_new ("Migrate to host2", "web1");
  g_autoptr (MusterTask) failing = muster_task_new ("Start", "web2");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *button = g_object_new (MUSTER_TYPE_TASKS_BUTTON, NULL);

  gtk_window_set_child (GTK_WINDOW (window), button);
  muster_tasks_button_set_tasks (MUSTER_TASKS_BUTTON (button), tasks);
  gtk_window_present (GTK_WINDOW (window));
  muster_task_list_add (tasks, running);
  muster_task_list_add (tasks, failing);
  ui_fixture_spin (50);
  muster_task_fail (failing, "There is no room.", "Make some.", "internal error");
  muster_task_set_progress (running, 0.5);
  muster_task_set_message (running, "Copying");
  muster_task_set_warning (running, "It takes long.");
  ui_fixture_spin (50);
  muster_task_finish (running);
  ui_fixture_spin (50);
  muster_task_list_clear_finished (tasks);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tasks)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_report (void)
{
  g_autoptr (MusterTask) task = new_failed ("web2");
  g_autofree char *report = muster_failure_dialog_dup_report (task);

  g_assert_nonnull (strstr (report, "Action: Start\n"));
  g_assert_nonnull (strstr (report, "Object: web2\n"));
  g_assert_nonnull (strstr (report, "Reason: There is no room.\n"));
  g_assert_nonnull (strstr (report, "Advice: Make some.\n"));
  g_assert_nonnull (strstr (report, "Details: internal error: <b>\n"));
}

static void
test_failures (void)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_object_unref);
  AdwDialog *dialog;

  g_ptr_array_add (failed, new_failed ("web2"));
  dialog = g_object_ref_sink (muster_failure_dialog_new (failed, 1));
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==,
                   "Start Failed");
  g_assert_cmpstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)), ==,
                   "There is no room.\n\nMake some.");
  g_object_unref (dialog);

  g_ptr_array_add (failed, new_failed ("<i>odd & ends"));
  dialog = g_object_ref_sink (muster_failure_dialog_new (failed, 5));
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==,
                   "Start Failed on 2 of 5 VMs");
  g_object_unref (dialog);
}

static void
test_migrate (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (2);
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func (g_object_unref);
  AdwDialog *dialog;

  g_ptr_array_add (vms,
                   g_list_model_get_item (muster_data_center_get_vms (data_center), 0));
  dialog = g_object_ref_sink (
    muster_migrate_dialog_new (vms, muster_data_center_get_hosts (data_center)));
  g_assert_cmpstr (adw_dialog_get_title (dialog), ==, "Migrate vm0");
  /* A host is proposed: Enter is enough. */
  g_assert_true (gtk_widget_get_sensitive (adw_dialog_get_default_widget (dialog)));
  g_object_unref (dialog);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  muster_ui_init ();
  g_test_add_func ("/muster/ui/tasks/button", test_button);
  g_test_add_func ("/muster/ui/tasks/report", test_report);
  g_test_add_func ("/muster/ui/tasks/failures", test_failures);
  g_test_add_func ("/muster/ui/tasks/migrate", test_migrate);

  return g_test_run ();
}
