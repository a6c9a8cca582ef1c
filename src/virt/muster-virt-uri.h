/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-virt-error.h"

G_BEGIN_DECLS

/**
 * MusterVirtTransport:
 * @MUSTER_VIRT_TRANSPORT_LOCAL: no network of ours to probe
 *
 * How a libvirt URI's host is reached.
 */
typedef enum
{
  MUSTER_VIRT_TRANSPORT_LOCAL,
  MUSTER_VIRT_TRANSPORT_TLS,
  MUSTER_VIRT_TRANSPORT_TCP,
  MUSTER_VIRT_TRANSPORT_SSH,
} MusterVirtTransport;

/**
 * MusterVirtEndpoint:
 *
 * What a libvirt URI says of the way to its host.
 */
typedef struct
{
  MusterVirtTransport transport;
  char *host;                   /* NULL when local; IPv6 without brackets */
  guint16 port;
} MusterVirtEndpoint;

MusterVirtEndpoint *muster_virt_endpoint_new  (const char          *uri,
                                               GError             **error);
void                muster_virt_endpoint_free (MusterVirtEndpoint  *self);
char               *muster_virt_uri_complete  (const char          *uri,
                                               MusterVirtTransport  transport,
                                               const char          *pki_folder);

char               *muster_virt_uri_dup_pki_folder (const char     *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVirtEndpoint, muster_virt_endpoint_free)

G_END_DECLS
