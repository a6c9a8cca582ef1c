/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <osinfo/osinfo.h>

#include "muster-os-names.h"

struct _MusterOsNames
{
  GObject parent_instance;

  OsinfoDb *db;   /* NULL until loaded */
};

G_DEFINE_FINAL_TYPE (MusterOsNames, muster_os_names, G_TYPE_OBJECT)

static void
muster_os_names_finalize (GObject *object)
{
  MusterOsNames *self = MUSTER_OS_NAMES (object);

  g_clear_object (&self->db);

  G_OBJECT_CLASS (muster_os_names_parent_class)->finalize (object);
}

static void
muster_os_names_class_init (MusterOsNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_os_names_finalize;
}

static void
muster_os_names_init (MusterOsNames *self)
{
}

MusterOsNames *
muster_os_names_new (void)
{
  return g_object_new (MUSTER_TYPE_OS_NAMES, NULL);
}

/* Hundreds of small files: half a second that the main thread must not lose. */
static gpointer
load_thread (gpointer data)
{
  DexPromise *promise = data;
  g_autoptr(OsinfoLoader) loader = osinfo_loader_new ();
  g_autoptr(GError) error = NULL;

  osinfo_loader_process_default_path (loader, &error);
  if (error != NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_object (promise,
                                g_object_ref (osinfo_loader_get_db (loader)));
  dex_unref (promise);
  return NULL;
}

static DexFuture *
loaded_cb (DexFuture *future,
           gpointer   user_data)
{
  MusterOsNames *self = user_data;
  const GValue *db = dex_future_get_value (future, NULL);

  g_set_object (&self->db, g_value_get_object (db));
  return dex_future_new_true ();
}

DexFuture *
muster_os_names_load (MusterOsNames *self)
{
  DexPromise *promise = dex_promise_new ();

  g_return_val_if_fail (MUSTER_IS_OS_NAMES (self), NULL);

  g_thread_unref (g_thread_new ("osinfo", load_thread, dex_ref (promise)));
  return dex_future_then (DEX_FUTURE (promise), loaded_cb,
                          g_object_ref (self), g_object_unref);
}

char *
muster_os_names_look_up (MusterOsNames *self,
                         const char    *os_id)
{
  OsinfoOs *os;

  g_return_val_if_fail (MUSTER_IS_OS_NAMES (self), NULL);

  if (self->db == NULL || os_id == NULL)
    return NULL;
  os = osinfo_db_get_os (self->db, os_id);
  return os != NULL ? g_strdup (osinfo_product_get_name (OSINFO_PRODUCT (os))) : NULL;
}
