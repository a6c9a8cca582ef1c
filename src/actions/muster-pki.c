/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-pki-private.h"
#include "muster-vm-actions.h"
#include "muster-wipe.h"

/* The one data center of this desk, until there are several. */
#define CENTER "default"

G_DEFINE_FINAL_TYPE (MusterPki, muster_pki, G_TYPE_OBJECT)

enum { AUTHORITY_CHANGED, LEDGER_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
muster_pki_dispose (GObject *object)
{
  MusterPki *self = MUSTER_PKI (object);

  g_clear_object (&self->ledger);
  g_clear_object (&self->secrets);
  g_clear_object (&self->authorities);
  g_clear_pointer (&self->crl, g_free);

  G_OBJECT_CLASS (muster_pki_parent_class)->dispose (object);
}

static void
muster_pki_class_init (MusterPkiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_pki_dispose;

  signals[AUTHORITY_CHANGED] =
    g_signal_new ("authority-changed", MUSTER_TYPE_PKI, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
  signals[LEDGER_CHANGED] =
    g_signal_new ("ledger-changed", MUSTER_TYPE_PKI, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
muster_pki_init (MusterPki *self)
{
  self->authorities = muster_authority_store_new ();
}

static void
ledger_changed_cb (MusterPki *self)
{
  g_clear_pointer (&self->crl, g_free);
  g_signal_emit (self, signals[LEDGER_CHANGED], 0);
}

MusterPki *
muster_pki_new (MusterStore       *store,
                MusterSecretStore *secrets)
{
  MusterPki *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (secrets), NULL);

  self = g_object_new (MUSTER_TYPE_PKI, NULL);
  self->ledger = muster_ledger_new (store);
  self->secrets = g_object_ref (secrets);
  g_signal_connect_object (self->ledger, "changed", G_CALLBACK (ledger_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

MusterPkiAct *
_muster_pki_act_new (MusterPki  *pki,
                     const char *text)
{
  MusterPkiAct *self = g_new0 (MusterPkiAct, 1);

  self->pki = g_object_ref (pki);
  self->text = g_strdup (text);

  return self;
}

static void
act_free (gpointer data)
{
  MusterPkiAct *self = data;

  g_clear_object (&self->pki);
  g_clear_object (&self->authority);
  g_clear_object (&self->request);
  g_strfreev (self->names);
  g_free (self->text);
  g_free (self);
}

DexFuture *
_muster_pki_act_spawn (MusterPkiAct *self,
                       DexFiberFunc  fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, self, act_free);
}

/* --- the authority --------------------------------------------------------------- */

DexFuture *
muster_pki_get_authority (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return muster_authority_store_get (self->authorities, CENTER);
}

/* Another authority would make every certificate that is in use worthless. */
static gboolean
has_none (MusterPki  *self,
          GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (MusterAuthority) known =
    dex_await_object (muster_pki_get_authority (self), &failure);

  if (known == NULL &&
      g_error_matches (failure, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND))
    return TRUE;
  if (known == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                         _("There is a certificate authority already. Another one would make every certificate in use worthless."));

  return FALSE;
}

DexFuture *
_muster_pki_keep_authority (MusterPki       *self,
                            MusterAuthority *authority)
{
  MusterCertificateInfo *info = muster_authority_get_info (authority);
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_authority_store_set (self->authorities, CENTER,
                                              info->common_name != NULL ? info->common_name
                                                                        : info->subject,
                                              authority),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_clear_pointer (&self->crl, g_free);
  g_signal_emit (self, signals[AUTHORITY_CHANGED], 0);

  return dex_future_new_take_object (g_object_ref (authority));
}

static DexFuture *
create_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority = NULL;

  if (!has_none (self->pki, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  authority = dex_await_object (muster_authority_create (self->text, MUSTER_AUTHORITY_DAYS),
                                &error);
  if (authority == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return _muster_pki_keep_authority (self->pki, authority);
}

DexFuture *
muster_pki_create_authority (MusterPki  *self,
                             const char *name)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return _muster_pki_act_spawn (_muster_pki_act_new (self, name), create_fiber);
}

/* --- the ledger --------------------------------------------------------------------- */

DexFuture *
muster_pki_list (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return muster_ledger_list (self->ledger);
}

/* --- between desks ------------------------------------------------------------------ */

/* The list before the authority: who has that can hand lists to hosts. */
static gint64
keep_revoked (MusterPki        *self,
              MusterAuthority  *authority,
              GError          **error)
{
  g_autoptr (GPtrArray) revoked = muster_authority_list_revoked (authority);

  return muster_ledger_await_revoked (self->ledger, revoked, error);
}

static DexFuture *
import_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;

  if (!has_none (self->pki, &error) ||
      keep_revoked (self->pki, self->authority, &error) < 0)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return _muster_pki_keep_authority (self->pki, self->authority);
}

DexFuture *
muster_pki_import_authority (MusterPki       *self,
                             MusterAuthority *authority)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (authority), NULL);

  act = _muster_pki_act_new (self, NULL);
  act->authority = g_object_ref (authority);

  return _muster_pki_act_spawn (act, import_fiber);
}

static DexFuture *
learn_crl_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  gint64 n_learnt;

  if (authority == NULL || !muster_authority_set_crl (authority, self->text, &error) ||
      (n_learnt = keep_revoked (self->pki, authority, &error)) < 0)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (n_learnt);
}

DexFuture *
muster_pki_learn_crl (MusterPki  *self,
                      const char *crl)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (crl != NULL, NULL);

  return _muster_pki_act_spawn (_muster_pki_act_new (self, crl), learn_crl_fiber);
}

typedef struct
{
  MusterPki *pki;
  MusterAuthorityFormat format;
  MusterWiped *passphrase;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_object_unref (self->pki);
  muster_wiped_free (self->passphrase);
  g_free (self);
}

static DexFuture *
export_fiber (gpointer data)
{
  Export *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autofree char *crl = NULL;

  if (authority != NULL)
    crl = dex_await_string (muster_pki_find_crl (self->pki), &error);
  if (error != NULL || !muster_authority_set_crl (authority, crl, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return muster_authority_file_make (authority, self->format, self->passphrase);
}

DexFuture *
muster_pki_export_authority (MusterPki             *self,
                             MusterAuthorityFormat  format,
                             const char            *passphrase)
{
  Export *export;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  export = g_new0 (Export, 1);
  export->pki = g_object_ref (self);
  export->format = format;
  export->passphrase = g_strdup (passphrase);

  return dex_scheduler_spawn (NULL, 0, export_fiber, export, export_free);
}

/* --- issuing ----------------------------------------------------------------------- */

static DexFuture *
issue_host_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autofree char *certificate = NULL;

  if (authority != NULL)
    certificate = muster_authority_issue (authority, self->kind, self->request,
                                          (const char * const *) self->names,
                                          self->days, &error);
  if (certificate == NULL ||
      !muster_ledger_await_enter (self->pki->ledger, self->kind, certificate, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&certificate));
}

DexFuture *
muster_pki_issue_host (MusterPki                *self,
                       MusterCertificateKind     kind,
                       MusterCertificateRequest *request,
                       const char * const       *names,
                       int                       days)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  act = _muster_pki_act_new (self, NULL);
  act->kind = kind;
  act->request = g_object_ref (request);
  act->names = g_strdupv ((char **) names);
  act->days = days;

  return _muster_pki_act_spawn (act, issue_host_fiber);
}

static gboolean
enter_all (MusterPki               *self,
           MusterHostCertificates  *certificates,
           GError                 **error)
{
  static const MusterCertificateKind kinds[] =
  {
    MUSTER_CERTIFICATE_SERVER, MUSTER_CERTIFICATE_QEMU_SERVER, MUSTER_CERTIFICATE_QEMU_CLIENT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!muster_ledger_await_enter (self->ledger, kinds[i],
                                    muster_host_certificates_get (certificates, kinds[i]),
                                    error))
      return FALSE;

  return TRUE;
}

static DexFuture *
issue_host_set_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autoptr (MusterHostCertificates) certificates = NULL;

