/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "muster-askpass-socket.h"
#include "muster-deploy-error.h"
#include "muster-host-output.h"
#include "muster-ssh-session.h"
#include "muster-text.h"

#define ASKPASS    "muster-askpass"
#define READ_SIZE  (64 * 1024)

/* What is still in the pipes when ssh has ended comes within this time; another
 * program that holds them open is not waited for.  In ms.
 */
#define LINGER     500
#define PATIENCE   3000

struct _MusterSshSession
{
  GObject              parent_instance;

  char                *destination;
  guint16              port;
  char                *config_file;
  char                *askpass_program;

  MusterAskpassSocket *askpass;
  GSubprocess         *process;
  char                *said;
  gboolean             is_lost;

  /* Reject when it is cancelled, and when ssh has ended */
  DexFuture           *cancelled;
  DexFuture           *ended;
  /* Until all that ssh itself says has been heard */
  DexFuture           *heard;
};

G_DEFINE_FINAL_TYPE (MusterSshSession, muster_ssh_session, G_TYPE_OBJECT)

enum { LINE, QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
muster_ssh_session_dispose (GObject *object)
{
  MusterSshSession *self = MUSTER_SSH_SESSION (object);

  if (self->askpass != NULL)
    muster_askpass_socket_close (self->askpass);
  g_clear_object (&self->askpass);
  g_clear_object (&self->process);
  dex_clear (&self->cancelled);
  dex_clear (&self->ended);
  dex_clear (&self->heard);

  G_OBJECT_CLASS (muster_ssh_session_parent_class)->dispose (object);
}

static void
muster_ssh_session_finalize (GObject *object)
{
  MusterSshSession *self = MUSTER_SSH_SESSION (object);

  g_clear_pointer (&self->destination, g_free);
  g_clear_pointer (&self->config_file, g_free);
  g_clear_pointer (&self->askpass_program, g_free);
  g_clear_pointer (&self->said, g_free);

  G_OBJECT_CLASS (muster_ssh_session_parent_class)->finalize (object);
}

static void
muster_ssh_session_class_init (MusterSshSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_ssh_session_dispose;
  object_class->finalize = muster_ssh_session_finalize;

  signals[LINE] = g_signal_new ("line", MUSTER_TYPE_SSH_SESSION, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_SSH_SESSION, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_ssh_session_init (MusterSshSession *self)
{
}

MusterSshSession *
muster_ssh_session_new (const char *destination)
{
  MusterSshSession *self;

  g_return_val_if_fail (destination != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_SSH_SESSION, NULL);
  self->destination = g_strdup (destination);

  return self;
}

void
muster_ssh_session_set_port (MusterSshSession *self,
                             guint16           port)
{
  g_return_if_fail (MUSTER_IS_SSH_SESSION (self));

  self->port = port;
}

void
muster_ssh_session_set_config_file (MusterSshSession *self,
                                    const char       *path)
{
  g_return_if_fail (MUSTER_IS_SSH_SESSION (self));

  g_set_str (&self->config_file, path);
}

void
muster_ssh_session_set_askpass (MusterSshSession *self,
                                const char       *path)
{
  g_return_if_fail (MUSTER_IS_SSH_SESSION (self));

  g_set_str (&self->askpass_program, path);
}

/* --- beginning ------------------------------------------------------------ */

void
muster_ssh_session_put_question (MusterSshSession  *self,
                                 MusterSshQuestion *question)
{
  g_return_if_fail (MUSTER_IS_SSH_SESSION (self));

  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

static void
question_cb (MusterAskpassSocket *socket,
             MusterSshQuestion   *question,
             MusterSshSession    *self)
{
  muster_ssh_session_put_question (self, question);
}

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
make_arguments (MusterSshSession *self)
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

/* ssh gets it as one argument after "--"; its own tokens and what a shell or a
 * ProxyCommand could read into it have no place in an address.
 */
gboolean
muster_ssh_session_check_destination (const char  *text,
                                      GError     **error)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (*text != '\0' && *text != '-' && strlen (text) <= 512 &&
      strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                    "@._-:/[]+%\\") == strlen (text))
    return TRUE;

  shown = muster_text_escape (text);
  g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
               _("“%s” is not an address for ssh. Give one like root@host1.example.com."),
               shown);
  return FALSE;
}

static DexFuture *
ended_cb (DexFuture *future,
          gpointer   user_data)
{
  return dex_timeout_new_msec (LINGER);
}

/* ssh's own words, and before the login the host's. */
static DexFuture *
listen_to_ssh (gpointer data)
{
  MusterSshSession *self = data;
  GInputStream *stream = g_subprocess_get_stderr_pipe (self->process);
  g_autoptr(MusterHostOutput) output = muster_host_output_new ();
  MusterHostEvent *event;
  GBytes *bytes;

  while ((bytes = muster_ssh_session_read (self, stream)) != NULL)
    {
      g_autoptr(GBytes) owned = bytes;

      muster_host_output_push (output, g_bytes_get_data (owned, NULL), g_bytes_get_size (owned));
      while ((event = muster_host_output_pop (output)) != NULL)
        {
          g_autoptr(MusterHostEvent) owned_event = event;

          if (event->kind != MUSTER_HOST_EVENT_LINE || *event->text == '\0')
            continue;
          g_set_str (&self->said, event->text);
          g_signal_emit (self, signals[LINE], 0, event->text);
        }
    }

  return dex_future_new_true ();
}

static gboolean
spawn (MusterSshSession  *self,
       GError           **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto(GStrv) arguments = make_arguments (self);
  g_autofree char *askpass =
    self->askpass_program != NULL ? g_strdup (self->askpass_program) : find_askpass ();
  g_autoptr(GError) local = NULL;

  g_subprocess_launcher_setenv (launcher, "SSH_ASKPASS", askpass, TRUE);
  g_subprocess_launcher_setenv (launcher, "SSH_ASKPASS_REQUIRE", "force", TRUE);
  g_subprocess_launcher_setenv (launcher, "MUSTER_ASKPASS",
                                muster_askpass_socket_get_path (self->askpass), TRUE);

  self->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments,
                                                &local);
  if (self->process == NULL)
    g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                 _("The program “ssh” cannot be started: %s. Install OpenSSH’s client."),
                 local->message);

  return self->process != NULL;
}

