/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-doctor-dialog.h"
#include "muster-doctor-step-row.h"
#include "muster-finding-row.h"
#include "muster-host-actions.h"
#include "muster-host-candidate.h"
#include "muster-migration-check.h"
#include "muster-repair.h"
#include "muster-ssh-question-group.h"

struct _MusterDoctorDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *findings_group;
  GtkListBox *findings;
  GtkListBox *steps;
  GtkWidget *ports_group;
  MusterSshQuestionGroup *question_group;

  MusterDesk *desk;
  MusterHost *host;
  MusterHostCandidate *patient;
  GCancellable *cancellable;
  GPtrArray *found;         /* of MusterFinding, NULL until it has ended */
  gboolean tries_ports;
};

G_DEFINE_FINAL_TYPE (MusterDoctorDialog, muster_doctor_dialog, ADW_TYPE_DIALOG)

/* --- what was found --------------------------------------------------------------- */

static GtkWidget *
new_good_row (void)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_widget_add_css_class (icon, "success");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Nothing is wrong with the way to this host."));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

static const struct
{
  MusterRepair repair;
  const char *action;
} repair_actions[MUSTER_N_REPAIRS] =
{
  { MUSTER_REPAIR_SET_UP, "win.set-up-listed-host" },
  { MUSTER_REPAIR_IDENTITY, "win.edit-host" },
  { MUSTER_REPAIR_LOGIN, "win.sign-in-host" },
};

static void
add_repairs (MusterDoctorDialog *self)
{
  MusterRepair wanted = muster_repair_for_all (self->found);

  for (guint i = 0; i < G_N_ELEMENTS (repair_actions); i++)
    {
      GtkWidget *row;

      if ((wanted & repair_actions[i].repair) == 0)
        continue;
      row = adw_button_row_new ();
      adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     muster_repair_to_label (repair_actions[i].repair));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), repair_actions[i].action);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s",
                                        muster_host_get_id (self->host));
      gtk_list_box_append (self->findings, row);
    }
}

static void
show_findings (MusterDoctorDialog *self)
{
  gtk_list_box_remove_all (self->findings);
  gtk_widget_set_visible (self->findings_group, self->found != NULL);
  if (self->found == NULL)
    return;

  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->findings, muster_finding_row_new (self->found->pdata[i]));
  add_repairs (self);
  if (self->found->len == 0)
    gtk_list_box_append (self->findings, new_good_row ());
}

static char *
dup_report (MusterDoctorDialog *self)
{
  GString *report = g_string_new (NULL);
  GListModel *steps = muster_host_candidate_get_steps (self->patient);

  g_string_append_printf (report, "%s (%s)\n", muster_host_get_name (self->host),
                          muster_host_get_uri (self->host));
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (MusterDoctorStep) step = g_list_model_get_item (steps, i);

      g_string_append_printf (report, "%s: %s\n", muster_doctor_step_get_title (step),
                              muster_doctor_step_get_summary (step));
    }
  for (guint i = 0; self->found != NULL && i < self->found->len; i++)
    {
      const MusterFinding *finding = self->found->pdata[i];

      g_string_append_printf (report, "\n%s (%s)\n%s\n%s\n%s\n", finding->id,
                              muster_finding_severity_to_label (finding->severity),
                              finding->message, finding->cause, finding->repair);
    }

  return g_string_free_and_steal (report);
}

/* --- examining ------------------------------------------------------------------- */

static GtkWidget *
create_step_row_cb (gpointer item,
                    gpointer data)
{
  return muster_doctor_step_row_new (item);
}

static void
question_cb (MusterMigrationCheck *check,
             MusterSshQuestion    *question,
             MusterDoctorDialog   *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    muster_ssh_question_decline (question);
  else
    muster_ssh_question_group_ask (self->question_group, question, NULL);
}

/* Where ssh logged in to set it up: elsewhere nobody has said that it may. */
static void
add_migration_check (MusterDoctorDialog    *self,
                     MusterHostCandidate   *patient,
                     const MusterHostEntry *entry)
{
  g_autoptr (MusterMigrationCheck) check = NULL;

  gtk_widget_set_visible (self->ports_group, entry->ssh != NULL);
  if (entry->ssh == NULL || !self->tries_ports)
    return;

  check = muster_migration_check_new (self->desk, entry->ssh);
  g_signal_connect_object (check, "question", G_CALLBACK (question_cb), self, 0);
  muster_host_candidate_set_migration_check (patient, check);
}

