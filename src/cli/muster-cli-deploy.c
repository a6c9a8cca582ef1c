/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-days.h"
#include "muster-cli-file.h"
#include "muster-cli-json.h"
#include "muster-cli-password.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-deploy-error.h"
#include "muster-deployment.h"

/* --- the script ------------------------------------------------------------------------ */

static MusterHostScript *
make_script (MusterCli  *cli,
             GError    **error)
{
  g_autoptr (MusterAuthority) authority = NULL;
  MusterHostScript *script;

  if (!muster_cli_open_desk (cli, error) ||
      (authority = dex_await_object (muster_pki_get_authority (muster_desk_get_pki (cli->desk)),
                                     error)) == NULL)
    return NULL;
  script = muster_host_script_new ((const char * const *) cli->words,
                                   muster_authority_get_certificate (authority), error);
  if (script != NULL && cli->options->renew)
    muster_host_script_set_renewal (script, MUSTER_HOST_RENEWAL_CERTIFICATES);

  return script;
}

static gboolean
hand_out_script (MusterCli   *cli,
                 const char  *text,
                 GError     **error)
{
  JsonObject *object;

  if (!cli->options->json || cli->options->output != NULL)
    return muster_cli_file_write (cli->options->output, text, strlen (text), error);

  object = json_object_new ();
  json_object_set_string_member (object, "script", text);
  muster_cli_json_print_object (object);

  return TRUE;
}

/* What the first half printed on the host is the request. */
static char *
make_second_half (MusterCli         *cli,
                  MusterHostScript  *script,
                  GError           **error)
{
  g_autofree char *said = muster_cli_file_read (cli->options->request, error);
  g_autoptr (MusterCertificateRequest) request = NULL;
  g_autoptr (MusterHostCertificates) certificates = NULL;
  int days = said != NULL ? muster_cli_days_read (cli, error) : 0;

  if (days == 0 || !muster_host_script_parse_request (said, -1, &request, error))
    return NULL;
  if (request != NULL)
    {
      certificates =
        dex_await_object (muster_pki_issue_host_set (muster_desk_get_pki (cli->desk), request,
                                                     muster_host_script_get_names (script),
                                                     days),
                          error);
      if (certificates == NULL)
        return NULL;
    }

  return muster_host_script_finish_text (script, certificates);
}

MusterCliError
muster_cli_host_script (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterHostScript) script = make_script (cli, error);
  g_autofree char *text = NULL;

  if (script == NULL)
    return MUSTER_CLI_FAILED;
  text = cli->options->request != NULL ? make_second_half (cli, script, error)
                                       : muster_host_script_to_text (script);

  return text != NULL && hand_out_script (cli, text, error) ? MUSTER_CLI_DONE
                                                             : MUSTER_CLI_FAILED;
}

/* --- over ssh ---------------------------------------------------------------------------- */

typedef struct
{
  MusterCli *cli;
  char **names;
  int days;
} Signer;

static void
signer_free (gpointer data)
{
  Signer *self = data;

  g_strfreev (self->names);
  g_free (self);
}

static DexFuture *
sign_cb (MusterCertificateRequest *request,
         gpointer                  data)
{
  Signer *self = data;

  return muster_pki_issue_host_set (muster_desk_get_pki (self->cli->desk), request,
                                    (const char * const *) self->names, self->days);
}

static void
step_cb (MusterDeployment *deployment,
         guint             number,
         guint             total,
         const char       *title)
{
  /* Translators: the number of a step, of how many, and what it does */
  g_autofree char *line = g_strdup_printf (_("%u/%u %s"), number, total, title);

  muster_cli_print_note (line);
}

static void
note_cb (MusterDeployment *deployment,
         const char       *text)
{
  muster_cli_print_note (text);
}

/* Without a person at a terminal nobody answers. */
static void
question_cb (MusterDeployment  *deployment,
             MusterSshQuestion *question)
{
  g_autofree char *prompt = NULL;
  char *answer;

  if (muster_ssh_question_get_kind (question) == MUSTER_SSH_QUESTION_NOTICE)
    {
      muster_cli_print_note (muster_ssh_question_get_prompt (question));
      return;
    }
  if (!isatty (STDIN_FILENO))
    {
      muster_ssh_question_decline (question);
      return;
    }

  prompt = g_strconcat (muster_ssh_question_get_prompt (question), " ", NULL);
  answer = muster_cli_password_read (prompt, NULL);
  if (answer != NULL)
    muster_ssh_question_answer (question, answer);
  else
    muster_ssh_question_decline (question);
  g_clear_pointer (&answer, muster_cli_password_free);
}

static MusterDeployment *
make_deployment (MusterCli         *cli,
                 MusterHostScript  *script,
                 GError           **error)
{
  int days = muster_cli_days_read (cli, error);
  MusterDeployment *self;
  Signer *signer;

  if (days == 0)
    return NULL;

  signer = g_new0 (Signer, 1);
  signer->cli = cli;
  signer->names = g_strdupv (cli->words);
  signer->days = days;
  self = muster_deployment_new (script, cli->options->ssh, sign_cb, signer, signer_free);
  muster_deployment_set_config_file (self, cli->options->ssh_config);
  g_signal_connect (self, "step", G_CALLBACK (step_cb), NULL);
  g_signal_connect (self, "note", G_CALLBACK (note_cb), NULL);
  g_signal_connect (self, "question", G_CALLBACK (question_cb), NULL);

  return self;
}

static void
tell_end (MusterCli *cli,
          gboolean   changed)
{
  JsonObject *object;

  if (!cli->options->json)
    {
      muster_cli_print (changed ? _("The host is set up.") : _("There was nothing to change."));
      return;
    }

  object = json_object_new ();
  json_object_set_boolean_member (object, "changed", changed);
  muster_cli_json_print_object (object);
}

MusterCliError
muster_cli_host_deploy (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterHostScript) script = NULL;
  g_autoptr (MusterDeployment) deployment = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean changed;

  if (cli->options->ssh == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("Say where ssh logs in: --ssh USER@ADDRESS. “host script” does without ssh."));
      return MUSTER_CLI_USAGE;
    }
  if ((script = make_script (cli, error)) == NULL ||
      (deployment = make_deployment (cli, script, error)) == NULL)
    return MUSTER_CLI_FAILED;

  changed = dex_await_boolean (muster_deployment_run (deployment, NULL), &failure);
  if (failure != NULL)
    {
      g_autofree char *details = muster_deployment_dup_details (deployment);

      muster_cli_print_error (failure->message);
      muster_cli_print_note (details != NULL ? details : "");
      return g_error_matches (failure, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH)
             ? MUSTER_CLI_UNREACHABLE : MUSTER_CLI_FAILED;
    }
  tell_end (cli, changed);

  return MUSTER_CLI_DONE;
}
