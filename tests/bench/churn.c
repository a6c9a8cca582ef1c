/* SPDX-License-Identifier: GPL-3.0-or-later */

/* churn RATE URI...: changes the state of one VM of each host after the other,
 * RATE times a second and host, until it is ended: what is off starts, what
 * runs pauses, what is paused is forced off.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

typedef struct
{
  virConnectPtr connect;
  virDomainPtr *domains;
  int n_domains;
  int next;
} Host;

static int
open_host (Host       *host,
           const char *uri)
{
  host->connect = virConnectOpen (uri);
  if (host->connect == NULL)
    return 0;
  host->n_domains = virConnectListAllDomains (host->connect, &host->domains, 0);

  return host->n_domains > 0;
}

static int
change_next (Host *host)
{
  virDomainPtr domain = host->domains[host->next];
  int state;

  host->next = (host->next + 1) % host->n_domains;
  if (virDomainGetState (domain, &state, NULL, 0) < 0)
    return 0;
  if (state == VIR_DOMAIN_RUNNING)
    return virDomainSuspend (domain) == 0;
  if (state == VIR_DOMAIN_PAUSED)
    return virDomainDestroy (domain) == 0;

  return virDomainCreate (domain) == 0;
}

static void
wait_until (struct timespec *next,
            long             interval)
{
  next->tv_nsec += interval;
  while (next->tv_nsec >= 1000000000)
    {
      next->tv_nsec -= 1000000000;
      next->tv_sec++;
    }
  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, next, NULL) == EINTR)
    ;
}

int
main (int    argc,
      char **argv)
{
  int n = argc - 2, rate = argc > 2 ? atoi (argv[1]) : 0;
  Host *hosts = calloc (argc, sizeof *hosts);
  struct timespec next;

  if (rate < 1 || hosts == NULL)
    return 2;
  for (int i = 0; i < n; i++)
    if (!open_host (&hosts[i], argv[i + 2]))
      return 1;
  clock_gettime (CLOCK_MONOTONIC, &next);
  for (;;)
    {
      for (int i = 0; i < n; i++)
        if (!change_next (&hosts[i]))
          {
            fprintf (stderr, "%s: %s\n", argv[i + 2], virGetLastErrorMessage ());
            return 1;
          }
      wait_until (&next, 1000000000L / rate);
    }
}
