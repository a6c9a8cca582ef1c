/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-watch.h"
#include "muster-host.h"

struct _MusterHostWatch
{
  GObject parent_instance;

  GListModel *hosts;
  GPtrArray *watched;
  guint idle_id;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char * const watched_properties[] =
  { "notify::state", "notify::listed", "notify::name", "notify::reason",
    "notify::maintenance", "notify::virt" };

G_DEFINE_FINAL_TYPE (MusterHostWatch, muster_host_watch, G_TYPE_OBJECT)

static gboolean
idle_cb (gpointer data)
{
  MusterHostWatch *self = data;

  self->idle_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (MusterHostWatch *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_DEFAULT, idle_cb, self, NULL);
}

static void
unwatch (MusterHostWatch *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i),
                                          changed_cb, self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
items_changed_cb (MusterHostWatch *self)
{
  guint n = g_list_model_get_n_items (self->hosts);

  unwatch (self);
  for (guint i = 0; i < n; i++)
    {
      MusterHost *host = g_list_model_get_item (self->hosts, i);

      g_ptr_array_add (self->watched, host);
      for (guint j = 0; j < G_N_ELEMENTS (watched_properties); j++)
        g_signal_connect_swapped (host, watched_properties[j],
                                  G_CALLBACK (changed_cb), self);
    }
  changed_cb (self);
}

static void
muster_host_watch_dispose (GObject *object)
{
  MusterHostWatch *self = MUSTER_HOST_WATCH (object);

  unwatch (self);
  if (self->hosts != NULL)
    g_signal_handlers_disconnect_by_func (self->hosts, items_changed_cb, self);
  g_clear_object (&self->hosts);
  g_clear_handle_id (&self->idle_id, g_source_remove);

  G_OBJECT_CLASS (muster_host_watch_parent_class)->dispose (object);
}

static void
muster_host_watch_finalize (GObject *object)
{
  g_ptr_array_unref (MUSTER_HOST_WATCH (object)->watched);

  G_OBJECT_CLASS (muster_host_watch_parent_class)->finalize (object);
}

static void
muster_host_watch_class_init (MusterHostWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_host_watch_dispose;
  object_class->finalize = muster_host_watch_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", MUSTER_TYPE_HOST_WATCH, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_host_watch_init (MusterHostWatch *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

MusterHostWatch *
muster_host_watch_new (GListModel *hosts)
{
  MusterHostWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (hosts), NULL);

  self = g_object_new (MUSTER_TYPE_HOST_WATCH, NULL);
  self->hosts = g_object_ref (hosts);
  g_signal_connect_swapped (hosts, "items-changed",
                            G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self);

  return self;
}
