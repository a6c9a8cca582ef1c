/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-saved-view.h"

struct _MusterSavedView
{
  GObject parent_instance;

  char *id;
  char *name;
  char *search;
  char **columns;
  char *sort_column;
  gboolean descending;
};

G_DEFINE_FINAL_TYPE (MusterSavedView, muster_saved_view, G_TYPE_OBJECT)

static void
muster_saved_view_finalize (GObject *object)
{
  MusterSavedView *self = MUSTER_SAVED_VIEW (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->search);
  g_strfreev (self->columns);
  g_free (self->sort_column);

  G_OBJECT_CLASS (muster_saved_view_parent_class)->finalize (object);
}

static void
muster_saved_view_class_init (MusterSavedViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_saved_view_finalize;
}

static void
muster_saved_view_init (MusterSavedView *self)
{
}

MusterSavedView *
muster_saved_view_new (const char         *id,
                       const char         *name,
                       const char         *search,
                       const char * const *columns,
                       const char         *sort_column,
                       gboolean            descending)
{
  MusterSavedView *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (columns != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_SAVED_VIEW, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->search = g_strdup (search != NULL ? search : "");
  self->columns = g_strdupv ((char **) columns);
  self->sort_column = g_strdup (sort_column != NULL ? sort_column : "");
  self->descending = descending;

  return self;
}

const char *
muster_saved_view_get_id (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), NULL);

  return self->id;
}

const char *
muster_saved_view_get_name (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), NULL);

  return self->name;
}

const char *
muster_saved_view_get_search (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), NULL);

  return self->search;
}

const char * const *
muster_saved_view_get_columns (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), NULL);

  return (const char * const *) self->columns;
}

const char *
muster_saved_view_get_sort_column (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), NULL);

  return self->sort_column;
}

gboolean
muster_saved_view_get_descending (MusterSavedView *self)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), FALSE);

  return self->descending;
}

gboolean
muster_saved_view_equal (MusterSavedView *self,
                         MusterSavedView *other)
{
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (self), FALSE);
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (other), FALSE);

  return g_str_equal (self->id, other->id) &&
         g_str_equal (self->name, other->name) &&
         g_str_equal (self->search, other->search) &&
         g_str_equal (self->sort_column, other->sort_column) &&
         self->descending == other->descending &&
         g_strv_equal ((const char * const *) self->columns,
                       (const char * const *) other->columns);
}
