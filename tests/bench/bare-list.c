/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bare-list URI...: the least that a program has to do to know all VMs of
 * several hosts: a thread a host opens the connection, lists, fetches every
 * XML and the bulk statistics.  It prints how many VMs it saw.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

typedef struct
{
  pthread_t thread;
  const char *uri;
  int n_domains;
  int failed;
} Host;

static int
fetch_xml (virDomainPtr domain)
{
  char *xml = virDomainGetXMLDesc (domain, 0);
  int ok = xml != NULL;

  free (xml);
  return ok;
}

static int
fetch_all (Host          *host,
           virConnectPtr  connect)
{
  virDomainStatsRecordPtr *records = NULL;
  virDomainPtr *domains = NULL;
  int ok;

  host->n_domains = virConnectListAllDomains (connect, &domains, 0);
  ok = host->n_domains >= 0;
  for (int i = 0; i < host->n_domains; i++)
    {
      ok &= fetch_xml (domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);

  ok &= virConnectGetAllDomainStats (connect, 0, &records,
                                     VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT) >= 0;
  virDomainStatsRecordListFree (records);

  return ok;
}

static void *
host_thread (void *data)
{
  Host *host = data;
  virConnectPtr connect = virConnectOpen (host->uri);

  host->failed = connect == NULL || !fetch_all (host, connect);
  if (host->failed)
    fprintf (stderr, "%s: %s\n", host->uri, virGetLastErrorMessage ());
  if (connect != NULL)
    virConnectClose (connect);

  return NULL;
}

int
main (int    argc,
      char **argv)
{
  int n = argc - 1, n_domains = 0, failed = 0;
  Host *hosts = calloc (argc, sizeof *hosts);

  if (hosts == NULL || virInitialize () < 0)
    return 1;
  for (int i = 0; i < n; i++)
    {
      hosts[i].uri = argv[i + 1];
      pthread_create (&hosts[i].thread, NULL, host_thread, &hosts[i]);
    }
  for (int i = 0; i < n; i++)
    {
      pthread_join (hosts[i].thread, NULL);
      n_domains += hosts[i].n_domains;
      failed |= hosts[i].failed;
    }
  free (hosts);
  printf ("%d\n", n_domains);

  return failed;
}
