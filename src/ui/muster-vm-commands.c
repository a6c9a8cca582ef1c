/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-failure-dialog.h"
#include "muster-migrate-dialog.h"
#include "muster-migration-settle.h"
#include "muster-rdp-file.h"
#include "muster-viewer-file.h"
#include "muster-vm-actions.h"
#include "muster-vm-commands.h"

#define MAX_NAMES 5

G_DEFINE_INTERFACE (MusterVmCommands, muster_vm_commands, GTK_TYPE_WIDGET)

static const char * const verb_actions[MUSTER_N_VM_VERBS] = {
  [MUSTER_VM_VERB_START] = "vm.start",
  [MUSTER_VM_VERB_SHUTDOWN] = "vm.shutdown",
  [MUSTER_VM_VERB_OFF] = "vm.off",
  [MUSTER_VM_VERB_REBOOT] = "vm.reboot",
  [MUSTER_VM_VERB_RESET] = "vm.reset",
  [MUSTER_VM_VERB_PAUSE] = "vm.pause",
  [MUSTER_VM_VERB_RESUME] = "vm.resume",
  [MUSTER_VM_VERB_SAVE] = "vm.save",
  [MUSTER_VM_VERB_DISCARD] = "vm.discard",
  [MUSTER_VM_VERB_MIGRATE] = "vm.migrate",
};

/**
 * Batch:
 *
 * One act on some VMs, from the question whether to do it to the account of
 * what failed.
 */
typedef struct
{
  GWeakRef window;      /* outlives the page the act was started from */
  MusterDesk *desk;
  GPtrArray *vms;
  GPtrArray *tasks;
  MusterHost *target;   /* of a migration */
  MusterVmVerb verb;
} Batch;

static void
muster_vm_commands_default_init (MusterVmCommandsInterface *iface)
{
}

static GPtrArray *
dup_vms (MusterVmCommands *self)
{
  return MUSTER_VM_COMMANDS_GET_IFACE (self)->dup_vms (self);
}

static MusterDesk *
get_desk (MusterVmCommands *self)
{
  return MUSTER_VM_COMMANDS_GET_IFACE (self)->get_desk (self);
}

static Batch *
batch_new (GtkWidget    *widget,
           MusterDesk   *desk,
           GPtrArray    *vms,
           MusterVmVerb  verb)
{
  Batch *batch = g_new0 (Batch, 1);

  g_weak_ref_init (&batch->window, gtk_widget_get_root (widget));
  batch->desk = g_object_ref (desk);
  batch->vms = g_ptr_array_ref (vms);
  batch->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  batch->verb = verb;

  return batch;
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_weak_ref_clear (&batch->window);
  g_clear_object (&batch->desk);
  g_clear_object (&batch->target);
  g_clear_pointer (&batch->vms, g_ptr_array_unref);
  g_clear_pointer (&batch->tasks, g_ptr_array_unref);
  g_free (batch);
}

/* --- the end of it --------------------------------------------------------- */

static GPtrArray *
find_failed (Batch *batch)
{
  GPtrArray *failed = g_ptr_array_new ();

  for (guint i = 0; i < batch->tasks->len; i++)
    {
      MusterTask *task = g_ptr_array_index (batch->tasks, i);

      if (muster_task_get_state (task) == MUSTER_TASK_FAILED)
        g_ptr_array_add (failed, task);
    }

  return failed;
}

static void
tell_migrated (Batch     *batch,
               GtkWidget *window)
{
  g_autofree char *text = NULL;

  if (batch->vms->len == 1)
    /* Translators: a VM's name and its new host */
    text = g_strdup_printf (_("%s is on %s now"),
                            muster_vm_get_label (g_ptr_array_index (batch->vms, 0)),
                            muster_host_get_name (batch->target));
  else
    text = g_strdup_printf (_("%u VMs are on %s now"), batch->vms->len,
                            muster_host_get_name (batch->target));
  gtk_widget_activate_action (window, "win.toast", "s", text);
}

static gboolean
all_done (Batch *batch)
{
  for (guint i = 0; i < batch->tasks->len; i++)
    if (muster_task_get_state (g_ptr_array_index (batch->tasks, i)) != MUSTER_TASK_DONE)
      return FALSE;

  return TRUE;
}

static DexFuture *
finished_cb (DexFuture *future,
             gpointer   data)
{
  Batch *batch = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&batch->window);
  g_autoptr (GPtrArray) failed = find_failed (batch);

  if (window == NULL)
    return NULL;

  if (failed->len > 0)
    adw_dialog_present (muster_failure_dialog_new (failed, batch->tasks->len), window);
  else if (batch->verb == MUSTER_VM_VERB_MIGRATE && all_done (batch))
    tell_migrated (batch, window);

  return NULL;
}

