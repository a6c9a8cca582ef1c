/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-pki-private.h"
#include "muster-vm-actions.h"

/* What people call the identity; %NULL when there is none. */
static char *
await_name (MusterPki   *self,
            const char  *id,
            GError     **error)
{
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_secret_store_list_identities (self->secrets), error);

  for (guint i = 0; infos != NULL && i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);

      if (g_str_equal (info->id, id))
        return g_strdup (info->name);
    }
  if (infos != NULL)
    g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE,
                 _("There is no identity “%s” in the keyring any more."), id);

  return NULL;
}

/* Whose certificate was revoked is not let in again by the way. */
static gboolean
check_renewable (MusterPki        *self,
                 MusterAuthority  *authority,
                 MusterIdentity   *identity,
                 const char       *name,
                 GError          **error)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1,
                                          error);
  g_autoptr (GPtrArray) ledger = NULL;
  const MusterCertificateRecord *line;

  if (info == NULL)
    return FALSE;
  if (!muster_authority_has_issued (authority, info))
    {
      g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                   _("“%s” was not issued by the certificate authority of this data center. Ask who issued it for a new one, and import that."),
                   name);
      return FALSE;
    }
  if ((ledger = dex_await_boxed (muster_pki_list (self), error)) == NULL)
    return FALSE;

  line = muster_ledger_find (ledger, info->serial);
  if (line == NULL || line->revoked_at == 0)
    return TRUE;

  g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
               _("The certificate of “%s” is revoked. Issue a new one if it is to be let in again."),
               name);
  return FALSE;
}

static MusterIdentity *
await_successor (MusterPkiAct    *self,
                 MusterIdentity  *identity,
                 const char      *name,
                 GError         **error)
{
  const char *common_name = muster_identity_get_common_name (identity);
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), error);

  if (authority == NULL ||
      !check_renewable (self->pki, authority, identity, name, error))
    return NULL;

  return dex_await_object (muster_authority_issue_client (authority,
                                                          common_name != NULL ? common_name
                                                                              : name,
                                                          self->days),
                           error);
}

/* Of the identity that another one has taken the place of. */
static gboolean
supersede_identity (MusterPki       *self,
                    MusterIdentity  *identity,
                    GError         **error)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1,
                                          error);
  g_autoptr (MusterCertificateRecord) line =
    info != NULL ? muster_ledger_await_line (self->ledger, info->serial) : NULL;

  return info != NULL &&
         (line == NULL || muster_ledger_await_supersede (self->ledger, line, error));
}

static DexFuture *
renew_client_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterIdentity) identity = NULL;
  g_autoptr (MusterIdentity) successor = NULL;
  g_autofree char *name = await_name (self->pki, self->text, &error);

  if (name == NULL ||
      (identity = dex_await_object (muster_secret_store_get_identity (self->pki->secrets,
                                                                      self->text),
                                    &error)) == NULL ||
      (successor = await_successor (self, identity, name, &error)) == NULL ||
      !muster_ledger_await_enter (self->pki->ledger, MUSTER_CERTIFICATE_CLIENT,
                                  muster_identity_get_certificate (successor), &error) ||
      !dex_await (muster_secret_store_replace_identity (self->pki->secrets, self->text,
                                                        successor, name),
                  &error) ||
      !supersede_identity (self->pki, identity, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_pki_renew_client (MusterPki  *self,
                         const char *id,
                         int         days)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  act = _muster_pki_act_new (self, id);
  act->days = days;

  return _muster_pki_act_spawn (act, renew_client_fiber);
}

static gboolean
has_serial (MusterIdentity *identity,
            const char     *serial)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1,
                                          NULL);

  return info != NULL && g_str_equal (info->serial, serial);
}

static DexFuture *
find_identity_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_secret_store_list_identities (self->pki->secrets), &error);

  if (infos == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (MusterIdentity) identity =
        dex_await_object (muster_secret_store_get_identity (self->pki->secrets, info->id),
                          NULL);

      if (identity != NULL && has_serial (identity, self->text))
        return dex_future_new_for_string (info->id);
    }

  return dex_future_new_take_string (NULL);
}

DexFuture *
muster_pki_find_identity (MusterPki  *self,
                          const char *serial)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  return _muster_pki_act_spawn (_muster_pki_act_new (self, serial), find_identity_fiber);
}

/* With the old certificate alone, an identity would trust nobody after its end.
 * An identity that trusts several authorities was put together by somebody. */
static gboolean
await_trust (MusterPki               *self,
             const MusterSecretInfo  *info,
             MusterAuthority         *old,
             MusterAuthority         *renewed,
             GError                 **error)
{
  g_autoptr (MusterIdentity) identity =
    dex_await_object (muster_secret_store_get_identity (self->secrets, info->id), NULL);
  g_autoptr (MusterIdentity) changed = NULL;
  g_autoptr (GPtrArray) trusted = NULL;

  if (identity == NULL)
    return TRUE;
  trusted = muster_certificate_info_list_from_pem (muster_identity_get_ca (identity), -1,
                                                   NULL);
  if (trusted == NULL || trusted->len != 1 ||
      !g_str_equal (((MusterCertificateInfo *) trusted->pdata[0])->id,
                    muster_authority_get_info (old)->id))
    return TRUE;

  changed = muster_identity_new_from_pem (muster_authority_get_certificate (renewed),
                                          muster_identity_get_certificate (identity),
                                          muster_identity_get_key (identity), error);

  return changed != NULL &&
         dex_await (muster_secret_store_replace_identity (self->secrets, info->id, changed,
                                                          info->name),
                    error);
}

static gboolean
await_all_trust (MusterPki        *self,
                 MusterAuthority  *old,
                 MusterAuthority  *renewed,
                 GError          **error)
{
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_secret_store_list_identities (self->secrets), error);

  for (guint i = 0; infos != NULL && i < infos->len; i++)
    if (!await_trust (self, g_ptr_array_index (infos, i), old, renewed, error))
      return FALSE;

  return infos != NULL;
}

static DexFuture *
renew_authority_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) renewed = NULL;
  g_autoptr (MusterAuthority) kept = NULL;
  g_autoptr (MusterAuthority) old =
    dex_await_object (muster_pki_get_authority (self->pki), &error);

  if (old == NULL ||
      (renewed = muster_authority_renew (old, self->days, &error)) == NULL ||
      (kept = dex_await_object (_muster_pki_keep_authority (self->pki, renewed),
                                &error)) == NULL ||
      !await_all_trust (self->pki, old, renewed, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&kept));
}

DexFuture *
muster_pki_renew_authority (MusterPki *self,
                            int        days)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (days > 0, NULL);

  act = _muster_pki_act_new (self, NULL);
  act->days = days;

  return _muster_pki_act_spawn (act, renew_authority_fiber);
}

static DexFuture *
supersede_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterCertificateRecord) line =
    muster_ledger_await_line (self->pki->ledger, self->text);

  if (line != NULL && !muster_ledger_await_supersede (self->pki->ledger, line, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_pki_supersede (MusterPki  *self,
                      const char *serial)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  return _muster_pki_act_spawn (_muster_pki_act_new (self, serial), supersede_fiber);
}
