/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-doctor-dialog.h"
#include "muster-doctor-step-row.h"
#include "muster-doctor.h"
#include "muster-host-actions.h"

struct _MusterDoctorDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *findings_group;
  GtkListBox *findings;
  GtkListBox *steps;

  MusterDesk *desk;
  MusterHost *host;
  MusterDoctor *doctor;
  GPtrArray *found;         /* of MusterFinding, NULL until it has ended */
};

G_DEFINE_FINAL_TYPE (MusterDoctorDialog, muster_doctor_dialog, ADW_TYPE_DIALOG)

/* --- what was found --------------------------------------------------------------- */

static GtkWidget *
new_finding_row (const MusterFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon =
    gtk_image_new_from_icon_name (finding->severity == MUSTER_FINDING_ERROR
                                  ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  g_autofree char *text = g_strdup_printf ("%s\n%s", finding->cause, finding->repair);

  gtk_widget_add_css_class (icon, finding->severity == MUSTER_FINDING_ERROR
                                  ? "error" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  muster_finding_severity_to_label (finding->severity), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

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

static void
show_findings (MusterDoctorDialog *self)
{
  gtk_list_box_remove_all (self->findings);
  gtk_widget_set_visible (self->findings_group, self->found != NULL);
  if (self->found == NULL)
    return;

  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->findings, new_finding_row (self->found->pdata[i]));
  if (self->found->len == 0)
    gtk_list_box_append (self->findings, new_good_row ());
}

static char *
dup_report (MusterDoctorDialog *self)
{
  GString *report = g_string_new (NULL);
  GListModel *steps = muster_doctor_get_steps (self->doctor);

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

/* --- examining ---------------------------------------------------------------------- */

typedef struct
{
  GWeakRef dialog;
  MusterDesk *desk;
  char *id;
} Examination;

static void
examination_free (gpointer data)
{
  Examination *self = data;

  g_weak_ref_clear (&self->dialog);
  g_clear_object (&self->desk);
  g_free (self->id);
  g_free (self);
}

static GtkWidget *
create_step_row_cb (gpointer item,
                    gpointer data)
{
  return muster_doctor_step_row_new (item);
}

static MusterDoctor *
call_doctor (Examination  *self,
             GError      **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (MusterCredentials) credentials = NULL;

      if (!g_str_equal (entry->id, self->id))
        continue;
      credentials = muster_desk_dup_credentials (self->desk, entry);
      return muster_doctor_new (entry->uri, credentials, error);
    }

  return NULL;
}

static void
show_doctor (Examination  *self,
             MusterDoctor *doctor)
{
  g_autoptr (MusterDoctorDialog) dialog = g_weak_ref_get (&self->dialog);

  if (dialog == NULL)
    return;
  g_set_object (&dialog->doctor, doctor);
  gtk_list_box_bind_model (dialog->steps, muster_doctor_get_steps (doctor),
                           create_step_row_cb, NULL, NULL);
}

static void
show_end (Examination *self,
          GPtrArray   *found)
{
  g_autoptr (MusterDoctorDialog) dialog = g_weak_ref_get (&self->dialog);

  if (dialog == NULL)
    return;
  g_clear_pointer (&dialog->found, g_ptr_array_unref);
  dialog->found = found != NULL ? g_ptr_array_ref (found) : NULL;
  show_findings (dialog);
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "doctor.again", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "doctor.copy", found != NULL);
}

static DexFuture *
examine_fiber (gpointer data)
{
  Examination *self = data;
  g_autoptr (MusterDoctor) doctor = call_doctor (self, NULL);
  g_autoptr (GPtrArray) found = NULL;

  if (doctor != NULL)
    {
      show_doctor (self, doctor);
      found = dex_await_boxed (muster_doctor_run (doctor), NULL);
    }
  show_end (self, found);

  return dex_future_new_true ();
}

static void
examine (MusterDoctorDialog *self)
{
  Examination *examination = g_new0 (Examination, 1);

  g_weak_ref_init (&examination->dialog, self);
  examination->desk = g_object_ref (self->desk);
  examination->id = g_strdup (muster_host_get_id (self->host));
  g_clear_pointer (&self->found, g_ptr_array_unref);
  show_findings (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.again", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "doctor.copy", FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, examine_fiber, examination,
                                          examination_free));
}

static void
again_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  examine (MUSTER_DOCTOR_DIALOG (widget));
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
muster_doctor_dialog_dispose (GObject *object)
{
  MusterDoctorDialog *self = MUSTER_DOCTOR_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->host);
  g_clear_object (&self->doctor);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_DOCTOR_DIALOG);

  G_OBJECT_CLASS (muster_doctor_dialog_parent_class)->dispose (object);
}

static void
muster_doctor_dialog_class_init (MusterDoctorDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_doctor_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "doctor.again", NULL, again_cb);
  gtk_widget_class_install_action (widget_class, "doctor.copy", NULL, copy_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-doctor-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, findings_group);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, MusterDoctorDialog, steps);
}

static void
muster_doctor_dialog_init (MusterDoctorDialog *self)
{
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
  examine (self);

  return ADW_DIALOG (self);
}
