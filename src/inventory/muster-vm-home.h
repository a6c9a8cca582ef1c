/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-record.h"

G_BEGIN_DECLS

/** Kind of the shared record, by the UUID of a VM, that tells which definition of it holds. */
#define MUSTER_HOME_RECORD_KIND "home"

/**
 * MusterVmHome:
 * @vm: its UUID
 * @mark: what the metadata of the definition that holds has, wherever that is moved to;
 *   one with another mark, or none, was left on a host that was gone
 * @host: the UUID of the host that took the VM over
 * @host_name: its name then
 *
 * That a VM was taken over from a host that was gone.
 */
typedef struct
{
  char *vm;
  char *mark;
  char *host;
  char *host_name;
} MusterVmHome;

/** Returns: (transfer full) (nullable): %NULL for what is no such record. */
MusterVmHome *muster_vm_home_new_from_record (MusterRecord       *record);

/** Returns: (transfer full): the content of the record. */
JsonObject   *muster_vm_home_to_json         (const MusterVmHome *self,
                                              const char         *vm_name);
MusterVmHome *muster_vm_home_copy            (const MusterVmHome *self);
void          muster_vm_home_free            (MusterVmHome       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVmHome, muster_vm_home_free)

G_END_DECLS
