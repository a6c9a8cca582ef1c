/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * Kind of the shared record, by the UUID of a host, that has the definitions of its VMs
 * for the other hosts: "name" of the host, "count", and "vms", packed.
 */
#define MUSTER_VMS_RECORD_KIND "vms"

/** Kind of the shared record, by the UUID of a host, that has the UUIDs of the VMs it runs. */
#define MUSTER_ACTIVE_RECORD_KIND "active"

/**
 * MusterVmCopy:
 * @autostart: whether it is started with its host
 * @xml: its definition, without secrets
 *
 * What another host needs to define a VM again.
 */
typedef struct
{
  char *uuid;
  char *name;
  gboolean autostart;
  char *xml;
} MusterVmCopy;

MusterVmCopy *muster_vm_copy_new         (const char    *uuid,
                                          const char    *name,
                                          gboolean       autostart,
                                          const char    *xml);
void          muster_vm_copy_free        (MusterVmCopy  *self);

/**
 * muster_vm_copies_to_json:
 * @copies: #MusterVmCopy in any order; they are put in that of their UUIDs
 *
 * The content of the record.  Equal copies make equal content.
 *
 * Returns: (transfer full)
 */
JsonObject   *muster_vm_copies_to_json   (const char    *host_name,
                                          GPtrArray     *copies);

/**
 * muster_vm_copies_from_json:
 *
 * The opposite; what is in @content is a stranger's.
 *
 * Returns: (transfer full) (nullable): #GPtrArray of #MusterVmCopy, or %NULL with
 *   %G_IO_ERROR_INVALID_DATA, also when unpacked it would be beyond 64 MiB
 */
GPtrArray    *muster_vm_copies_from_json (JsonObject    *content,
                                          GError       **error);

/** Returns: (transfer full): the content of the record of those, in order of @uuids. */
JsonObject   *muster_active_vms_to_json  (const char    *host_name,
                                          GPtrArray     *uuids);

/** Returns: (transfer full): a set of the UUIDs; empty when there is no such @content. */
GHashTable   *muster_active_vms_from_json (JsonObject   *content);

/** Whether both have the same "vms"; either may be %NULL. */
gboolean      muster_vm_copies_equal     (JsonObject    *a,
                                          JsonObject    *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVmCopy, muster_vm_copy_free)

G_END_DECLS
