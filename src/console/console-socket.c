/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <fcntl.h>

#include "console-socket.h"

#define CONNECT_TIMEOUT_SECONDS 10

/* A host that vanished says nothing; this many seconds after its last word
 * the connection counts as lost. */
#define SILENCE_SECONDS 20

static void
tune (GSocket *socket)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX)
    return;
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, SILENCE_SECONDS / 2, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, SILENCE_SECONDS / 4, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, 2, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, SILENCE_SECONDS * 1000, NULL);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSocketConnection) connection = NULL;
  GError *error = NULL;
  GSocket *socket;
  int fd;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  if (connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  socket = g_socket_connection_get_socket (connection);
  tune (socket);
  /* The libraries want a descriptor of their own; GSocket closes its own. */
  fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", g_strerror (errno));
  else
    g_task_return_int (task, fd);
}

/**
 * console_socket_connect_async:
 * @tls: whether the second port of SPICE is meant
 *
 * Connects to where a target is, and lets a silent peer be noticed.
 */
void
console_socket_connect_async (ConsoleTarget       *target,
                              gboolean             tls,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (target, cancellable, callback, user_data);
  g_autoptr (GSocketConnectable) where = console_target_dup_connectable (target, tls);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  /* A descriptor that was made must reach its owner, wanted or not. */
  g_task_set_check_cancellable (task, FALSE);
  if (where == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "no port");
      g_object_unref (task);
      return;
    }
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, CONNECT_TIMEOUT_SECONDS);
  g_socket_client_connect_async (client, where, cancellable, connected_cb, task);
}

/**
 * console_socket_connect_finish:
 *
 * Returns: a descriptor that the caller owns, or -1
 */
int
console_socket_connect_finish (GAsyncResult  *result,
                               GError       **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
