/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-failure-dialog.h"
#include "muster-format.h"

struct _MusterFailureDialog
{
  AdwAlertDialog parent_instance;

  GtkWidget *list_window;
  GtkListBox *list;
  GtkExpander *details_expander;
  GtkLabel *details_label;

  char *report;
};

G_DEFINE_FINAL_TYPE (MusterFailureDialog, muster_failure_dialog, ADW_TYPE_ALERT_DIALOG)

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
append_line (GString    *string,
             const char *label,
             const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (string, "%s: %s\n", label, text);
}

char *
muster_failure_dialog_dup_report (MusterTask *task)
{
  g_autofree char *time = muster_format_time (muster_task_get_finished_at (task));
  GString *string = g_string_new (NULL);

  append_line (string, _("Action"), muster_task_get_title (task));
  append_line (string, _("Object"), muster_task_get_object (task));
  append_line (string, _("Time"), time);
  append_line (string, _("Reason"), muster_task_get_reason (task));
  append_line (string, _("Advice"), muster_task_get_advice (task));
  append_line (string, _("Details"), muster_task_get_details (task));

  return g_string_free (string, FALSE);
}

static void
muster_failure_dialog_response (AdwAlertDialog *dialog,
                                const char     *response)
{
  MusterFailureDialog *self = MUSTER_FAILURE_DIALOG (dialog);

  if (g_strcmp0 (response, "copy") == 0)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->report);
}

static void
muster_failure_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_FAILURE_DIALOG);

  G_OBJECT_CLASS (muster_failure_dialog_parent_class)->dispose (object);
}

static void
muster_failure_dialog_finalize (GObject *object)
{
  g_clear_pointer (&MUSTER_FAILURE_DIALOG (object)->report, g_free);

  G_OBJECT_CLASS (muster_failure_dialog_parent_class)->finalize (object);
}

static void
muster_failure_dialog_class_init (MusterFailureDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = muster_failure_dialog_dispose;
  object_class->finalize = muster_failure_dialog_finalize;
  ADW_ALERT_DIALOG_CLASS (klass)->response = muster_failure_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-failure-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterFailureDialog, list_window);
  gtk_widget_class_bind_template_child (widget_class, MusterFailureDialog, list);
  gtk_widget_class_bind_template_child (widget_class, MusterFailureDialog, details_expander);
  gtk_widget_class_bind_template_child (widget_class, MusterFailureDialog, details_label);
}

static void
muster_failure_dialog_init (MusterFailureDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_one (MusterFailureDialog *self,
          MusterTask          *task)
{
  const char *advice = or_empty (muster_task_get_advice (task));
  const char *details = or_empty (muster_task_get_details (task));
  g_autofree char *body = NULL;

  /* Translators: an action that failed, like "Start"; the text below names
   * the VM */
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (self), _("%s Failed"),
                                   muster_task_get_title (task));
  body = g_strjoin (*advice != '\0' ? "\n\n" : "",
                    or_empty (muster_task_get_reason (task)), advice, NULL);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (self), body);
  gtk_label_set_text (self->details_label, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details_expander), *details != '\0');
}

static void
add_row (MusterFailureDialog *self,
         MusterTask          *task)
{
  GtkWidget *row = adw_action_row_new ();
  const char *advice = or_empty (muster_task_get_advice (task));
  g_autofree char *text = g_strjoin (*advice != '\0' ? "\n" : "",
                                     or_empty (muster_task_get_reason (task)),
                                     advice, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), muster_task_get_object (task));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

static void
show_many (MusterFailureDialog *self,
           GPtrArray           *failed,
           guint                n_all)
{
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (self),
                                   /* Translators: an action that failed, like "Start",
                                    * and on how many of how many VMs */
                                   _("%s Failed on %u of %u VMs"),
                                   muster_task_get_title (g_ptr_array_index (failed, 0)),
                                   failed->len, n_all);
  for (guint i = 0; i < failed->len; i++)
    add_row (self, g_ptr_array_index (failed, i));
  gtk_widget_set_visible (self->list_window, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->details_expander), FALSE);
}

AdwDialog *
muster_failure_dialog_new (GPtrArray *failed,
                           guint      n_all)
{
  MusterFailureDialog *self;
  GString *report = g_string_new (NULL);

  g_return_val_if_fail (failed != NULL && failed->len > 0, NULL);

  self = g_object_new (MUSTER_TYPE_FAILURE_DIALOG, NULL);
  for (guint i = 0; i < failed->len; i++)
    {
      g_autofree char *one =
        muster_failure_dialog_dup_report (g_ptr_array_index (failed, i));

      g_string_append (report, i > 0 ? "\n" : "");
      g_string_append (report, one);
    }
  self->report = g_string_free (report, FALSE);
  if (n_all == 1)
    show_one (self, g_ptr_array_index (failed, 0));
  else
    show_many (self, failed, n_all);

  return ADW_DIALOG (self);
}
