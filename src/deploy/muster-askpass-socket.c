/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "muster-askpass-socket.h"
#include "muster-clean-text.h"
#include "muster-wipe.h"

#define PREFIX       "ask-"
#define MAX_QUESTION 8192

struct _MusterAskpassSocket
{
  GObject         parent_instance;

  char           *path;
  GSocketService *service;
  /* Questions that wait for an answer, and who asked */
  GPtrArray      *calls;
  /* The last thing asked, to know when it is asked again */
  char           *last_prompt;
};

G_DEFINE_FINAL_TYPE (MusterAskpassSocket, muster_askpass_socket, G_TYPE_OBJECT)

enum { QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct
{
  GWeakRef            socket;
  GSocketConnection  *connection;
  MusterSshQuestion  *question;
  GSource            *hang_up;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->hang_up != NULL)
    g_source_destroy (call->hang_up);
  g_clear_pointer (&call->hang_up, g_source_unref);
  g_weak_ref_clear (&call->socket);
  g_clear_object (&call->connection);
  g_clear_object (&call->question);
  g_free (call);
}

/* --- the folder ----------------------------------------------------------- */

/* Anything that is not a folder of our own is refused. */
static char *
make_folder (GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *folder = g_build_filename (runtime != NULL ? runtime : "", "muster", NULL);
  struct stat info;

  if (runtime != NULL && g_path_is_absolute (runtime))
    g_mkdir (folder, 0700);

  if (runtime != NULL && g_path_is_absolute (runtime) &&
      lstat (folder, &info) == 0 && S_ISDIR (info.st_mode) &&
      info.st_uid == geteuid () && (info.st_mode & 077) == 0)
    return g_steal_pointer (&folder);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               _("ssh cannot be given passwords, because “%s” is not a folder that only "
                 "you can open. Log in again, or set XDG_RUNTIME_DIR to a folder of your "
                 "own with mode 0700."),
               folder);
  return NULL;
}

/* Of programs that were killed. */
static void
remove_leftovers (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      int pid;

      if (sscanf (name, PREFIX "%d-", &pid) == 1 && pid > 0 &&
          kill (pid, 0) < 0 && errno == ESRCH)
        g_unlink (path);
    }
}

/* --- a question ----------------------------------------------------------- */

static gboolean
is_ours (GSocketConnection *connection)
{
  g_autoptr(GCredentials) credentials =
    g_socket_get_credentials (g_socket_connection_get_socket (connection), NULL);

  return credentials != NULL &&
         g_credentials_get_unix_user (credentials, NULL) == geteuid ();
}

static MusterSshQuestionKind
kind_of (const char *kind,
         const char *prompt)
{
  if (g_str_equal (kind, "none"))
    return MUSTER_SSH_QUESTION_NOTICE;
  if (g_str_equal (kind, "confirm"))
    return MUSTER_SSH_QUESTION_CONFIRM;
  if (strstr (prompt, "(yes/no") != NULL)
    return MUSTER_SSH_QUESTION_HOST_KEY;

  return MUSTER_SSH_QUESTION_SECRET;
}

static DexFuture *
write_answer_cb (DexFuture *future,
                 gpointer   user_data)
{
  Call *call = user_data;
  g_autoptr(MusterWiped) answer = muster_ssh_question_steal_answer (call->question);
  g_autoptr(MusterAskpassSocket) socket = g_weak_ref_get (&call->socket);
  GSocket *peer = g_socket_connection_get_socket (call->connection);

  /* A few bytes into an empty buffer: this does not wait. */
  if (answer != NULL && g_socket_send (peer, "+", 1, NULL, NULL) == 1)
    g_socket_send (peer, answer, strlen (answer), NULL, NULL);

  g_socket_close (peer, NULL);
  if (socket != NULL)
    g_ptr_array_remove (socket->calls, call->question);

  return dex_future_new_true ();
}

