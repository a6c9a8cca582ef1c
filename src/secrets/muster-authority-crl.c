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

static int
compare_serials (gconstpointer a,
                 gconstpointer b)
{
  return strcmp ((*(MusterCertificateRecord * const *) a)->serial,
                 (*(MusterCertificateRecord * const *) b)->serial);
}

/* Of another authority that the desk had before, it revokes nothing. */
static gboolean
is_to_be_listed (MusterAuthority               *self,
                 const MusterCertificateRecord *record)
{
  return record->revoked_at != 0 &&
         (record->authority == NULL || g_strcmp0 (record->authority, self->info->key_id) == 0);
}

/* In the same order on every desk, however each of them came to know of it. */
static gboolean
add_records (MusterAuthority    *self,
             gnutls_x509_crl_t   crl,
             GPtrArray          *records,
             GError            **error)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (records, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_serials);
  for (guint i = 0; i < sorted->len; i++)
    {
      const MusterCertificateRecord *record = g_ptr_array_index (sorted, i);

      if (is_to_be_listed (self, record) && !add_record (crl, record, error))
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

/* The same records give the same list, whenever it is made. */
static gint64
find_begin (GPtrArray *records)
{
  gint64 latest = 0;

  for (guint i = 0; i < records->len; i++)
    latest = MAX (latest, ((const MusterCertificateRecord *) records->pdata[i])->revoked_at);

  return (latest != 0 ? latest : g_get_real_time () / G_USEC_PER_SEC) - MUSTER_CLOCK_TOLERANCE;
}

static int
set_period (MusterAuthority   *self,
            gnutls_x509_crl_t  crl,
            gint64             begin,
            int                days)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 end = g_date_time_to_unix (self->info->not_after);
  int result;

  if (days > 0)
    end = MIN (end, now + (gint64) days * DAY);

  result = gnutls_x509_crl_set_this_update (crl, begin);
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

  if (!add_records (self, crl, records, error))
    return NULL;

  if ((result = set_period (self, crl, find_begin (records), days)) < 0 ||
      (result = set_number (crl, number)) < 0 ||
      (result = set_authority_key_id (self, crl)) < 0 ||
      (result = gnutls_x509_crl_sign2 (crl, self->certificate, self->key,
                                       GNUTLS_DIG_SHA256, 0)) < 0 ||
      (result = gnutls_x509_crl_export2 (crl, GNUTLS_X509_FMT_PEM, &pem)) < 0)
    return _muster_certificate_failed (result, error);

  return g_strndup ((const char *) pem.data, pem.size);
}

/* --- the list that travels with an authority -------------------------------- */

static gboolean
read_crl (MusterAuthority    *self,
          const char         *pem,
          gnutls_x509_crl_t  *crl)
{
  gnutls_datum_t data = muster_datum (pem, strlen (pem));
  unsigned int status = 0;

  return gnutls_x509_crl_init (crl) >= 0 &&
         gnutls_x509_crl_import (*crl, &data, GNUTLS_X509_FMT_PEM) >= 0 &&
         gnutls_x509_crl_verify (*crl, &self->certificate, 1,
                                 GNUTLS_VERIFY_DISABLE_CRL_CHECKS |
                                 GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &status) >= 0 &&
         (status & GNUTLS_CERT_INVALID) == 0;
}

gboolean
muster_authority_set_crl (MusterAuthority  *self,
                          const char       *crl,
                          GError          **error)
{
  g_auto(gnutls_x509_crl_t) list = NULL;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), FALSE);

  if (crl != NULL && !read_crl (self, crl, &list))
    {
      g_set_error_literal (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                           _("The list of the revoked is damaged, or another authority’s."));
      return FALSE;
    }
  g_set_str (&self->crl, crl);

  return TRUE;
}

const char *
muster_authority_get_crl (MusterAuthority *self)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);

  return self->crl;
}

static MusterCertificateRecord *
read_revoked (MusterAuthority   *self,
              gnutls_x509_crl_t  crl,
              int                position)
{
  unsigned char bytes[MAX_SERIAL];
  size_t size = sizeof bytes;
  g_autoptr(GString) serial = g_string_new (NULL);
  MusterCertificateRecord *record;
  time_t time = 0;

  if (gnutls_x509_crl_get_crt_serial (crl, position, bytes, &size, &time) < 0)
    return NULL;
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (serial, "%02x", bytes[i]);

  record = g_new0 (MusterCertificateRecord, 1);
  record->serial = g_strdup (serial->str);
  record->name = g_strdup (serial->str);
  record->names = g_new0 (char *, 1);
  record->kind = MUSTER_CERTIFICATE_CLIENT;
  record->authority = g_strdup (self->info->key_id);
  record->not_after = g_date_time_to_unix (self->info->not_after);
  record->revoked_at = MAX (time, 1);

  return record;
}

GPtrArray *
muster_authority_list_revoked (MusterAuthority *self)
{
  g_auto(gnutls_x509_crl_t) crl = NULL;
  GPtrArray *records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
  int n;

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), records);

  if (self->crl == NULL || !read_crl (self, self->crl, &crl))
    return records;

  n = gnutls_x509_crl_get_crt_count (crl);
  for (int i = 0; i < n; i++)
    {
      MusterCertificateRecord *record = read_revoked (self, crl, i);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }

  return records;
}
