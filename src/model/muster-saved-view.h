/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SAVED_VIEW (muster_saved_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterSavedView, muster_saved_view, MUSTER, SAVED_VIEW, GObject)

/**
 * muster_saved_view_new:
 * @id: unique among the views
 * @search: what its VMs match, "" for all
 * @columns: the ids of the shown columns, in their order
 * @sort_column: the id of the column that sorts
 *
 * A way of looking at the VMs that somebody gave a name.  It never changes.
 */
MusterSavedView    *muster_saved_view_new             (const char         *id,
                                                       const char         *name,
                                                       const char         *search,
                                                       const char * const *columns,
                                                       const char         *sort_column,
                                                       gboolean            descending);
const char         *muster_saved_view_get_id          (MusterSavedView    *self);
const char         *muster_saved_view_get_name        (MusterSavedView    *self);
const char         *muster_saved_view_get_search      (MusterSavedView    *self);
const char * const *muster_saved_view_get_columns     (MusterSavedView    *self);
const char         *muster_saved_view_get_sort_column (MusterSavedView    *self);
gboolean            muster_saved_view_get_descending  (MusterSavedView    *self);
gboolean            muster_saved_view_equal           (MusterSavedView    *self,
                                                       MusterSavedView    *other);

G_END_DECLS
