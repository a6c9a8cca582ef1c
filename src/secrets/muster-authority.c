/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-certificate-draft.h"
#include "muster-secret-work.h"
#include "muster-secrets-error.h"

#define KEY_BITS 3072

G_DEFINE_FINAL_TYPE (MusterAuthority, muster_authority, G_TYPE_OBJECT)

/* --- whether it can be one ----------------------------------------------- */

static gboolean
is_pair (gnutls_x509_crt_t     certificate,
         gnutls_x509_privkey_t key)
{
  unsigned char a[64], b[64];
  size_t a_size = sizeof a, b_size = sizeof b;

  return gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256,
                                     a, &a_size) >= 0 &&
         gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256,
                                         b, &b_size) >= 0 &&
         a_size == b_size && memcmp (a, b, a_size) == 0;
}

/* A renewed authority keeps its key: of several pairs the last to end counts. */
static gnutls_x509_crt_t
find_certificate (MusterCertificates    *certificates,
                  gnutls_x509_privkey_t  key)
{
  gnutls_x509_crt_t found = NULL;

  for (unsigned int i = 0; i < certificates->n; i++)
    {
      gnutls_x509_crt_t certificate = certificates->list[i];

      if (is_pair (certificate, key) &&
          (found == NULL || gnutls_x509_crt_get_expiration_time (certificate) >
                            gnutls_x509_crt_get_expiration_time (found)))
        found = certificate;
    }

  return found;
}

static gboolean
check_purpose (gnutls_x509_crt_t   certificate,
               GError            **error)
{
  unsigned int usage = 0;

  if (gnutls_x509_crt_get_ca_status (certificate, NULL) > 0 &&
      (gnutls_x509_crt_get_key_usage (certificate, &usage, NULL) < 0 ||
       (usage & GNUTLS_KEY_KEY_CERT_SIGN) != 0))
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PURPOSE,
               _("This certificate is not one of an authority, so nobody would accept "
                 "what it issues. Choose the authority’s own certificate and key."));
  return FALSE;
}

static gboolean
check_strength (gnutls_x509_crt_t       certificate,
                MusterCertificateInfo  *info,
                GError                **error)
{
  int algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, NULL);
  gboolean enough = info->key_bits >= (algorithm == GNUTLS_PK_RSA ? 2048 : 256);

  if (enough && (algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_ECDSA))
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_WEAK,
               _("The authority’s key is too weak, or of a kind that hosts do not "
                 "accept. Use one with an RSA key of at least 2048 bits, or have a "
                 "new authority made."));
  return FALSE;
}

static gboolean
read_certificate (MusterAuthority    *self,
                  gnutls_x509_crt_t   certificate,
                  GError            **error)
{
  g_auto(MusterDatum) pem = { NULL, 0 };
  int result;

  if ((result = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem)) < 0 ||
      (result = gnutls_x509_crt_init (&self->certificate)) < 0 ||
      (result = gnutls_x509_crt_import (self->certificate, &pem,
                                        GNUTLS_X509_FMT_PEM)) < 0)
    return _muster_certificate_failed (result, error) != NULL;

  self->pem = g_strndup ((const char *) pem.data, pem.size);
  self->info = muster_certificate_info_new_from_pem (self->pem, -1, error);
  return self->info != NULL;
}

MusterAuthority *
_muster_authority_new (MusterCertificates     *certificates,
                       gnutls_x509_privkey_t   key,
                       GError                **error)
{
  g_autoptr(MusterAuthority) self = g_object_new (MUSTER_TYPE_AUTHORITY, NULL);
  gnutls_x509_crt_t certificate;

  self->key = key;
  certificate = find_certificate (certificates, key);
  if (certificate == NULL)
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISMATCH,
                   _("The authority’s private key does not belong to its certificate. "
                     "Choose the two that were made together."));
      return NULL;
    }

  if (!read_certificate (self, certificate, error) ||
      !check_purpose (self->certificate, error) ||
      !check_strength (self->certificate, self->info, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* --- reading PEM --------------------------------------------------------- */

static gboolean
read_certificates (MusterCertificates  *certificates,
                   const char          *pem,
                   GError             **error)
{
  gnutls_datum_t data = muster_datum (pem, strlen (pem));

  if (gnutls_x509_crt_list_import2 (&certificates->list, &certificates->n, &data,
                                    GNUTLS_X509_FMT_PEM, 0) >= 0 &&
      certificates->n > 0)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
               _("This is not a certificate in PEM form, or it is damaged. Get a "
                 "new copy that begins with “-----BEGIN CERTIFICATE-----”."));
  return FALSE;
}

static gboolean
is_encrypted (const char *pem)
{
  return strstr (pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----") != NULL ||
         strstr (pem, "Proc-Type: 4,ENCRYPTED") != NULL;
}

static void
set_key_error (GError     **error,
               gboolean     encrypted,
               const char  *passphrase)
{
  if (encrypted && passphrase == NULL)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ENCRYPTED,
                 _("The authority’s private key is protected by a passphrase. Enter "
                   "it, then try again."));
  else if (encrypted)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PASSPHRASE,
                 _("The passphrase is wrong, or the file is damaged. Try again."));
  else
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
                 _("This is not a private key in PEM form, or it is damaged. Choose "
                   "the file that begins with “-----BEGIN PRIVATE KEY-----”, "
                   "“-----BEGIN ENCRYPTED PRIVATE KEY-----” or “-----BEGIN RSA "
                   "PRIVATE KEY-----”."));
}

