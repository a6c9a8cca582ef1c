/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-deploy-error.h"
#include "muster-ssh-question.h"
#include "muster-wipe.h"

struct _MusterSshQuestion
{
  GObject                parent_instance;

  MusterSshQuestionKind  kind;
  char                  *prompt;
  gboolean               is_again;

  MusterWiped           *answer;
  DexPromise            *promise;
};

G_DEFINE_FINAL_TYPE (MusterSshQuestion, muster_ssh_question, G_TYPE_OBJECT)

enum { WITHDRAWN, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
is_open (MusterSshQuestion *self)
{
  return dex_future_is_pending (DEX_FUTURE (self->promise));
}

static void
muster_ssh_question_finalize (GObject *object)
{
  MusterSshQuestion *self = MUSTER_SSH_QUESTION (object);

  g_clear_pointer (&self->prompt, g_free);
  g_clear_pointer (&self->answer, muster_wiped_free);
  dex_clear (&self->promise);

  G_OBJECT_CLASS (muster_ssh_question_parent_class)->finalize (object);
}

static void
muster_ssh_question_class_init (MusterSshQuestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_ssh_question_finalize;

  signals[WITHDRAWN] = g_signal_new ("withdrawn", MUSTER_TYPE_SSH_QUESTION,
                                     G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
muster_ssh_question_init (MusterSshQuestion *self)
{
  self->promise = dex_promise_new ();
}

MusterSshQuestion *
muster_ssh_question_new (MusterSshQuestionKind  kind,
                         const char            *prompt,
                         gboolean               is_again)
{
  MusterSshQuestion *self = g_object_new (MUSTER_TYPE_SSH_QUESTION, NULL);

  g_return_val_if_fail (prompt != NULL, self);

  self->kind = kind;
  self->prompt = g_strdup (prompt);
  self->is_again = is_again;
  return self;
}

MusterSshQuestionKind
muster_ssh_question_get_kind (MusterSshQuestion *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), MUSTER_SSH_QUESTION_NOTICE);

  return self->kind;
}

const char *
muster_ssh_question_get_prompt (MusterSshQuestion *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), NULL);

  return self->prompt;
}

/* Returns: (transfer full) (nullable): what stands between @before and one of @ends */
static char *
find_between (const char *text,
              const char *before,
              const char *ends)
{
  const char *begin = strstr (text, before);
  gsize length;

  if (begin == NULL)
    return NULL;
  begin += strlen (before);
  length = strcspn (begin, ends);

  return length > 0 ? g_strndup (begin, length) : NULL;
}

/* "ED25519 key fingerprint is SHA256:…" */
static char *
find_key_type (const char *text)
{
  const char *end = strstr (text, " key fingerprint is ");
  const char *begin = end;

  while (begin != NULL && begin > text && g_ascii_isgraph (begin[-1]))
    begin--;

  return begin != end ? g_strndup (begin, end - begin) : NULL;
}

char *
muster_ssh_question_dup_text (MusterSshQuestion *self)
{
  g_autofree char *host = NULL;
  g_autofree char *type = NULL;
  g_autofree char *fingerprint = NULL;

  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), NULL);

  if (self->kind != MUSTER_SSH_QUESTION_HOST_KEY)
    return g_strdup (self->prompt);

  host = find_between (self->prompt, "authenticity of host '", "'");
  type = find_key_type (self->prompt);
  fingerprint = find_between (self->prompt, " key fingerprint is ", " \n");
  if (host == NULL || type == NULL || fingerprint == NULL)
    return g_strdup (self->prompt);
  if (g_str_has_suffix (fingerprint, "."))
    fingerprint[strlen (fingerprint) - 1] = '\0';

  /* Translators: a host as ssh names it, the kind of its key, the key's fingerprint */
  return g_strdup_printf (_("ssh does not know “%s” yet. Its %s key has the fingerprint\n%s"),
                          host, type, fingerprint);
}

gboolean
muster_ssh_question_get_is_again (MusterSshQuestion *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), FALSE);

  return self->is_again;
}

void
muster_ssh_question_answer (MusterSshQuestion *self,
                            const char        *answer)
{
  g_return_if_fail (MUSTER_IS_SSH_QUESTION (self));
  g_return_if_fail (answer != NULL);

  if (!is_open (self))
    return;

  /* A second line would be read as something else. */
  self->answer = g_strndup (answer, strcspn (answer, "\r\n"));
  dex_promise_resolve_boolean (self->promise, TRUE);
}

void
muster_ssh_question_decline (MusterSshQuestion *self)
{
  g_return_if_fail (MUSTER_IS_SSH_QUESTION (self));

  if (is_open (self))
    dex_promise_reject (self->promise,
                        g_error_new_literal (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_DECLINED,
                                             _("The set-up was stopped, because a question was not answered.")));
}

void
muster_ssh_question_withdraw (MusterSshQuestion *self)
{
  g_return_if_fail (MUSTER_IS_SSH_QUESTION (self));

  if (!is_open (self))
    return;

  muster_ssh_question_decline (self);
  g_signal_emit (self, signals[WITHDRAWN], 0);
}

DexFuture *
muster_ssh_question_wait (MusterSshQuestion *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), NULL);

  return dex_ref (DEX_FUTURE (self->promise));
}

char *
muster_ssh_question_steal_answer (MusterSshQuestion *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_QUESTION (self), NULL);

  return g_steal_pointer (&self->answer);
}
