/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-handshake.h"

G_BEGIN_DECLS

/**
 * MusterHostDisplay:
 * @vm: the name of the VM whose screen it is
 * @place: the name or address to dial
 * @port: to dial; that of TLS where there is one of its own
 * @is_local: it listens where nobody but the host itself reaches it
 * @has_tls: TLS may be spoken there; whether VNC does is seen in the handshake
 * @kind: SPICE or VNC
 *
 * A screen of a VM that runs, that listens on a port.
 */
typedef struct
{
  char *vm;
  char *place;
  guint16 port;
  gboolean is_local;
  gboolean has_tls;
  MusterHandshakeKind kind;
} MusterHostDisplay;

void       muster_host_display_free (MusterHostDisplay *self);

/**
 * muster_host_display_list:
 * @host: by which this computer reaches it
 *
 * Returns: (transfer full): a future of a GPtrArray of #MusterHostDisplay; it
 *   is never rejected: a host that does not tell has none
 */
DexFuture *muster_host_display_list (MusterConnection  *connection,
                                     const char        *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostDisplay, muster_host_display_free)

G_END_DECLS
