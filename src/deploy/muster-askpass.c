/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Started by ssh in place of a prompt (SSH_ASKPASS): passes the question to the
 * Muster that started ssh, over the socket that MUSTER_ASKPASS names, and prints
 * the answer.  It links nothing, so that it starts at once and keeps no copies.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int
connect_to (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || strlen (path) >= sizeof address.sun_path)
    return -1;

  memcpy (address.sun_path, path, strlen (path));
  return connect (fd, (struct sockaddr *) &address, sizeof address) == 0 ? fd : -1;
}

static int
send_all (int         fd,
          const char *data,
          size_t      length)
{
  while (length > 0)
    {
      ssize_t n = send (fd, data, length, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return -1;
      data += n;
      length -= n;
    }

  return 0;
}

/* The kind of question and its words, each ended by a NUL. */
static int
ask (int         fd,
     const char *prompt)
{
  const char *kind = getenv ("SSH_ASKPASS_PROMPT");

  if (kind == NULL)
    kind = "";

  return send_all (fd, kind, strlen (kind) + 1) == 0 &&
         send_all (fd, prompt, strlen (prompt) + 1) == 0 &&
         shutdown (fd, SHUT_WR) == 0;
}

/* '+' and the answer, or nothing. */
static int
print_answer (int fd)
{
  static char answer[8192];
  size_t length = 0;
  ssize_t n = 0;
  int ok;

  while (length < sizeof answer - 1 &&
         ((n = read (fd, answer + length, sizeof answer - 1 - length)) > 0 ||
          (n < 0 && errno == EINTR)))
    length += n > 0 ? n : 0;

  ok = n == 0 && length > 0 && answer[0] == '+' &&
       printf ("%s\n", answer + 1) > 0 && fflush (stdout) == 0;
  explicit_bzero (answer, sizeof answer);
  return ok;
}

int
main (int    argc,
      char **argv)
{
  const char *path = getenv ("MUSTER_ASKPASS");
  int fd;

  if (path == NULL)
    {
      fputs ("muster-askpass is started by ssh, on behalf of Muster.\n", stderr);
      return 2;
    }

  /* What is printed must not stay behind in a buffer of the C library. */
  setvbuf (stdout, NULL, _IONBF, 0);
  fd = connect_to (path);
  if (fd < 0 || !ask (fd, argc > 1 ? argv[1] : ""))
    return 1;

  return print_answer (fd) ? 0 : 1;
}
