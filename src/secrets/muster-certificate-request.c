/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-certificate-request.h"
#include "muster-gnutls-private.h"
#include "muster-secrets-error.h"

#define MAX_SIZE     (64 * 1024)
#define MAX_EXPONENT 8

#define MAX_NAME        256
#define MAX_NAMES       64
#define MAX_COMMON_NAME 64

struct _MusterCertificateRequest
{
  GObject          parent_instance;

  gnutls_pubkey_t  key;
  guint            bits;
  char            *key_id;
  GStrv            names;
};

G_DEFINE_FINAL_TYPE (MusterCertificateRequest, muster_certificate_request, G_TYPE_OBJECT)

/* --- checks -------------------------------------------------------------- */

static gnutls_x509_crq_t
read_request (const char  *pem,
              gsize        length,
              GError     **error)
{
  g_auto(gnutls_x509_crq_t) request = NULL;
  gnutls_datum_t data = muster_datum (pem, length);

  if (length > MAX_SIZE)
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_TOO_LARGE,
                   _("This is larger than 64 KiB, so it is no certificate request."));
      return NULL;
    }

  if (gnutls_x509_crq_init (&request) >= 0 &&
      gnutls_x509_crq_import (request, &data, GNUTLS_X509_FMT_PEM) >= 0)
    return g_steal_pointer (&request);

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
               _("This is not a certificate request in PEM form, or it is damaged. "
                 "Copy all of it, from “-----BEGIN CERTIFICATE REQUEST-----” to the "
                 "last line."));
  return NULL;
}

static gpointer
weak (GError **error)
{
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_WEAK,
               _("The key of the certificate request is not an RSA key of 2048 to "
                 "8192 bits, which libvirt needs. Have the host make a new key."));
  return NULL;
}

/* With an exponent of one anybody could sign, and a long one costs time. */
static gboolean
is_sound (gnutls_datum_t *exponent)
{
  return exponent->size > 0 && exponent->size <= MAX_EXPONENT &&
         (exponent->data[exponent->size - 1] & 1) == 1 &&
         (exponent->size > 1 || exponent->data[0] > 1);
}

/* The two numbers of the key: GnuTLS's own object would carry the key usage
 * that the request wishes for into the certificate.
 */
static gnutls_pubkey_t
copy_key (gnutls_pubkey_t key)
{
  g_auto(gnutls_pubkey_t) copy = NULL;
  g_auto(MusterDatum) modulus = { NULL, 0 };
  g_auto(MusterDatum) exponent = { NULL, 0 };

  if (gnutls_pubkey_export_rsa_raw2 (key, &modulus, &exponent,
                                     GNUTLS_EXPORT_FLAG_NO_LZ) < 0 ||
      !is_sound (&exponent) ||
      gnutls_pubkey_init (&copy) < 0 ||
      gnutls_pubkey_import_rsa_raw (copy, &modulus, &exponent) < 0)
    return NULL;

  return g_steal_pointer (&copy);
}

static gnutls_pubkey_t
read_key (gnutls_x509_crq_t   request,
          guint              *bits,
          GError            **error)
{
  g_auto(gnutls_pubkey_t) key = NULL;
  gnutls_pubkey_t copy;

  if (gnutls_pubkey_init (&key) < 0 ||
      gnutls_pubkey_import_x509_crq (key, request, 0) < 0 ||
      gnutls_pubkey_get_pk_algorithm (key, bits) != GNUTLS_PK_RSA ||
      *bits < 2048 || *bits > 8192)
    return weak (error);

  copy = copy_key (key);
  return copy != NULL ? copy : weak (error);
}

static gboolean
check_signature (gnutls_x509_crq_t   request,
                 GError            **error)
{
  if (gnutls_x509_crq_verify (request, 0) >= 0)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISMATCH,
               _("The certificate request is not signed by its own key, so it was "
                 "damaged or changed on the way. Get it from the host again."));
  return FALSE;
}

