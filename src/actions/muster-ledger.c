/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-ledger.h"

#define KIND "certificate"

struct _MusterLedger
{
  GObject parent_instance;

  MusterStore *store;
};

G_DEFINE_FINAL_TYPE (MusterLedger, muster_ledger, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
muster_ledger_dispose (GObject *object)
{
  g_clear_object (&MUSTER_LEDGER (object)->store);

  G_OBJECT_CLASS (muster_ledger_parent_class)->dispose (object);
}

static void
muster_ledger_class_init (MusterLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_ledger_dispose;

  signals[CHANGED] =
    g_signal_new ("changed", MUSTER_TYPE_LEDGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
muster_ledger_init (MusterLedger *self)
{
}

MusterLedger *
muster_ledger_new (MusterStore *store)
{
  MusterLedger *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);

  self = g_object_new (MUSTER_TYPE_LEDGER, NULL);
  self->store = g_object_ref (store);

  return self;
}

/* --- reading ------------------------------------------------------------------------ */

static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  const MusterCertificateRecord *first = *(MusterCertificateRecord * const *) a;
  const MusterCertificateRecord *second = *(MusterCertificateRecord * const *) b;
  int order = g_utf8_collate (first->name, second->name);

  if (order != 0)
    return order;

  if (first->not_after != second->not_after)
    return first->not_after < second->not_after ? -1 : 1;

  return strcmp (first->serial, second->serial);
}

static DexFuture *
list_fiber (gpointer data)
{
  MusterLedger *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (self->store, KIND), &error);
  g_autoptr (GPtrArray) ledger =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);

  if (records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* A line that is damaged would be missed in a list of the revoked. */
  for (guint i = 0; i < records->len; i++)
    {
      MusterCertificateRecord *line =
        muster_certificate_record_new_from_json (muster_record_get_content (records->pdata[i]),
                                                 &error);

      if (line == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_ptr_array_add (ledger, line);
    }
  g_ptr_array_sort (ledger, compare_records);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&ledger));
}

DexFuture *
muster_ledger_list (MusterLedger *self)
{
  g_return_val_if_fail (MUSTER_IS_LEDGER (self), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (self), g_object_unref);
}

const MusterCertificateRecord *
muster_ledger_find (GPtrArray  *lines,
                    const char *serial)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->serial, serial))
        return line;
    }

  return NULL;
}

MusterCertificateRecord *
muster_ledger_await_line (MusterLedger *self,
                          const char   *serial)
{
  g_autoptr (MusterRecord) record = NULL;

  g_return_val_if_fail (MUSTER_IS_LEDGER (self), NULL);

  record = dex_await_object (muster_store_get (self->store, KIND, serial), NULL);

  return record != NULL
         ? muster_certificate_record_new_from_json (muster_record_get_content (record), NULL)
         : NULL;
}

/* --- writing ------------------------------------------------------------------------ */

static void
set_member_cb (JsonObject *from,
               const char *name,
               JsonNode   *node,
               gpointer    to)
{
  json_object_set_member (to, name, json_node_copy (node));
}

gboolean
muster_ledger_await_write (MusterLedger                   *self,
                           const MusterCertificateRecord  *record,
                           GError                        **error)
{
  g_autoptr (MusterRecord) previous = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (JsonObject) members = NULL;

  g_return_val_if_fail (MUSTER_IS_LEDGER (self), FALSE);

  previous = dex_await_object (muster_store_get (self->store, KIND, record->serial), NULL);
  content = previous != NULL ? muster_record_dup_content (previous) : json_object_new ();
  members = muster_certificate_record_to_json (record);
  json_object_foreach_member (members, set_member_cb, content);

  if (!dex_await (muster_store_put (self->store, KIND, record->serial, content, NULL), error))
    return FALSE;
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

gboolean
muster_ledger_await_supersede (MusterLedger             *self,
                               MusterCertificateRecord  *line,
                               GError                  **error)
{
  g_return_val_if_fail (MUSTER_IS_LEDGER (self), FALSE);

  if (line->superseded_at != 0 || line->revoked_at != 0)
    return TRUE;
  line->superseded_at = g_get_real_time () / G_USEC_PER_SEC;

  return muster_ledger_await_write (self, line, error);
}

/* A host has one of each kind; admins of one name may be two people. */
static gboolean
supersede_earlier (MusterLedger                   *self,
                   const MusterCertificateRecord  *issued,
                   GError                        **error)
{
  g_autoptr (GPtrArray) ledger = NULL;

  if (issued->kind == MUSTER_CERTIFICATE_CLIENT)
    return TRUE;
  if ((ledger = dex_await_boxed (muster_ledger_list (self), error)) == NULL)
    return FALSE;
  for (guint i = 0; i < ledger->len; i++)
    {
      MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (line->kind == issued->kind && g_str_equal (line->name, issued->name) &&
          !g_str_equal (line->serial, issued->serial) &&
          !muster_ledger_await_supersede (self, line, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
muster_ledger_await_enter (MusterLedger           *self,
                           MusterCertificateKind   kind,
                           const char             *certificate,
                           GError                **error)
{
  g_autoptr (MusterCertificateInfo) info = NULL;
  g_autoptr (MusterCertificateRecord) record = NULL;

  g_return_val_if_fail (MUSTER_IS_LEDGER (self), FALSE);

  info = muster_certificate_info_new_from_pem (certificate, -1, error);
  if (info == NULL)
    return FALSE;
  record = muster_certificate_record_new (kind, info);

  return muster_ledger_await_write (self, record, error) &&
         supersede_earlier (self, record, error);
}

/* Of two times the later one counts, so that all desks come to the same list. */
static gboolean
keep_line (MusterLedger                   *self,
           const MusterCertificateRecord  *revoked,
           gint64                         *n_learnt,
           GError                        **error)
{
  g_autoptr (MusterCertificateRecord) known =
    muster_ledger_await_line (self, revoked->serial);

  if (known != NULL && known->revoked_at >= revoked->revoked_at)
    return TRUE;
  if (known == NULL || known->revoked_at == 0)
    (*n_learnt)++;
  if (known != NULL)
    known->revoked_at = revoked->revoked_at;

  return muster_ledger_await_write (self, known != NULL ? known : revoked, error);
}

gint64
muster_ledger_await_revoked (MusterLedger  *self,
                             GPtrArray     *revoked,
                             GError       **error)
{
  gint64 n_learnt = 0;

  g_return_val_if_fail (MUSTER_IS_LEDGER (self), -1);

  for (guint i = 0; i < revoked->len; i++)
    if (!keep_line (self, g_ptr_array_index (revoked, i), &n_learnt, error))
      return -1;

  return n_learnt;
}
