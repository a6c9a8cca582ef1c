/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterVirtEventKind:
 *
 * What a host told.  The meaning of the detail fields of #MusterVirtEvent is
 * given for each.
 *
 * @MUSTER_VIRT_EVENT_DOMAIN_STATE: lifecycle; @code is the virDomainEventType,
 *   @detail its detail
 * @MUSTER_VIRT_EVENT_DOMAIN_CHANGED: definition, metadata or title changed:
 *   fetch its XML again
 * @MUSTER_VIRT_EVENT_DOMAIN_DEVICE: a device came, went or changed;
 *   @text is its alias, @code a #MusterVirtDeviceChange
 * @MUSTER_VIRT_EVENT_DOMAIN_AGENT: the guest agent came (@code 1) or went (2)
 * @MUSTER_VIRT_EVENT_DOMAIN_JOB: a migration's iteration, its number as
 *   @code, or a job's end, @code -1
 * @MUSTER_VIRT_EVENT_DOMAIN_BLOCK_JOB: @text is the disk, @code type, @detail status
 * @MUSTER_VIRT_EVENT_DOMAIN_REBOOT: the guest has rebooted
 * @MUSTER_VIRT_EVENT_DOMAIN_GRAPHICS: a viewer came or went; @code is the phase
 * @MUSTER_VIRT_EVENT_NETWORK: @code is the virNetworkEventLifecycleType
 * @MUSTER_VIRT_EVENT_POOL: @code is the virStoragePoolEventLifecycleType,
 *   or -1 for a refresh
 * @MUSTER_VIRT_EVENT_NODE_DEVICE: @name is the device, @code the
 *   virNodeDeviceEventLifecycleType or -1 for an update
 */
typedef enum
{
  MUSTER_VIRT_EVENT_DOMAIN_STATE,
  MUSTER_VIRT_EVENT_DOMAIN_CHANGED,
  MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
  MUSTER_VIRT_EVENT_DOMAIN_AGENT,
  MUSTER_VIRT_EVENT_DOMAIN_JOB,
  MUSTER_VIRT_EVENT_DOMAIN_BLOCK_JOB,
  MUSTER_VIRT_EVENT_DOMAIN_REBOOT,
  MUSTER_VIRT_EVENT_DOMAIN_GRAPHICS,
  MUSTER_VIRT_EVENT_NETWORK,
  MUSTER_VIRT_EVENT_POOL,
  MUSTER_VIRT_EVENT_NODE_DEVICE,
} MusterVirtEventKind;

/**
 * MusterVirtDeviceChange:
 * @MUSTER_VIRT_DEVICE_KEPT: the guest did not let go of it
 */
typedef enum
{
  MUSTER_VIRT_DEVICE_ADDED,
  MUSTER_VIRT_DEVICE_REMOVED,
  MUSTER_VIRT_DEVICE_CHANGED,
  MUSTER_VIRT_DEVICE_KEPT,
} MusterVirtDeviceChange;

/**
 * MusterVirtEvent:
 *
 * One event of one host, valid during the signal only.
 */
typedef struct
{
  MusterVirtEventKind kind;
  const char *uuid;   /* of the domain, network or pool; NULL for a node device */
  const char *name;
  int code;
  int detail;
  const char *text;
} MusterVirtEvent;

G_END_DECLS