typedef struct
{
  GWeakRef window;
  char *uuid;
} Asked;

static Asked *
asked_new (GtkWidget *window,
           MusterVm  *vm)
{
  Asked *asked = g_new0 (Asked, 1);

  g_weak_ref_init (&asked->window, window);
  asked->uuid = g_strdup (muster_vm_get_uuid (vm));

  return asked;
}

static void
asked_free (gpointer  data,
            GClosure *closure)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->window);
  g_free (asked->uuid);
  g_free (asked);
}

/* The main window, when the one that asked is closed by now: those that act on
 * VMs of their own speak of those only. */
static void
offer_anywhere (const char *uuid)
{
  GApplication *application = g_application_get_default ();
  GList *windows = GTK_IS_APPLICATION (application)
                   ? gtk_application_get_windows (GTK_APPLICATION (application))
                   : NULL;

  for (; windows != NULL; windows = windows->next)
    if (!MUSTER_IS_VM_COMMANDS (windows->data) &&
        gtk_widget_activate_action (windows->data, "win.offer-off", "s", uuid))
      return;
}

/* A guest that does not obey: the window that asked offers to force it off. */
static void
warning_cb (MusterTask *task,
            GParamSpec *pspec,
            gpointer    data)
{
  Asked *asked = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&asked->window);

  if (muster_task_get_warning (task) == NULL)
    return;
  if (window == NULL ||
      !gtk_widget_activate_action (window, "win.offer-off", "s", asked->uuid))
    offer_anywhere (asked->uuid);
}

/* --- doing it ---------------------------------------------------------------- */

static DexFuture *
start_one (Batch     *batch,
           GtkWidget *window,
           MusterVm  *vm)
{
  MusterInventory *inventory = muster_desk_get_inventory (batch->desk);
  MusterTask *task = batch->target != NULL
                     ? muster_vm_migrate_task_new (vm, batch->target)
                     : muster_vm_task_new (batch->verb, vm);

  g_ptr_array_add (batch->tasks, task);
  muster_task_list_add (muster_desk_get_tasks (batch->desk), task);
  if (batch->target != NULL)
    return muster_vm_migrate_recorded (batch->desk, vm, batch->target, task);

  g_signal_connect_data (task, "notify::warning", G_CALLBACK (warning_cb),
                         asked_new (window, vm), asked_free, G_CONNECT_DEFAULT);

  return muster_vm_act (inventory, vm, batch->verb, task);
}

static void
batch_run (Batch *batch)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&batch->window);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  DexFuture *all;

  for (guint i = 0; i < batch->vms->len; i++)
    g_ptr_array_add (futures,
                     start_one (batch, window, g_ptr_array_index (batch->vms, i)));

  all = dex_future_allv ((DexFuture **) futures->pdata, futures->len);
  dex_future_disown (dex_future_finally (all, finished_cb, batch,
                                         batch_free));
}

/* --- asking first --------------------------------------------------------------- */

static char *
describe_vms (GPtrArray *vms)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  for (guint i = 0; i < vms->len && i < MAX_NAMES; i++)
    g_strv_builder_add (builder, muster_vm_get_label (g_ptr_array_index (vms, i)));
  names = g_strv_builder_end (builder);
  list = g_strjoinv (", ", names);
  if (vms->len <= MAX_NAMES)
    return g_steal_pointer (&list);

  /* Translators: a list of names and how many more there are */
  return g_strdup_printf (_("%s and %u more"), list, vms->len - MAX_NAMES);
}

