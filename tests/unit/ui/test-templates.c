/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "muster-add-dialog.h"
#include "muster-authority-create-dialog.h"
#include "muster-authority-export-dialog.h"
#include "muster-authority-group.h"
#include "muster-authority-import-dialog.h"
#include "muster-certificate-page.h"
#include "muster-chart-card.h"
#include "muster-cluster-dialog.h"
#include "muster-conflict-dialog.h"
#include "muster-console-fault-page.h"
#include "muster-console-keys-dialog.h"
#include "muster-console-screen.h"
#include "muster-console-tools.h"
#include "muster-console-view.h"
#include "muster-console-window.h"
#include "muster-failure-dialog.h"
#include "muster-hand-setup-page.h"
#include "muster-host-dialog.h"
#include "muster-host-form.h"
#include "muster-host-overview.h"
#include "muster-host-page.h"
#include "muster-issued-group.h"
#include "muster-migrate-dialog.h"
#include "muster-monitor-window.h"
#include "muster-move-dialog.h"
#include "muster-output-view.h"
#include "muster-renew-dialog.h"
#include "muster-script-view.h"
#include "muster-setup-dialog.h"
#include "muster-preferences-dialog.h"
#include "muster-screen-note.h"
#include "muster-shortcuts-dialog.h"
#include "muster-serial-view.h"
#include "muster-sidebar-row.h"
#include "muster-sidebar.h"
#include "muster-ssh-question-group.h"
#include "muster-task-row.h"
#include "muster-tasks-button.h"
#include "muster-type-dialog.h"
#include "muster-ui.h"
#include "muster-usb-dialog.h"
#include "muster-vm-list-page.h"
#include "muster-vm-overview.h"
#include "muster-vm-page.h"
#include "muster-vm-table.h"
#include "muster-vv-window.h"
#include "muster-window.h"

/* Every template is built, shown and ended once: a child that is missing, a
 * handler that is misspelt or a warning while it ends is fatal. */
static void
test_template (gconstpointer data)
{
  GType type = ((GType (*) (void)) data) ();
  GObject *object = g_object_ref_sink (g_object_new (type, NULL));
  gpointer watched = object;

  g_assert_true (GTK_IS_WIDGET (object));
  g_object_add_weak_pointer (object, &watched);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  g_object_unref (object);
  g_assert_null (watched);
}

static const struct { const char *name; GType (*get_type) (void); } templates[] = {
  { "add-dialog", muster_add_dialog_get_type },
  { "authority-create-dialog", muster_authority_create_dialog_get_type },
  { "authority-export-dialog", muster_authority_export_dialog_get_type },
  { "authority-group", muster_authority_group_get_type },
  { "authority-import-dialog", muster_authority_import_dialog_get_type },
  { "certificate-page", muster_certificate_page_get_type },
  { "chart-card", muster_chart_card_get_type },
  { "cluster-dialog", muster_cluster_dialog_get_type },
  { "conflict-dialog", muster_conflict_dialog_get_type },
  { "console-fault-page", muster_console_fault_page_get_type },
  { "console-keys-dialog", muster_console_keys_dialog_get_type },
  { "console-screen", muster_console_screen_get_type },
  { "console-tools", muster_console_tools_get_type },
  { "console-view", muster_console_view_get_type },
  { "console-window", muster_console_window_get_type },
  { "failure-dialog", muster_failure_dialog_get_type },
  { "hand-setup-page", muster_hand_setup_page_get_type },
  { "host-dialog", muster_host_dialog_get_type },
  { "host-form", muster_host_form_get_type },
  { "host-overview", muster_host_overview_get_type },
  { "host-page", muster_host_page_get_type },
  { "issued-group", muster_issued_group_get_type },
  { "migrate-dialog", muster_migrate_dialog_get_type },
  { "monitor-window", muster_monitor_window_get_type },
  { "move-dialog", muster_move_dialog_get_type },
  { "output-view", muster_output_view_get_type },
  { "renew-dialog", muster_renew_dialog_get_type },
  { "script-view", muster_script_view_get_type },
  { "serial-view", muster_serial_view_get_type },
  { "setup-dialog", muster_setup_dialog_get_type },
  { "preferences-dialog", muster_preferences_dialog_get_type },
  { "screen-note", muster_screen_note_get_type },
  { "shortcuts-dialog", muster_shortcuts_dialog_get_type },
  { "sidebar", muster_sidebar_get_type },
  { "sidebar-row", muster_sidebar_row_get_type },
  { "ssh-question-group", muster_ssh_question_group_get_type },
  { "task-row", muster_task_row_get_type },
  { "tasks-button", muster_tasks_button_get_type },
  { "type-dialog", muster_type_dialog_get_type },
  { "usb-dialog", muster_usb_dialog_get_type },
  { "vm-list-page", muster_vm_list_page_get_type },
  { "vm-overview", muster_vm_overview_get_type },
  { "vm-page", muster_vm_page_get_type },
  { "vm-table", muster_vm_table_get_type },
  { "vv-window", muster_vv_window_get_type },
  { "window", muster_window_get_type },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autofree char *path = g_strconcat ("/muster/ui/templates/",
                                           templates[i].name, NULL);

      g_test_add_data_func (path, templates[i].get_type, test_template);
    }

  return g_test_run ();
}
