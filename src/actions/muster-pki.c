/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-pki.h"
#include "muster-vm-actions.h"

#define KIND "certificate"

/* The one data center of this desk, until there are several. */
#define CENTER "default"

struct _MusterPki
{
  GObject parent_instance;

  MusterStore *store;
  MusterSecretStore *secrets;
  MusterAuthorityStore *authorities;
};

G_DEFINE_FINAL_TYPE (MusterPki, muster_pki, G_TYPE_OBJECT)

static void
muster_pki_dispose (GObject *object)
{
  MusterPki *self = MUSTER_PKI (object);

  g_clear_object (&self->store);
  g_clear_object (&self->secrets);
  g_clear_object (&self->authorities);

  G_OBJECT_CLASS (muster_pki_parent_class)->dispose (object);
}

static void
muster_pki_class_init (MusterPkiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_pki_dispose;
}

static void
muster_pki_init (MusterPki *self)
{
  self->authorities = muster_authority_store_new ();
}

MusterPki *
muster_pki_new (MusterStore       *store,
                MusterSecretStore *secrets)
{
  MusterPki *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (secrets), NULL);

  self = g_object_new (MUSTER_TYPE_PKI, NULL);
  self->store = g_object_ref (store);
  self->secrets = g_object_ref (secrets);

  return self;
}

/* What one act needs; each uses some of it. */
typedef struct
{
  MusterPki *pki;
  MusterAuthority *authority;
  MusterCertificateRequest *request;
  MusterCertificateKind kind;
  char **names;
  char *text;
  int days;
} Act;

static Act *
act_new (MusterPki  *pki,
         const char *text)
{
  Act *self = g_new0 (Act, 1);

  self->pki = g_object_ref (pki);
  self->text = g_strdup (text);

  return self;
}

static void
act_free (gpointer data)
{
  Act *self = data;

  g_clear_object (&self->pki);
  g_clear_object (&self->authority);
  g_clear_object (&self->request);
  g_strfreev (self->names);
  g_free (self->text);
  g_free (self);
}

static DexFuture *
fail (GError *error)
{
  return dex_future_new_for_error (error);
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

static DexFuture *
keep_authority (MusterPki       *self,
                MusterAuthority *authority)
{
  MusterCertificateInfo *info = muster_authority_get_info (authority);
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_authority_store_set (self->authorities, CENTER,
                                              info->common_name != NULL ? info->common_name
                                                                        : info->subject,
                                              authority),
                  &error))
    return fail (g_steal_pointer (&error));

  return dex_future_new_take_object (g_object_ref (authority));
}

static DexFuture *
create_fiber (gpointer data)
{
  Act *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority = NULL;

  if (!has_none (self->pki, &error))
    return fail (g_steal_pointer (&error));
  authority = dex_await_object (muster_authority_create (self->text, MUSTER_AUTHORITY_DAYS),
                                &error);
  if (authority == NULL)
    return fail (g_steal_pointer (&error));

  return keep_authority (self->pki, authority);
}

DexFuture *
muster_pki_create_authority (MusterPki  *self,
                             const char *name)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return dex_scheduler_spawn (NULL, 0, create_fiber, act_new (self, name), act_free);
}

static DexFuture *
import_fiber (gpointer data)
{
  Act *self = data;
  g_autoptr (GError) error = NULL;

  if (!has_none (self->pki, &error))
    return fail (g_steal_pointer (&error));

  return keep_authority (self->pki, self->authority);
}

DexFuture *
muster_pki_import_authority (MusterPki       *self,
                             MusterAuthority *authority)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (authority), NULL);

  act = act_new (self, NULL);
  act->authority = g_object_ref (authority);

  return dex_scheduler_spawn (NULL, 0, import_fiber, act, act_free);
}

/* --- the ledger --------------------------------------------------------------------- */

static void
set_member_cb (JsonObject *from,
               const char *name,
               JsonNode   *node,
               gpointer    to)
{
  json_object_set_member (to, name, json_node_copy (node));
}

/* What a newer Muster wrote besides stays. */
static gboolean
write_record (MusterPki                      *self,
              const MusterCertificateRecord  *record,
              GError                        **error)
{
  g_autoptr (MusterRecord) previous =
    dex_await_object (muster_store_get (self->store, KIND, record->serial), NULL);
  g_autoptr (JsonObject) content =
    previous != NULL ? muster_record_dup_content (previous) : json_object_new ();
  g_autoptr (JsonObject) members = muster_certificate_record_to_json (record);

  json_object_foreach_member (members, set_member_cb, content);

  return dex_await (muster_store_put (self->store, KIND, record->serial, content, NULL),
                    error);
}

/* A certificate that the ledger does not have could never be revoked, so it is
 * handed out only when that has it. */
static gboolean
enter (MusterPki              *self,
       MusterCertificateKind   kind,
       const char             *certificate,
       GError                **error)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (certificate, -1, error);
  g_autoptr (MusterCertificateRecord) record = NULL;

  if (info == NULL)
    return FALSE;
  record = muster_certificate_record_new (kind, info);

  return write_record (self, record, error);
}

static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  const MusterCertificateRecord *first = *(MusterCertificateRecord * const *) a;
  const MusterCertificateRecord *second = *(MusterCertificateRecord * const *) b;
  int order = g_utf8_collate (first->name, second->name);

  if (order != 0)
    return order;

  return first->not_after < second->not_after ? -1 : first->not_after > second->not_after;
}

