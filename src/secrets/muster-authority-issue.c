/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-certificate-draft.h"
#include "muster-identity.h"
#include "muster-secret-work.h"
#include "muster-secrets-error.h"

/* What libvirt 9 and QEMU insist on for both ends. */
#define END_USAGE (GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT)

/* --- signing ------------------------------------------------------------- */

/* Without it in the authority there is nothing to point at. */
static int
set_authority_key_id (MusterAuthority   *self,
                      gnutls_x509_crt_t  certificate)
{
  unsigned char id[128];
  size_t size = sizeof id;

  if (gnutls_x509_crt_get_subject_key_id (self->certificate, id, &size, NULL) < 0)
    return 0;

  return gnutls_x509_crt_set_authority_key_id (certificate, id, size);
}

/* Reads the certificate again, because GnuTLS verifies only what it has read. */
static gboolean
verifies (MusterAuthority      *self,
          const gnutls_datum_t *pem)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  unsigned int status = GNUTLS_CERT_INVALID;

  return gnutls_x509_crt_init (&certificate) >= 0 &&
         gnutls_x509_crt_import (certificate, pem, GNUTLS_X509_FMT_PEM) >= 0 &&
         gnutls_x509_crt_list_verify (&certificate, 1, &self->certificate, 1,
                                      NULL, 0, 0, &status) >= 0 &&
         status == 0;
}

static char *
sign (MusterAuthority              *self,
      const MusterCertificateDraft *draft,
      gnutls_pubkey_t               key,
      GError                      **error)
{
  MusterCertificateDraft bounded = *draft;
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(MusterDatum) pem = { NULL, 0 };
  int result;

  if (!_muster_authority_check_dates (self, error))
    return NULL;

  bounded.earliest = g_date_time_to_unix (self->info->not_before);
  bounded.latest = g_date_time_to_unix (self->info->not_after);
  certificate = _muster_certificate_draft_write (&bounded, key, error);
  if (certificate == NULL)
    return NULL;

  if ((result = set_authority_key_id (self, certificate)) < 0 ||
      (result = gnutls_x509_crt_sign2 (certificate, self->certificate, self->key,
                                       GNUTLS_DIG_SHA256, 0)) < 0 ||
      (result = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem)) < 0)
    return _muster_certificate_failed (result, error);

  if (verifies (self, &pem))
    return g_strndup ((const char *) pem.data, pem.size);

  /* An imported authority may be limited to some names. */
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ISSUER,
               _("The certificate authority may not issue a certificate for these "
                 "names, or is itself not safe any more. Have a new authority made."));
  return NULL;
}

/* --- an admin's ---------------------------------------------------------- */

typedef struct
{
  MusterAuthority *authority;
  char            *name;
  int              days;
} Issue;

static void
issue_free (gpointer data)
{
  Issue *self = data;

  g_object_unref (self->authority);
  g_free (self->name);
  g_free (self);
}

static MusterIdentity *
make_identity (MusterAuthority        *self,
               const char             *certificate,
               gnutls_x509_privkey_t   key,
               GError                **error)
{
  g_auto(MusterDatum) pem = { NULL, 0 };
  g_autoptr(MusterWiped) text = NULL;
  int result;

  result = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                              GNUTLS_PKCS_PLAIN, &pem);
  if (result < 0)
    return _muster_certificate_failed (result, error);

  text = g_strndup ((const char *) pem.data, pem.size);
  return muster_identity_new_from_pem (self->pem, certificate, text, error);
}

static gpointer
issue_client_work (gpointer   data,
                   GError   **error)
{
  Issue *issue = data;
  g_auto(gnutls_x509_privkey_t) key = NULL;
  g_auto(gnutls_pubkey_t) public_key = NULL;
  g_autofree char *certificate = NULL;
  MusterCertificateDraft draft = {
    .common_name = issue->name,
    .usage = END_USAGE,
    .for_clients = TRUE,
    .days = issue->days,
  };

  key = _muster_authority_generate_key (error);
  public_key = key != NULL ? _muster_authority_make_public (key, error) : NULL;
  if (public_key == NULL)
    return NULL;

  certificate = sign (issue->authority, &draft, public_key, error);
  return certificate != NULL ? make_identity (issue->authority, certificate, key, error)
                             : NULL;
}

/* ------------------------------------------------------------------------- */

char *
muster_authority_issue (MusterAuthority           *self,
                        MusterCertificateKind      kind,
                        MusterCertificateRequest  *request,
                        const char * const        *names,
                        int                        days,
                        GError                   **error)
{
  g_auto(GStrv) valid = NULL;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (kind != MUSTER_CERTIFICATE_CLIENT, NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);
  g_return_val_if_fail (names != NULL, NULL);
  g_return_val_if_fail (days > 0, NULL);

  valid = _muster_certificate_names (names, error);
  if (valid == NULL)
    return NULL;

  return sign (self,
               &(MusterCertificateDraft) {
                 .common_name = valid[0],
                 .names = (const char * const *) valid,
                 .usage = END_USAGE,
                 .for_servers = kind != MUSTER_CERTIFICATE_QEMU_CLIENT,
                 .for_clients = kind != MUSTER_CERTIFICATE_QEMU_SERVER,
                 .days = days,
               },
               _muster_certificate_request_get_key (request), error);
}

DexFuture *
muster_authority_issue_client (MusterAuthority *self,
                               const char      *name,
                               int              days)
{
  Issue *issue;
  GError *error = NULL;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (days > 0, NULL);

  if (!_muster_certificate_check_person (name, &error) ||
      !_muster_authority_check_dates (self, &error))
    return dex_future_new_for_error (error);

  issue = g_new0 (Issue, 1);
  issue->authority = g_object_ref (self);
  issue->name = g_strdup (name);
  issue->days = days;
  return _muster_secret_work (MUSTER_TYPE_IDENTITY, issue_client_work, issue, issue_free);
}
