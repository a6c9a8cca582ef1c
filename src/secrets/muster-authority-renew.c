/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509-ext.h>

#include "muster-authority-private.h"
#include "muster-certificate-draft.h"
#include "muster-secrets-error.h"

#define DAY                (24 * 60 * 60)
#define MAX_ID             128
#define AUTHORITY_KEY_OID  "2.5.29.35"

/* Another authority's word cannot be given here. */
static gboolean
check_root (MusterAuthority  *self,
            GError          **error)
{
  if (gnutls_x509_crt_check_issuer (self->certificate, self->certificate))
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ISSUER,
               _("This certificate authority has its certificate from another one, “%s”. "
                 "Have it renewed there, then import it."),
               self->info->issuer_name != NULL ? self->info->issuer_name
                                               : self->info->issuer);
  return FALSE;
}

/* Whoever has both takes the one that lasts, see _muster_authority_new(). */
static gboolean
check_end (MusterAuthority  *self,
           gint64            end,
           GError          **error)
{
  if (end > g_date_time_to_unix (self->info->not_after))
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
               _("The certificate authority is valid longer than that already."));
  return FALSE;
}

/* Some authorities name their own serial number, which is another one now. */
static int
point_at_key (gnutls_x509_crt_t certificate)
{
  unsigned char id[MAX_ID], name[4 * MAX_ID], serial[MAX_ID];
  size_t id_size = sizeof id, name_size = sizeof name, serial_size = sizeof serial;
  gnutls_datum_t key_id = { id, 0 };
  g_auto(MusterDatum) extension = { NULL, 0 };
  gnutls_x509_aki_t aki = NULL;
  int result;

  if (gnutls_x509_crt_get_authority_key_gn_serial (certificate, 0, name, &name_size, NULL,
                                                   serial, &serial_size, NULL) < 0 ||
      gnutls_x509_crt_get_subject_key_id (certificate, id, &id_size, NULL) < 0)
    return 0;

  key_id.size = id_size;
  if ((result = gnutls_x509_aki_init (&aki)) >= 0 &&
      (result = gnutls_x509_aki_set_id (aki, &key_id)) >= 0 &&
      (result = gnutls_x509_ext_export_authority_key_id (aki, &extension)) >= 0)
    result = gnutls_x509_crt_set_extension_by_oid (certificate, AUTHORITY_KEY_OID,
                                                   extension.data, extension.size, 0);
  if (aki != NULL)
    gnutls_x509_aki_deinit (aki);

  return result;
}

/* All else stays as it was, to the byte: names are compared like that. */
static int
write_certificate (MusterAuthority   *self,
                   gint64             end,
                   gnutls_x509_crt_t  certificate)
{
  gnutls_datum_t pem = muster_datum (self->pem, strlen (self->pem));
  int result;

  if ((result = gnutls_x509_crt_import (certificate, &pem, GNUTLS_X509_FMT_PEM)) < 0 ||
      (result = _muster_certificate_set_serial (certificate)) < 0 ||
      (result = gnutls_x509_crt_set_expiration_time (certificate, end)) < 0 ||
      (result = point_at_key (certificate)) < 0)
    return result;

  return gnutls_x509_crt_sign2 (certificate, certificate, self->key, GNUTLS_DIG_SHA256, 0);
}

static gnutls_x509_privkey_t
copy_key (MusterAuthority  *self,
          GError          **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  int result;

  if ((result = gnutls_x509_privkey_init (&key)) < 0 ||
      (result = gnutls_x509_privkey_cpy (key, self->key)) < 0)
    return _muster_certificate_failed (result, error);

  return g_steal_pointer (&key);
}

MusterAuthority *
muster_authority_renew (MusterAuthority  *self,
                        int               days,
                        GError          **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  MusterCertificates pair = { &certificate, 1 };
  gint64 end = g_get_real_time () / G_USEC_PER_SEC + (gint64) days * DAY;
  gnutls_x509_privkey_t key;
  int result;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (days > 0, NULL);

  if (!check_root (self, error) || !check_end (self, end, error))
    return NULL;

  if ((result = gnutls_x509_crt_init (&certificate)) < 0 ||
      (result = write_certificate (self, end, certificate)) < 0)
    return _muster_certificate_failed (result, error);

  key = copy_key (self, error);
  return key != NULL ? _muster_authority_new (&pair, key, error) : NULL;
}

gboolean
muster_authority_has_issued (MusterAuthority       *self,
                             MusterCertificateInfo *info)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  gsize size;
  const void *bytes;
  gnutls_datum_t der;
  unsigned int status = GNUTLS_CERT_INVALID;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), FALSE);
  g_return_val_if_fail (info != NULL, FALSE);

  bytes = g_bytes_get_data (info->der, &size);
  der = muster_datum (bytes, size);

  return gnutls_x509_crt_init (&certificate) >= 0 &&
         gnutls_x509_crt_import (certificate, &der, GNUTLS_X509_FMT_DER) >= 0 &&
         gnutls_x509_crt_verify (certificate, &self->certificate, 1,
                                 GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
                                 GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS |
                                 GNUTLS_VERIFY_ALLOW_BROKEN, &status) >= 0 &&
         status == 0;
}
