/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "muster-askpass-socket.h"
#include "muster-deploy-error.h"
#include "muster-deploy-resources.h"
#include "muster-deployment.h"
#include "muster-host-output.h"
#include "muster-wipe.h"

#define DOOR       "/io/github/virt_muster/Muster/deploy/host-door.sh"
#define ASKPASS    "muster-askpass"
#define READ_SIZE  (64 * 1024)
#define MAX_LOG    200

/* What is still in the pipes when ssh has ended comes within this time; another
 * program that holds them open is not waited for.  In ms.
 */
#define LINGER     500
#define PATIENCE   3000

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
  MusterAskpassSocket *askpass;
  GSubprocess         *process;
  MusterHostOutput    *output;
  char                *ssh_said;

  /* Reject when it is cancelled, and when ssh has ended */
  DexFuture           *cancelled;
  DexFuture           *ended;

  guint                is_ready : 1;
  guint                is_lost : 1;
  guint                was_asked : 1;
  guint                is_done : 1;
  guint                has_changed : 1;
} Session;

static void
session_free (gpointer data)
{
  Session *session = data;

  if (session->askpass != NULL)
    muster_askpass_socket_close (session->askpass);
  g_clear_object (&session->askpass);
  g_clear_object (&session->self);
  g_clear_object (&session->cancellable);
  g_clear_object (&session->process);
  g_clear_object (&session->output);
  g_clear_pointer (&session->ssh_said, g_free);
  dex_clear (&session->cancelled);
  dex_clear (&session->ended);
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
put_question (MusterDeployment  *self,
              MusterSshQuestion *question)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

static void
question_cb (MusterAskpassSocket *socket,
             MusterSshQuestion   *question,
             MusterDeployment    *self)
{
  put_question (self, question);
}

/* --- ssh ------------------------------------------------------------------ */

/* Installed, beside the program, or where the program was built. */
static char *
find_askpass (void)
{
  static const char * const places[] = { ".", "deploy", "../deploy" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program != NULL ? program : "/");
  g_autofree char *installed = g_build_filename (LIBEXECDIR, ASKPASS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], ASKPASS, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }

  return g_steal_pointer (&installed);
}

/* The user's configuration holds, but for what would disturb a session of one
 * program: a command or terminal of its own, forwarding, and a master
 * connection that would outlive this one and keep its pipes open.
 */
static GStrv
make_arguments (MusterDeployment *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add_many (builder, "ssh", "-T", "-a", "-x",
                           "-o", "RemoteCommand=none",
                           "-o", "ControlMaster=no",
                           "-o", "ClearAllForwardings=yes",
                           "-o", "ConnectTimeout=20",
                           "-o", "ServerAliveInterval=15",
                           "-o", "ServerAliveCountMax=4",
                           NULL);
  if (self->config_file != NULL)
    g_strv_builder_add_many (builder, "-F", self->config_file, NULL);
  if (self->port != 0)
    {
      g_autofree char *port = g_strdup_printf ("%u", self->port);

      g_strv_builder_add_many (builder, "-p", port, NULL);
    }

  g_strv_builder_add_many (builder, "--", self->destination, "sh -s", NULL);
  return g_strv_builder_end (builder);
}

static DexFuture *
ended_cb (DexFuture *future,
          gpointer   user_data)
{
  return dex_timeout_new_msec (LINGER);
}

static gboolean
start (Session  *session,
       GError  **error)
{
  MusterDeployment *self = session->self;
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_auto(GStrv) arguments = make_arguments (self);
  g_autofree char *askpass = NULL;
  g_autoptr(GError) local = NULL;

  session->askpass = muster_askpass_socket_new (error);
  if (session->askpass == NULL)
    return FALSE;

  g_signal_connect_object (session->askpass, "question", G_CALLBACK (question_cb), self, 0);
  askpass = self->askpass != NULL ? g_strdup (self->askpass) : find_askpass ();

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "SSH_ASKPASS", askpass, TRUE);
  g_subprocess_launcher_setenv (launcher, "SSH_ASKPASS_REQUIRE", "force", TRUE);
  g_subprocess_launcher_setenv (launcher, "MUSTER_ASKPASS",
                                muster_askpass_socket_get_path (session->askpass), TRUE);

  session->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments,
                                                   &local);
  if (session->process == NULL)
    {
      g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                   _("The program “ssh” cannot be started: %s. Install OpenSSH’s client."),
                   local->message);
      return FALSE;
    }

  session->ended = dex_future_finally (dex_subprocess_wait_check (session->process),
                                       ended_cb, NULL, NULL);
  return TRUE;
}

/* Waits for @taken, but not when it is cancelled or ssh has ended. */
static DexFuture *
first_of (Session   *session,
          DexFuture *taken)
{
  return dex_future_first (taken, dex_ref (session->cancelled), dex_ref (session->ended), NULL);
}

static gboolean
send_bytes (Session  *session,
            GBytes   *bytes,
            GError  **error)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (session->process);
  gsize sent = 0;

  while (sent < g_bytes_get_size (bytes))
    {
      g_autoptr(GBytes) rest = g_bytes_new_from_bytes (bytes, sent,
                                                       g_bytes_get_size (bytes) - sent);
      gint64 n = dex_await_int64 (first_of (session,
                                            dex_output_stream_write_bytes (input, rest,
                                                                           G_PRIORITY_DEFAULT)),
                                  error);

      if (n <= 0)
        {
          session->is_lost = TRUE;
          return FALSE;
        }
      sent += n;
    }

  return TRUE;
}

static gboolean
send_text (Session  *session,
           char     *taken,
           GError  **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_take (taken, strlen (taken));

  return send_bytes (session, bytes, error);
}

