/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-os-names.h"
#include "muster-vm-registry.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_MONITOR (muster_host_monitor_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostMonitor, muster_host_monitor, MUSTER, HOST_MONITOR, GObject)

/**
 * muster_host_monitor_new:
 * @follow: keep the connection and the statistics going; else look once
 *
 * Keeps one host and what it claims true, from its connection.  Signal
 * "error" (const char *text) tells of something the host sent that could not
 * be used; "identified" comes on each connection, once the host's UUID is known
 * and before anything of it is shown.
 */
MusterHostMonitor *muster_host_monitor_new            (MusterHost        *host,
                                                       MusterConnection  *connection,
                                                       MusterVmRegistry  *registry,
                                                       MusterOsNames     *os_names,
                                                       gboolean           follow);
MusterHost        *muster_host_monitor_get_host       (MusterHostMonitor *self);
MusterConnection  *muster_host_monitor_get_connection (MusterHostMonitor *self);
void               muster_host_monitor_start          (MusterHostMonitor *self);
/** Returns: (transfer full): a future of %TRUE: listed in full, or failed. */
DexFuture         *muster_host_monitor_settle         (MusterHostMonitor *self);
/** Disconnects for good, as @other is the same host; shown as the reason. */
void               muster_host_monitor_refuse         (MusterHostMonitor *self,
                                                       MusterHost        *other);
void               muster_host_monitor_retry          (MusterHostMonitor *self);
void               muster_host_monitor_set_attentive  (MusterHostMonitor *self,
                                                       gboolean           attentive);
/** Asks the host about one VM again. Returns: (transfer full): a future of %TRUE. */
DexFuture         *muster_host_monitor_refresh_vm     (MusterHostMonitor *self,
                                                       const char        *uuid);
/** Reads one VM's definition. Returns: (transfer full): a future of %TRUE. */
DexFuture         *muster_host_monitor_define_vm      (MusterHostMonitor *self,
                                                       const char        *uuid);
/**
 * muster_host_monitor_ask_agents:
 * @uuid: (nullable): only of this VM
 *
 * After a single look: asks the guests whose agents are there for their
 * addresses, side by side.
 *
 * Returns: (transfer full): a future of %TRUE once each has answered or failed
 */
DexFuture         *muster_host_monitor_ask_agents     (MusterHostMonitor *self,
                                                       const char        *uuid);
/** Returns: (transfer full): a future of %TRUE. */
DexFuture         *muster_host_monitor_close          (MusterHostMonitor *self);

G_END_DECLS
