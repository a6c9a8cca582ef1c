/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "muster-certificate-info.h"
#include "muster-gnutls-private.h"
#include "muster-secrets-error.h"

#define MAX_SIZE         (256 * 1024)
#define MAX_CERTIFICATES 64
#define MAX_NAMES        1024
#define MAX_SERIAL       64
#define MAX_KEY_ID       128
#define DAY              (24 * 60 * 60)

G_DEFINE_BOXED_TYPE (MusterCertificateInfo, muster_certificate_info,
                     muster_certificate_info_ref, muster_certificate_info_unref)

/* --- texts --------------------------------------------------------------- */

static char *
to_hex (const unsigned char *bytes,
        gsize                size,
        const char          *format,
        const char          *separator)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    {
      if (i > 0)
        g_string_append (text, separator);
      g_string_append_c (text, format[bytes[i] >> 4]);
      g_string_append_c (text, format[bytes[i] & 15]);
    }

  return g_string_free (text, FALSE);
}

static char *
read_name (gnutls_x509_crt_t   certificate,
           int               (*get) (gnutls_x509_crt_t,
                                     gnutls_datum_t *,
                                     unsigned))
{
  g_auto(MusterDatum) name = { NULL, 0 };

  if (get (certificate, &name, 0) < 0)
    return g_strdup ("");

  return g_utf8_make_valid ((const char *) name.data, name.size);
}

/* GnuTLS writes a name as RFC 4514 has it: “a\, b”, “\e4”. */
static gsize
unescape (char  *name,
          gsize  size)
{
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (name[i] == '\\' && i + 2 < size &&
          g_ascii_isxdigit (name[i + 1]) && g_ascii_isxdigit (name[i + 2]))
        {
          name[n++] = g_ascii_xdigit_value (name[i + 1]) << 4 |
                      g_ascii_xdigit_value (name[i + 2]);
          i += 2;
          continue;
        }

      if (name[i] == '\\' && i + 1 < size)
        i++;
      name[n++] = name[i];
    }

  return n;
}

static char *
read_common_name (gnutls_x509_crt_t   certificate,
                  int               (*get) (gnutls_x509_crt_t,
                                            const char *,
                                            unsigned,
                                            unsigned int,
                                            void *,
                                            size_t *))
{
  char name[1024];
  size_t size = sizeof name;

  if (get (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &size) < 0)
    return NULL;

  return g_utf8_make_valid (name, unescape (name, size));
}

/* --- alternative names --------------------------------------------------- */

