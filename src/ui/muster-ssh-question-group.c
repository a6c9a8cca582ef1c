/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-ssh-question-group.h"

struct _MusterSshQuestionGroup
{
  AdwPreferencesGroup parent_instance;

  GtkLabel *prompt_label;
  GtkWidget *password_row;
  GtkWidget *buttons;
  GtkButton *yes_button;
  GtkButton *no_button;

  MusterSshQuestion *question;
};

G_DEFINE_FINAL_TYPE (MusterSshQuestionGroup, muster_ssh_question_group, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *title;
  const char *hint;
  const char *yes;
  const char *no;
} looks[] =
{
  [MUSTER_SSH_QUESTION_SECRET] = {
    N_("Password or Passphrase"),
    N_("It is handed to ssh and not kept."), N_("_Go On"), N_("_Stop"),
  },
  [MUSTER_SSH_QUESTION_HOST_KEY] = {
    N_("Is This the Right Host?"),
    N_("Compare the fingerprint with the one that the host shows on its own screen. Whoever answers in its place would see what you type."),
    N_("_Yes, It Is"), N_("_No, Stop"),
  },
  [MUSTER_SSH_QUESTION_CONFIRM] = {
    N_("May the Key Be Used?"), NULL, N_("_Yes"), N_("_No"),
  },
  [MUSTER_SSH_QUESTION_NOTICE] = { N_("ssh Waits for You"), NULL, NULL, NULL },
  [MUSTER_SSH_QUESTION_SUDO] = {
    N_("Password for sudo"),
    N_("The account is not root: sudo on the host wants its password. It is not kept."),
    N_("_Go On"), N_("_Stop"),
  },
};

static gboolean
wants_text (MusterSshQuestionKind kind)
{
  return kind == MUSTER_SSH_QUESTION_SECRET || kind == MUSTER_SSH_QUESTION_SUDO;
}

/* What was typed must not stay in a widget that is only hidden. */
static void
clear (MusterSshQuestionGroup *self)
{
  if (self->question != NULL)
    g_signal_handlers_disconnect_by_data (self->question, self);
  g_clear_object (&self->question);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
yes_cb (MusterSshQuestionGroup *self)
{
  g_autoptr (MusterSshQuestion) question = NULL;

  if (self->question == NULL)
    return;

  question = g_object_ref (self->question);
  if (wants_text (muster_ssh_question_get_kind (question)))
    muster_ssh_question_answer (question,
                                gtk_editable_get_text (GTK_EDITABLE (self->password_row)));
  else
    muster_ssh_question_answer (question, "yes");
  clear (self);
}

gboolean
muster_ssh_question_group_is_asking (MusterSshQuestionGroup *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION_GROUP (self), FALSE);

  return self->question != NULL;
}

void
muster_ssh_question_group_decline (MusterSshQuestionGroup *self)
{
  g_autoptr (MusterSshQuestion) question = NULL;

  g_return_if_fail (MUSTER_IS_SSH_QUESTION_GROUP (self));

  if (self->question == NULL)
    return;

  question = g_object_ref (self->question);
  clear (self);
  muster_ssh_question_decline (question);
}

static void
muster_ssh_question_group_dispose (GObject *object)
{
  MusterSshQuestionGroup *self = MUSTER_SSH_QUESTION_GROUP (object);

  if (self->question != NULL)
    muster_ssh_question_group_decline (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SSH_QUESTION_GROUP);

  G_OBJECT_CLASS (muster_ssh_question_group_parent_class)->dispose (object);
}

static void
muster_ssh_question_group_class_init (MusterSshQuestionGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_ssh_question_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-ssh-question-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterSshQuestionGroup, prompt_label);
  gtk_widget_class_bind_template_child (widget_class, MusterSshQuestionGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSshQuestionGroup, buttons);
  gtk_widget_class_bind_template_child (widget_class, MusterSshQuestionGroup, yes_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSshQuestionGroup, no_button);
  gtk_widget_class_bind_template_callback (widget_class, yes_cb);
  gtk_widget_class_bind_template_callback (widget_class, muster_ssh_question_group_decline);
}

static void
muster_ssh_question_group_init (MusterSshQuestionGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_description (MusterSshQuestion *question,
                 const char        *place)
{
  const char *hint = looks[muster_ssh_question_get_kind (question)].hint;
  const char *again = muster_ssh_question_get_is_again (question)
                      ? _("The last answer was wrong. Try again.") : NULL;
  const char *words[4] = { place };
  guint n = place != NULL;

  if (again != NULL)
    words[n++] = again;
  else if (hint != NULL)
    words[n++] = _(hint);

  return g_strjoinv ("\n", (char **) words);
}

static void
show (MusterSshQuestionGroup *self,
      const char             *place)
{
  MusterSshQuestionKind kind = muster_ssh_question_get_kind (self->question);
  g_autofree char *description = dup_description (self->question, place);
  g_autofree char *escaped = g_markup_escape_text (description, -1);
  g_autofree char *text = muster_ssh_question_dup_text (self->question);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _(looks[kind].title));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
  gtk_label_set_text (self->prompt_label, text);
  gtk_widget_set_visible (self->password_row, wants_text (kind));
  gtk_widget_set_visible (self->buttons, looks[kind].yes != NULL);
  if (looks[kind].yes != NULL)
    {
      gtk_button_set_label (self->yes_button, _(looks[kind].yes));
      gtk_button_set_label (self->no_button, _(looks[kind].no));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (wants_text (kind) ? self->password_row
                                           : GTK_WIDGET (self->no_button));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _(looks[kind].title),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

void
muster_ssh_question_group_ask (MusterSshQuestionGroup *self,
                               MusterSshQuestion      *question,
                               const char             *place)
{
  g_return_if_fail (MUSTER_IS_SSH_QUESTION_GROUP (self));
  g_return_if_fail (MUSTER_IS_SSH_QUESTION (question));

  muster_ssh_question_group_decline (self);
  self->question = g_object_ref (question);
  g_signal_connect_object (question, "withdrawn", G_CALLBACK (clear), self,
                           G_CONNECT_SWAPPED);
  show (self, place);
}
