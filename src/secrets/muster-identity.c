/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "muster-identity-private.h"
#include "muster-secrets-error.h"
#include "muster-wipe.h"

#define MAX_CERTIFICATES 64

struct _MusterIdentity
{
  GObject      parent_instance;

  char        *ca;
  char        *certificate;
  MusterWiped *key;

  char        *id;
  char        *fingerprint;
  char        *common_name;
  char        *subject;
  char        *issuer;
  gint64       not_before;
  gint64       not_after;
  gint64       ca_not_before;
  gint64       ca_not_after;
};

G_DEFINE_FINAL_TYPE (MusterIdentity, muster_identity, G_TYPE_OBJECT)

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

/* The certificates of one PEM file. */
typedef struct
{
  gnutls_x509_crt_t *list;
  unsigned int       n;
} Chain;

static void
chain_clear (Chain *chain)
{
  for (unsigned int i = 0; i < chain->n; i++)
    gnutls_x509_crt_deinit (chain->list[i]);
  gnutls_free (chain->list);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static gnutls_datum_t
as_datum (const char *text)
{
  return (gnutls_datum_t) { (unsigned char *) text, strlen (text) };
}

/* --- the three parts ----------------------------------------------------- */

static gboolean
read_chain (Chain       *chain,
            const char  *pem,
            const char  *name,
            GError     **error)
{
  gnutls_datum_t data = as_datum (pem);
  int result;

  result = gnutls_x509_crt_list_import2 (&chain->list, &chain->n, &data,
                                         GNUTLS_X509_FMT_PEM, 0);
  if (result >= 0 && chain->n > 0 && chain->n <= MAX_CERTIFICATES)
    return TRUE;

  if (strstr (pem, "-----BEGIN ") != NULL && strstr (pem, "CERTIFICATE-----") == NULL)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
                 _("“%s” holds no certificate. Choose the file that begins with "
                   "“-----BEGIN CERTIFICATE-----”."),
                 name);
  else
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
                 _("“%s” is not a certificate in PEM form, or it is damaged. Get "
                   "a new copy, or convert it to PEM."),
                 name);
  return FALSE;
}

static gboolean
is_encrypted (const char *pem)
{
  return strstr (pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----") != NULL ||
         strstr (pem, "Proc-Type: 4,ENCRYPTED") != NULL;
}

static gnutls_x509_privkey_t
read_key (const char  *pem,
          const char  *name,
          GError     **error)
{
  g_auto(gnutls_x509_privkey_t) key = NULL;
  gnutls_datum_t data = as_datum (pem);

  if (is_encrypted (pem))
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ENCRYPTED,
                   _("The private key “%s” is protected by a password, which "
                     "libvirt cannot use. Remove the password with “openssl pkey”, "
                     "then try again; the keyring protects the key from then on."),
                   name);
      return NULL;
    }

  if (gnutls_x509_privkey_init (&key) >= 0 &&
      gnutls_x509_privkey_import2 (key, &data, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0)
    return g_steal_pointer (&key);

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_PEM,
               _("“%s” is not a private key in PEM form, or it is damaged. Choose "
                 "the file that begins with “-----BEGIN PRIVATE KEY-----” or "
                 "“-----BEGIN RSA PRIVATE KEY-----”."),
               name);
  return NULL;
}

/* --- whether they belong together ---------------------------------------- */

static gboolean
check_key (gnutls_x509_crt_t           certificate,
           gnutls_x509_privkey_t       key,
           const MusterIdentityNames  *names,
           GError                    **error)
{
  unsigned char a[64], b[64];
  size_t a_size = sizeof a, b_size = sizeof b;

  if (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256,
                                  a, &a_size) >= 0 &&
      gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256,
                                      b, &b_size) >= 0 &&
      a_size == b_size && memcmp (a, b, a_size) == 0)
    return TRUE;

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISMATCH,
               /* Translators: two files. */
               _("The private key “%s” does not belong to the certificate “%s”. "
                 "Choose the two files that were made together."),
               names->key, names->certificate);
  return FALSE;
}

static gboolean
check_purpose (gnutls_x509_crt_t           certificate,
               const MusterIdentityNames  *names,
               GError                    **error)
{
  for (unsigned int i = 0; ; i++)
    {
      char oid[128];
      size_t size = sizeof oid;
      int result;

      result = gnutls_x509_crt_get_key_purpose_oid (certificate, i, oid, &size, NULL);
      if (result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE && i == 0)
        return TRUE;
      if (result < 0)
        break;
      if (g_str_equal (oid, GNUTLS_KP_TLS_WWW_CLIENT) ||
          g_str_equal (oid, GNUTLS_KP_ANY))
        return TRUE;
    }

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PURPOSE,
               _("The certificate “%s” is not made for clients, so hosts would "
                 "refuse it. Choose the client’s certificate, not the server’s."),
               names->certificate);
  return FALSE;
}