static char *
write_address (const unsigned char *bytes,
               gsize                size)
{
  g_autoptr(GInetAddress) address = NULL;

  if (size != 4 && size != 16)
    return NULL;

  address = g_inet_address_new_from_bytes (bytes, size == 4 ? G_SOCKET_FAMILY_IPV4
                                                            : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static GStrv
read_names (gnutls_x509_crt_t certificate)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  for (unsigned int i = 0; i < MAX_NAMES; i++)
    {
      unsigned char name[1024];
      size_t size = sizeof name;
      char *address;
      int type;

      type = gnutls_x509_crt_get_subject_alt_name (certificate, i, name, &size, NULL);
      if (type == GNUTLS_E_SHORT_MEMORY_BUFFER)
        continue;
      if (type < 0)
        break;

      if (type == GNUTLS_SAN_DNSNAME)
        g_ptr_array_add (names, g_utf8_make_valid ((char *) name, size));
      else if (type == GNUTLS_SAN_IPADDRESS &&
               (address = write_address (name, size)) != NULL)
        g_ptr_array_add (addresses, address);
    }

  g_ptr_array_extend_and_steal (names, g_steal_pointer (&addresses));
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* --- key, signature, purposes -------------------------------------------- */

static guint
read_purposes (gnutls_x509_crt_t certificate)
{
  guint purposes = 0;

  for (unsigned int i = 0; ; i++)
    {
      char oid[128];
      size_t size = sizeof oid;
      int result;

      result = gnutls_x509_crt_get_key_purpose_oid (certificate, i, oid, &size, NULL);
      if (result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE && i == 0)
        return MUSTER_CERTIFICATE_FOR_SERVERS | MUSTER_CERTIFICATE_FOR_CLIENTS;
      if (result == GNUTLS_E_SHORT_MEMORY_BUFFER)
        continue;
      if (result < 0)
        return purposes;

      if (g_str_equal (oid, GNUTLS_KP_ANY))
        purposes |= MUSTER_CERTIFICATE_FOR_SERVERS | MUSTER_CERTIFICATE_FOR_CLIENTS;
      else if (g_str_equal (oid, GNUTLS_KP_TLS_WWW_SERVER))
        purposes |= MUSTER_CERTIFICATE_FOR_SERVERS;
      else if (g_str_equal (oid, GNUTLS_KP_TLS_WWW_CLIENT))
        purposes |= MUSTER_CERTIFICATE_FOR_CLIENTS;
    }
}

static void
read_algorithms (MusterCertificateInfo *self,
                 gnutls_x509_crt_t      certificate)
{
  const char *text;
  unsigned int bits = 0;
  int key = gnutls_x509_crt_get_pk_algorithm (certificate, &bits);
  int signature = gnutls_x509_crt_get_signature_algorithm (certificate);

  text = key >= 0 ? gnutls_pk_algorithm_get_name (key) : NULL;
  self->key_algorithm = g_strdup (text != NULL ? text : "?");
  self->key_bits = bits;

  text = signature >= 0 ? gnutls_sign_get_name (signature) : NULL;
  self->signature_algorithm = g_strdup (text != NULL ? text : "?");

  self->is_weak =
    key < 0 || signature < 0 ||
    gnutls_pk_bits_to_sec_param (key, bits) < GNUTLS_SEC_PARAM_MEDIUM ||
    !gnutls_sign_is_secure2 (signature, GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS);
}

/* An authority that is made anew under the same name has another one. */
static char *
read_key_id (gnutls_x509_crt_t   certificate,
             int               (*get) (gnutls_x509_crt_t, void *, size_t *, unsigned int *))
{
  unsigned char id[MAX_KEY_ID];
  size_t size = sizeof id;

  return get (certificate, id, &size, NULL) >= 0 ? to_hex (id, size, "0123456789abcdef", "")
                                                 : NULL;
}

/* --- what must be there -------------------------------------------------- */

static GDateTime *
read_time (time_t time)
{
  return time == (time_t) -1 ? NULL : g_date_time_new_from_unix_utc (time);
}

static gboolean
read_identification (MusterCertificateInfo *self,
                     gnutls_x509_crt_t      certificate)
{
  unsigned char digest[32];
  unsigned char serial[MAX_SERIAL];
  size_t digest_size = sizeof digest;
  size_t serial_size = sizeof serial;

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256,
                                       digest, &digest_size) < 0 ||
      gnutls_x509_crt_get_serial (certificate, serial, &serial_size) < 0)
    return FALSE;

  self->id = to_hex (digest, digest_size, "0123456789abcdef", "");
  self->fingerprint = to_hex (digest, digest_size, "0123456789ABCDEF", ":");
  self->serial = to_hex (serial, serial_size, "0123456789abcdef", "");
  return TRUE;
}

static gboolean
read_der (MusterCertificateInfo *self,
          gnutls_x509_crt_t      certificate)
{
  g_auto(MusterDatum) der = { NULL, 0 };

  if (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der) < 0)
    return FALSE;

  self->der = g_bytes_new (der.data, der.size);
  return TRUE;
}

static MusterCertificateInfo *
describe (gnutls_x509_crt_t certificate)
{
  g_autoptr(MusterCertificateInfo) self = g_atomic_rc_box_new0 (MusterCertificateInfo);

  self->not_before = read_time (gnutls_x509_crt_get_activation_time (certificate));
  self->not_after = read_time (gnutls_x509_crt_get_expiration_time (certificate));
  if (self->not_before == NULL || self->not_after == NULL ||
      !read_identification (self, certificate) ||
      !read_der (self, certificate))
    return NULL;

  self->subject = read_name (certificate, gnutls_x509_crt_get_dn3);
  self->common_name = read_common_name (certificate, gnutls_x509_crt_get_dn_by_oid);
  self->issuer = read_name (certificate, gnutls_x509_crt_get_issuer_dn3);
  self->issuer_name = read_common_name (certificate,
                                        gnutls_x509_crt_get_issuer_dn_by_oid);
  self->names = read_names (certificate);
  self->purposes = read_purposes (certificate);
  self->is_authority = gnutls_x509_crt_get_ca_status (certificate, NULL) > 0;
  self->key_id = read_key_id (certificate, gnutls_x509_crt_get_subject_key_id);
  self->issuer_key_id = read_key_id (certificate, gnutls_x509_crt_get_authority_key_id);
  read_algorithms (self, certificate);
  return g_steal_pointer (&self);
}

