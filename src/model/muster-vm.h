/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-history.h"
#include "muster-host.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VM_STATE (muster_vm_state_get_type ())
#define MUSTER_TYPE_VM_REASON (muster_vm_reason_get_type ())

/**
 * MusterVmState:
 * @MUSTER_VM_UNKNOWN: its host does not tell
 * @MUSTER_VM_RUNNING: its CPUs run
 * @MUSTER_VM_PAUSED: in memory, CPUs stopped
 * @MUSTER_VM_STOPPING: the guest is shutting down
 * @MUSTER_VM_OFF: defined, nothing of it is in memory
 * @MUSTER_VM_SAVED: off, with a saved state that the next start resumes
 * @MUSTER_VM_CRASHED: the guest has crashed
 * @MUSTER_VM_SUSPENDED: the guest has suspended itself (to memory)
 */
typedef enum
{
  MUSTER_VM_UNKNOWN,
  MUSTER_VM_RUNNING,
  MUSTER_VM_PAUSED,
  MUSTER_VM_STOPPING,
  MUSTER_VM_OFF,
  MUSTER_VM_SAVED,
  MUSTER_VM_CRASHED,
  MUSTER_VM_SUSPENDED,
} MusterVmState;

/**
 * MusterVmReason:
 *
 * Why a VM is in its state, as far as an admin wants to know.
 */
typedef enum
{
  MUSTER_VM_REASON_NONE,
  MUSTER_VM_REASON_USER,
  MUSTER_VM_REASON_MIGRATING,
  MUSTER_VM_REASON_SAVING,
  MUSTER_VM_REASON_STARTING,
  MUSTER_VM_REASON_IO_ERROR,
  MUSTER_VM_REASON_WATCHDOG,
  MUSTER_VM_REASON_CRASHED,
  MUSTER_VM_REASON_FAILED,      /* libvirt could not start or keep it */
  MUSTER_VM_REASON_HOST_LOST,   /* its host does not answer; the rest is the last known */
} MusterVmReason;

GType muster_vm_state_get_type  (void) G_GNUC_CONST;
GType muster_vm_reason_get_type (void) G_GNUC_CONST;

/** muster_vm_state_to_id: a stable word for programs: "running". */
const char *muster_vm_state_to_id     (MusterVmState  state);
/** muster_vm_state_to_label: a translated word for people: "Running". */
const char *muster_vm_state_to_label  (MusterVmState  state);
/** muster_vm_state_to_icon: name of the symbolic icon that shows it. */
const char *muster_vm_state_to_icon   (MusterVmState  state);
const char *muster_vm_reason_to_id    (MusterVmReason reason);
/** muster_vm_reason_to_text: translated, "" for none. */
const char *muster_vm_reason_to_text  (MusterVmReason reason);
/** muster_vm_state_is_active: %TRUE when the VM has a process on its host. */
gboolean    muster_vm_state_is_active (MusterVmState  state);

/**
 * MusterVmDefinition:
 *
 * What the XML of a VM says.  All is borrowed.
 */
typedef struct
{
  const char *title;
  const char *description;
  const char *os_id;
  const char *os_name;
  const char * const *macs;
  const char *graphics;   /* the first display's type: "vnc", "spice" or NULL */
  guint vcpus;
  guint64 memory_kib;
} MusterVmDefinition;

#define MUSTER_TYPE_VM (muster_vm_get_type ())
G_DECLARE_FINAL_TYPE (MusterVm, muster_vm, MUSTER, VM, GObject)

/**
 * muster_vm_new:
 *
 * A VM as the desk sees it: one object a UUID, whichever host it is on.  Each
 * getter below is a property of that name, notified when it changes; the
 * setters are for `inventory`.
 */
MusterVm           *muster_vm_new                 (const char               *uuid,
                                                   const char               *name);
const char         *muster_vm_get_uuid            (MusterVm                 *self);
/** As libvirt has it: to compare it, never to show it. */
const char         *muster_vm_get_name            (MusterVm                 *self);
/** Its name as one line of text, see muster_text_escape(); changes with "name". */
const char         *muster_vm_get_label           (MusterVm                 *self);
const char         *muster_vm_get_title           (MusterVm                 *self);
const char         *muster_vm_get_description     (MusterVm                 *self);
/** The host it is on: always one. */
MusterHost         *muster_vm_get_host            (MusterVm                 *self);
MusterVmState       muster_vm_get_state           (MusterVm                 *self);
MusterVmReason      muster_vm_get_reason          (MusterVm                 *self);
/** %TRUE when the host does not answer and all of this is the last known. */
gboolean            muster_vm_get_stale           (MusterVm                 *self);
/**
 * muster_vm_get_elsewhere:
 *
 * Returns: (nullable): the name of the host that took the VM over while this one was
 *   gone; what is here is a definition that nobody may start
 */
