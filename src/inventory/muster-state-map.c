/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-state-map.h"

MusterVmState
muster_vm_state_from_libvirt (int      state,
                              gboolean saved)
{
  switch (state)
    {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
      return MUSTER_VM_RUNNING;
    case VIR_DOMAIN_PAUSED:
      return MUSTER_VM_PAUSED;
    case VIR_DOMAIN_SHUTDOWN:
      return MUSTER_VM_STOPPING;
    case VIR_DOMAIN_SHUTOFF:
      return saved ? MUSTER_VM_SAVED : MUSTER_VM_OFF;
    case VIR_DOMAIN_CRASHED:
      return MUSTER_VM_CRASHED;
    case VIR_DOMAIN_PMSUSPENDED:
      return MUSTER_VM_SUSPENDED;
    case VIR_DOMAIN_NOSTATE:
    default:
      return MUSTER_VM_UNKNOWN;
    }
}

static MusterVmReason
reason_of_paused (int reason)
{
  switch (reason)
    {
    case VIR_DOMAIN_PAUSED_USER: return MUSTER_VM_REASON_USER;
    case VIR_DOMAIN_PAUSED_MIGRATION:
    case VIR_DOMAIN_PAUSED_POSTCOPY:
    case VIR_DOMAIN_PAUSED_POSTCOPY_FAILED: return MUSTER_VM_REASON_MIGRATING;
    case VIR_DOMAIN_PAUSED_SAVE:
    case VIR_DOMAIN_PAUSED_DUMP:
    case VIR_DOMAIN_PAUSED_SNAPSHOT: return MUSTER_VM_REASON_SAVING;
    case VIR_DOMAIN_PAUSED_IOERROR: return MUSTER_VM_REASON_IO_ERROR;
    case VIR_DOMAIN_PAUSED_WATCHDOG: return MUSTER_VM_REASON_WATCHDOG;
    case VIR_DOMAIN_PAUSED_CRASHED: return MUSTER_VM_REASON_CRASHED;
    case VIR_DOMAIN_PAUSED_STARTING_UP: return MUSTER_VM_REASON_STARTING;
    default: return MUSTER_VM_REASON_NONE;
    }
}

static MusterVmReason
reason_of_shutoff (int reason)
{
  switch (reason)
    {
    case VIR_DOMAIN_SHUTOFF_SHUTDOWN:
    case VIR_DOMAIN_SHUTOFF_DESTROYED: return MUSTER_VM_REASON_USER;
    case VIR_DOMAIN_SHUTOFF_CRASHED: return MUSTER_VM_REASON_CRASHED;
    case VIR_DOMAIN_SHUTOFF_FAILED: return MUSTER_VM_REASON_FAILED;
    default: return MUSTER_VM_REASON_NONE;
    }
}

MusterVmReason
muster_vm_reason_from_libvirt (int state,
                               int reason)
{
  switch (state)
    {
    case VIR_DOMAIN_PAUSED: return reason_of_paused (reason);
    case VIR_DOMAIN_SHUTOFF: return reason_of_shutoff (reason);
    case VIR_DOMAIN_CRASHED: return MUSTER_VM_REASON_CRASHED;
    case VIR_DOMAIN_RUNNING:
    default: return MUSTER_VM_REASON_NONE;
    }
}

/* Who looks only once does not wait for another attempt. */
static gboolean
is_silence (MusterConnectionReason reason)
{
  return reason == MUSTER_CONNECTION_REASON_UNRESOLVED ||
         reason == MUSTER_CONNECTION_REASON_PORT_CLOSED ||
         reason == MUSTER_CONNECTION_REASON_NO_ANSWER ||
         reason == MUSTER_CONNECTION_REASON_LOST;
}

MusterHostState
muster_host_state_from_connection (MusterConnectionState  state,
                                   MusterConnectionReason reason)
{
  switch (state)
    {
    case MUSTER_CONNECTION_CONNECTING: return MUSTER_HOST_CONNECTING;
    case MUSTER_CONNECTION_OPEN: return MUSTER_HOST_ONLINE;
    case MUSTER_CONNECTION_WAITING: return MUSTER_HOST_UNREACHABLE;
    case MUSTER_CONNECTION_CLOSED:
    default: return is_silence (reason) ? MUSTER_HOST_UNREACHABLE : MUSTER_HOST_DISCONNECTED;
    }
}

MusterHostReason
muster_host_reason_from_connection (MusterConnectionReason reason)
{
  switch (reason)
    {
    case MUSTER_CONNECTION_REASON_REQUESTED: return MUSTER_HOST_REASON_REQUESTED;
    case MUSTER_CONNECTION_REASON_UNRESOLVED: return MUSTER_HOST_REASON_UNRESOLVED;
    case MUSTER_CONNECTION_REASON_PORT_CLOSED: return MUSTER_HOST_REASON_PORT_CLOSED;
    case MUSTER_CONNECTION_REASON_NO_ANSWER: return MUSTER_HOST_REASON_NO_ANSWER;
    case MUSTER_CONNECTION_REASON_CERTIFICATE: return MUSTER_HOST_REASON_CERTIFICATE;
    case MUSTER_CONNECTION_REASON_HOST_KEY: return MUSTER_HOST_REASON_HOST_KEY;
    case MUSTER_CONNECTION_REASON_AUTH: return MUSTER_HOST_REASON_AUTH;
    case MUSTER_CONNECTION_REASON_SECRETS: return MUSTER_HOST_REASON_SECRETS;
    case MUSTER_CONNECTION_REASON_LOST: return MUSTER_HOST_REASON_LOST;
    case MUSTER_CONNECTION_REASON_FAILED: return MUSTER_HOST_REASON_FAILED;
    case MUSTER_CONNECTION_REASON_NONE:
    default: return MUSTER_HOST_REASON_NONE;
    }
}