gboolean
muster_ssh_session_start (MusterSshSession  *self,
                          GCancellable      *cancellable,
                          GError           **error)
{
  g_return_val_if_fail (MUSTER_IS_SSH_SESSION (self), FALSE);
  g_return_val_if_fail (self->process == NULL, FALSE);

  if (!muster_ssh_session_check_destination (self->destination, error))
    return FALSE;

  self->askpass = muster_askpass_socket_new (error);
  if (self->askpass == NULL)
    return FALSE;
  g_signal_connect_object (self->askpass, "question", G_CALLBACK (question_cb), self, 0);
  if (!spawn (self, error))
    return FALSE;

  self->cancelled = cancellable != NULL ? dex_cancellable_new_from_cancellable (cancellable)
                                        : DEX_FUTURE (dex_promise_new ());
  self->ended = dex_future_finally (dex_subprocess_wait_check (self->process),
                                    ended_cb, NULL, NULL);
  self->heard = dex_scheduler_spawn (NULL, 0, listen_to_ssh, g_object_ref (self),
                                     g_object_unref);

  return TRUE;
}

/* --- speaking ------------------------------------------------------------- */

DexFuture *
muster_ssh_session_first_of (MusterSshSession *self,
                             DexFuture        *taken)
{
  g_return_val_if_fail (MUSTER_IS_SSH_SESSION (self), NULL);

  return dex_future_first (taken, dex_ref (self->cancelled), dex_ref (self->ended), NULL);
}

gboolean
muster_ssh_session_send (MusterSshSession  *self,
                         GBytes            *bytes,
                         GError           **error)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->process);
  gsize sent = 0;

  while (sent < g_bytes_get_size (bytes))
    {
      g_autoptr(GBytes) rest = g_bytes_new_from_bytes (bytes, sent,
                                                       g_bytes_get_size (bytes) - sent);
      gint64 n =
        dex_await_int64 (muster_ssh_session_first_of (self,
                           dex_output_stream_write_bytes (input, rest, G_PRIORITY_DEFAULT)),
                         error);

      if (n <= 0)
        {
          self->is_lost = TRUE;
          return FALSE;
        }
      sent += n;
    }

  return TRUE;
}

gboolean
muster_ssh_session_send_text (MusterSshSession  *self,
                              char              *taken,
                              GError           **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_take (taken, strlen (taken));

  return muster_ssh_session_send (self, bytes, error);
}

GInputStream *
muster_ssh_session_get_output (MusterSshSession *self)
{
  return g_subprocess_get_stdout_pipe (self->process);
}

GBytes *
muster_ssh_session_read (MusterSshSession *self,
                         GInputStream     *stream)
{
  g_autoptr(GBytes) bytes =
    dex_await_boxed (muster_ssh_session_first_of (self,
                       dex_input_stream_read_bytes (stream, READ_SIZE, G_PRIORITY_DEFAULT)),
                     NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;

  return g_steal_pointer (&bytes);
}

/* --- the end -------------------------------------------------------------- */

gboolean
muster_ssh_session_is_over (MusterSshSession *self)
{
  return self->is_lost || !dex_future_is_pending (self->ended);
}

void
muster_ssh_session_close_input (MusterSshSession *self)
{
  g_return_if_fail (MUSTER_IS_SSH_SESSION (self));

  if (self->process != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
}

void
muster_ssh_session_stop (MusterSshSession *self)
{
  g_autoptr(DexFuture) over = dex_subprocess_wait_check (self->process);

  muster_ssh_session_close_input (self);
  g_subprocess_send_signal (self->process, SIGTERM);
  dex_await (dex_future_first (dex_ref (over), dex_timeout_new_msec (PATIENCE), NULL), NULL);
  g_subprocess_force_exit (self->process);
  dex_await (g_steal_pointer (&over), NULL);
}

int
muster_ssh_session_wait (MusterSshSession *self)
{
  dex_await (dex_subprocess_wait_check (self->process), NULL);
  dex_await (dex_ref (self->heard), NULL);

  return g_subprocess_get_if_exited (self->process)
         ? g_subprocess_get_exit_status (self->process) : MUSTER_SSH_SESSION_LOST;
}

GError *
muster_ssh_session_dup_error (MusterSshSession *self)
{
  g_return_val_if_fail (MUSTER_IS_SSH_SESSION (self), NULL);

  return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH,
                      /* Translators: a destination of ssh, then ssh's own words. */
                      _("ssh does not get in at “%s”: %s\nCheck the account, its key or password, and "
                        "that sshd runs there: “ssh %s” has to get in from a terminal."),
                      self->destination, self->said != NULL ? self->said : "",
                      self->destination);
}