const char         *muster_vm_get_elsewhere       (MusterVm                 *self);
/**
 * muster_vm_get_running_twice:
 *
 * Returns: (nullable): the names of the hosts that run it at once, by which its disks are
 *   damaged; %NULL when it is one or none
 */
const char * const *muster_vm_get_running_twice   (MusterVm                 *self);
/** %FALSE for one that vanishes when it stops. */
gboolean            muster_vm_get_persistent      (MusterVm                 *self);
gboolean            muster_vm_get_autostart       (MusterVm                 *self);
/** %TRUE once its XML has been read. */
gboolean            muster_vm_get_detailed        (MusterVm                 *self);
/** %TRUE when it has been deleted; the object is then in no list any more. */
gboolean            muster_vm_get_gone            (MusterVm                 *self);
guint               muster_vm_get_vcpus           (MusterVm                 *self);
guint64             muster_vm_get_memory_kib      (MusterVm                 *self);
const char         *muster_vm_get_os_id           (MusterVm                 *self);
const char         *muster_vm_get_os_name         (MusterVm                 *self);
const char         *muster_vm_get_graphics        (MusterVm                 *self);
const char * const *muster_vm_get_macs            (MusterVm                 *self);
/** Addresses, IPv4 first; never %NULL. */
const char * const *muster_vm_get_ips             (MusterVm                 *self);
/** The first address, or "". */
const char         *muster_vm_get_ip              (MusterVm                 *self);
/** Wall-clock µs since the epoch of its start, or of when it was first seen running; 0 when off. */
gint64              muster_vm_get_started_at      (MusterVm                 *self);
/** %TRUE when the start itself was seen, %FALSE when it runs at least that long. */
gboolean            muster_vm_get_start_seen      (MusterVm                 *self);
/** Of the latest sample: 0 to 1, or bytes a second; -1 unknown.  Properties
 * "cpu-usage", "memory-usage", "disk-read-rate", "disk-write-rate",
 * "net-rx-rate", "net-tx-rate". */
double              muster_vm_get_metric          (MusterVm                 *self,
                                                   MusterMetric              metric);
MusterHistory      *muster_vm_get_history         (MusterVm                 *self);

void                muster_vm_set_name            (MusterVm                 *self,
                                                   const char               *name);
void                muster_vm_set_host            (MusterVm                 *self,
                                                   MusterHost               *host);
void                muster_vm_set_state           (MusterVm                 *self,
                                                   MusterVmState             state,
                                                   MusterVmReason            reason);
void                muster_vm_set_stale           (MusterVm                 *self,
                                                   gboolean                  stale);
void                muster_vm_set_running_twice   (MusterVm                 *self,
                                                   const char * const       *host_names);
void                muster_vm_set_elsewhere       (MusterVm                 *self,
                                                   const char               *host_name);
void                muster_vm_set_persistent      (MusterVm                 *self,
                                                   gboolean                  persistent);
void                muster_vm_set_autostart       (MusterVm                 *self,
                                                   gboolean                  autostart);
void                muster_vm_set_gone            (MusterVm                 *self,
                                                   gboolean                  gone);
void                muster_vm_set_definition      (MusterVm                 *self,
                                                   const MusterVmDefinition *definition);
/** How much of its host it takes, when that is known without its definition. */
void                muster_vm_set_size            (MusterVm                 *self,
                                                   guint                     vcpus,
                                                   guint64                   memory_kib);
/** The name of its OS, when it becomes known later than the definition. */
void                muster_vm_set_os_name         (MusterVm                 *self,
                                                   const char               *os_name);
void                muster_vm_set_ips             (MusterVm                 *self,
                                                   const char * const       *ips);
void                muster_vm_set_started         (MusterVm                 *self,
                                                   gint64                    started_at,
                                                   gboolean                  seen);
/** Sets the usage properties and appends to the history. */
void                muster_vm_push_sample         (MusterVm                 *self,
                                                   const MusterSample       *sample);

G_END_DECLS