static DexFuture *
list_fiber (gpointer data)
{
  MusterPki *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (self->store, KIND), &error);
  g_autoptr (GPtrArray) ledger =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);

  if (records == NULL)
    return fail (g_steal_pointer (&error));

  /* A line that is damaged would be missed in a list of the revoked. */
  for (guint i = 0; i < records->len; i++)
    {
      MusterCertificateRecord *line =
        muster_certificate_record_new_from_json (muster_record_get_content (records->pdata[i]),
                                                 &error);

      if (line == NULL)
        return fail (g_steal_pointer (&error));
      g_ptr_array_add (ledger, line);
    }
  g_ptr_array_sort (ledger, compare_records);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&ledger));
}

DexFuture *
muster_pki_list (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (self), g_object_unref);
}

/* --- issuing ----------------------------------------------------------------------- */

static DexFuture *
issue_host_fiber (gpointer data)
{
  Act *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autofree char *certificate = NULL;

  if (authority != NULL)
    certificate = muster_authority_issue (authority, self->kind, self->request,
                                          (const char * const *) self->names,
                                          self->days, &error);
  if (certificate == NULL || !enter (self->pki, self->kind, certificate, &error))
    return fail (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&certificate));
}

DexFuture *
muster_pki_issue_host (MusterPki                *self,
                       MusterCertificateKind     kind,
                       MusterCertificateRequest *request,
                       const char * const       *names,
                       int                       days)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  act = act_new (self, NULL);
  act->kind = kind;
  act->request = g_object_ref (request);
  act->names = g_strdupv ((char **) names);
  act->days = days;

  return dex_scheduler_spawn (NULL, 0, issue_host_fiber, act, act_free);
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
    if (!enter (self, kinds[i], muster_host_certificates_get (certificates, kinds[i]), error))
      return FALSE;

  return TRUE;
}

static DexFuture *
issue_host_set_fiber (gpointer data)
{
  Act *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autoptr (MusterHostCertificates) certificates = NULL;

  if (authority != NULL)
    certificates = muster_host_certificates_issue (authority, self->request,
                                                   (const char * const *) self->names,
                                                   self->days, &error);
  if (certificates == NULL || !enter_all (self->pki, certificates, &error))
    return fail (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&certificates));
}

DexFuture *
muster_pki_issue_host_set (MusterPki                *self,
                           MusterCertificateRequest *request,
                           const char * const       *names,
                           int                       days)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  act = act_new (self, NULL);
  act->request = g_object_ref (request);
  act->names = g_strdupv ((char **) names);
  act->days = days;

  return dex_scheduler_spawn (NULL, 0, issue_host_set_fiber, act, act_free);
}

static DexFuture *
issue_client_fiber (gpointer data)
{
  Act *self = data;
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
      !enter (self->pki, MUSTER_CERTIFICATE_CLIENT,
              muster_identity_get_certificate (identity), &error))
    return fail (g_steal_pointer (&error));

  id = dex_await_string (muster_secret_store_add_identity (self->pki->secrets, identity,
                                                           self->text),
                         &error);

  return id != NULL ? dex_future_new_take_string (g_steal_pointer (&id))
                    : fail (g_steal_pointer (&error));
}

DexFuture *
muster_pki_issue_client (MusterPki  *self,
                         const char *name,
                         int         days)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  act = act_new (self, name);
  act->days = days;

  return dex_scheduler_spawn (NULL, 0, issue_client_fiber, act, act_free);
}

/* --- revoking ------------------------------------------------------------------------ */

static const MusterCertificateRecord *
find_line (GPtrArray  *ledger,
           const char *serial)
{
  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (g_str_equal (line->serial, serial))
        return line;
    }

  return NULL;
}

static DexFuture *
revoke_fiber (gpointer data)
{
  Act *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ledger = dex_await_boxed (muster_pki_list (self->pki), &error);
  g_autoptr (MusterCertificateRecord) revoked = NULL;
  const MusterCertificateRecord *line;

  if (ledger == NULL)
    return fail (g_steal_pointer (&error));
  line = find_line (ledger, self->text);
  if (line == NULL)
    return dex_future_new_reject (MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE,
                                  _("No certificate with the serial number %s was issued."),
                                  self->text);
  if (line->revoked_at != 0)
    return dex_future_new_true ();

  revoked = muster_certificate_record_copy (line);
  revoked->revoked_at = g_get_real_time () / G_USEC_PER_SEC;
  if (!write_record (self->pki, revoked, &error))
    return fail (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_pki_revoke (MusterPki  *self,
                   const char *serial)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);
  g_return_val_if_fail (serial != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, revoke_fiber, act_new (self, serial), act_free);
}

static DexFuture *
crl_fiber (gpointer data)
{
  MusterPki *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ledger = dex_await_boxed (muster_pki_list (self), &error);
  g_autoptr (MusterAuthority) authority = NULL;
  g_autofree char *crl = NULL;

  if (ledger != NULL)
    authority = dex_await_object (muster_pki_get_authority (self), &error);
  /* The time is a number that rises from list to list, on every desk. */
  if (authority != NULL)
    crl = muster_authority_make_crl (authority, ledger, (guint64) g_get_real_time (), 0,
                                     &error);

  return crl != NULL ? dex_future_new_take_string (g_steal_pointer (&crl))
                     : fail (g_steal_pointer (&error));
}

DexFuture *
muster_pki_make_crl (MusterPki *self)
{
  g_return_val_if_fail (MUSTER_IS_PKI (self), NULL);

  return dex_scheduler_spawn (NULL, 0, crl_fiber, g_object_ref (self), g_object_unref);
}