static gnutls_x509_privkey_t
read_key (const char  *pem,
          const char  *passphrase,
          GError     **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  gnutls_datum_t data = muster_datum (pem, strlen (pem));
  gboolean encrypted = is_encrypted (pem);

  if ((!encrypted || passphrase != NULL) &&
      gnutls_x509_privkey_init (&key) >= 0 &&
      gnutls_x509_privkey_import2 (key, &data, GNUTLS_X509_FMT_PEM,
                                   encrypted ? passphrase : NULL, 0) >= 0)
    return g_steal_pointer (&key);

  set_key_error (error, encrypted, passphrase);
  return NULL;
}

/* --- making one ---------------------------------------------------------- */

gnutls_x509_privkey_t
_muster_authority_generate_key (GError **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  int result;

  if ((result = gnutls_x509_privkey_init (&key)) < 0 ||
      (result = gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, KEY_BITS, 0)) < 0)
    return _muster_certificate_failed (result, error);

  return g_steal_pointer (&key);
}

gnutls_pubkey_t
_muster_authority_make_public (gnutls_x509_privkey_t   key,
                               GError                **error)
{
  g_auto(gnutls_pubkey_t) public_key = NULL;
  gnutls_privkey_t abstract = NULL;
  int result;

  if ((result = gnutls_pubkey_init (&public_key)) >= 0 &&
      (result = gnutls_privkey_init (&abstract)) >= 0 &&
      (result = gnutls_privkey_import_x509 (abstract, key, 0)) >= 0)
    result = gnutls_pubkey_import_privkey (public_key, abstract, 0, 0);

  if (abstract != NULL)
    gnutls_privkey_deinit (abstract);
  if (result < 0)
    return _muster_certificate_failed (result, error);

  return g_steal_pointer (&public_key);
}

typedef struct
{
  char *name;
  int   days;
} Creation;

static void
creation_free (gpointer data)
{
  Creation *self = data;

  g_free (self->name);
  g_free (self);
}

static gpointer
create_work (gpointer   data,
             GError   **error)
{
  Creation *creation = data;
  g_auto(gnutls_x509_privkey_t) key = NULL;
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  g_auto(gnutls_pubkey_t) public_key = NULL;
  MusterCertificates pair = { &certificate, 1 };
  MusterCertificateDraft draft = {
    .common_name = creation->name,
    .usage = GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN,
    .is_authority = TRUE,
    .days = creation->days,
  };
  int result;

  key = _muster_authority_generate_key (error);
  public_key = key != NULL ? _muster_authority_make_public (key, error) : NULL;
  if (public_key == NULL)
    return NULL;

  certificate = _muster_certificate_draft_write (&draft, public_key, error);
  if (certificate == NULL)
    return NULL;

  result = gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  if (result < 0)
    return _muster_certificate_failed (result, error);

  return _muster_authority_new (&pair, g_steal_pointer (&key), error);
}

/* ------------------------------------------------------------------------- */

static void
muster_authority_finalize (GObject *object)
{
  MusterAuthority *self = MUSTER_AUTHORITY (object);

  g_clear_pointer (&self->certificate, gnutls_x509_crt_deinit);
  g_clear_pointer (&self->key, gnutls_x509_privkey_deinit);
  g_clear_pointer (&self->pem, g_free);
  g_clear_pointer (&self->crl, g_free);
  g_clear_pointer (&self->info, muster_certificate_info_unref);

  G_OBJECT_CLASS (muster_authority_parent_class)->finalize (object);
}

static void
muster_authority_class_init (MusterAuthorityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_authority_finalize;
}

static void
muster_authority_init (MusterAuthority *self)
{
}

MusterWiped *
_muster_authority_dup_key (MusterAuthority *self)
{
  g_auto(MusterDatum) pem = { NULL, 0 };

  if (gnutls_x509_privkey_export2_pkcs8 (self->key, GNUTLS_X509_FMT_PEM, NULL,
                                         GNUTLS_PKCS_PLAIN, &pem) < 0)
    return NULL;

  return g_strndup ((const char *) pem.data, pem.size);
}

gboolean
_muster_authority_check_dates (MusterAuthority  *self,
                               GError          **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (now < g_date_time_to_unix (self->info->not_before))
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED,
                 _("The certificate authority is not valid yet. Check this "
                   "computer’s clock."));
  else if (now >= g_date_time_to_unix (self->info->not_after))
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED,
                 _("The certificate authority has expired, so nobody would accept "
                   "what it issues. Have a new authority made."));
  else
    return TRUE;

  return FALSE;
}

DexFuture *
muster_authority_create (const char *name,
                         int         days)
{
  Creation *creation;
  GError *error = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (days > 0, NULL);

  if (!_muster_certificate_check_person (name, &error))
    return dex_future_new_for_error (error);

  creation = g_new0 (Creation, 1);
  creation->name = g_strdup (name);
  creation->days = days;
  return _muster_secret_work (MUSTER_TYPE_AUTHORITY, create_work, creation,
                              creation_free);
}

MusterAuthority *
muster_authority_new_from_pem (const char  *certificate,
                               const char  *key,
                               const char  *passphrase,
                               GError     **error)
{
  g_auto(MusterCertificates) certificates = { NULL, 0 };
  gnutls_x509_privkey_t private_key;

  g_return_val_if_fail (certificate != NULL && key != NULL, NULL);

  if (!read_certificates (&certificates, certificate, error))
    return NULL;

  private_key = read_key (key, passphrase, error);
  return private_key != NULL ? _muster_authority_new (&certificates, private_key, error)
                             : NULL;
}

const char *
muster_authority_get_certificate (MusterAuthority *self)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);

  return self->pem;
}

MusterCertificateInfo *
muster_authority_get_info (MusterAuthority *self)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);

  return self->info;
}
