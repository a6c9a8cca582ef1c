/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "muster-vencrypt.h"

/* All that a VNC server says before TLS begins, at once; then it hangs up. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GSocket) socket = NULL;
  int ends[2];
  gssize sent;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  sent = send (ends[1], data, MIN (size, 4096), MSG_NOSIGNAL);
  g_assert_cmpint (sent, ==, MIN (size, 4096));
  shutdown (ends[1], SHUT_WR);
  socket = g_socket_new_from_fd (ends[0], NULL);
  muster_vencrypt_begin (socket);
  close (ends[1]);

  return 0;
}