/* ssh ends a notice by ending the helper. */
static gboolean
hung_up_cb (GSocket      *socket,
            GIOCondition  condition,
            gpointer      user_data)
{
  muster_ssh_question_withdraw (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_peer (Call *call)
{
  GSocket *peer = g_socket_connection_get_socket (call->connection);

  call->hang_up = g_socket_create_source (peer, G_IO_HUP, NULL);
  g_source_set_callback (call->hang_up, G_SOURCE_FUNC (hung_up_cb),
                         g_object_ref (call->question), g_object_unref);
  g_source_attach (call->hang_up, NULL);
}

static void
put_question (MusterAskpassSocket *self,
              GSocketConnection   *connection,
              const char          *kind,
              const char          *prompt)
{
  g_autofree char *shown = _muster_clean_text (prompt, strlen (prompt));
  gboolean is_again = g_strcmp0 (self->last_prompt, shown) == 0;
  g_autoptr(MusterSshQuestion) question = NULL;
  Call *call = g_new0 (Call, 1);

  g_set_str (&self->last_prompt, shown);
  g_weak_ref_init (&call->socket, self);
  call->connection = g_object_ref (connection);
  question = muster_ssh_question_new (kind_of (kind, shown), shown, is_again);
  call->question = g_object_ref (question);
  g_ptr_array_add (self->calls, g_object_ref (question));
  watch_peer (call);

  dex_future_disown (dex_future_finally (muster_ssh_question_wait (call->question),
                                         write_answer_cb, call, call_free));
  g_signal_emit (self, signals[QUESTION], 0, question);
}

static DexFuture *
read_question (gpointer data)
{
  Call *call = data;
  g_autoptr(MusterAskpassSocket) self = g_weak_ref_get (&call->socket);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (call->connection));
  char text[MAX_QUESTION + 2] = { 0 };
  gsize length = 0;
  gint64 n = 0;

  do
    {
      n = dex_await_int64 (dex_input_stream_read (input, text + length,
                                                  MAX_QUESTION - length,
                                                  G_PRIORITY_DEFAULT), NULL);
      length += n > 0 ? n : 0;
    }
  while (n > 0 && length < MAX_QUESTION);

  if (n == 0 && length > 0 && self != NULL && self->service != NULL)
    put_question (self, call->connection, text, text + strlen (text) + 1);

  return dex_future_new_true ();
}

static gboolean
incoming_cb (GSocketService      *service,
             GSocketConnection   *connection,
             GObject             *source,
             MusterAskpassSocket *self)
{
  Call *call;

  if (!is_ours (connection))
    return TRUE;

  call = g_new0 (Call, 1);
  g_weak_ref_init (&call->socket, self);
  call->connection = g_object_ref (connection);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, read_question, call, call_free));
  return TRUE;
}

/* -------------------------------------------------------------------------- */

static void
muster_askpass_socket_dispose (GObject *object)
{
  MusterAskpassSocket *self = MUSTER_ASKPASS_SOCKET (object);

  muster_askpass_socket_close (self);

  G_OBJECT_CLASS (muster_askpass_socket_parent_class)->dispose (object);
}

static void
muster_askpass_socket_finalize (GObject *object)
{
  MusterAskpassSocket *self = MUSTER_ASKPASS_SOCKET (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->last_prompt, g_free);

  G_OBJECT_CLASS (muster_askpass_socket_parent_class)->finalize (object);
}

static void
muster_askpass_socket_class_init (MusterAskpassSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_askpass_socket_dispose;
  object_class->finalize = muster_askpass_socket_finalize;

  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_ASKPASS_SOCKET,
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_askpass_socket_init (MusterAskpassSocket *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
listen_at (MusterAskpassSocket  *self,
           GError              **error)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (self->path);

  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                      NULL, NULL, error))
    return FALSE;

  g_chmod (self->path, 0600);
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self, 0);
  return TRUE;
}

MusterAskpassSocket *
muster_askpass_socket_new (GError **error)
{
  g_autoptr(MusterAskpassSocket) self = NULL;
  g_autofree char *folder = make_folder (error);
  g_autofree char *name = NULL;

  if (folder == NULL)
    return NULL;

  remove_leftovers (folder);
  self = g_object_new (MUSTER_TYPE_ASKPASS_SOCKET, NULL);
  name = g_strdup_printf (PREFIX "%d-%08x", (int) getpid (), g_random_int ());
  self->path = g_build_filename (folder, name, NULL);
  return listen_at (self, error) ? g_steal_pointer (&self) : NULL;
}

const char *
muster_askpass_socket_get_path (MusterAskpassSocket *self)
{
  g_return_val_if_fail (MUSTER_IS_ASKPASS_SOCKET (self), NULL);

  return self->path;
}

void
muster_askpass_socket_close (MusterAskpassSocket *self)
{
  g_autoptr(GPtrArray) calls = NULL;

  g_return_if_fail (MUSTER_IS_ASKPASS_SOCKET (self));

  if (self->service == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_unlink (self->path);

  calls = g_steal_pointer (&self->calls);
  self->calls = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < calls->len; i++)
    muster_ssh_question_withdraw (g_ptr_array_index (calls, i));
}
