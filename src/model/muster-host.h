/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-history.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_STATE (muster_host_state_get_type ())
#define MUSTER_TYPE_HOST_REASON (muster_host_reason_get_type ())

/**
 * MusterHostState:
 * @MUSTER_HOST_DISCONNECTED: nobody tries to reach it
 * @MUSTER_HOST_CONNECTING: the first attempt, or one after a failure
 * @MUSTER_HOST_ONLINE: connected
 * @MUSTER_HOST_UNREACHABLE: lost or failed; tried again by itself
 */
typedef enum
{
  MUSTER_HOST_DISCONNECTED,
  MUSTER_HOST_CONNECTING,
  MUSTER_HOST_ONLINE,
  MUSTER_HOST_UNREACHABLE,
} MusterHostState;

/**
 * MusterHostReason:
 *
 * Why a host is in its state.
 */
typedef enum
{
  MUSTER_HOST_REASON_NONE,
  MUSTER_HOST_REASON_REQUESTED,
  MUSTER_HOST_REASON_UNRESOLVED,
  MUSTER_HOST_REASON_PORT_CLOSED,
  MUSTER_HOST_REASON_NO_ANSWER,
  MUSTER_HOST_REASON_CERTIFICATE,
  MUSTER_HOST_REASON_HOST_KEY,
  MUSTER_HOST_REASON_AUTH,
  MUSTER_HOST_REASON_SECRETS,
  MUSTER_HOST_REASON_LOST,
  MUSTER_HOST_REASON_DUPLICATE,  /* another entry is the same host (UUID) */
  MUSTER_HOST_REASON_FAILED,
} MusterHostReason;

GType muster_host_state_get_type  (void) G_GNUC_CONST;
GType muster_host_reason_get_type (void) G_GNUC_CONST;

/** muster_host_state_to_id: a stable word for programs: "online". */
const char *muster_host_state_to_id     (MusterHostState   state);
/** muster_host_state_to_label: a translated word for people: "Online". */
const char *muster_host_state_to_label  (MusterHostState   state);
/** muster_host_reason_to_id: a stable word: "port-closed". */
const char *muster_host_reason_to_id    (MusterHostReason  reason);
/** muster_host_reason_to_text: a translated sentence, "" for none. */
const char *muster_host_reason_to_text  (MusterHostReason  reason);
/** muster_host_reason_to_advice: what to do about it, translated; "" for none. */
const char *muster_host_reason_to_advice (MusterHostReason reason);

/**
 * MusterHostTraits:
 *
 * What a host is.  Strings may be %NULL while unknown.
 */
typedef struct
{
  const char *uuid;
  const char *hostname;
  const char *cpu_model;
  const char *hypervisor;       /* "QEMU 10.0.2" */
  const char *libvirt_version;  /* "11.3.0" */
  guint cpus;
  guint64 memory_kib;
} MusterHostTraits;

#define MUSTER_TYPE_HOST (muster_host_get_type ())
G_DECLARE_FINAL_TYPE (MusterHost, muster_host, MUSTER, HOST, GObject)

/**
 * muster_host_new:
 * @id: of the host's record
 *
 * A host as the desk sees it.  Each getter below is a property of that name,
 * notified when it changes; the setters are for `inventory`.
 */
MusterHost      *muster_host_new                 (const char            *id,
                                                  const char            *name,
                                                  const char            *uri);
const char      *muster_host_get_id              (MusterHost            *self);
const char      *muster_host_get_name            (MusterHost            *self);
const char      *muster_host_get_uri             (MusterHost            *self);
/** The host's own UUID, or %NULL while it has never answered. */
const char      *muster_host_get_uuid            (MusterHost            *self);
const char      *muster_host_get_hostname        (MusterHost            *self);
const char      *muster_host_get_cpu_model       (MusterHost            *self);
const char      *muster_host_get_hypervisor      (MusterHost            *self);
const char      *muster_host_get_libvirt_version (MusterHost            *self);
guint            muster_host_get_cpus            (MusterHost            *self);
guint64          muster_host_get_memory_kib      (MusterHost            *self);
MusterHostState  muster_host_get_state           (MusterHost            *self);
/** Its state for people, translated; also that it is in maintenance. */
const char      *muster_host_get_state_label     (MusterHost            *self);
MusterHostReason muster_host_get_reason          (MusterHost            *self);
/** Whether it is not connected though it should be: waiting to try again, or for somebody to put its reason right. */
gboolean         muster_host_is_lost             (MusterHost            *self);
/** The technical text of the last failure, or %NULL. */
const char      *muster_host_get_error           (MusterHost            *self);
/** %TRUE once its VMs have been listed in the present connection. */
gboolean         muster_host_get_listed          (MusterHost            *self);
/** Whether no VM is to be started on it or moved there. */
gboolean         muster_host_get_maintenance     (MusterHost            *self);
/** Whether it is in a cluster that runs VMs. */
gboolean         muster_host_get_virt            (MusterHost            *self);
/** 0 to 1; -1 unknown. */
double           muster_host_get_cpu_usage       (MusterHost            *self);
double           muster_host_get_memory_usage    (MusterHost            *self);
/**
 * muster_host_get_unreachable_from:
 *
 * Returns: (nullable): the name of the host that could not reach this one's
 *   migration ports when it tried last in this session; no property
 */
const char      *muster_host_get_unreachable_from (MusterHost           *self);
guint            muster_host_get_n_vms           (MusterHost            *self);
guint            muster_host_get_n_running       (MusterHost            *self);
/** How many VMs it still has defined that another host took over. */
guint            muster_host_get_n_superseded    (MusterHost            *self);
MusterHistory   *muster_host_get_history         (MusterHost            *self);

void             muster_host_set_name            (MusterHost            *self,
                                                  const char            *name);
void             muster_host_set_uri             (MusterHost            *self,
                                                  const char            *uri);
void             muster_host_set_facts           (MusterHost            *self,
                                                  const MusterHostTraits *facts);
void             muster_host_set_status          (MusterHost            *self,
                                                  MusterHostState        state,
                                                  MusterHostReason       reason,
                                                  const char            *error);
/** @source: (nullable): %NULL once a migration from anywhere got through. */
void             muster_host_set_unreachable_from (MusterHost           *self,
                                                  const char            *source);
void             muster_host_set_listed          (MusterHost            *self,
                                                  gboolean               listed);
void             muster_host_set_maintenance     (MusterHost            *self,
                                                  gboolean               maintenance);
void             muster_host_set_virt            (MusterHost            *self,
                                                  gboolean               virt);
void             muster_host_set_counts          (MusterHost            *self,
                                                  guint                  n_vms,
                                                  guint                  n_running);
void             muster_host_set_n_superseded    (MusterHost            *self,
                                                  guint                  n_superseded);
/** Sets the usage properties and appends to the history. */
void             muster_host_push_sample         (MusterHost            *self,
                                                  const MusterSample    *sample);

G_END_DECLS