static unsigned int
verify (Chain *ca,
        Chain *chain)
{
  gnutls_x509_trust_list_t trust;
  unsigned int status = GNUTLS_CERT_INVALID;

  if (gnutls_x509_trust_list_init (&trust, 0) < 0)
    return status;

  /* Dates are looked at each time, and named, by check_dates (). */
  if (gnutls_x509_trust_list_add_cas (trust, ca->list, ca->n, 0) < 0 ||
      gnutls_x509_trust_list_verify_crt (trust, chain->list, chain->n,
                                         GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
                                         GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS,
                                         &status, NULL) < 0)
    status |= GNUTLS_CERT_INVALID;

  gnutls_x509_trust_list_deinit (trust, 0);
  return status;
}

static gboolean
check_issuer (Chain                      *ca,
              Chain                      *chain,
              const MusterIdentityNames  *names,
              GError                    **error)
{
  unsigned int status = verify (ca, chain);

  if (status == 0)
    return TRUE;

  if (status & GNUTLS_CERT_INSECURE_ALGORITHM)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ISSUER,
                 _("The certificate “%s” is signed by a method that is not safe any "
                   "more, so hosts would refuse it. Have a new one made."),
                 names->certificate);
  else
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ISSUER,
                 /* Translators: two files. */
                 _("The certificate “%s” was not issued by the authority in “%s”. "
                   "Choose the authority’s certificate that came with it."),
                 names->certificate, names->ca);
  return FALSE;
}

/* --- facts --------------------------------------------------------------- */

static char *
read_name (gnutls_x509_crt_t   certificate,
           int               (*get) (gnutls_x509_crt_t,
                                     gnutls_datum_t *,
                                     unsigned))
{
  gnutls_datum_t name = { NULL, 0 };
  char *text;

  if (get (certificate, &name, 0) < 0)
    return g_strdup ("");

  text = g_utf8_make_valid ((const char *) name.data, name.size);
  gnutls_free (name.data);
  return text;
}

static char *
read_common_name (gnutls_x509_crt_t certificate)
{
  char name[256];
  size_t size = sizeof name;

  if (gnutls_x509_crt_get_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME,
                                     0, 0, name, &size) < 0)
    return NULL;

  return g_utf8_make_valid (name, size);
}

static gboolean
read_fingerprint (MusterIdentity     *self,
                  gnutls_x509_crt_t   certificate)
{
  g_autoptr(GString) id = g_string_new (NULL);
  g_autoptr(GString) fingerprint = g_string_new (NULL);
  unsigned char digest[32];
  size_t size = sizeof digest;

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256,
                                       digest, &size) < 0)
    return FALSE;

  for (size_t i = 0; i < size; i++)
    {
      g_string_append_printf (id, "%02x", digest[i]);
      g_string_append_printf (fingerprint, i == 0 ? "%02X" : ":%02X", digest[i]);
    }

  self->id = g_string_free (g_steal_pointer (&id), FALSE);
  self->fingerprint = g_string_free (g_steal_pointer (&fingerprint), FALSE);
  return TRUE;
}

static void
read_facts (MusterIdentity *self,
            Chain          *ca,
            Chain          *chain)
{
  self->common_name = read_common_name (chain->list[0]);
  self->subject = read_name (chain->list[0], gnutls_x509_crt_get_dn3);
  self->issuer = read_name (chain->list[0], gnutls_x509_crt_get_issuer_dn3);
  self->not_before = gnutls_x509_crt_get_activation_time (chain->list[0]);
  self->not_after = gnutls_x509_crt_get_expiration_time (chain->list[0]);

  /* Of several authorities any may be the one in use: one valid is enough. */
  self->ca_not_before = G_MAXINT64;
  self->ca_not_after = 0;
  for (unsigned int i = 0; i < ca->n; i++)
    {
      gint64 before = gnutls_x509_crt_get_activation_time (ca->list[i]);
      gint64 after = gnutls_x509_crt_get_expiration_time (ca->list[i]);

      self->ca_not_before = MIN (self->ca_not_before, before);
      self->ca_not_after = MAX (self->ca_not_after, after);
    }
}

