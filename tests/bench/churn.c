/* SPDX-License-Identifier: GPL-3.0-or-later */

/* churn COUNT RATE URI...: gives the test driver of each host COUNT VMs, says
 * "ready", and from a line on the standard input to its end changes the state
 * of one VM of each host after the other, RATE times a second and host: what is
 * off starts, what runs pauses, what is paused is forced off.
 *
 * A daemon's test driver lives as long as somebody is connected to it.
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

static virDomainPtr
define_one (Host *host,
            int   number,
            int   i)
{
  char xml[512];

  snprintf (xml, sizeof xml,
            "<domain type='test'>"
            "  <name>live%d-%04d</name>"
            "  <memory unit='MiB'>16</memory>"
            "  <vcpu>1</vcpu>"
            "  <os><type>hvm</type></os>"
            "</domain>", number, i);

  return virDomainDefineXML (host->connect, xml);
}

/* They begin as a mixture of what runs and what is off. */
static int
populate (Host       *host,
          int         number,
          const char *uri,
          int         count)
{
  host->connect = virConnectOpen (uri);
  host->domains = calloc (count, sizeof *host->domains);
  if (host->connect == NULL || host->domains == NULL)
    return 0;
  for (; host->n_domains < count; host->n_domains++)
    {
      virDomainPtr domain = define_one (host, number, host->n_domains);

      if (domain == NULL || (host->n_domains % 2 && virDomainCreate (domain) < 0))
        return 0;
      host->domains[host->n_domains] = domain;
    }

  return 1;
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
  int n = argc - 3;
  int count = n > 0 ? atoi (argv[1]) : 0, rate = n > 0 ? atoi (argv[2]) : 0;
  Host *hosts = calloc (argc, sizeof *hosts);
  struct timespec next;

  if (count < 1 || rate < 1 || hosts == NULL)
    return 2;
  for (int i = 0; i < n; i++)
    if (!populate (&hosts[i], i + 1, argv[i + 3], count))
      return 1;
  puts ("ready");
  fflush (stdout);
  getchar ();
  clock_gettime (CLOCK_MONOTONIC, &next);
  for (;;)
    {
      for (int i = 0; i < n; i++)
        if (!change_next (&hosts[i]))
          {
            fprintf (stderr, "%s: %s\n", argv[i + 3], virGetLastErrorMessage ());
            return 1;
          }
      wait_until (&next, 1000000000L / rate);
    }
}