  if (authority != NULL)
    certificates = muster_host_certificates_issue (authority, self->request,
                                                   (const char * const *) self->names,
                                                   self->days, &error);
  if (certificates == NULL || !enter_all (self->pki, certificates, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&certificates));
}

DexFuture *
muster_pki_issue_host_set (MusterPki                *self,
                           MusterCertificateRequest *request,
                           const char * const       *names,
                           int                       days)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  act = _muster_pki_act_new (self, NULL);
  act->request = g_object_ref (request);
  act->names = g_strdupv ((char **) names);
  act->days = days;

  return _muster_pki_act_spawn (act, issue_host_set_fiber);
}

static DexFuture *
issue_client_fiber (gpointer data)
{
  MusterPkiAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autoptr (MusterIdentity) identity = NULL;
  g_autofree char *id = NULL;

  if (authority != NULL)
    identity = dex_await_object (muster_authority_issue_client (authority, self->text,
                                                                self->days),
                                 &error);
  if (identity == NULL ||
      !muster_ledger_await_enter (self->pki->ledger, MUSTER_CERTIFICATE_CLIENT,
                                  muster_identity_get_certificate (identity), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  id = dex_await_string (muster_secret_store_add_identity (self->pki->secrets, identity,
                                                           self->text),
                         &error);

  return id != NULL ? dex_future_new_take_string (g_steal_pointer (&id))
                    : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
muster_pki_issue_client (MusterPki  *self,
                         const char *name,
                         int         days)
{
  MusterPkiAct *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  act = _muster_pki_act_new (self, name);
  act->days = days;

  return _muster_pki_act_spawn (act, issue_client_fiber);
}