MusterIdentity *
_muster_identity_parse (const char                *ca,
                        const char                *certificate,
                        const char                *key,
                        const MusterIdentityNames *names,
                        GError                   **error)
{
  g_autoptr(MusterIdentity) self = g_object_new (MUSTER_TYPE_IDENTITY, NULL);
  g_auto(Chain) authority = { NULL, 0 };
  g_auto(Chain) chain = { NULL, 0 };
  g_auto(gnutls_x509_privkey_t) private_key = NULL;

  if (!read_chain (&authority, ca, names->ca, error) ||
      !read_chain (&chain, certificate, names->certificate, error))
    return NULL;

  private_key = read_key (key, names->key, error);
  if (private_key == NULL ||
      !check_key (chain.list[0], private_key, names, error) ||
      !check_purpose (chain.list[0], names, error) ||
      !check_issuer (&authority, &chain, names, error))
    return NULL;

  if (!read_fingerprint (self, chain.list[0]))
    {
      g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
                   _("The fingerprint of “%s” cannot be computed."),
                   names->certificate);
      return NULL;
    }

  read_facts (self, &authority, &chain);
  self->ca = g_strdup (ca);
  self->certificate = g_strdup (certificate);
  self->key = g_strdup (key);
  return g_steal_pointer (&self);
}

static gboolean
check_period (const char  *name,
              gint64       not_before,
              gint64       not_after,
              gint64       now,
              GError     **error)
{
  g_autoptr(GDateTime) limit = NULL;
  g_autofree char *day = NULL;
  gboolean early = now < not_before;

  if (!early && now <= not_after)
    return TRUE;

  limit = g_date_time_new_from_unix_utc (early ? not_before : not_after);
  day = limit != NULL ? g_date_time_format (limit, "%Y-%m-%d %H:%M UTC") : NULL;
  if (early)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED,
                 /* Translators: a file, then a date. */
                 _("The certificate “%s” is not valid before %s. Check this "
                   "computer’s clock."),
                 name, day != NULL ? day : "?");
  else
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_EXPIRED,
                 /* Translators: a file, then a date. */
                 _("The certificate “%s” expired on %s. Have a new one made, then "
                   "import it."),
                 name, day != NULL ? day : "?");
  return FALSE;
}

gboolean
_muster_identity_check_dates (MusterIdentity            *self,
                              const MusterIdentityNames *names,
                              gint64                     now,
                              GError                   **error)
{
  return check_period (names->certificate, self->not_before, self->not_after,
                       now, error) &&
         check_period (names->ca, self->ca_not_before, self->ca_not_after,
                       now, error);
}

/* ------------------------------------------------------------------------- */

static void
muster_identity_finalize (GObject *object)
{
  MusterIdentity *self = MUSTER_IDENTITY (object);

  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->certificate, g_free);
  g_clear_pointer (&self->key, muster_wiped_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->common_name, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->issuer, g_free);

  G_OBJECT_CLASS (muster_identity_parent_class)->finalize (object);
}

static void
muster_identity_class_init (MusterIdentityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_identity_finalize;
}

static void
muster_identity_init (MusterIdentity *self)
{
}

static const MusterIdentityNames usual_names = {
  "cacert.pem", "clientcert.pem", "clientkey.pem",
};

MusterIdentity *
muster_identity_new_from_pem (const char  *ca,
                              const char  *certificate,
                              const char  *key,
                              GError     **error)
{
  g_return_val_if_fail (ca != NULL && certificate != NULL && key != NULL, NULL);

  return _muster_identity_parse (ca, certificate, key, &usual_names, error);
}

gboolean
muster_identity_check_dates (MusterIdentity  *self,
                             gint64           now,
                             GError         **error)
{
  const char *name;

  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), FALSE);

  name = self->common_name != NULL ? self->common_name : self->subject;
  return _muster_identity_check_dates (self,
                                       &(MusterIdentityNames) {
                                         .ca = self->issuer,
                                         .certificate = name,
                                       },
                                       now, error);
}

const char *
muster_identity_get_id (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->id;
}

const char *
muster_identity_get_fingerprint (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->fingerprint;
}

const char *
muster_identity_get_common_name (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->common_name;
}

const char *
muster_identity_get_subject (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->subject;
}

const char *
muster_identity_get_issuer (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->issuer;
}

gint64
muster_identity_get_not_before (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), 0);

  return self->not_before;
}

gint64
muster_identity_get_not_after (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), 0);

  return self->not_after;
}

const char *
muster_identity_get_ca (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->ca;
}

const char *
muster_identity_get_certificate (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->certificate;
}

const char *
muster_identity_get_key (MusterIdentity *self)
{
  g_return_val_if_fail (MUSTER_IS_IDENTITY (self), NULL);

  return self->key;
}