static void
info_clear (gpointer data)
{
  MusterCertificateInfo *self = data;

  g_free (self->subject);
  g_free (self->common_name);
  g_free (self->issuer);
  g_free (self->issuer_name);
  g_free (self->serial);
  g_strfreev (self->names);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self->key_algorithm);
  g_free (self->signature_algorithm);
  g_free (self->key_id);
  g_free (self->issuer_key_id);
  g_free (self->id);
  g_free (self->fingerprint);
  g_clear_pointer (&self->der, g_bytes_unref);
}

static gboolean
check_size (gsize    size,
            GError **error)
{
  if (size <= MAX_SIZE)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_TOO_LARGE,
               _("This is larger than 256 KiB, so it is no certificate."));
  return FALSE;
}

static gpointer
not_pem (GError **error)
{
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
               _("This is not a certificate in PEM form, or it is damaged. Get a "
                 "new copy that begins with “-----BEGIN CERTIFICATE-----”."));
  return NULL;
}

/* ------------------------------------------------------------------------- */

GPtrArray *
muster_certificate_info_list_from_pem (const char  *pem,
                                       gssize       length,
                                       GError     **error)
{
  g_autoptr(GPtrArray) infos = NULL;
  g_auto(MusterCertificates) chain = { NULL, 0 };
  gnutls_datum_t data;

  g_return_val_if_fail (pem != NULL, NULL);

  data = muster_datum (pem, length < 0 ? strlen (pem) : (gsize) length);
  if (!check_size (data.size, error))
    return NULL;

  if (gnutls_x509_crt_list_import2 (&chain.list, &chain.n, &data,
                                    GNUTLS_X509_FMT_PEM, 0) < 0 ||
      chain.n == 0 || chain.n > MAX_CERTIFICATES)
    return not_pem (error);

  infos = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_info_unref);
  for (unsigned int i = 0; i < chain.n; i++)
    {
      MusterCertificateInfo *info = describe (chain.list[i]);

      if (info == NULL)
        return not_pem (error);
      g_ptr_array_add (infos, info);
    }

  return g_steal_pointer (&infos);
}

MusterCertificateInfo *
muster_certificate_info_new_from_pem (const char  *pem,
                                      gssize       length,
                                      GError     **error)
{
  g_autoptr(GPtrArray) infos = NULL;

  infos = muster_certificate_info_list_from_pem (pem, length, error);
  return infos != NULL ? muster_certificate_info_ref (infos->pdata[0]) : NULL;
}

MusterCertificateInfo *
muster_certificate_info_new_from_der (GBytes  *der,
                                      GError **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  MusterCertificateInfo *self = NULL;
  gnutls_datum_t data;
  gsize size;

  g_return_val_if_fail (der != NULL, NULL);

  data.data = (unsigned char *) g_bytes_get_data (der, &size);
  if (!check_size (size, error))
    return NULL;

  data.size = size;
  if (size > 0 && gnutls_x509_crt_init (&certificate) >= 0 &&
      gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) >= 0)
    self = describe (certificate);

  if (self == NULL)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                 _("The certificate is damaged. Have a new one made."));
  return self;
}

MusterCertificateInfo *
muster_certificate_info_ref (MusterCertificateInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
muster_certificate_info_unref (MusterCertificateInfo *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, info_clear);
}

int
muster_certificate_info_get_days_left (MusterCertificateInfo *self,
                                       gint64                 now)
{
  gint64 left;

  g_return_val_if_fail (self != NULL, 0);

  /* Rounded down on both sides of zero: an hour too late is -1, not 0. */
  left = g_date_time_to_unix (self->not_after) - now;
  left = left >= 0 ? left / DAY : -((-left + DAY - 1) / DAY);
  return CLAMP (left, G_MININT, G_MAXINT);
}

gboolean
muster_certificate_info_matches (MusterCertificateInfo *self,
                                 const char            *name)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  gnutls_datum_t data;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  data.data = (unsigned char *) g_bytes_get_data (self->der, &size);
  data.size = size;
  return gnutls_x509_crt_init (&certificate) >= 0 &&
         gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) >= 0 &&
         gnutls_x509_crt_check_hostname (certificate, name);
}
