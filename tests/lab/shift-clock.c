/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shifts the time of day of the program it is loaded into by SHIFT_CLOCK
 * seconds; what is measured from one moment to another stays as it is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t
get_shift (void)
{
  const char *text = getenv ("SHIFT_CLOCK");

  return text != NULL ? (time_t) strtol (text, NULL, 10) : 0;
}

int
clock_gettime (clockid_t        id,
               struct timespec *value)
{
  int (*real) (clockid_t, struct timespec *) = dlsym (RTLD_NEXT, "clock_gettime");
  int result = real (id, value);

  if (id == CLOCK_REALTIME && result == 0)
    value->tv_sec += get_shift ();

  return result;
}

int
gettimeofday (struct timeval *value,
              void           *zone)
{
  struct timespec now;
  int result = clock_gettime (CLOCK_REALTIME, &now);

  value->tv_sec = now.tv_sec;
  value->tv_usec = now.tv_nsec / 1000;

  return result;
}

time_t
time (time_t *value)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (value != NULL)
    *value = now.tv_sec;

  return now.tv_sec;
}
