/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-pki-private.h"
#include "muster-vm-actions.h"

/* What is revoked and cannot be listed would stop every set-up of a host. */
static gboolean
can_list (MusterPki                *self,
          MusterCertificateRecord  *revoked,
          GError                  **error)
{
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self), NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *crl = NULL;

  if (authority == NULL)
    return TRUE;
  g_ptr_array_add (lines, revoked);
  crl = muster_authority_make_crl (authority, lines, (guint64) g_get_real_time (), 0, error);

  return crl != NULL;
}

static DexFuture *
revoke_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ledger = dex_await_boxed (muster_pki_list (self->pki), &error);
  g_autoptr (MusterCertificateRecord) revoked = NULL;
  const MusterCertificateRecord *line;

  if (ledger == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  line = muster_ledger_find (ledger, self->text);
  if (line == NULL)
    return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE,
                                  _("No certificate with the serial number %s was issued."),
                                  self->text);
  if (line->revoked_at != 0)
    return dex_future_new_true ();

  revoked = muster_certificate_record_copy (line);
  revoked->revoked_at = g_get_real_time () / G_USEC_PER_SEC;
  if (!can_list (self->pki, revoked, &error) ||
      !muster_ledger_await_write (self->pki->ledger, revoked, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_pki_revoke (MusterPki  *self,
                   const char *serial)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  return _muster_pki_act_spawn (_muster_pki_act_new (self, serial), revoke_fiber);
}

static guint
count_revoked (GPtrArray *ledger)
{
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    if (((const MusterCertificateRecord *) ledger->pdata[i])->revoked_at != 0)
      n++;

  return n;
}

/* A number that rises from list to list, on every desk, and stays while nothing
 * is revoked, so that a host that has the list need not be given it again. */
static guint64
number_list (GPtrArray *ledger)
{
  gint64 latest = 0;

  for (guint i = 0; i < ledger->len; i++)
    latest = MAX (latest, ((const MusterCertificateRecord *) ledger->pdata[i])->revoked_at);

  return (guint64) latest * G_USEC_PER_SEC + count_revoked (ledger);
}

/* Another program may have revoked something in the meantime: the number tells. */
static DexFuture *
make_list (MusterPki *self,
           GPtrArray *ledger)
{
  guint64 number = number_list (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority = NULL;
  g_autofree char *crl = NULL;

  if (self->crl != NULL && self->crl_number == number)
    return dex_future_new_for_string (self->crl);
  authority = dex_await_object (muster_pki_get_authority (self), &error);
  if (authority != NULL)
    crl = muster_authority_make_crl (authority, ledger, number, 0, &error);
  if (crl == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_set_str (&self->crl, crl);
  self->crl_number = number;

  return dex_future_new_take_string (g_steal_pointer (&crl));
}

static DexFuture *
make_crl_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ledger = dex_await_boxed (muster_pki_list (data), &error);

  return ledger != NULL ? make_list (data, ledger)
                        : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
find_crl_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ledger = dex_await_boxed (muster_pki_list (data), &error);

  if (ledger == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return count_revoked (ledger) > 0 ? make_list (data, ledger)
                                    : dex_future_new_take_string (NULL);
}

DexFuture *
muster_pki_make_crl (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return dex_scheduler_spawn (NULL, 0, make_crl_fiber, g_object_ref (self),
                              g_object_unref);
}

DexFuture *
muster_pki_find_crl (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return dex_scheduler_spawn (NULL, 0, find_crl_fiber, g_object_ref (self),
                              g_object_unref);
}