static gboolean
send_secret (Session      *session,
             MusterWiped  *taken,
             GError      **error)
{
  g_autoptr(GBytes) line_end = g_bytes_new_static ("\n", 1);
  g_autoptr(GBytes) bytes =
    g_bytes_new_with_free_func (taken, strlen (taken), (GDestroyNotify) muster_wiped_free, taken);

  return send_bytes (session, bytes, error) && send_bytes (session, line_end, error);
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
  put_question (session->self, question);
  if (!dex_await (first_of (session, muster_ssh_question_wait (question)), error))
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

  return send_text (session, muster_host_script_to_session_text (session->self->script), error);
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

  certificates = dex_await_object (first_of (session, self->signer (request, self->signer_data)),
                                   error);
  return certificates != NULL &&
         send_text (session, muster_host_certificates_to_text (certificates), error);
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

/* %NULL at the end, however that came. */
static GBytes *
read_more (Session      *session,
           GInputStream *stream)
{
  g_autoptr(GBytes) bytes =
    dex_await_boxed (first_of (session,
                               dex_input_stream_read_bytes (stream, READ_SIZE,
                                                            G_PRIORITY_DEFAULT)),
                     NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;

  return g_steal_pointer (&bytes);
}

static gboolean
listen_to_host (Session  *session,
                GError  **error)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (session->process);
  GBytes *bytes;

  while ((bytes = read_more (session, stream)) != NULL)
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

/* ssh's own words, and before the login the host's. */
static DexFuture *
listen_to_ssh (gpointer data)
{
  Session *session = data;
  GInputStream *stream = g_subprocess_get_stderr_pipe (session->process);
  g_autoptr(MusterHostOutput) output = muster_host_output_new ();
  MusterHostEvent *event;
  GBytes *bytes;

  while ((bytes = read_more (session, stream)) != NULL)
    {
      g_autoptr(GBytes) owned = bytes;

      muster_host_output_push (output, g_bytes_get_data (owned, NULL), g_bytes_get_size (owned));
      while ((event = muster_host_output_pop (output)) != NULL)
        {
          g_autoptr(MusterHostEvent) owned_event = event;

          if (event->kind != MUSTER_HOST_EVENT_LINE || *event->text == '\0')
            continue;
          g_set_str (&session->ssh_said, event->text);
          say (session->self, LINE, event->text);
        }
    }

  return dex_future_new_true ();
}

/* --- the end -------------------------------------------------------------- */

static void
stop (Session *session)
{
  g_autoptr(DexFuture) over = dex_subprocess_wait_check (session->process);

  g_output_stream_close (g_subprocess_get_stdin_pipe (session->process), NULL, NULL);
  g_subprocess_send_signal (session->process, SIGTERM);
  dex_await (dex_future_first (dex_ref (over), dex_timeout_new_msec (PATIENCE), NULL), NULL);
  g_subprocess_force_exit (session->process);
  dex_await (g_steal_pointer (&over), NULL);
}

static GError *
ssh_error (Session *session)
{
  const char *destination = session->self->destination;
  const char *said = session->ssh_said != NULL ? session->ssh_said : "";

  if (session->is_ready)
    return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                        _("The connection to “%s” was lost. What had begun there ends by "
                          "itself, or is put back; run this again to see."),
                        destination);

  return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                      /* Translators: a destination of ssh, then ssh's own words. */
                      _("ssh does not get in at “%s”: %s"), destination, said);
}

static GError *
judge (Session *session)
{
  int code = -1;

  if (g_subprocess_get_if_exited (session->process))
    code = g_subprocess_get_exit_status (session->process);

  if (code == 0 && session->is_done)
    return NULL;
  if (code == 255 || code == -1)
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

  return send_bytes (session, door, error) && listen_to_host (session, error);
}

/* A write that failed because ssh ended is told as what ended it. */
static GError *
converse (Session *session)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) ssh = dex_scheduler_spawn (NULL, 0, listen_to_ssh, session, NULL);
  gboolean fine = talk (session, &error);

  if (!fine && !session->is_lost && dex_future_is_pending (session->ended))
    {
      stop (session);
      dex_await (g_steal_pointer (&ssh), NULL);
      return g_steal_pointer (&error);
    }

  if (g_cancellable_is_cancelled (session->cancellable))
    stop (session);
  dex_await (dex_subprocess_wait_check (session->process), NULL);
  dex_await (g_steal_pointer (&ssh), NULL);
  return judge (session);
}

static DexFuture *
run_session (gpointer data)
{
  Session *session = data;
  g_autoptr(GError) error = NULL;

  if (!start (session, &error))
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

/* ssh gets it as one argument after "--"; its own tokens and what a shell or a
 * ProxyCommand could read into it have no place in an address.
 */
static gboolean
is_destination (const char *text)
{
  return *text != '\0' && *text != '-' && strlen (text) <= 512 &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                       "@._-:/[]+%\\") == strlen (text);
}

static DexFuture *
cancelled_of (GCancellable *cancellable)
{
  return cancellable != NULL ? dex_cancellable_new_from_cancellable (cancellable)
                             : DEX_FUTURE (dex_promise_new ());
}

DexFuture *
muster_deployment_run (MusterDeployment *self,
                       GCancellable     *cancellable)
{
  Session *session;

  g_return_val_if_fail (MUSTER_IS_DEPLOYMENT (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  if (!is_destination (self->destination))
    return dex_future_new_reject (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
                                  _("“%s” is not an address for ssh. Give one like "
                                    "root@host1.example.com."),
                                  self->destination);

  g_queue_clear_full (&self->log, g_free);
  session = g_new0 (Session, 1);
  session->self = g_object_ref (self);
  session->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  session->cancelled = cancelled_of (cancellable);
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
