/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-run-dialog.h"
#include "muster-ui.h"

typedef struct
{
  MusterSshQuestionGroup *question_group;   /* a child */
  GtkWidget *window;                        /* weak: where it is shown again to ask */
  AdwDialog *leaving;                       /* weak: the question of whoever closes it */
  char *text;
  gboolean running;
  gboolean closed;
} MusterRunDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MusterRunDialog, muster_run_dialog, ADW_TYPE_DIALOG)

static MusterRunDialogPrivate *
get_private (gpointer self)
{
  return muster_run_dialog_get_instance_private (self);
}

static void
stop (MusterRunDialog *self)
{
  muster_ssh_question_group_decline (get_private (self)->question_group);
  MUSTER_RUN_DIALOG_GET_CLASS (self)->stop (self);
}

static void
response_cb (MusterRunDialog *self,
             const char      *response)
{
  if (!get_private (self)->running || g_str_equal (response, "stay"))
    return;
  if (g_str_equal (response, "stop"))
    stop (self);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* Nobody could answer what is asked just now. */
static AdwAlertDialog *
new_stop_question (void)
{
  AdwAlertDialog *question =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Stop?"),
                                            _("ssh waits for an answer, and nothing goes on without one.")));

  adw_alert_dialog_add_responses (question, "stay", _("_Keep Open"), "stop", _("_Stop"), NULL);
  adw_alert_dialog_set_default_response (question, "stay");

  return question;
}

static AdwAlertDialog *
new_leave_question (MusterRunDialog *self)
{
  AdwAlertDialog *question =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Leave It Running?"), get_private (self)->text));

  adw_alert_dialog_add_responses (question, "stay", _("_Keep Open"), "stop", _("_Stop"),
                                  "leave", _("_Leave Running"), NULL);
  adw_alert_dialog_set_default_response (question, "leave");

  return question;
}

static void
muster_run_dialog_close_attempt (AdwDialog *dialog)
{
  MusterRunDialog *self = MUSTER_RUN_DIALOG (dialog);
  gboolean is_asking = muster_ssh_question_group_is_asking (get_private (self)->question_group);
  AdwAlertDialog *question = is_asking ? new_stop_question () : new_leave_question (self);

  adw_alert_dialog_set_response_appearance (question, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_enabled (question, "stop",
                                         MUSTER_RUN_DIALOG_GET_CLASS (self)->can_stop (self));
  adw_alert_dialog_set_close_response (question, "stay");
  g_signal_connect_object (question, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_weak_pointer (&get_private (self)->leaving, ADW_DIALOG (question));
  adw_dialog_present (ADW_DIALOG (question), GTK_WIDGET (self));
}

static void
muster_run_dialog_closed (AdwDialog *dialog)
{
  MusterRunDialogPrivate *priv = get_private (dialog);

  priv->closed = TRUE;
  muster_ssh_question_group_decline (priv->question_group);
}

static void
close_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
leave_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  adw_dialog_force_close (ADW_DIALOG (widget));
}

static void
update_leave (MusterRunDialog *self)
{
  MusterRunDialogPrivate *priv = get_private (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.leave",
                                 priv->running && !gtk_widget_get_visible (GTK_WIDGET (priv->question_group)));
}

/* The question had the keyboard, and takes it along. */
static void
question_shown_cb (MusterRunDialog *self)
{
  MusterRunDialogPrivate *priv = get_private (self);

  update_leave (self);
  if (priv->running && !priv->closed &&
      !gtk_widget_get_visible (GTK_WIDGET (priv->question_group)))
    MUSTER_RUN_DIALOG_GET_CLASS (self)->focus (self);
}

static void
muster_run_dialog_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_run_dialog_parent_class)->root (widget);

  g_set_weak_pointer (&get_private (widget)->window,
                      GTK_WIDGET (gtk_widget_get_root (widget)));
}

static void
muster_run_dialog_dispose (GObject *object)
{
  MusterRunDialogPrivate *priv = get_private (object);

  g_clear_weak_pointer (&priv->window);
  g_clear_weak_pointer (&priv->leaving);
  g_clear_pointer (&priv->text, g_free);

  G_OBJECT_CLASS (muster_run_dialog_parent_class)->dispose (object);
}

static void
muster_run_dialog_class_init (MusterRunDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_run_dialog_dispose;
  GTK_WIDGET_CLASS (klass)->root = muster_run_dialog_root;
  ADW_DIALOG_CLASS (klass)->close_attempt = muster_run_dialog_close_attempt;
  ADW_DIALOG_CLASS (klass)->closed = muster_run_dialog_closed;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "run.close", NULL, close_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "run.leave", NULL, leave_cb);
}

static void
muster_run_dialog_init (MusterRunDialog *self)
{
  muster_ui_focus_when_shown (ADW_DIALOG (self));
}

void
muster_run_dialog_set_question_group (MusterRunDialog        *self,
                                      MusterSshQuestionGroup *group)
{
  g_return_if_fail (MUSTER_IS_RUN_DIALOG (self));

  get_private (self)->question_group = group;
  g_signal_connect_object (group, "notify::visible", G_CALLBACK (question_shown_cb), self,
                           G_CONNECT_SWAPPED);
  update_leave (self);
}

void
muster_run_dialog_begin (MusterRunDialog *self,
                         const char      *text)
{
  MusterRunDialogPrivate *priv;

  g_return_if_fail (MUSTER_IS_RUN_DIALOG (self));

  priv = get_private (self);
  priv->running = TRUE;
  g_set_str (&priv->text, text);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  update_leave (self);
}

void
muster_run_dialog_end (MusterRunDialog *self)
{
  g_return_if_fail (MUSTER_IS_RUN_DIALOG (self));

  get_private (self)->running = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  update_leave (self);
  /* What it asks about is over. */
  if (get_private (self)->leaving != NULL)
    adw_dialog_force_close (get_private (self)->leaving);
}

gboolean
muster_run_dialog_is_running (MusterRunDialog *self)
{
  g_return_val_if_fail (MUSTER_IS_RUN_DIALOG (self), FALSE);

  return get_private (self)->running;
}

gboolean
muster_run_dialog_is_closed (MusterRunDialog *self)
{
  g_return_val_if_fail (MUSTER_IS_RUN_DIALOG (self), TRUE);

  return get_private (self)->closed;
}

GtkWidget *
muster_run_dialog_get_window (MusterRunDialog *self)
{
  g_return_val_if_fail (MUSTER_IS_RUN_DIALOG (self), NULL);

  return get_private (self)->window;
}

void
muster_run_dialog_ask (MusterRunDialog   *self,
                       MusterSshQuestion *question,
                       const char        *place)
{
  MusterRunDialogPrivate *priv;

  g_return_if_fail (MUSTER_IS_RUN_DIALOG (self));

  priv = get_private (self);
  if (priv->closed && priv->window == NULL)
    {
      muster_ssh_question_decline (question);
      return;
    }
  if (priv->closed)
    {
      priv->closed = FALSE;
      adw_dialog_set_can_close (ADW_DIALOG (self), !priv->running);
      adw_dialog_present (ADW_DIALOG (self), priv->window);
    }
  muster_ssh_question_group_ask (priv->question_group, question, place);
}