/* The list is asked: what is known of the host here may be older. */
static MusterHostCandidate *
call_patient (MusterDoctorDialog  *self,
              GError             **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      MusterHostCandidate *patient;

      if (!g_str_equal (entry->id, muster_host_get_id (self->host)))
        continue;
      patient = muster_host_candidate_new (self->desk, entry, NULL);
      muster_host_candidate_set_may_be_known (patient, TRUE);
      if (!g_cancellable_is_cancelled (self->cancellable))
        add_migration_check (self, patient, entry);
      return patient;
    }

  return NULL;
}

static void
show_patient (MusterDoctorDialog  *self,
              MusterHostCandidate *patient)
{
  g_set_object (&self->patient, patient);
  gtk_list_box_bind_model (self->steps, muster_host_candidate_get_steps (patient),
                           create_step_row_cb, NULL, NULL);
}

static void
show_end (MusterDoctorDialog *self)
{
  GPtrArray *found =
    self->patient != NULL ? muster_host_candidate_get_findings (self->patient) : NULL;

  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found != NULL ? g_ptr_array_ref (found) : NULL;
  show_findings (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.again", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.try-ports", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.copy", found != NULL);
}

static DexFuture *
examine_fiber (gpointer data)
{
  MusterDoctorDialog *self = data;
  g_autoptr (GCancellable) cancellable = g_object_ref (self->cancellable);
  g_autoptr (MusterHostCandidate) patient = call_patient (self, NULL);

  if (patient != NULL && !g_cancellable_is_cancelled (cancellable))
    {
      show_patient (self, patient);
      dex_await (muster_host_candidate_examine (patient, cancellable), NULL);
    }
  if (!g_cancellable_is_cancelled (cancellable))
    show_end (self);

  return dex_future_new_true ();
}

static void
examine (MusterDoctorDialog *self,
         gboolean            tries_ports)
{
  self->tries_ports = tries_ports;
  g_clear_pointer (&self->found, g_ptr_array_unref);
  show_findings (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.again", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.try-ports", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.copy", FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, examine_fiber, g_object_ref (self),
                                          g_object_unref));
}

static void
again_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  MusterDoctorDialog *self = MUSTER_DOCTOR_DIALOG (widget);

  examine (self, self->tries_ports);
}

static void
try_ports_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  examine (MUSTER_DOCTOR_DIALOG (widget), TRUE);
}

static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  g_autofree char *report = dup_report (MUSTER_DOCTOR_DIALOG (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), report);
}

static void
muster_doctor_dialog_closed (AdwDialog *dialog)
{
  MusterDoctorDialog *self = MUSTER_DOCTOR_DIALOG (dialog);

  g_cancellable_cancel (self->cancellable);
  muster_ssh_question_group_decline (self->question_group);
}

static void
muster_doctor_dialog_dispose (GObject *object)
{
  MusterDoctorDialog *self = MUSTER_DOCTOR_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->host);
  g_clear_object (&self->patient);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_DOCTOR_DIALOG);

  G_OBJECT_CLASS (muster_doctor_dialog_parent_class)->dispose (object);
}

static void
muster_doctor_dialog_class_init (MusterDoctorDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_doctor_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = muster_doctor_dialog_closed;

  gtk_widget_class_install_action (widget_class, "doctor.again", NULL, again_cb);
  gtk_widget_class_install_action (widget_class, "doctor.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "doctor.try-ports", NULL, try_ports_cb);
  g_type_ensure (MUSTER_TYPE_SSH_QUESTION_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-doctor-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, findings_group);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, ports_group);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, question_group);
}

static void
muster_doctor_dialog_init (MusterDoctorDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
muster_doctor_dialog_new (MusterDesk *desk,
                          MusterHost *host)
{
  MusterDoctorDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  self = g_object_new (MUSTER_TYPE_DOCTOR_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->host = g_object_ref (host);
  adw_window_title_set_subtitle (self->window_title, muster_host_get_name (host));
  examine (self, FALSE);

  return ADW_DIALOG (self);
}
