/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>

#include "muster-certificate-draft.h"
#include "muster-host-name.h"
#include "muster-secrets-error.h"

#define DAY             (24 * 60 * 60)
#define SERIAL_SIZE     16
#define KEY_ID_SIZE     20
#define MAX_COMMON_NAME 64

/* --- names --------------------------------------------------------------- */

GStrv
_muster_certificate_names (const char * const  *names,
                           GError             **error)
{
  g_autoptr(GPtrArray) result = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = muster_host_name_normalize (names[i]);

      if (name == NULL)
        {
          g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NAME,
                       _("“%s” is neither a DNS name nor an IP address. Correct it, "
                         "then try again."),
                       names[i]);
          return NULL;
        }
      if (!g_ptr_array_find_with_equal_func (result, name, g_str_equal, NULL))
        g_ptr_array_add (result, g_steal_pointer (&name));
    }

  if (result->len > 0)
    return (GStrv) g_ptr_array_free (g_steal_pointer (&result), FALSE);

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NAME,
               _("A host’s certificate needs at least one DNS name or IP address."));
  return NULL;
}

gboolean
_muster_certificate_check_person (const char  *name,
                                  GError     **error)
{
  gboolean valid = g_utf8_validate (name, -1, NULL) &&
                   g_utf8_strlen (name, -1) <= MAX_COMMON_NAME;
  gboolean visible = FALSE;

  for (const char *c = name; valid && *c != '\0'; c = g_utf8_next_char (c))
    {
      valid = g_unichar_isprint (g_utf8_get_char (c));
      visible |= g_unichar_isgraph (g_utf8_get_char (c));
    }

  if (valid && visible)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NAME,
               _("A name in a certificate has 1 to 64 characters and no line breaks. "
                 "Choose another name."));
  return FALSE;
}

/* --- the parts of a certificate ------------------------------------------ */

static int
set_subject (gnutls_x509_crt_t             certificate,
             const MusterCertificateDraft *draft)
{
  const char *name = draft->common_name;
  gsize length = strlen (name);

  /* A host's name may be longer than a common name; its first label is not. */
  if (draft->names != NULL && length > MAX_COMMON_NAME)
    length = strcspn (name, ".");

  return gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                        name, length);
}

/* Random, positive, and always of the same length. */
int
_muster_certificate_set_serial (gnutls_x509_crt_t certificate)
{
  unsigned char serial[SERIAL_SIZE];
  int result = gnutls_rnd (GNUTLS_RND_RANDOM, serial, sizeof serial);

  if (result < 0)
    return result;

  serial[0] = (serial[0] & 0x7f) | 0x40;
  return gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
}

static int
set_period (gnutls_x509_crt_t             certificate,
            const MusterCertificateDraft *draft)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 begin = MAX (now - MUSTER_CLOCK_TOLERANCE, draft->earliest);
  gint64 end = now + (gint64) draft->days * DAY;
  int result;

  if (draft->latest != 0)
    end = MIN (end, draft->latest);

  result = gnutls_x509_crt_set_activation_time (certificate, begin);
  return result < 0 ? result : gnutls_x509_crt_set_expiration_time (certificate, end);
}

static int
add_name (gnutls_x509_crt_t  certificate,
          const char        *name)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (name);

  if (address == NULL)
    return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME,
                                                 name, strlen (name),
                                                 GNUTLS_FSAN_APPEND);

  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                               g_inet_address_to_bytes (address),
                                               g_inet_address_get_native_size (address),
                                               GNUTLS_FSAN_APPEND);
}

static int
set_names (gnutls_x509_crt_t   certificate,
           const char * const *names)
{
  int result = 0;

  for (guint i = 0; result >= 0 && names != NULL && names[i] != NULL; i++)
    result = add_name (certificate, names[i]);

  return result;
}

static int
set_usage (gnutls_x509_crt_t             certificate,
           const MusterCertificateDraft *draft)
{
  int result;

  /* An authority of ours issues to hosts and people, not to authorities. */
  result = gnutls_x509_crt_set_basic_constraints (certificate, draft->is_authority,
                                                  draft->is_authority ? 0 : -1);
  if (result >= 0)
    result = gnutls_x509_crt_set_key_usage (certificate, draft->usage);
  if (result >= 0 && draft->for_servers)
    result = gnutls_x509_crt_set_key_purpose_oid (certificate,
                                                  GNUTLS_KP_TLS_WWW_SERVER, 0);
  if (result >= 0 && draft->for_clients)
    result = gnutls_x509_crt_set_key_purpose_oid (certificate,
                                                  GNUTLS_KP_TLS_WWW_CLIENT, 0);
  return result;
}

static int
set_key (gnutls_x509_crt_t certificate,
         gnutls_pubkey_t   key)
{
  unsigned char id[32];
  size_t size = sizeof id;
  int result;

  result = gnutls_x509_crt_set_pubkey (certificate, key);
  if (result >= 0)
    result = gnutls_pubkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, id, &size);
  if (result >= 0)
    result = gnutls_x509_crt_set_subject_key_id (certificate, id, KEY_ID_SIZE);
  return result;
}

/* ------------------------------------------------------------------------- */

gpointer
_muster_certificate_failed (int      result,
                            GError **error)
{
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_FAILED,
               /* Translators: %s is GnuTLS's own text, with a full stop. */
               _("The certificate or key could not be made: %s"),
               gnutls_strerror (result));
  return NULL;
}

gnutls_x509_crt_t
_muster_certificate_draft_write (const MusterCertificateDraft  *self,
                                 gnutls_pubkey_t                key,
                                 GError                       **error)
{
  g_auto(gnutls_x509_crt_t) certificate = NULL;
  int result;

  if ((result = gnutls_x509_crt_init (&certificate)) < 0 ||
      (result = gnutls_x509_crt_set_version (certificate, 3)) < 0 ||
      (result = set_subject (certificate, self)) < 0 ||
      (result = _muster_certificate_set_serial (certificate)) < 0 ||
      (result = set_period (certificate, self)) < 0 ||
      (result = set_names (certificate, self->names)) < 0 ||
      (result = set_key (certificate, key)) < 0 ||
      (result = set_usage (certificate, self)) < 0)
    return _muster_certificate_failed (result, error);

  return g_steal_pointer (&certificate);
}
