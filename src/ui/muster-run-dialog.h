/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-ssh-question-group.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_RUN_DIALOG (muster_run_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (MusterRunDialog, muster_run_dialog, MUSTER, RUN_DIALOG, AdwDialog)

/**
 * MusterRunDialog:
 *
 * A dialog of what takes long and may have questions.  Whoever closes it while
 * it runs is asked whether that goes on; a question brings it back.  Its children
 * have the actions "run.close", as its window's button, and "run.leave", which
 * closes it unasked and is there only while it runs and nobody is asked.
 */
struct _MusterRunDialogClass
{
  AdwDialogClass parent_class;

  /* Asks what runs to end. */
  void     (*stop)     (MusterRunDialog *self);
  /* Gives the keyboard to what can be done while it runs. */
  void     (*focus)    (MusterRunDialog *self);
  gboolean (*can_stop) (MusterRunDialog *self);
};

/** muster_run_dialog_set_question_group: @group: a child, in which questions are asked. */
void       muster_run_dialog_set_question_group (MusterRunDialog        *self,
                                                 MusterSshQuestionGroup *group);

/** muster_run_dialog_begin: @text: what still runs, for whoever closes the dialog. */
void       muster_run_dialog_begin              (MusterRunDialog        *self,
                                                 const char             *text);
void       muster_run_dialog_end                (MusterRunDialog        *self);
gboolean   muster_run_dialog_is_running         (MusterRunDialog        *self);
/** muster_run_dialog_is_closed: whether nobody sees it now. */
gboolean   muster_run_dialog_is_closed          (MusterRunDialog        *self);
/** Returns: (transfer none) (nullable): where it was shown last. */
GtkWidget *muster_run_dialog_get_window         (MusterRunDialog        *self);

/** muster_run_dialog_ask: see muster_ssh_question_group_ask(). */
void       muster_run_dialog_ask                (MusterRunDialog        *self,
                                                 MusterSshQuestion      *question,
                                                 const char             *place);

G_END_DECLS
