/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-memory-store.h"
#include "muster-revisions.h"
#include "muster-store-private.h"

struct _MusterMemoryStore
{
  GObject          parent_instance;

  MusterRevisions *revisions;
  char            *writer;
};

static void muster_memory_store_iface_init (MusterStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterMemoryStore, muster_memory_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_STORE,
                                                      muster_memory_store_iface_init))

static DexFuture *
muster_memory_store_list (MusterStore *store,
                          const char  *kind)
{
  MusterMemoryStore *self = MUSTER_MEMORY_STORE (store);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    muster_revisions_list (self->revisions, kind));
}

static DexFuture *
muster_memory_store_get (MusterStore *store,
                         const char  *kind,
                         const char  *id)
{
  MusterMemoryStore *self = MUSTER_MEMORY_STORE (store);
  MusterRecord *record;
  GError *error = NULL;

  record = _muster_store_find (self->revisions, kind, id, &error);
  if (record == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_for_object (record);
}

static DexFuture *
muster_memory_store_put (MusterStore        *store,
                         const char         *kind,
                         const char         *id,
                         JsonObject         *content,
                         const char * const *parents)
{
  MusterMemoryStore *self = MUSTER_MEMORY_STORE (store);
  g_autoptr(MusterRecord) record = NULL;
  GError *error = NULL;

  record = muster_revisions_next (self->revisions, self->writer, kind, id, content,
                                  parents, g_get_real_time (), &error);
  if (record == NULL)
    return dex_future_new_for_error (error);

  muster_revisions_add (self->revisions, record);
  muster_store_emit_changed (store, kind, id);
  return dex_future_new_take_object (g_steal_pointer (&record));
}

static DexFuture *
muster_memory_store_conflicts (MusterStore *store)
{
  MusterMemoryStore *self = MUSTER_MEMORY_STORE (store);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    muster_revisions_list_conflicts (self->revisions));
}

static void
muster_memory_store_finalize (GObject *object)
{
  MusterMemoryStore *self = MUSTER_MEMORY_STORE (object);

  g_clear_pointer (&self->revisions, muster_revisions_unref);
  g_clear_pointer (&self->writer, g_free);

  G_OBJECT_CLASS (muster_memory_store_parent_class)->finalize (object);
}

static void
muster_memory_store_class_init (MusterMemoryStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_memory_store_finalize;
}

static void
muster_memory_store_iface_init (MusterStoreInterface *iface)
{
  iface->list = muster_memory_store_list;
  iface->get = muster_memory_store_get;
  iface->put = muster_memory_store_put;
  iface->conflicts = muster_memory_store_conflicts;
}

static void
muster_memory_store_init (MusterMemoryStore *self)
{
  self->revisions = muster_revisions_new ();
  self->writer = _muster_store_make_writer ();
}

MusterStore *
muster_memory_store_new (void)
{
  return g_object_new (MUSTER_TYPE_MEMORY_STORE, NULL);
}
