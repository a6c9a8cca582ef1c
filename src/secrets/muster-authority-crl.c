/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-certificate-draft.h"
#include "muster-certificate-record.h"
#include "muster-secrets-error.h"

#define DAY        (24 * 60 * 60)
#define MAX_SERIAL 64

static gboolean
check_usage (MusterAuthority  *self,
             GError          **error)
{
  unsigned int usage = 0;

  if (gnutls_x509_crt_get_key_usage (self->certificate, &usage, NULL) < 0 ||
      (usage & GNUTLS_KEY_CRL_SIGN) != 0)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PURPOSE,
               _("This certificate authority was made without the right to revoke "
                 "certificates. Have a new authority made, then new certificates."));
  return FALSE;
}

static gboolean
add_record (gnutls_x509_crl_t               crl,
            const MusterCertificateRecord  *record,
            GError                        **error)
{
  unsigned char serial[MAX_SERIAL];
  gsize length = strlen (record->serial);

  if (length > 0 && length % 2 == 0 && length / 2 <= sizeof serial &&
      strspn (record->serial, "0123456789abcdefABCDEF") == length)
    {
      for (gsize i = 0; i < length / 2; i++)
        serial[i] = g_ascii_xdigit_value (record->serial[2 * i]) << 4 |
                    g_ascii_xdigit_value (record->serial[2 * i + 1]);

      if (gnutls_x509_crl_set_crt_serial (crl, serial, length / 2,
                                          record->revoked_at) >= 0)
        return TRUE;
    }

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
               _("The serial number of the certificate of “%s” is damaged, so it "
                 "cannot be revoked."),
               record->name);
  return FALSE;
}

static gboolean
add_records (gnutls_x509_crl_t   crl,
             GPtrArray          *records,
             GError            **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      const MusterCertificateRecord *record = g_ptr_array_index (records, i);

      if (record->revoked_at != 0 && !add_record (crl, record, error))
        return FALSE;
    }

  return TRUE;
}

static int
set_number (gnutls_x509_crl_t crl,
            guint64           number)
{
  guint64 big_endian = GUINT64_TO_BE (number);
  const unsigned char *bytes = (const unsigned char *) &big_endian;
  gsize size = sizeof big_endian;

  /* The shortest form whose first bit is not taken for a sign. */
  while (size > 1 && bytes[0] == 0 && bytes[1] < 0x80)
    {
      bytes++;
      size--;
    }

  return gnutls_x509_crl_set_number (crl, bytes, size);
}

static int
set_authority_key_id (MusterAuthority   *self,
                      gnutls_x509_crl_t  crl)
{
  unsigned char id[128];
  size_t size = sizeof id;

  if (gnutls_x509_crt_get_subject_key_id (self->certificate, id, &size, NULL) < 0)
    return 0;

  return gnutls_x509_crl_set_authority_key_id (crl, id, size);
}

static int
set_period (MusterAuthority   *self,
            gnutls_x509_crl_t  crl,
            int                days)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 end = g_date_time_to_unix (self->info->not_after);
  int result;

  if (days > 0)
    end = MIN (end, now + (gint64) days * DAY);

  result = gnutls_x509_crl_set_this_update (crl, now - MUSTER_CLOCK_TOLERANCE);
  return result < 0 ? result : gnutls_x509_crl_set_next_update (crl, end);
}

char *
muster_authority_make_crl (MusterAuthority  *self,
                           GPtrArray        *records,
                           guint64           number,
                           int               days,
                           GError          **error)
{
  g_auto(gnutls_x509_crl_t) crl = NULL;
  g_auto(MusterDatum) pem = { NULL, 0 };
  int result;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (records != NULL, NULL);
  g_return_val_if_fail (number <= G_MAXINT64, NULL);
  g_return_val_if_fail (days >= 0, NULL);

  if (!check_usage (self, error) || !_muster_authority_check_dates (self, error))
    return NULL;

  if ((result = gnutls_x509_crl_init (&crl)) < 0 ||
      (result = gnutls_x509_crl_set_version (crl, 2)) < 0)
    return _muster_certificate_failed (result, error);

  if (!add_records (crl, records, error))
    return NULL;

  if ((result = set_period (self, crl, days)) < 0 ||
      (result = set_number (crl, number)) < 0 ||
      (result = set_authority_key_id (self, crl)) < 0 ||
      (result = gnutls_x509_crl_sign2 (crl, self->certificate, self->key,
                                       GNUTLS_DIG_SHA256, 0)) < 0 ||
      (result = gnutls_x509_crl_export2 (crl, GNUTLS_X509_FMT_PEM, &pem)) < 0)
    return _muster_certificate_failed (result, error);

  return g_strndup ((const char *) pem.data, pem.size);
}
