/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SSH_QUESTION_GROUP (muster_ssh_question_group_get_type ())
G_DECLARE_FINAL_TYPE (MusterSshQuestionGroup, muster_ssh_question_group, MUSTER, SSH_QUESTION_GROUP, AdwPreferencesGroup)

/** MusterSshQuestionGroup: a place for the questions of ssh and sudo, invisible while there is none. */

/**
 * muster_ssh_question_group_ask:
 * @place: (nullable): which host it is about, where several are at work
 *
 * Shows @question until it is answered or withdrawn; one before it is declined.
 */
void muster_ssh_question_group_ask (MusterSshQuestionGroup *self,
                                    MusterSshQuestion      *question,
                                    const char             *place);

/** muster_ssh_question_group_is_asking: whether a question is open. */
gboolean muster_ssh_question_group_is_asking (MusterSshQuestionGroup *self);

/** muster_ssh_question_group_decline: nobody will answer what is open. */
void muster_ssh_question_group_decline (MusterSshQuestionGroup *self);

G_END_DECLS