static char *
dup_question (MusterVmVerb verb,
              guint        n)
{
  switch ((int) verb)
    {
    case MUSTER_VM_VERB_OFF:
      return g_strdup_printf (ngettext ("Force Off %u VM?",
                                        "Force Off %u VMs?", n), n);
    case MUSTER_VM_VERB_RESET:
      return g_strdup_printf (ngettext ("Reset %u VM?", "Reset %u VMs?", n), n);
    case MUSTER_VM_VERB_DISCARD:
      return g_strdup_printf (ngettext ("Discard the Saved State of %u VM?",
                                        "Discard the Saved States of %u VMs?", n), n);
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
get_consequence (MusterVmVerb verb)
{
  switch ((int) verb)
    {
    case MUSTER_VM_VERB_OFF:
      return _("It is like pulling the plug: what the guest has not written to "
               "its disk is lost.");
    case MUSTER_VM_VERB_RESET:
      return _("It is like pressing the reset button: what the guest has not "
               "written to its disk is lost.");
    case MUSTER_VM_VERB_DISCARD:
      return _("The guest starts anew next time; what was in its memory when it "
               "was saved is lost.");
    default:
      g_return_val_if_reached ("");
    }
}

static void
confirmed_cb (AdwAlertDialog *dialog,
              const char     *response,
              gpointer        data)
{
  Batch *batch = data;

  if (g_strcmp0 (response, "act") == 0)
    batch_run (batch);
  else
    batch_free (batch);
}

static void
confirm (Batch     *batch,
         GtkWidget *widget)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  g_autofree char *names = describe_vms (batch->vms);
  g_autofree char *question = dup_question (batch->verb, batch->vms->len);

  adw_alert_dialog_set_heading (dialog, question);
  adw_alert_dialog_format_body (dialog, "%s\n\n%s", names, get_consequence (batch->verb));
  adw_alert_dialog_add_response (dialog, "cancel", _("_Cancel"));
  adw_alert_dialog_add_response (dialog, "act", muster_vm_verb_to_label (batch->verb));
  adw_alert_dialog_set_response_appearance (dialog, "act", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (confirmed_cb), batch);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
target_cb (MusterMigrateDialog *dialog,
           MusterHost          *target,
           gpointer             data)
{
  Batch *batch = data;
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func (g_object_unref);
  Batch *chosen;

  for (guint i = 0; i < batch->vms->len; i++)
    {
      MusterVm *vm = g_ptr_array_index (batch->vms, i);

      if (muster_vm_migrate_check (vm, target, NULL))
        g_ptr_array_add (vms, g_object_ref (vm));
    }

  chosen = batch_new (GTK_WIDGET (dialog), batch->desk, vms, batch->verb);
  chosen->target = g_object_ref (target);
  batch_run (chosen);
}

static void
forget_batch_cb (gpointer  data,
                 GClosure *closure)
{
  batch_free (data);
}

static void
choose_target (Batch     *batch,
               GtkWidget *widget)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (batch->desk));
  AdwDialog *dialog =
    muster_migrate_dialog_new (batch->vms,
                               muster_data_center_get_hosts (data_center));

  g_signal_connect_data (dialog, "chosen", G_CALLBACK (target_cb), batch,
                         forget_batch_cb, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static GPtrArray *
find_possible (GPtrArray    *vms,
               MusterVmVerb  verb)
{
  GPtrArray *possible = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < vms->len; i++)
    if (muster_vm_verb_check (verb, g_ptr_array_index (vms, i), NULL))
      g_ptr_array_add (possible, g_object_ref (g_ptr_array_index (vms, i)));

  return possible;
}

void
muster_vm_commands_act (GtkWidget    *widget,
                        MusterDesk   *desk,
                        GPtrArray    *vms,
                        MusterVmVerb  verb)
{
  g_autoptr (GPtrArray) possible = NULL;
  Batch *batch;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (vms != NULL && verb < MUSTER_N_VM_VERBS);

  possible = find_possible (vms, verb);
  if (possible->len == 0)
    return;

  batch = batch_new (widget, desk, possible, verb);
  if (verb == MUSTER_VM_VERB_MIGRATE)
    choose_target (batch, widget);
  else if (muster_vm_verb_is_destructive (verb))
    confirm (batch, widget);
  else
    batch_run (batch);
}

/* --- the actions ---------------------------------------------------------------- */

static void
verb_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  MusterVmCommands *self = MUSTER_VM_COMMANDS (widget);
  g_autoptr (GPtrArray) vms = dup_vms (self);

  for (MusterVmVerb verb = 0; verb < MUSTER_N_VM_VERBS; verb++)
    if (g_str_equal (name, verb_actions[verb]))
      muster_vm_commands_act (widget, get_desk (self), vms, verb);
}

static void
open_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr (GPtrArray) vms = dup_vms (MUSTER_VM_COMMANDS (widget));

  if (vms->len == 1)
    gtk_widget_activate_action (widget, "win.open-vm", "s",
                                muster_vm_get_uuid (g_ptr_array_index (vms, 0)));
}

static void
console_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  g_autoptr (GPtrArray) vms = dup_vms (MUSTER_VM_COMMANDS (widget));

  for (guint i = 0; i < vms->len; i++)
    if (muster_vm_get_graphics (g_ptr_array_index (vms, i)) != NULL)
      gtk_widget_activate_action (widget, "win.open-console", "s",
                                  muster_vm_get_uuid (g_ptr_array_index (vms, i)));
}

