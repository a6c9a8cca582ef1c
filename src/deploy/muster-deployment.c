/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-deploy-error.h"
#include "muster-deploy-resources.h"
#include "muster-deployment.h"
#include "muster-host-output.h"
#include "muster-ssh-session.h"
#include "muster-wipe.h"

#define DOOR       "/io/github/virt_muster/Muster/deploy/host-door.sh"
#define MAX_LOG    200

struct _MusterDeployment
{
  GObject                 parent_instance;

  MusterHostScript       *script;
  char                   *destination;
  guint16                 port;
  char                   *config_file;
  char                   *askpass;

  MusterDeploymentSigner  signer;
  gpointer                signer_data;
  GDestroyNotify          signer_destroy;
  MusterDeploymentLister  lister;

  GQueue                  log;
};

G_DEFINE_FINAL_TYPE (MusterDeployment, muster_deployment, G_TYPE_OBJECT)

enum { STEP, LINE, NOTE, QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

/* One session. */
typedef struct
{
  MusterDeployment    *self;
  GCancellable        *cancellable;
  MusterSshSession    *ssh;
  MusterHostOutput    *output;

  guint                is_ready : 1;
  guint                was_asked : 1;
  guint                is_done : 1;
  guint                has_changed : 1;
} Session;

static void
session_free (gpointer data)
{
  Session *session = data;

  g_clear_object (&session->self);
  g_clear_object (&session->cancellable);
  g_clear_object (&session->ssh);
  g_clear_object (&session->output);
  g_free (session);
}

/* --- what is said --------------------------------------------------------- */

static void
keep (MusterDeployment *self,
      const char       *text)
{
  g_queue_push_tail (&self->log, g_strdup (text));
  if (self->log.length > MAX_LOG)
    g_free (g_queue_pop_head (&self->log));
}

static void
say (MusterDeployment *self,
     guint             signal,
     const char       *text)
{
  keep (self, text);
  g_signal_emit (self, signals[signal], 0, text);
}

static void
begin_step (MusterDeployment      *self,
            const MusterHostEvent *event)
{
  const char *title = event->text;

  if (event->total == MUSTER_HOST_SCRIPT_STEPS)
    title = muster_host_script_get_step_title (event->number);

  keep (self, title);
  g_signal_emit (self, signals[STEP], 0, event->number, event->total, title);
}

static void
question_cb (MusterSshSession  *ssh,
             MusterSshQuestion *question,
             MusterDeployment  *self)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

/* ssh's own words. */
static void
line_cb (MusterSshSession *ssh,
         const char       *text,
         MusterDeployment *self)
{
  say (self, LINE, text);
}

/* --- what is sent --------------------------------------------------------- */

static gboolean
send_secret (Session      *session,
             MusterWiped  *taken,
             GError      **error)
{
  g_autoptr(GBytes) line_end = g_bytes_new_static ("\n", 1);
  g_autoptr(GBytes) bytes =
    g_bytes_new_with_free_func (taken, strlen (taken), (GDestroyNotify) muster_wiped_free, taken);

  return muster_ssh_session_send (session->ssh, bytes, error) &&
         muster_ssh_session_send (session->ssh, line_end, error);
}

/* --- what the host says --------------------------------------------------- */

static gboolean
answer_sudo (Session  *session,
             GError  **error)
{
  g_autoptr(MusterSshQuestion) question =
    muster_ssh_question_new (MUSTER_SSH_QUESTION_SUDO, session->self->destination,
                             session->was_asked);

  session->was_asked = TRUE;
  muster_ssh_session_put_question (session->ssh, question);
  if (!dex_await (muster_ssh_session_first_of (session->ssh,
                                               muster_ssh_question_wait (question)),
                  error))
    {
      muster_ssh_question_withdraw (question);
      return FALSE;
    }

  return send_secret (session, muster_ssh_question_steal_answer (question), error);
}

static gboolean
send_script (Session  *session,
             GError  **error)
{
  session->is_ready = TRUE;

  return muster_ssh_session_send_text (session->ssh,
                                       muster_host_script_to_session_text (session->self->script),
                                       error);
}

static gboolean
sign (Session     *session,
      const char  *pem,
      GError     **error)
{
  MusterDeployment *self = session->self;
  g_autoptr(MusterHostCertificates) certificates = NULL;
  g_autoptr(MusterCertificateRequest) request =
    muster_certificate_request_new_from_pem (pem, -1, error);

  if (request == NULL)
    return FALSE;

  certificates =
    dex_await_object (muster_ssh_session_first_of (session->ssh,
                                                   self->signer (request, self->signer_data)),
                      error);
  return certificates != NULL &&
         muster_ssh_session_send_text (session->ssh,
                                       muster_host_certificates_to_text (certificates),
                                       error);
}

static gboolean
answer_list (Session     *session,
             const char  *crl,
             GError     **error)
{
  MusterDeployment *self = session->self;
  g_autofree char *given = NULL;
  g_autoptr(GError) failure = NULL;

  if (self->lister != NULL)
    given = dex_await_string (muster_ssh_session_first_of (session->ssh,
                                                           self->lister (crl, self->signer_data)),
                              &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return muster_ssh_session_send_text (session->ssh,
                                       g_strconcat (given != NULL ? given : "",
                                                    "\nmuster: revoked end\n", NULL),
                                       error);
}

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL,
               /* Translators: a sentence that says why. */
               _("The host does not answer as the host script does. %s"),
               reason);
  return FALSE;
}

