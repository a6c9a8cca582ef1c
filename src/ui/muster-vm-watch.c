/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-watch.h"

#define FRAME_MS 16
#define LIVE_MS 1000

struct _MusterVmWatch
{
  GObject parent_instance;

  GListModel *vms;
  GPtrArray *watched;         /* as vms was: items-changed names positions only */
  GHashTable *columns;        /* quark of a property -> bits of columns */
  guint live;                 /* bits of live columns */

  guint pending;
  guint frame_id;
  guint live_id;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterVmWatch, muster_vm_watch, G_TYPE_OBJECT)

static void
tell (MusterVmWatch *self,
      guint          mask)
{
  guint told = self->pending & mask;

  self->pending &= ~mask;
  if (told != 0)
    g_signal_emit (self, signals[CHANGED], 0, told);
}

static gboolean
frame_cb (gpointer data)
{
  MusterVmWatch *self = data;

  self->frame_id = 0;
  tell (self, ~self->live);

  return G_SOURCE_REMOVE;
}

static gboolean
live_cb (gpointer data)
{
  MusterVmWatch *self = data;

  self->live_id = 0;
  tell (self, self->live);

  return G_SOURCE_REMOVE;
}

static void
notify_cb (MusterVm      *vm,
           GParamSpec    *pspec,
           MusterVmWatch *self)
{
  gpointer key = GUINT_TO_POINTER (g_param_spec_get_name_quark (pspec));
  guint bits = GPOINTER_TO_UINT (g_hash_table_lookup (self->columns, key));

  if ((bits & ~self->pending) == 0)
    return;

  self->pending |= bits;
  if ((bits & self->live) != 0 && self->live_id == 0)
    self->live_id = g_timeout_add (LIVE_MS, live_cb, self);
  if ((bits & ~self->live) != 0 && self->frame_id == 0)
    self->frame_id = g_timeout_add (FRAME_MS, frame_cb, self);
}

static void
forget (MusterVmWatch *self,
        MusterVm      *vm)
{
  g_signal_handlers_disconnect_by_func (vm, notify_cb, self);
}

static void
items_changed_cb (GListModel    *vms,
                  guint          position,
                  guint          removed,
                  guint          added,
                  MusterVmWatch *self)
{
  for (guint i = position; i < position + removed; i++)
    forget (self, g_ptr_array_index (self->watched, i));
  if (removed > 0)
    g_ptr_array_remove_range (self->watched, position, removed);

  for (guint i = position; i < position + added; i++)
    {
      MusterVm *vm = g_list_model_get_item (vms, i);

      g_signal_connect (vm, "notify", G_CALLBACK (notify_cb), self);
      g_ptr_array_insert (self->watched, (int) i, vm);
    }
}

static void
add_column (MusterVmWatch  *self,
            MusterVmColumn  column)
{
  const char * const *names = muster_vm_column_get_properties (column);

  if (muster_vm_column_is_live (column))
    self->live |= 1u << column;

  for (guint i = 0; names[i] != NULL; i++)
    {
      gpointer key = GUINT_TO_POINTER (g_quark_from_string (names[i]));
      guint bits = GPOINTER_TO_UINT (g_hash_table_lookup (self->columns, key));

      bits |= 1u << column;
      g_hash_table_insert (self->columns, key, GUINT_TO_POINTER (bits));
    }
}

static void
muster_vm_watch_dispose (GObject *object)
{
  MusterVmWatch *self = MUSTER_VM_WATCH (object);

  if (self->vms != NULL)
    g_signal_handlers_disconnect_by_func (self->vms, items_changed_cb, self);
  for (guint i = 0; i < self->watched->len; i++)
    forget (self, g_ptr_array_index (self->watched, i));
  g_ptr_array_set_size (self->watched, 0);
  g_clear_object (&self->vms);
  g_clear_handle_id (&self->frame_id, g_source_remove);
  g_clear_handle_id (&self->live_id, g_source_remove);

  G_OBJECT_CLASS (muster_vm_watch_parent_class)->dispose (object);
}

static void
muster_vm_watch_finalize (GObject *object)
{
  MusterVmWatch *self = MUSTER_VM_WATCH (object);

  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_hash_table_unref);

  G_OBJECT_CLASS (muster_vm_watch_parent_class)->finalize (object);
}

static void
muster_vm_watch_class_init (MusterVmWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_vm_watch_dispose;
  object_class->finalize = muster_vm_watch_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", MUSTER_TYPE_VM_WATCH, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
muster_vm_watch_init (MusterVmWatch *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->columns = g_hash_table_new (NULL, NULL);
  for (MusterVmColumn column = 0; column < MUSTER_N_VM_COLUMNS; column++)
    add_column (self, column);
}

MusterVmWatch *
muster_vm_watch_new (GListModel *vms)
{
  MusterVmWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (vms), NULL);

  self = g_object_new (MUSTER_TYPE_VM_WATCH, NULL);
  self->vms = g_object_ref (vms);
  g_signal_connect (vms, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (vms, 0, 0, g_list_model_get_n_items (vms), self);

  return self;
}
