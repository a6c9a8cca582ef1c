/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-host.h"
#include "muster-vm.h"

G_BEGIN_DECLS

/** muster_vm_state_from_libvirt: @saved: has a managed save image. */
MusterVmState    muster_vm_state_from_libvirt    (int                    state,
                                                  gboolean               saved);
/** muster_vm_reason_from_libvirt: @reason is read by @state's own enum. */
MusterVmReason   muster_vm_reason_from_libvirt   (int                    state,
                                                  int                    reason);
MusterHostState  muster_host_state_from_connection  (MusterConnectionState  state,
                                                     MusterConnectionReason reason);
MusterHostReason muster_host_reason_from_connection (MusterConnectionReason reason);

G_END_DECLS