static void
copy_ip_action_cb (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  g_autoptr (GPtrArray) vms = dup_vms (MUSTER_VM_COMMANDS (widget));

  if (vms->len == 1)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            muster_vm_get_ip (g_ptr_array_index (vms, 0)));
}

static void
save_connection_action_cb (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  MusterVmCommands *self = MUSTER_VM_COMMANDS (widget);
  g_autoptr (GPtrArray) vms = dup_vms (self);

  if (vms->len == 1)
    muster_viewer_file_save (widget, get_desk (self), g_ptr_array_index (vms, 0));
}

/* --- remote desktop ----------------------------------------------------------- */

static void
tell_no_client (GtkWindow *window)
{
  AdwDialog *dialog =
    adw_alert_dialog_new (_("Remote Desktop Could Not Be Opened"),
                          _("Install a client for the Remote Desktop Protocol, like GNOME Connections or Remmina, and try again."));

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
launched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  /* Dismissed is who changed their mind in the choice of programs. */
  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
      gtk_widget_get_mapped (GTK_WIDGET (window)))
    tell_no_client (window);
}

static void
remote_desktop_action_cb (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  g_autoptr (GPtrArray) vms = dup_vms (MUSTER_VM_COMMANDS (widget));
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autoptr (GtkFileLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  if (vms->len != 1 || *muster_vm_get_ip (g_ptr_array_index (vms, 0)) == '\0')
    return;
  file = muster_rdp_file_write (g_ptr_array_index (vms, 0), &error);
  if (file == NULL)
    {
      gtk_widget_activate_action (widget, "win.toast", "s", error->message);
      return;
    }

  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_launch (launcher, window, NULL, launched_cb, g_object_ref (window));
}

void
muster_vm_commands_install (GtkWidgetClass *klass)
{
  for (MusterVmVerb verb = 0; verb < MUSTER_N_VM_VERBS; verb++)
    gtk_widget_class_install_action (klass, verb_actions[verb], NULL, verb_action_cb);
  gtk_widget_class_install_action (klass, "vm.open", NULL, open_action_cb);
  gtk_widget_class_install_action (klass, "vm.console", NULL, console_action_cb);
  gtk_widget_class_install_action (klass, "vm.copy-ip", NULL, copy_ip_action_cb);
  gtk_widget_class_install_action (klass, "vm.remote-desktop", NULL, remote_desktop_action_cb);
  gtk_widget_class_install_action (klass, "vm.save-connection", NULL, save_connection_action_cb);
}

static gboolean
any_possible (GPtrArray    *vms,
              MusterVmVerb  verb)
{
  for (guint i = 0; i < vms->len; i++)
    if (muster_vm_verb_check (verb, g_ptr_array_index (vms, i), NULL))
      return TRUE;

  return FALSE;
}

static gboolean
any_has_graphics (GPtrArray *vms)
{
  for (guint i = 0; i < vms->len; i++)
    if (muster_vm_get_graphics (g_ptr_array_index (vms, i)) != NULL)
      return TRUE;

  return FALSE;
}

void
muster_vm_commands_update (MusterVmCommands *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GPtrArray) vms = NULL;
  gboolean able;
  MusterVm *only;

  g_return_if_fail (MUSTER_IS_VM_COMMANDS (self));

  vms = dup_vms (self);
  able = get_desk (self) != NULL;
  only = vms->len == 1 ? g_ptr_array_index (vms, 0) : NULL;

  for (MusterVmVerb verb = 0; verb < MUSTER_N_VM_VERBS; verb++)
    gtk_widget_action_set_enabled (widget, verb_actions[verb],
                                   able && any_possible (vms, verb));
  gtk_widget_action_set_enabled (widget, "vm.open", only != NULL);
  gtk_widget_action_set_enabled (widget, "vm.console", able && any_has_graphics (vms));
  gtk_widget_action_set_enabled (widget, "vm.copy-ip",
                                 only != NULL && *muster_vm_get_ip (only) != '\0');
  gtk_widget_action_set_enabled (widget, "vm.remote-desktop",
                                 only != NULL && *muster_vm_get_ip (only) != '\0' &&
                                 muster_vm_state_is_active (muster_vm_get_state (only)));
  gtk_widget_action_set_enabled (widget, "vm.save-connection",
                                 able && only != NULL && muster_vm_get_graphics (only) != NULL &&
                                 muster_vm_state_is_active (muster_vm_get_state (only)));
}
