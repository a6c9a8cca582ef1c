/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program: writes how long each iteration of its GLib main
 * loop keeps the main thread from the next event, to the file named by
 * BENCH_ITERATIONS, as three 64-bit numbers of microseconds: when it began on
 * the monotonic clock, how long it took, how long the thread worked in it.  An
 * iteration is what lies between the end of one poll by GLib and the beginning
 * of the next.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef int (*PollFunc) (struct pollfd *, nfds_t, int);
typedef int (*PPollFunc) (struct pollfd *, nfds_t, const struct timespec *,
                          const sigset_t *);

static FILE *output;
static int64_t began, worked;

static int64_t
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * INT64_C (1000000) + time.tv_nsec / 1000;
}

/* Xlib and others poll within an iteration. */
static int
is_loop (const void *caller)
{
  static const void *loop_callers[2];
  Dl_info info;

  if (output == NULL || gettid () != getpid ())
    return 0;
  if (caller == loop_callers[0] || caller == loop_callers[1])
    return 1;
  if (dladdr (caller, &info) == 0 || strstr (info.dli_fname, "libglib-2.0") == NULL)
    return 0;
  loop_callers[loop_callers[0] != NULL] = caller;

  return 1;
}

static void
end_iteration (void)
{
  int64_t record[3] = {
    began,
    read_clock (CLOCK_MONOTONIC) - began,
    read_clock (CLOCK_THREAD_CPUTIME_ID) - worked,
  };

  if (began != 0)
    fwrite (record, sizeof record, 1, output);
}

static void
begin_iteration (void)
{
  began = read_clock (CLOCK_MONOTONIC);
  worked = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

__attribute__ ((visibility ("default"))) int
poll (struct pollfd *fds,
      nfds_t         n_fds,
      int            timeout)
{
  static PollFunc next;
  int measured = is_loop (__builtin_return_address (0));
  int result;

  if (next == NULL)
    next = (PollFunc) dlsym (RTLD_NEXT, "poll");
  if (measured)
    end_iteration ();
  result = next (fds, n_fds, timeout);
  if (measured)
    begin_iteration ();

  return result;
}

__attribute__ ((visibility ("default"))) int
ppoll (struct pollfd         *fds,
       nfds_t                 n_fds,
       const struct timespec *timeout,
       const sigset_t        *mask)
{
  static PPollFunc next;
  int measured = is_loop (__builtin_return_address (0));
  int result;

  if (next == NULL)
    next = (PPollFunc) dlsym (RTLD_NEXT, "ppoll");
  if (measured)
    end_iteration ();
  result = next (fds, n_fds, timeout, mask);
  if (measured)
    begin_iteration ();

  return result;
}

/* Only the program itself: what it starts has a loop of its own. */
__attribute__ ((constructor)) static void
start (void)
{
  const char *path = getenv ("BENCH_ITERATIONS");

  if (path != NULL)
    output = fopen (path, "w");
  unsetenv ("BENCH_ITERATIONS");
  unsetenv ("LD_PRELOAD");
}

__attribute__ ((destructor)) static void
end (void)
{
  if (output != NULL)
    fclose (output);
  output = NULL;
}
