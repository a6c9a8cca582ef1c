/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "muster-record.h"
#include "muster-store-error.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_STORE (muster_store_get_type ())
G_DECLARE_INTERFACE (MusterStore, muster_store, MUSTER, STORE, GObject)

/**
 * MusterStoreInterface:
 * @list: see muster_store_list()
 * @get: see muster_store_get()
 * @put: see muster_store_put(); content %NULL is a deletion
 * @conflicts: see muster_store_conflicts()
 *
 * Small facts kept as revisions that never change, wherever they are kept.
 *
 * Its signal `changed (const char *kind, const char *id)` is emitted in the
 * main context whenever the heads of a record have become others, by whomever:
 * this object, another process, another desktop.
 */
struct _MusterStoreInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*list)      (MusterStore        *self,
                           const char         *kind);
  DexFuture *(*get)       (MusterStore        *self,
                           const char         *kind,
                           const char         *id);
  DexFuture *(*put)       (MusterStore        *self,
                           const char         *kind,
                           const char         *id,
                           JsonObject         *content,
                           const char * const *parents);
  DexFuture *(*conflicts) (MusterStore        *self);
};

/**
 * muster_store_list:
 * @kind: (nullable): %NULL lists every kind
 *
 * Returns: (transfer full): a future of a #GPtrArray (G_TYPE_PTR_ARRAY) of
 *   #MusterRecord, the winners that are not deleted, in order of kind and id
 */
DexFuture *muster_store_list      (MusterStore        *self,
                                   const char         *kind);

/**
 * muster_store_get:
 *
 * Returns: (transfer full): a future of the winning #MusterRecord; rejects
 *   with %MUSTER_STORE_ERROR_NOT_FOUND when there is none or it was deleted
 */
DexFuture *muster_store_get       (MusterStore        *self,
                                   const char         *kind,
                                   const char         *id);

/**
 * muster_store_put:
 * @content: (nullable): what it says from now on; copied before this returns.  %NULL
 *   deletes it; with @parents that also settles what was deleted and changed at once
 * @parents: (nullable): the revisions the content was made from.  %NULL takes
 *   whatever wins at the moment of writing; naming the revision a person
 *   edited makes a change by someone else in between a visible conflict, and
 *   naming all heads resolves one
 *
 * Returns: (transfer full): a future of the new #MusterRecord, resolved when
 *   it is kept durably; nothing has changed when it rejects
 */
DexFuture *muster_store_put       (MusterStore        *self,
                                   const char         *kind,
                                   const char         *id,
                                   JsonObject         *content,
                                   const char * const *parents);

/**
 * muster_store_delete:
 *
 * Returns: (transfer full): a future of the #MusterRecord of the deletion;
 *   rejects with %MUSTER_STORE_ERROR_NOT_FOUND when there is nothing
 */
DexFuture *muster_store_delete    (MusterStore        *self,
                                   const char         *kind,
                                   const char         *id);

/**
 * muster_store_conflicts:
 *
 * Returns: (transfer full): a future of a #GPtrArray of the #MusterRecord
 *   heads that lost to another one written at the same time (deletions too)
 */
DexFuture *muster_store_conflicts (MusterStore        *self);

/** muster_store_emit_changed: for implementations; in the main context only. */
void       muster_store_emit_changed (MusterStore     *self,
                                      const char      *kind,
                                      const char      *id);

G_END_DECLS
