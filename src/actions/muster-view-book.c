/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-view-book.h"

#define KIND "view"

struct _MusterViewBook
{
  GObject parent_instance;

  MusterStore *store;
  GListStore *views;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (MusterViewBook, muster_view_book, G_TYPE_OBJECT)

static void
muster_view_book_dispose (GObject *object)
{
  MusterViewBook *self = MUSTER_VIEW_BOOK (object);

  if (self->changed_id != 0)
    g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->views);

  G_OBJECT_CLASS (muster_view_book_parent_class)->dispose (object);
}

static void
muster_view_book_class_init (MusterViewBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_view_book_dispose;
}

static void
muster_view_book_init (MusterViewBook *self)
{
  self->views = g_list_store_new (MUSTER_TYPE_SAVED_VIEW);
}

MusterViewBook *
muster_view_book_new (MusterStore *store)
{
  MusterViewBook *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);

  self = g_object_new (MUSTER_TYPE_VIEW_BOOK, NULL);
  self->store = g_object_ref (store);

  return self;
}

GListModel *
muster_view_book_get_views (MusterViewBook *self)
{
  g_return_val_if_fail (MUSTER_IS_VIEW_BOOK (self), NULL);

  return G_LIST_MODEL (self->views);
}

/* --- a view as a record ------------------------------------------------------- */

static const char *
string_of (JsonObject *content,
           const char *name)
{
  JsonNode *node = json_object_get_member (content, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : "";
}

static char **
strings_of (JsonObject *content,
            const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (content, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                     ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

static gboolean
boolean_of (JsonObject *content,
            const char *name)
{
  JsonNode *node = json_object_get_member (content, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

/* Returns: (nullable): %NULL when @record is not that of a view */
static MusterSavedView *
read_view (MusterRecord *record)
{
  JsonObject *content = muster_record_get_content (record);
  const char *name = string_of (content, "name");
  g_auto (GStrv) columns = strings_of (content, "columns");

  if (*name == '\0')
    return NULL;

  return muster_saved_view_new (muster_record_get_id (record), name,
                                string_of (content, "search"),
                                (const char * const *) columns,
                                string_of (content, "sort-column"),
                                boolean_of (content, "descending"));
}

static void
write_view (MusterSavedView *view,
            JsonObject      *content)
{
  const char * const *columns = muster_saved_view_get_columns (view);
  JsonArray *array = json_array_new ();

  for (guint i = 0; columns[i] != NULL; i++)
    json_array_add_string_element (array, columns[i]);
  json_object_set_string_member (content, "name", muster_saved_view_get_name (view));
  json_object_set_string_member (content, "search", muster_saved_view_get_search (view));
  json_object_set_array_member (content, "columns", array);
  json_object_set_string_member (content, "sort-column",
                                 muster_saved_view_get_sort_column (view));
  json_object_set_boolean_member (content, "descending",
                                  muster_saved_view_get_descending (view));
}

/* --- reading ------------------------------------------------------------------ */

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_utf8_collate (muster_saved_view_get_name ((MusterSavedView *) a),
                         muster_saved_view_get_name ((MusterSavedView *) b));
}

static gboolean
find_position (GListModel *views,
               const char *id,
               guint      *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr (MusterSavedView) view = g_list_model_get_item (views, i);

      *position = i;
      if (g_str_equal (muster_saved_view_get_id (view), id))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_among (MusterSavedView *view,
          GPtrArray       *views)
{
  for (guint i = 0; i < views->len; i++)
    if (muster_saved_view_equal (view, views->pdata[i]))
      return TRUE;

  return FALSE;
}

/* What has not changed stays, and with it what is selected in the list. */
static void
show_views (MusterViewBook *self,
            GPtrArray      *views)
{
  guint position;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->views)); i > 0; i--)
    {
      g_autoptr (MusterSavedView) view =
        g_list_model_get_item (G_LIST_MODEL (self->views), i - 1);

      if (!is_among (view, views))
        g_list_store_remove (self->views, i - 1);
    }
  for (guint i = 0; i < views->len; i++)
    if (!find_position (G_LIST_MODEL (self->views),
                        muster_saved_view_get_id (views->pdata[i]), &position))
      g_list_store_insert_sorted (self->views, views->pdata[i], compare_names, NULL);
}

static DexFuture *
load_fiber (gpointer data)
{
  MusterViewBook *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (self->store, KIND), &error);
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func (g_object_unref);

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (MusterSavedView) view = read_view (g_ptr_array_index (records, i));

      if (view != NULL)
        g_ptr_array_add (views, g_steal_pointer (&view));
    }
  show_views (self, views);

  return dex_future_new_true ();
}

static DexFuture *
read_views (MusterViewBook *self)
{
  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

static void
changed_cb (MusterViewBook *self,
            const char     *kind,
            const char     *id)
{
  if (g_str_equal (kind, KIND))
    dex_future_disown (read_views (self));
}

DexFuture *
muster_view_book_load (MusterViewBook *self)
{
  g_return_val_if_fail (MUSTER_IS_VIEW_BOOK (self), NULL);

  if (self->changed_id == 0)
    self->changed_id = g_signal_connect_swapped (self->store, "changed",
                                                 G_CALLBACK (changed_cb), self);

  return read_views (self);
}

/* --- writing ------------------------------------------------------------------ */

typedef struct
{
  MusterStore *store;
  MusterSavedView *view;
  char *id;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_object (&self->store);
  g_clear_object (&self->view);
  g_free (self->id);
  g_free (self);
}

static const char *
find_id (MusterViewBook *self,
         const char     *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->views));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterSavedView) view =
        g_list_model_get_item (G_LIST_MODEL (self->views), i);

      /* The list keeps it. */
      if (g_str_equal (muster_saved_view_get_name (view), name))
        return muster_saved_view_get_id (view);
    }

  return NULL;
}

static DexFuture *
save_fiber (gpointer data)
{
  Save *self = data;
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (self->store, KIND, self->id), NULL);
  g_autoptr (JsonObject) content =
    record != NULL ? muster_record_dup_content (record) : json_object_new ();
  g_autoptr (GError) error = NULL;

  write_view (self->view, content);
  if (!dex_await (muster_store_put (self->store, KIND, self->id, content, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_view_book_save (MusterViewBook  *self,
                       MusterSavedView *view)
{
  const char *known;
  Save *save;

  g_return_val_if_fail (MUSTER_IS_VIEW_BOOK (self), NULL);
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (view), NULL);

  known = find_id (self, muster_saved_view_get_name (view));
  save = g_new0 (Save, 1);
  save->store = g_object_ref (self->store);
  save->view = g_object_ref (view);
  save->id = g_strdup (known != NULL ? known : muster_saved_view_get_id (view));

  return dex_scheduler_spawn (NULL, 0, save_fiber, save, save_free);
}

DexFuture *
muster_view_book_delete (MusterViewBook  *self,
                         MusterSavedView *view)
{
  g_return_val_if_fail (MUSTER_IS_VIEW_BOOK (self), NULL);
  g_return_val_if_fail (MUSTER_IS_SAVED_VIEW (view), NULL);

  return muster_store_delete (self->store, KIND, muster_saved_view_get_id (view));
}