static gboolean
handle_act (Session                *session,
            const MusterHostEvent  *event,
            GError                **error)
{
  switch (event->kind)
    {
    case MUSTER_HOST_EVENT_PASSWORD:
      return answer_sudo (session, error);

    case MUSTER_HOST_EVENT_READY:
      return session->is_ready
             ? refuse (error, _("It asked for the script twice."))
             : send_script (session, error);

    case MUSTER_HOST_EVENT_REVOKED:
      return session->is_ready
             ? answer_list (session, event->text, error)
             : refuse (error, _("It spoke of certificates before the script was there."));

    case MUSTER_HOST_EVENT_REQUEST:
      return session->is_ready
             ? sign (session, event->text, error)
             : refuse (error, _("It asked for certificates before the script was there."));

    case MUSTER_HOST_EVENT_DONE:
    case MUSTER_HOST_EVENT_UNCHANGED:
      session->is_done = session->is_ready;
      session->has_changed = event->kind == MUSTER_HOST_EVENT_DONE;
      return TRUE;

    default:
      return refuse (error, event->text);
    }
}

static gboolean
handle (Session                *session,
        const MusterHostEvent  *event,
        GError                **error)
{
  switch (event->kind)
    {
    case MUSTER_HOST_EVENT_STEP:
      begin_step (session->self, event);
      return TRUE;

    case MUSTER_HOST_EVENT_NOTE:
      say (session->self, NOTE, event->text);
      return TRUE;

    case MUSTER_HOST_EVENT_LINE:
    case MUSTER_HOST_EVENT_FAILED:
    case MUSTER_HOST_EVENT_ADVICE:
      say (session->self, LINE, event->text);
      return TRUE;

    case MUSTER_HOST_EVENT_NO_REQUEST:
      return TRUE;

    default:
      return handle_act (session, event, error);
    }
}

