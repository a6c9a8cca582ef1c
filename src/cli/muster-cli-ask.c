/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include "muster-cli-ask.h"
#include "muster-cli-password.h"
#include "muster-cli-text.h"

void
muster_cli_ask (MusterSshQuestion *question)
{
  const char *text = muster_ssh_question_get_prompt (question);
  g_autofree char *prompt = g_strconcat (text, " ", NULL);
  char *answer;

  if (muster_ssh_question_get_kind (question) == MUSTER_SSH_QUESTION_NOTICE)
    {
      muster_cli_print_note (text);
      return;
    }
  if (!isatty (STDIN_FILENO))
    {
      muster_ssh_question_decline (question);
      return;
    }

  answer = muster_cli_password_read (prompt, NULL);
  if (answer != NULL)
    muster_ssh_question_answer (question, answer);
  else
    muster_ssh_question_decline (question);
  g_clear_pointer (&answer, muster_cli_password_free);
}
