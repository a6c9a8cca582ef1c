/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-gnutls-private.h"

G_BEGIN_DECLS

/*
 * MusterCertificateDraft: what a certificate shall say.  It begins 15 minutes
 * ago, because a host whose clock is behind would otherwise refuse it, but
 * never before @earliest; it ends after @days, but never after @latest (each
 * in seconds since 1970, 0: no limit).
 */
typedef struct
{
  const char           *common_name;
  const char * const   *names;
  guint                 usage;
  gboolean              for_servers;
  gboolean              for_clients;
  gboolean              is_authority;
  int                   days;
  gint64                earliest;
  gint64                latest;
} MusterCertificateDraft;

/* How far clocks may differ, in seconds. */
#define MUSTER_CLOCK_TOLERANCE (15 * 60)

/* A certificate with @key and a random serial, not signed yet. */
gnutls_x509_crt_t _muster_certificate_draft_write  (const MusterCertificateDraft  *self,
                                                    gnutls_pubkey_t                key,
                                                    GError                       **error);

/* A random one; what GnuTLS returns. */
int               _muster_certificate_set_serial   (gnutls_x509_crt_t              certificate);

/* DNS names as they travel (ASCII) and addresses as GLib writes them, once each. */
GStrv             _muster_certificate_names        (const char * const            *names,
                                                    GError                       **error);

/* A name of a person or a data center, fit for a subject. */
gboolean          _muster_certificate_check_person (const char                    *name,
                                                    GError                       **error);

/* %NULL and the error for whatever GnuTLS refused. */
gpointer          _muster_certificate_failed       (int                            result,
                                                    GError                       **error);

G_END_DECLS