static gboolean
handle_all (Session  *session,
            GError  **error)
{
  MusterHostEvent *event;

  while ((event = muster_host_output_pop (session->output)) != NULL)
    {
      g_autoptr(MusterHostEvent) owned = event;

      if (!handle (session, owned, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
listen_to_host (Session  *session,
                GError  **error)
{
  GInputStream *stream = muster_ssh_session_get_output (session->ssh);
  GBytes *bytes;

  while ((bytes = muster_ssh_session_read (session->ssh, stream)) != NULL)
    {
      g_autoptr(GBytes) owned = bytes;

      muster_host_output_push (session->output, g_bytes_get_data (owned, NULL),
                               g_bytes_get_size (owned));
      if (!handle_all (session, error))
        return FALSE;
    }

  muster_host_output_end (session->output);
  return handle_all (session, error);
}

/* --- the end -------------------------------------------------------------- */

static GError *
ssh_error (Session *session)
{
  if (!session->is_ready)
    return muster_ssh_session_dup_error (session->ssh);

  return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                      _("The connection to “%s” was lost. What had begun there ends by "
                        "itself, or is put back; run this again to see."),
                      session->self->destination);
}

static GError *
judge (Session *session,
       int      code)
{
  if (code == 0 && session->is_done)
    return NULL;
  if (code == MUSTER_SSH_SESSION_NO_WAY || code == MUSTER_SSH_SESSION_LOST)
    return ssh_error (session);
  if (code == 0)
    return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL,
                        _("The host ended the session without having run the host script."));
  if (!session->is_ready && code != MUSTER_DEPLOY_ERROR_NOT_ROOT)
    return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SUDO,
                        _("sudo does not make this account of “%s” an administrator. The "
                          "details show what it said; log in as root, or as somebody who "
                          "may use sudo."),
                        session->self->destination);

  return muster_deploy_error_from_exit_code (code);
}

static gboolean
talk (Session  *session,
      GError  **error)
{
  g_autoptr(GBytes) door = g_resource_lookup_data (muster_deploy_get_resource (), DOOR,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return muster_ssh_session_send (session->ssh, door, error) && listen_to_host (session, error);
}

/* A write that failed because ssh ended is told as what ended it. */
static GError *
converse (Session *session)
{
  g_autoptr(GError) error = NULL;
  gboolean fine = talk (session, &error);

  if (!fine && !muster_ssh_session_is_over (session->ssh))
    {
      muster_ssh_session_stop (session->ssh);
      muster_ssh_session_wait (session->ssh);
      return g_steal_pointer (&error);
    }

  if (g_cancellable_is_cancelled (session->cancellable))
    muster_ssh_session_stop (session->ssh);
  return judge (session, muster_ssh_session_wait (session->ssh));
}

static DexFuture *
run_session (gpointer data)
{
  Session *session = data;
  g_autoptr(GError) error = NULL;

  if (!muster_ssh_session_start (session->ssh, session->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  error = converse (session);
  if (g_cancellable_is_cancelled (session->cancellable) && !session->is_done)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                  "%s", _("The set-up was cancelled."));
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (session->has_changed);
}

/* -------------------------------------------------------------------------- */

static void
muster_deployment_finalize (GObject *object)
{
  MusterDeployment *self = MUSTER_DEPLOYMENT (object);

  if (self->signer_destroy != NULL)
    self->signer_destroy (self->signer_data);
  g_clear_object (&self->script);
  g_clear_pointer (&self->destination, g_free);
  g_clear_pointer (&self->config_file, g_free);
  g_clear_pointer (&self->askpass, g_free);
  g_queue_clear_full (&self->log, g_free);

  G_OBJECT_CLASS (muster_deployment_parent_class)->finalize (object);
}

static void
muster_deployment_class_init (MusterDeploymentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_deployment_finalize;

  signals[STEP] = g_signal_new ("step", MUSTER_TYPE_DEPLOYMENT, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE,
                                3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[LINE] = g_signal_new ("line", MUSTER_TYPE_DEPLOYMENT, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NOTE] = g_signal_new ("note", MUSTER_TYPE_DEPLOYMENT, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_DEPLOYMENT, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_deployment_init (MusterDeployment *self)
{
  g_queue_init (&self->log);
}

MusterDeployment *
muster_deployment_new (MusterHostScript       *script,
                       const char             *destination,
                       MusterDeploymentSigner  signer,
                       gpointer                user_data,
                       GDestroyNotify          destroy)
{
  MusterDeployment *self;

  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (script), NULL);
  g_return_val_if_fail (destination != NULL, NULL);
  g_return_val_if_fail (signer != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_DEPLOYMENT, NULL);
  self->script = g_object_ref (script);
  self->destination = g_strdup (destination);
  self->signer = signer;
  self->signer_data = user_data;
  self->signer_destroy = destroy;
  return self;
}

void
muster_deployment_set_lister (MusterDeployment       *self,
                              MusterDeploymentLister  lister)
{
  g_return_if_fail (MUSTER_IS_DEPLOYMENT (self));

  self->lister = lister;
}

void
muster_deployment_set_port (MusterDeployment *self,
                            guint16           port)
{
  g_return_if_fail (MUSTER_IS_DEPLOYMENT (self));

  self->port = port;
}

void
muster_deployment_set_config_file (MusterDeployment *self,
                                   const char       *path)
{
  g_return_if_fail (MUSTER_IS_DEPLOYMENT (self));

  g_set_str (&self->config_file, path);
}

void
muster_deployment_set_askpass (MusterDeployment *self,
                               const char       *path)
{
  g_return_if_fail (MUSTER_IS_DEPLOYMENT (self));

  g_set_str (&self->askpass, path);
}

static MusterSshSession *
make_ssh (MusterDeployment *self)
{
  MusterSshSession *ssh = muster_ssh_session_new (self->destination);

  muster_ssh_session_set_port (ssh, self->port);
  muster_ssh_session_set_config_file (ssh, self->config_file);
  muster_ssh_session_set_askpass (ssh, self->askpass);
  g_signal_connect_object (ssh, "question", G_CALLBACK (question_cb), self, 0);
  g_signal_connect_object (ssh, "line", G_CALLBACK (line_cb), self, 0);

  return ssh;
}

DexFuture *
muster_deployment_run (MusterDeployment *self,
                       GCancellable     *cancellable)
{
  Session *session;

  g_return_val_if_fail (MUSTER_IS_DEPLOYMENT (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  g_queue_clear_full (&self->log, g_free);
  session = g_new0 (Session, 1);
  session->self = g_object_ref (self);
  session->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  session->ssh = make_ssh (self);
  session->output = muster_host_output_new ();

  return dex_scheduler_spawn (NULL, 0, run_session, session, session_free);
}

char *
muster_deployment_dup_details (MusterDeployment *self)
{
  GString *text;

  g_return_val_if_fail (MUSTER_IS_DEPLOYMENT (self), NULL);

  text = g_string_new (NULL);
  for (GList *line = self->log.head; line != NULL; line = line->next)
    g_string_append_printf (text, "%s\n", (const char *) line->data);

  return g_string_free (text, FALSE);
}