static char *
read_key_id (gnutls_pubkey_t key)
{
  unsigned char digest[32];
  size_t size = sizeof digest;
  GString *text;

  if (gnutls_pubkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, digest, &size) < 0)
    return NULL;

  text = g_string_new (NULL);
  for (size_t i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

/* --- names --------------------------------------------------------------- */

static void
add_common_name (gnutls_x509_crq_t  request,
                 GStrvBuilder      *names)
{
  char text[MAX_NAME];
  size_t size = sizeof text;

  if (gnutls_x509_crq_get_dn_by_oid (request, GNUTLS_OID_X520_COMMON_NAME, 0, 0, text,
                                     &size) >= 0)
    g_strv_builder_take (names, g_utf8_make_valid (text, size));
}

/* Addresses come as their bytes. */
static char *
dup_name (int         type,
          const char *bytes,
          size_t      size)
{
  g_autoptr(GInetAddress) address = NULL;

  if (type == GNUTLS_SAN_DNSNAME)
    return g_utf8_make_valid (bytes, size);
  if (type != GNUTLS_SAN_IPADDRESS || (size != 4 && size != 16))
    return NULL;
  address = g_inet_address_new_from_bytes ((const guint8 *) bytes,
                                           size == 4 ? G_SOCKET_FAMILY_IPV4
                                                     : G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (address);
}

static GStrv
read_names (gnutls_x509_crq_t request)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  add_common_name (request, names);
  for (unsigned int i = 0; i < MAX_NAMES; i++)
    {
      char bytes[MAX_NAME];
      size_t size = sizeof bytes;
      int type = gnutls_x509_crq_get_subject_alt_name (request, i, bytes, &size, NULL, NULL);
      char *name;

      if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
      name = type >= 0 ? dup_name (type, bytes, size) : NULL;
      if (name != NULL)
        g_strv_builder_take (names, name);
    }

  return g_strv_builder_end (names);
}

/* As a request has it: addresses can be written in several ways, names in other
 * scripts.
 */
static char *
dup_plain (const char *name)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (name);
  char *ascii = address != NULL ? g_inet_address_to_string (address)
                                : g_hostname_to_ascii (name);

  return ascii != NULL ? ascii : g_strdup (name);
}

/* A subject has room for 64 characters. */
static gboolean
is_name (const char *wish,
         const char *name)
{
  g_autofree char *plain = dup_plain (name);

  return g_ascii_strcasecmp (wish, plain) == 0 ||
         (strlen (wish) == MAX_COMMON_NAME &&
          g_ascii_strncasecmp (wish, plain, MAX_COMMON_NAME) == 0);
}

static gboolean
is_among (const char         *wish,
          const char * const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (is_name (wish, names[i]))
      return TRUE;

  return FALSE;
}

gnutls_pubkey_t
_muster_certificate_request_get_key (MusterCertificateRequest *self)
{
  return self->key;
}

/* ------------------------------------------------------------------------- */

static void
muster_certificate_request_finalize (GObject *object)
{
  MusterCertificateRequest *self = MUSTER_CERTIFICATE_REQUEST (object);

  g_clear_pointer (&self->key, gnutls_pubkey_deinit);
  g_clear_pointer (&self->key_id, g_free);
  g_clear_pointer (&self->names, g_strfreev);

  G_OBJECT_CLASS (muster_certificate_request_parent_class)->finalize (object);
}

static void
muster_certificate_request_class_init (MusterCertificateRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_certificate_request_finalize;
}

static void
muster_certificate_request_init (MusterCertificateRequest *self)
{
}

MusterCertificateRequest *
muster_certificate_request_new_from_pem (const char  *pem,
                                         gssize       length,
                                         GError     **error)
{
  g_autoptr(MusterCertificateRequest) self = NULL;
  g_auto(gnutls_x509_crq_t) request = NULL;

  g_return_val_if_fail (pem != NULL, NULL);

  request = read_request (pem, length < 0 ? strlen (pem) : (gsize) length, error);
  if (request == NULL)
    return NULL;

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_REQUEST, NULL);
  self->key = read_key (request, &self->bits, error);
  if (self->key == NULL || !check_signature (request, error))
    return NULL;

  self->names = read_names (request);
  self->key_id = read_key_id (self->key);
  return self->key_id != NULL ? g_steal_pointer (&self) : weak (error);
}

GStrv
muster_certificate_request_list_others (MusterCertificateRequest *self,
                                        const char * const       *names)
{
  g_autoptr(GStrvBuilder) others = g_strv_builder_new ();

  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  for (guint i = 0; self->names[i] != NULL; i++)
    if (!is_among (self->names[i], names) &&
        !g_strv_contains ((const char * const *) self->names + i + 1, self->names[i]))
      g_strv_builder_add (others, self->names[i]);

  return g_strv_builder_end (others);
}

guint
muster_certificate_request_get_key_bits (MusterCertificateRequest *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (self), 0);

  return self->bits;
}

const char *
muster_certificate_request_get_key_id (MusterCertificateRequest *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->key_id;
}
