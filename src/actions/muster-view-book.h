/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-saved-view.h"
#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_VIEW_BOOK (muster_view_book_get_type ())
G_DECLARE_FINAL_TYPE (MusterViewBook, muster_view_book, MUSTER, VIEW_BOOK, GObject)

/**
 * muster_view_book_new:
 *
 * The saved views of a store, as records of the kind "view".
 */
MusterViewBook *muster_view_book_new       (MusterStore     *store);
/** Returns: (transfer none): a list of #MusterSavedView by name; it lives. */
GListModel     *muster_view_book_get_views (MusterViewBook  *self);
/** Reads the views and follows them from now on.  Returns: future */
DexFuture      *muster_view_book_load      (MusterViewBook  *self);
/**
 * muster_view_book_save:
 *
 * Stores @view; one of the same name takes its place.
 *
 * Returns: future; rejects with %MUSTER_STORE_ERROR or %G_IO_ERROR
 */
DexFuture      *muster_view_book_save      (MusterViewBook  *self,
                                            MusterSavedView *view);
/** Returns: future; rejects with %MUSTER_STORE_ERROR or %G_IO_ERROR */
DexFuture      *muster_view_book_delete    (MusterViewBook  *self,
                                            MusterSavedView *view);

G_END_DECLS
