/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libvirt/libvirt.h>

#include "muster-credentials.h"
#include "muster-virt-error.h"
#include "muster-virt-event.h"

G_BEGIN_DECLS

/**
 * MusterConnectionState:
 * @MUSTER_CONNECTION_CLOSED: not connected, and nobody tries
 * @MUSTER_CONNECTION_CONNECTING: an attempt is under way
 * @MUSTER_CONNECTION_OPEN: calls can be made
 * @MUSTER_CONNECTION_WAITING: lost or failed; the next attempt is scheduled
 */
typedef enum
{
  MUSTER_CONNECTION_CLOSED,
  MUSTER_CONNECTION_CONNECTING,
  MUSTER_CONNECTION_OPEN,
  MUSTER_CONNECTION_WAITING,
} MusterConnectionState;

/**
 * MusterConnectionReason:
 * Why a connection is in its state.
 */
typedef enum
{
  MUSTER_CONNECTION_REASON_NONE,
  MUSTER_CONNECTION_REASON_REQUESTED,    /* somebody asked for it */
  MUSTER_CONNECTION_REASON_UNRESOLVED,   /* the name has no address */
  MUSTER_CONNECTION_REASON_PORT_CLOSED,  /* the host answers, the daemon does not listen */
  MUSTER_CONNECTION_REASON_NO_ANSWER,    /* nothing answers in time: filtered or off */
  MUSTER_CONNECTION_REASON_CERTIFICATE,
  MUSTER_CONNECTION_REASON_HOST_KEY,     /* ssh does not know it, or knows another */
  MUSTER_CONNECTION_REASON_AUTH,
  MUSTER_CONNECTION_REASON_SECRETS,      /* the credentials could not be read */
  MUSTER_CONNECTION_REASON_LOST,         /* closed by the host, or keep-alive ran out */
  MUSTER_CONNECTION_REASON_FAILED,       /* anything else: see the error */
} MusterConnectionReason;

const char *muster_connection_state_to_string  (MusterConnectionState  state);
const char *muster_connection_reason_to_string (MusterConnectionReason reason);

#define MUSTER_TYPE_CONNECTION (muster_connection_get_type ())
G_DECLARE_FINAL_TYPE (MusterConnection, muster_connection, MUSTER, CONNECTION, GObject)

/**
 * MusterVirtCall:
 * @connect: the live connection; borrowed, valid for this call only
 * @data: the closure's data
 *
 * A blocking libvirt call, run on a worker thread of its host; short, as what
 * takes minutes has functions of its own.  A call that
 * fails returns muster_virt_error_future(), while virGetLastError() is still
 * that thread's.
 *
 * Returns: (transfer full): an already resolved or rejected future
 */
typedef DexFuture *(*MusterVirtCall) (virConnectPtr connect,
                                      gpointer      data);

/**
 * muster_connection_new:
 * @uri: any libvirt URI
 * @credentials: (nullable): where the TLS identity and login come from
 *
 * Properties, each notified in the main context: "uri", "state", "reason",
 * "error" (a GError of the last failed attempt or loss, or %NULL),
 * "next-attempt" (monotonic µs, 0 when none is scheduled).
 *
 * Signal "event" (const MusterVirtEvent *) in the main context, while open.
 */
MusterConnection      *muster_connection_new           (const char         *uri,
                                                        MusterCredentials  *credentials);
const char            *muster_connection_get_uri       (MusterConnection   *self);
MusterConnectionState  muster_connection_get_state     (MusterConnection   *self);
MusterConnectionReason muster_connection_get_reason    (MusterConnection   *self);
const GError          *muster_connection_get_error     (MusterConnection   *self);

/**
 * muster_connection_has_events:
 *
 * Whether this open connection's driver tells of its VMs' changes; where it
 * does not, they have to be asked for now and then.
 */
gboolean               muster_connection_has_events    (MusterConnection   *self);

/**
 * muster_connection_open:
 *
 * Connects: a TCP probe of its own first (5 s), then libvirt.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with #MusterVirtError.
 *   A second call joins the attempt that is under way.
 */
DexFuture             *muster_connection_open          (MusterConnection   *self);

/**
 * muster_connection_set_persistent:
 *
 * A persistent connection that fails or is lost tries again by itself, after
 * 1 s, doubling up to 30 s, with jitter.  What a person has to put right first
 * (login, secrets, a malformed URI) waits closed for muster_connection_open(),
 * as does a connection that muster_connection_close() closed.
 */
void                   muster_connection_set_persistent (MusterConnection  *self,
                                                         gboolean           persistent);

/** muster_connection_close: Orderly; pending calls are rejected. Returns: a future of %TRUE. */
DexFuture             *muster_connection_close         (MusterConnection   *self);

/**
 * muster_connection_call:
 * @call: runs on a worker of this host, of which there are few
 * @data: (transfer full): handed to @call, then freed with @destroy
 *
 * Dropping the returned future cancels the wait, never the call: its result
 * is then freed when it arrives.
 *
 * Returns: (transfer full): a future of what @call returns; rejects with
 *   %MUSTER_VIRT_ERROR_UNREACHABLE when not open
 */
DexFuture             *muster_connection_call          (MusterConnection   *self,
                                                        MusterVirtCall      call,
                                                        gpointer            data,
                                                        GDestroyNotify      destroy);

/**
 * muster_virt_error_future:
 *
 * Turns the calling thread's last libvirt error into a rejected future.
 */
DexFuture             *muster_virt_error_future        (void);

G_END_DECLS
