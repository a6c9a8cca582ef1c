/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-store-private.h"
#include "muster-store.h"

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (MusterStore, muster_store, G_TYPE_OBJECT)

static void
muster_store_default_init (MusterStoreInterface *iface)
{
  /**
   * MusterStore::changed:
   * @kind: the record's kind
   * @id: the record's id
   */
  signals[CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_INTERFACE (iface),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  2, G_TYPE_STRING, G_TYPE_STRING);
}

DexFuture *
muster_store_list (MusterStore *self,
                   const char  *kind)
{
  g_return_val_if_fail (MUSTER_IS_STORE (self), NULL);

  return MUSTER_STORE_GET_IFACE (self)->list (self, kind);
}

DexFuture *
muster_store_get (MusterStore *self,
                  const char  *kind,
                  const char  *id)
{
  g_return_val_if_fail (MUSTER_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MUSTER_STORE_GET_IFACE (self)->get (self, kind, id);
}

DexFuture *
muster_store_put (MusterStore        *self,
                  const char         *kind,
                  const char         *id,
                  JsonObject         *content,
                  const char * const *parents)
{
  g_return_val_if_fail (MUSTER_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MUSTER_STORE_GET_IFACE (self)->put (self, kind, id, content, parents);
}

DexFuture *
muster_store_delete (MusterStore *self,
                     const char  *kind,
                     const char  *id)
{
  g_return_val_if_fail (MUSTER_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return MUSTER_STORE_GET_IFACE (self)->put (self, kind, id, NULL, NULL);
}

DexFuture *
muster_store_conflicts (MusterStore *self)
{
  g_return_val_if_fail (MUSTER_IS_STORE (self), NULL);

  return MUSTER_STORE_GET_IFACE (self)->conflicts (self);
}

void
muster_store_emit_changed (MusterStore *self,
                           const char  *kind,
                           const char  *id)
{
  g_return_if_fail (MUSTER_IS_STORE (self));

  g_signal_emit (self, signals[CHANGED], 0, kind, id);
}

char *
_muster_store_make_writer (void)
{
  return g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());
}

MusterRecord *
_muster_store_find (MusterRevisions  *revisions,
                    const char       *kind,
                    const char       *id,
                    GError          **error)
{
  MusterRecord *winner = muster_revisions_get_winner (revisions, kind, id);

  if (winner != NULL && !muster_record_is_deleted (winner))
    return winner;

  g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND,
               /* Translators: a kind of record and its name. */
               _("There is no %s “%s”."), kind, id);
  return NULL;
}
