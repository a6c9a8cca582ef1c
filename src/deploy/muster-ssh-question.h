/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SSH_QUESTION (muster_ssh_question_get_type ())
G_DECLARE_FINAL_TYPE (MusterSshQuestion, muster_ssh_question, MUSTER, SSH_QUESTION, GObject)

/**
 * MusterSshQuestionKind:
 * @MUSTER_SSH_QUESTION_SECRET: a password or passphrase for ssh; what is typed
 *   is not shown
 * @MUSTER_SSH_QUESTION_HOST_KEY: whether an unknown host's key is right:
 *   “yes”, “no” or the fingerprint
 * @MUSTER_SSH_QUESTION_CONFIRM: whether a key of the agent may be used: “yes” or “no”
 * @MUSTER_SSH_QUESTION_NOTICE: nothing to answer, like “touch your key”;
 *   withdrawn when it is over
 * @MUSTER_SSH_QUESTION_SUDO: the password of the account on the host
 */
typedef enum
{
  MUSTER_SSH_QUESTION_SECRET,
  MUSTER_SSH_QUESTION_HOST_KEY,
  MUSTER_SSH_QUESTION_CONFIRM,
  MUSTER_SSH_QUESTION_NOTICE,
  MUSTER_SSH_QUESTION_SUDO,
} MusterSshQuestionKind;

/**
 * muster_ssh_question_new:
 * @prompt: what ssh wants to know, in its words; data, not markup
 * @is_again: whether the last answer was wrong
 *
 * A question that somebody has to answer or decline.  Signal "withdrawn": the
 * answer is not wanted any more.
 */
MusterSshQuestion     *muster_ssh_question_new         (MusterSshQuestionKind  kind,
                                                        const char            *prompt,
                                                        gboolean               is_again);

MusterSshQuestionKind  muster_ssh_question_get_kind    (MusterSshQuestion     *self);
const char            *muster_ssh_question_get_prompt  (MusterSshQuestion     *self);
/**
 * muster_ssh_question_dup_text:
 *
 * Returns: (transfer full): the prompt for people: what an unknown host's key
 *   is, without what a terminal would have to be told; of others the prompt
 */
char                  *muster_ssh_question_dup_text    (MusterSshQuestion     *self);
/** muster_ssh_question_get_is_again: whether the last answer was wrong. */
gboolean               muster_ssh_question_get_is_again (MusterSshQuestion    *self);

/**
 * muster_ssh_question_answer:
 * @answer: one line; copied, and the copy is overwritten after use
 *
 * Only the first answer counts.
 */
void                   muster_ssh_question_answer      (MusterSshQuestion     *self,
                                                        const char            *answer);
void                   muster_ssh_question_decline     (MusterSshQuestion     *self);

/** muster_ssh_question_withdraw: for the one who asked. */
void                   muster_ssh_question_withdraw    (MusterSshQuestion     *self);

/** muster_ssh_question_wait: (transfer full): a future that resolves when there is an answer, and rejects with %MUSTER_DEPLOY_ERROR_DECLINED. */
DexFuture             *muster_ssh_question_wait        (MusterSshQuestion     *self);

/** muster_ssh_question_steal_answer: (transfer full) (nullable): a #MusterWiped, once. */
char                  *muster_ssh_question_steal_answer (MusterSshQuestion    *self);

G_END_DECLS
