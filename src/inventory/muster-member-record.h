/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host.h"
#include "muster-shared-store.h"

G_BEGIN_DECLS

/**
 * Of a host, by its UUID: "name", "uri" (how a desktop reached it; no secret, and not
 * which identity it is shown), "cluster" is the id of the one it is in, "maintenance" a
 * boolean.  "left" is true of a host that was taken out of the data center whose id
 * "data-center" is: a desktop that lists it still does not take it back in.
 */
#define MUSTER_MEMBER_RECORD_KIND "member"

/** Returns: (nullable): a text of @record, %NULL where there is none; a stranger's. */
const char   *muster_member_record_get_text   (MusterRecord *record,
                                               const char   *field);

/** Returns: whether @record says that the host was taken out of the data center @id. */
gboolean      muster_member_record_has_left   (MusterRecord *record,
                                               const char   *id);

/**
 * muster_member_record_find:
 * @records: of #MusterRecord
 *
 * Returns: (transfer none) (nullable): that of @host.  One that was not reached yet has
 *   no UUID; its address, or the name that it has in the records, is the best that is known
 */
MusterRecord *muster_member_record_find       (GPtrArray    *records,
                                               MusterHost   *host);

/**
 * muster_member_record_check_uri:
 *
 * Whether another desktop can be asked to connect there because a record says so: by
 * TLS to another machine, and nothing that would make libvirt run a command, read a
 * file or trust without a look.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_INVALID_ARGUMENT and a sentence
 */
gboolean      muster_member_record_check_uri  (const char   *uri,
                                               GError      **error);

/**
 * muster_member_record_make:
 * @previous: (nullable): its record; what is not known here is kept
 * @name: (nullable): %NULL leaves it, and so with @uri, which is written only when
 *   muster_member_record_check_uri() accepts it
 *
 * Returns: (transfer full): the content of a host that belongs to the data center
 */
JsonObject   *muster_member_record_make       (MusterRecord *previous,
                                               const char   *name,
                                               const char   *uri);

/**
 * muster_member_record_complete:
 * @store: the shared records of the data center @id
 * @hosts: of #MusterHost that keep them
 *
 * Writes the record of each host that has none, or whose record does not say where it
 * is.  An address that another desktop wrote is left alone: one host may have two.
 *
 * Returns: (transfer full): a future of a boolean: whether anything was written; never
 *   rejects
 */
DexFuture    *muster_member_record_complete   (MusterSharedStore *store,
                                               const char        *id,
                                               GPtrArray         *hosts);

G_END_DECLS
